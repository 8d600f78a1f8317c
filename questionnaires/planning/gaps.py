"""The gaps of a scorecard: which questions are short of their target, and by what each counts."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from statistics import fmean
from typing import NamedTuple

from questionnaires.answers import split
from questionnaires.definition import Profile, Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import TOLERANCE
from questionnaires.planning import profiles
from questionnaires.planning.precedence import neighbours
from questionnaires.planning.urgency import Priority
from questionnaires.scoring.scorecard import Score, Scorecard, State

URGENT = 0.5
"""An exposure answer below this is no reason to hurry, even where it is the largest there is."""


def find_gaps(questionnaire: Questionnaire, card: Scorecard, profile_id: str | None) -> list[Priority]:
    """Every gap in the order of the tree, also of no importance; those before and after it named."""
    factors = _Factors(questionnaire, card, profiles.profile(questionnaire, profile_id))
    found = [gap for area, items in _asked(questionnaire, card) if (gap := factors.priority(area, items))]
    return _linked(questionnaire, found)


def _asked(questionnaire: Questionnaire, card: Scorecard) -> list[tuple[str, tuple[Score, ...]]]:
    """What may have a gap: area and scores of each question, of one that is answered by unit all of them."""
    found: dict[str, tuple[str, tuple[Score, ...]]] = {}
    ratings = {question.relevance for question in questionnaire.question.values()}
    for area, item in _by_area(questionnaire, card):
        id_ = split(item.id)[0]
        if id_ not in ratings and item.state in {State.ANSWERED, State.DONT_KNOW}:
            found[id_] = (area, (*found[id_][1], item) if id_ in found else (item,))
    return list(found.values())


def _by_area(questionnaire: Questionnaire, card: Scorecard) -> Iterator[tuple[str, Score]]:
    """The items that count, with the part of the tree right below its top that they belong to."""
    roots = (card.node("readiness"),) if questionnaire.has_fields else card.roots
    for root in roots:
        for child in root.children:
            area = split(child.id)[0] if child.children else root.id
            for item in child.weighed if child.weight > 0 else ():
                yield area, item


def _linked(questionnaire: Questionnaire, found: list[Priority]) -> list[Priority]:
    after = {question.id: question.after for question in questionnaire.question.values() if question.after}
    if not after:
        return found
    known = neighbours([gap.question for gap in found], after)
    return [replace(gap, **known[gap.question]._asdict()) for gap in found]


def that_matter(gaps: Sequence[Priority]) -> list[Priority]:
    """Without those of no importance, unless one that matters needs them first."""
    matters = {gap.question for gap in gaps if gap.importance > 0}
    kept = matters | {gap.question for gap in gaps if matters & set(gap.needed_by)}
    return [
        replace(gap, first=_only(gap.first, kept), needed_by=_only(gap.needed_by, kept))
        if len(kept) < len(gaps)
        else gap
        for gap in gaps
        if gap.question in kept
    ]


def dropped(gaps: Sequence[Priority], kept: Sequence[Priority]) -> tuple[str, ...]:
    """The questions whose gaps are not among those kept."""
    left = {gap.question for gap in kept}
    return tuple(gap.question for gap in gaps if gap.question not in left)


def _only(ids: tuple[str, ...], kept: Collection[str]) -> tuple[str, ...]:
    return tuple(id_ for id_ in ids if id_ in kept)


class _Factors:
    """What the factors are read from, put in order once for all questions of a scorecard."""

    def __init__(self, questionnaire: Questionnaire, card: Scorecard, profile: Profile | None) -> None:
        self.questionnaire, self.card, self.profile = questionnaire, card, profile
        self.exposed = card.node("exposure") if questionnaire.has_fields else None
        self.by_need = _exposure_by_need(questionnaire, self.exposed)
        self.keys = _keys(questionnaire)
        self.efforts = {question.effort for question in questionnaire.question.values()}

    def priority(self, area: str, items: tuple[Score, ...]) -> Priority | None:
        question = self.questionnaire.question[split(items[0].id)[0]]
        values = [item.value for item in items if item.value is not None]
        target = profiles.target(self.questionnaire, question, *question.range, self.profile).share
        gap = target - (fmean(values) if values else 0.0)
        if gap <= TOLERANCE:
            return None
        exposure, because = self._exposure(question)
        importance, rated_by = self._importance(question)
        return Priority(
            question=question.id,
            area=area,
            action="improve" if values else "find_out",
            gap=gap,
            exposure=exposure,
            because=because,
            importance=importance,
            rated_by=rated_by,
            effort=question.effort,
            cheap=question.effort == 1 and len(self.efforts) > 1,
            key_of=tuple(self.keys.get(question.id, ())),
        )

    def _importance(self, question: Question) -> tuple[float, str | None]:
        """What the company said of it, and in answer to which question."""
        rating = question.relevance
        if rating is None or rating not in self.card:
            return 1.0, None
        value = self.card.node(rating).value
        return (1.0, None) if value is None else (value, rating)

    def _exposure(self, question: Question) -> tuple[float, tuple[str, ...]]:
        """How hard the change hits where this question looks, and the answers that say so."""
        if self.exposed is None:
            return 1.0, ()
        related = {item for need in question.needs for item in self.by_need.get(need, ())}
        if not related:
            return 0.2 + 0.8 * (1.0 if self.exposed.value is None else self.exposed.value), ()
        strongest = max(item.value for item in related)
        named = sorted(item for item in related if item.value == strongest) if strongest >= URGENT else ()
        return 0.2 + 0.8 * strongest, tuple(item.question for item in named)


class _Exposed(NamedTuple):
    """An answered exposure question; sorts in their order."""

    place: int
    question: str
    value: float


def _exposure_by_need(questionnaire: Questionnaire, exposure: Score | None) -> dict[str, list[_Exposed]]:
    """The answered exposure questions that reveal each need."""
    found: dict[str, list[_Exposed]] = {}
    for place, item in enumerate(exposure.items if exposure else ()):
        if item.value is not None:
            for need in questionnaire.question[item.id].needs:
                found.setdefault(need, []).append(_Exposed(place, item.id, item.value))
    return found


def _keys(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """The nodes whose gates name each question."""
    found: dict[str, list[str]] = {}
    for node in questionnaire.node.values():
        for key in dict.fromkeys(key for gate in node.gates for key in gate.keys):
            found.setdefault(key, []).append(node.id)
    return found
