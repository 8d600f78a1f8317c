"""The interface as an OpenAPI 3.1 document, made of the table of operations and the models of bodies."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from assessment.web.api.asked import JSON, KEY_HEADER, KEY_PATTERN
from assessment.web.api.bodies import ProblemGiven
from assessment.web.api.operations import OPERATIONS, Operation
from assessment.web.api.problems import MEDIA_TYPE
from assessment.web.i18n import marked as _
from reports.language import Language as Speaker

VERSION = "1.0"
AT = "#/components/schemas/"
TITLE = _("Wandelkompass: Schnittstelle für andere Systeme")
INTRODUCTION = _(
    "Für Systeme von Kammern, Beratungsstellen und Anbietern. Jeder Aufruf braucht ein Token mit dem "
    "Bereich, der dabeisteht. Antworten sind JSON, Fehler nach RFC 9457 in der Sprache von Accept-Language."
)
KEY_WORDS = _(
    "Ein Schlüssel je Vorgang, den Ihr System wählt. Wer dieselbe Anfrage mit demselben Schlüssel "
    "wiederholt, bekommt 24 Stunden lang dieselbe Antwort, und nichts geschieht doppelt."
)
TOKEN_WORDS = _("Ein Token Ihrer Organisation. Sie erstellen es im Wandelkompass unter „Schnittstellen“.")
REPEATS = _("Wann der nächste Versuch Sinn hat, in Sekunden.")
LATER = {429, 503}
"""Statuses that say when to come again."""

Told = dict[str, Any]


def document(server: str, speaker: Speaker) -> Told:
    """For whoever speaks this language, at this address."""
    made: Told = {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": INTRODUCTION},
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": TOKEN_WORDS}},
        },
    }
    said: Told = _said(made, speaker)
    return said


def _paths() -> Told:
    paths: Told = {}
    for name, operation in OPERATIONS.items():
        paths.setdefault(operation.shown_path, {})[operation.method.lower()] = _operation(name, operation)
    return paths


def _operation(name: str, operation: Operation) -> Told:
    told: Told = {
        "operationId": name,
        "summary": operation.title,
        "description": operation.text,
        "security": [{"token": [operation.scope.value]}],
        "parameters": [*_in_path(operation), *_in_query(operation), *_in_head(operation)],
        "responses": _responses(operation),
    }
    if operation.body:
        told["requestBody"] = {"required": True, "content": {JSON: {"schema": _to(operation.body)}}}
    return told


def _in_path(operation: Operation) -> Iterable[Told]:
    for part in operation.shown_path.split("/"):
        if part.startswith("{"):
            schema = {"type": "string", "format": "uuid"}
            yield {"name": part.strip("{}"), "in": "path", "required": True, "schema": schema}


def _in_query(operation: Operation) -> Iterable[Told]:
    schema = operation.query.model_json_schema()
    for name, values in schema.get("properties", {}).items():
        told = {"name": name, "in": "query", "required": name in schema.get("required", ())}
        yield told | {"description": values.pop("description", ""), "schema": _plain(values)}


def _plain(schema: Told) -> Told:
    """A parameter is left out where it has no value: there is no null in an address."""
    choices = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    kept = {name: value for name, value in schema.items() if name not in {"anyOf", "title"}}
    return {**choices[0], **{k: v for k, v in kept.items() if v is not None}} if choices else kept


def _in_head(operation: Operation) -> Iterable[Told]:
    if operation.writes:
        schema = {"type": "string", "pattern": KEY_PATTERN, "minLength": 8, "maxLength": 100}
        yield {"name": KEY_HEADER, "in": "header", "required": True, "schema": schema} | {
            "description": KEY_WORDS
        }


def _responses(operation: Operation) -> Told:
    told: Told = {
        str(operation.status): {
            "description": operation.title,
            "content": {JSON: {"schema": _to(operation.answer)}},
        }
    }
    for status in dict.fromkeys(problem.status for problem in operation.problems):
        titles = [problem.title for problem in operation.problems if problem.status == status]
        told[str(status)] = {
            "description": titles,
            "content": {MEDIA_TYPE: {"schema": _to(ProblemGiven)}},
            **({"headers": {"Retry-After": _WAITING}} if status in LATER else {}),
        }
    return told


_WAITING: Told = {"required": True, "schema": {"type": "integer", "minimum": 1}, "description": REPEATS}


def _schemas() -> Told:
    """Of all bodies. What comes in is described as it is taken, what goes out as it is sent."""
    taken = [operation.body for operation in OPERATIONS.values() if operation.body]
    given = [ProblemGiven, *(operation.answer for operation in OPERATIONS.values())]
    modes: list[Any] = [(model, "validation") for model in dict.fromkeys(taken)]
    modes += [(model, "serialization") for model in dict.fromkeys(given)]
    _refs, made = models_json_schema(modes, ref_template=AT + "{model}")
    schemas: Told = made["$defs"]
    return schemas


def _to(model: type[BaseModel]) -> Told:
    return {"$ref": AT + model.__name__}


def _said(told: Any, speaker: Speaker) -> Any:
    """All words in the language of whoever reads them; several for one status stand in a row."""
    if isinstance(told, list):
        return [_said(one, speaker) for one in told]
    if not isinstance(told, dict):
        return told
    return {name: _words(name, value, speaker) for name, value in told.items()}


def _words(name: str, value: Any, speaker: Speaker) -> Any:
    if name == "description" and isinstance(value, list):
        return " · ".join(speaker.gettext(one) for one in value)
    if name in {"title", "summary", "description"} and isinstance(value, str):
        return speaker.gettext(value)
    return _said(value, speaker)
