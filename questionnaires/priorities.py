"""What to begin with: the gaps that matter most, with the reason for each.

    priority = gap * exposure,   gap = max(0, target - x),   exposure = 0.2 + 0.8 e

(the weighted product of the scoring design with importance and effort at 1, since neither is asked).
`e` is the largest of the exposure answers that reveal one of the needs this question reveals; where
none does, the exposure score; where that is unknown, 1. A don't-know counts with its upper gap at half
weight, and its action is to find out. Products of ordinal ratings only sort, they are never shown.
"""

from dataclasses import dataclass
from typing import Literal

from questionnaires.definition import Question, Questionnaire
from questionnaires.scoring import DIGITS, TOLERANCE, Score, Scorecard, State

DONT_KNOW_WEIGHT = 0.5
URGENT = 0.5
"""An exposure answer below this is no reason to hurry, even where it is the largest there is."""
NOW, NOW_PER_AREA = 3, 2


@dataclass(frozen=True, slots=True)
class Priority:
    """A gap of one readiness question; `because` are the exposure questions that make it urgent."""

    question: str
    area: str
    action: Literal["improve", "find_out"]
    gap: float
    exposure: float
    because: tuple[str, ...]

    @property
    def size(self) -> float:
        weight = DONT_KNOW_WEIGHT if self.action == "find_out" else 1.0
        return weight * self.gap * self.exposure


def priorities(questionnaire: Questionnaire, card: Scorecard) -> list[Priority]:
    """All gaps, the most urgent first; ties in the order of the questionnaire. Open questions have none."""
    found = [
        _priority(questionnaire, card, area.id, item)
        for area in card.node("readiness").children
        for item in area.items
        if item.state in {State.ANSWERED, State.DONT_KNOW}
    ]
    return sorted((p for p in found if p.gap > TOLERANCE), key=lambda p: -round(p.size, DIGITS))


def first_steps(ordered: list[Priority]) -> list[Priority]:
    """At most three, and at most two of one area, so that one weak area does not hide the others."""
    chosen: list[Priority] = []
    for priority in ordered:
        if sum(p.area == priority.area for p in chosen) < NOW_PER_AREA:
            chosen.append(priority)
    return chosen[:NOW]


def _priority(questionnaire: Questionnaire, card: Scorecard, area: str, item: Score) -> Priority:
    question = questionnaire.question[item.id]
    exposure, because = _exposure(questionnaire, card.node("exposure"), question)
    gap = max(0.0, questionnaire.policy.target - (item.value or 0.0))
    action: Literal["improve", "find_out"] = "improve" if item.state is State.ANSWERED else "find_out"
    return Priority(item.id, area, action, gap, 0.2 + 0.8 * exposure, because)


def _exposure(
    questionnaire: Questionnaire, exposure: Score, question: Question
) -> tuple[float, tuple[str, ...]]:
    """How hard the change hits where this question looks, and the answers that say so."""
    related = [
        item
        for item in exposure.items
        if item.value is not None and set(questionnaire.question[item.id].needs) & set(question.needs)
    ]
    strongest = max((item.value or 0.0 for item in related), default=None)
    if strongest is None:
        return (1.0 if exposure.value is None else exposure.value), ()
    urgent = strongest >= URGENT
    return strongest, tuple(item.id for item in related if urgent and item.value == strongest)
