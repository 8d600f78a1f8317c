"""Reads what a system sent, and refuses what does not have the form that `bodies` gives."""

import re
from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import UnsupportedMediaType

from assessment.web.api.problems import Fault, Invalid, KeyMissing, NotJson
from assessment.web.forms.lines import TOO_LONG
from assessment.web.i18n import marked as _

Model = TypeVar("Model", bound=BaseModel)
JSON = "application/json"
KEY_HEADER, KEY_PATTERN = "Idempotency-Key", r"^[\x21-\x7e]{8,100}$"
_KEY = re.compile(KEY_PATTERN)
WHY = {
    "missing": _("Diese Angabe fehlt."),
    "extra_forbidden": _("Diese Angabe gibt es hier nicht."),
}
"""By the codes of pydantic; all others only say that a value does not fit."""
DOES_NOT_FIT = _("Dieser Wert ist hier nicht möglich.")


def body(model: type[Model]) -> Model:
    """Raises UnsupportedMediaType, NotJson, Invalid."""
    if request.mimetype != JSON:
        raise UnsupportedMediaType
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        details = _details(error)
        if any(one["type"] == "json_invalid" for one in details):
            raise NotJson from None
        raise Invalid([Fault(_pointer(one), _why(one)) for one in details]) from None


def query(model: type[Model]) -> Model:
    """A parameter that stands there twice fits nothing. Raises Invalid."""
    given = request.args.to_dict(flat=False)
    single = {name: values[0] if len(values) == 1 else values for name, values in given.items()}
    try:
        return model.model_validate(single)
    except ValidationError as error:
        raise Invalid([Fault(str(one["loc"][0]), _why(one)) for one in _details(error)]) from None


def key() -> str:
    """The key by which a write can be repeated. Raises KeyMissing."""
    given = request.headers.get(KEY_HEADER, "")
    if not _KEY.fullmatch(given):
        raise KeyMissing
    return given


def _details(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False, include_input=False)


def _pointer(detail: ErrorDetails) -> str:
    """JSON Pointer, RFC 6901."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in detail["loc"])


def _why(detail: ErrorDetails) -> str:
    if detail["type"] == "string_too_long":
        return TOO_LONG % {"max": detail["ctx"]["max_length"]}
    return WHY.get(detail["type"], DOES_NOT_FIT)
