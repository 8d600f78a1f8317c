"""A questionnaire as the plain data an author would have written: the inverse of validating the models.

Keys stand in the order of the models, what has its default is left out, and options that are a list of the
head are named by it. Both the YAML files and the workbook are made from this.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from questionnaires import conditions
from questionnaires.conditions import All, AnyOf, Comparison, Not
from questionnaires.definition import Head, Policy, Questionnaire
from questionnaires.definition.questions import Asked
from questionnaires.text import Frozen

EXACT = 2**53
"""Whole numbers up to here are the same as float and as int."""


def head(questionnaire: Questionnaire) -> dict[str, Any]:
    """All but the sections."""
    return _written(questionnaire, Head.model_fields)


def sections(questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """The sections with their questions as they were written."""
    lists = plain(questionnaire.lists)
    written: list[dict[str, Any]] = plain(questionnaire.sections)
    for section in written:
        for entry in section["questions"]:
            for name in [name for name, options in lists.items() if options == entry.get("options")][:1]:
                entry["options"] = name
    return written


def plain(part: Any) -> Any:
    """Any part of a questionnaire as dicts, lists, texts and numbers."""
    match part:
        case Frozen():
            return _model(part)
        case Comparison() | All() | AnyOf() | Not():
            return plain(conditions.plain(part))
        case tuple() | list():
            return [plain(inner) for inner in part]
        case dict():
            return {key: plain(inner) for key, inner in part.items()}
        case float():
            return int(part) if part.is_integer() and abs(part) < EXACT else part
        case _:
            return part


def _model(part: Frozen) -> dict[str, Any]:
    written = _written(part, type(part).model_fields)
    if isinstance(part, Policy):
        return {name: _fraction(value) for name, value in written.items()}
    kind = getattr(part, "kind", "single") if isinstance(part, Asked) else "single"
    return written if kind == "single" else {"id": written["id"], "kind": kind} | written


def _written(part: BaseModel, fields: dict[str, FieldInfo]) -> dict[str, Any]:
    return {field.alias or name: plain(value) for name, field, value in _stated(part, fields)}


def _stated(part: BaseModel, fields: dict[str, FieldInfo]) -> Iterator[tuple[str, FieldInfo, Any]]:
    for name, field in fields.items():
        value = getattr(part, name)
        if field.is_required() or value != field.get_default(call_default_factory=True):
            yield name, field, value


def _fraction(share: Any) -> Any:
    """Shares such as 2/3 as a fraction, which is exact and can be read."""
    near = Fraction(share).limit_denominator(12)
    return f"{near}" if float(near) == share and len(repr(share)) > len("0.1234") else share
