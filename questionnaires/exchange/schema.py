"""JSON Schemas of the files that authors write, for editors that complete and underline while one types.

They are made from the models, so that they cannot say anything else. What only the whole questionnaire can
tell (unknown ids, gates out of reach) is left to `python -m questionnaires check`. The dialect is draft 7,
which editors know best; there a reference stands alone, without words beside it.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, BeforeValidator
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from questionnaires.conditions import parse
from questionnaires.definition import Head
from questionnaires.definition.questions import Options
from questionnaires.definition.tree import Share
from questionnaires.library import CONTENT, SectionFile

FOLDER = CONTENT / "schema"
DIALECT = "http://json-schema.org/draft-07/schema#"
FILES: dict[str, tuple[type[BaseModel], str]] = {
    "questionnaire": (Head, "The head of a questionnaire: questionnaire.yaml"),
    "sections": (SectionFile, "Sections with their questions: a file named in `files` of the head"),
}
Schema = dict[str, Any]


def schema(name: str) -> Schema:
    """The schema of one kind of file: `questionnaire` or `sections`. Raises KeyError for others."""
    model, title = FILES[name]
    made = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    definitions = made.pop("$defs") | {"Condition": CONDITION}
    for part, rules in RULES.items():
        if part in definitions:
            definitions[part] |= rules
    head = {"$schema": DIALECT, "title": title}
    whole: Schema = _plain(
        head | _tidy(made) | {"$defs": {k: _tidy(definitions[k]) for k in sorted(definitions)}}
    )
    return whole


def written(name: str) -> str:
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


def write(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Writes all of them. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / f"{name}.schema.json": written(name) for name in FILES}
    for file, content in files.items():
        file.write_text(content, encoding="utf-8", newline="\n")
    return tuple(files)


# --- what the models cannot tell by themselves -------------------------------------------------

NAME: Schema = {"type": "string"}
CODE: Schema = {"type": ["string", "boolean"], "description": "a code; a bare yes or no is one, too"}
CODES: Schema = {"type": "array", "items": NAME, "minItems": 1}
NUMBER: Schema = {"type": "number"}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
ANY_RULE: Schema = {"$ref": "#/$defs/Condition"}
RULE: Schema = {"x-rule": True}
"""Stands for `ANY_RULE` while pydantic, which knows no such definition, sorts its own."""
RULES_IN_A_LIST: Schema = {"type": "array", "items": ANY_RULE, "minItems": 1}
OPERANDS: dict[str, Schema] = {
    "is": CODE,
    "in": CODES,
    "not_in": CODES,
    "under": CODES,
    "at_least": NUMBER,
    "at_most": NUMBER,
    "not_before": DAY,
    "not_after": DAY,
    "known": {"enum": ["yes", "no", True, False]},
}
COMBINED: dict[str, Schema] = {"all": RULES_IN_A_LIST, "any": RULES_IN_A_LIST, "not": ANY_RULE}


def _exactly(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


CONDITION: Schema = {
    "description": "A rule about earlier answers, by the id of a question or the name of its fact: "
    "true, false or unknown. An unknown rule asks.",
    "anyOf": [
        *(_exactly(fact=NAME, **{operator: operand}) for operator, operand in OPERANDS.items()),
        *(_exactly(**{word: parts}) for word, parts in COMBINED.items()),
    ],
}
FRACTION: Schema = {"type": "string", "pattern": r"^[0-9]+/[1-9][0-9]*$", "description": "a fraction: 2/3"}
NAME_OF_LIST: Schema = {"type": "string", "description": "the name of a list in the head"}
KINDS = ("single", "several", "number", "text", "matrix", "rated")


def _either(*keys: str) -> Schema:
    return {"oneOf": [{"required": [key]} for key in keys]}


def _if(key: str, value: Any, then: Schema, otherwise: Schema) -> Schema:
    return {
        "if": {"properties": {key: {"const": value}}, "required": [key]},
        "then": then,
        "else": otherwise,
    }


RULES: dict[str, Schema] = {
    "Single": _either("levels", "options"),
    "Matrix": _either("levels", "options"),
    "Rated": _either("levels", "options"),
    "Step": _either("from", "above"),
    "Node": _if("aggregate", "staged", {"required": ["reach"]}, {"not": {"required": ["reach"]}}),
    "Gate": {
        "anyOf": [
            {"required": ["question", "at_least"]},
            {"required": ["nodes", "at_least"]},
            {"required": ["not_applicable_at_most"]},
        ]
    },
}
"""What a model checks beyond its keys, where a schema can say it."""


def _entry(models: dict[str, Schema]) -> Schema:
    """By its kind, so that a mistake in a question is told for that kind alone; without one, it is single."""
    cases = [_if("kind", kind, models[kind], {}) for kind in KINDS]
    default = {"if": {"not": {"required": ["kind"]}}, "then": models["single"]}
    kinds = {"enum": list(KINDS), "description": "single, where none is written"}
    return {"type": "object", "properties": {"kind": kinds}, "allOf": [default, *cases]}


class _Generator(GenerateJsonSchema):
    """Adds what validators in front of a type let pass, and what rules look like."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def function_plain_schema(self, schema: core_schema.PlainValidatorFunctionSchema) -> JsonSchemaValue:
        return RULE if schema["function"]["function"] is parse else super().function_plain_schema(schema)

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        inner = super().function_before_schema(schema)
        also = ALSO.get(schema["function"]["function"])
        return {"anyOf": [inner, also]} if also else inner

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        if set(schema["choices"]) != set(KINDS):
            return super().tagged_union_schema(schema)
        return _entry({str(kind): self.generate_inner(part) for kind, part in schema["choices"].items()})


def _before(type_: Any) -> Any:
    """The function that turns what an author may also write into what the type expects."""
    return next(part.func for part in get_args(type_) if isinstance(part, BeforeValidator))


ALSO: dict[Callable[..., Any], Schema] = {_before(Share): FRACTION, _before(Options): NAME_OF_LIST}


def _tidy(made: Schema) -> Schema:
    """Without the titles that only repeat the name of a model."""
    return {key: value for key, value in made.items() if key != "title"}


def _plain(part: Any) -> Any:
    """In draft 7: pairs as lists of two, references without anything beside them."""
    if isinstance(part, list):
        return [_plain(item) for item in part]
    if not isinstance(part, dict):
        return part
    if part == RULE:
        return ANY_RULE
    if "$ref" in part:
        return {"$ref": part["$ref"]}
    pair = part.get("prefixItems")
    if pair and all(item == pair[0] for item in pair):
        part = {key: value for key, value in part.items() if key != "prefixItems"} | {"items": pair[0]}
    return {key: _plain(value) for key, value in part.items()}
