"""Exposure and readiness read together: act now, secure, watch or build on. Never added up."""

from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

from questionnaires.definition import Fields, Questionnaire
from questionnaires.definition.tree import TOLERANCE
from questionnaires.scoring.scorecard import Score, Scorecard

FieldName = Literal["act_now", "secure", "watch", "build_on"]
FIELD_NAMES: tuple[FieldName, ...] = get_args(FieldName)

_FIELD: dict[tuple[bool, bool], FieldName] = {
    (True, False): "act_now",
    (True, True): "secure",
    (False, False): "watch",
    (False, True): "build_on",
}
"""By (exposure is high, readiness is high)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The field a company lies in (None where too little is known), and those it may lie in."""

    field: FieldName | None
    possible: tuple[FieldName, ...]

    @property
    def certain(self) -> bool:
        return self.field is not None and self.possible == (self.field,)


def read(questionnaire: Questionnaire, card: Scorecard, part: str = "readiness") -> Reading:
    """The reading of the whole company, or of one area against its exposure."""
    return _read(questionnaire.fields, card.node("exposure"), card.node(part))


def _read(fields: Fields, exposure: Score, readiness: Score) -> Reading:
    cut = fields.cut
    sides = product(_sides(exposure, cut.exposure), _sides(readiness, cut.readiness))
    possible = {_FIELD[high, ready] for high, ready in sides}
    field = None
    if exposure.published and readiness.published:
        field = _FIELD[_is_high(exposure.value, cut.exposure), _is_high(readiness.value, cut.readiness)]
    return Reading(field, tuple(name for name in FIELD_NAMES if name in possible))


def _is_high(value: float | None, cut: float) -> bool:
    return value is not None and value >= cut - TOLERANCE


def _sides(score: Score, cut: float) -> set[bool]:
    return {_is_high(score.lower, cut), _is_high(score.upper, cut)}
