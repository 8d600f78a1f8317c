"""Several respondents of one company: what they say together, how far they agree, where they don't.

Answers are joined item by item, then scored as usual; scores of sections are never averaged, since they
would rest on different items. Of the levels given, the mean counts (or the median); a don't-know is left
out if anybody gave a level; an item does not apply if most of those who can tell say so. Agreement is
that of Burke and Dunlap (AD, limit A/6), of James, Demaree and Wolf (rwg against a uniform null), and
Krippendorff's ordinal alpha for a whole section. All cut-offs are conventions (O'Neill 2017).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median, median_low, variance
from typing import Literal

from questionnaires.answers import DONT_KNOW, Answer, Answers
from questionnaires.definition import Questionnaire, Section
from questionnaires.definition.questions import Question

MOST_CONTESTED = 3
ANONYMOUS_BELOW = 3
"""With fewer people of one role, what the role said would tell what a person said."""
ALPHA_ITEMS, ALPHA_VOICES = 10, 2
"""Krippendorff's alpha says little on less."""
ALPHA_GOOD, ALPHA_TENTATIVE = 0.80, 0.67
OF_LEVELS: dict[str, Callable[[Sequence[float]], float]] = {"mean": fmean, "median": median}


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person answered, and in which role."""

    role: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Agreement:
    """How close the levels given to one item lie together; `n` people gave one, of `options` to choose from.

    `ad`: mean distance from the median in steps of the options. `rwg`: 1 for the same answer, 0 for as much
    spread as chance gives; where it would be below, opinions are split in two camps.
    """

    n: int
    options: int
    ad: float
    rwg: float
    split: bool

    @property
    def limit(self) -> float:
        return self.options / 6

    @property
    def close(self) -> bool:
        return self.ad <= self.limit


@dataclass(frozen=True, slots=True)
class Joined:
    """One item as all voices together answer it. `answer` is the one to route by, `points` those to score.

    `tied`: as many say that it does not apply as give a level; it counts as applicable.
    """

    question: str
    answer: Answer
    points: float | None = None
    agreement: Agreement | None = None
    tied: bool = False


@dataclass(frozen=True)
class Together:
    """All items that anybody answered, by question, in the order of the questionnaire."""

    items: Mapping[str, Joined]

    @property
    def answers(self) -> dict[str, Answer]:
        return {id_: item.answer for id_, item in self.items.items()}

    @property
    def points(self) -> dict[str, float]:
        """What to score in place of the answers: `scoring.score(questionnaire, path, points)`."""
        return {id_: item.points for id_, item in self.items.items() if item.points is not None}

    @property
    def contested(self) -> tuple[Joined, ...]:
        """The items with the largest disagreement, at most three; none on which all agree."""
        rated = [(item.agreement, item) for item in self.items.values() if item.agreement]
        apart = [(agreement.ad / agreement.limit, item) for agreement, item in rated if agreement.ad > 0]
        return tuple(item for _, item in sorted(apart, key=lambda found: -round(found[0], 9)))[
            :MOST_CONTESTED
        ]


def together(
    questionnaire: Questionnaire, voices: Sequence[Voice], by: Literal["mean", "median"] = "mean"
) -> Together:
    """What the voices say together; questions that nobody answered are left out."""
    items: dict[str, Joined] = {}
    for question in questionnaire.question.values():
        given = [voice.answers[question.id] for voice in voices if question.id in voice.answers]
        if given:
            items[question.id] = _joined(question, given, by)
    return Together(items)


def _joined(question: Question, given: Sequence[Answer], by: Literal["mean", "median"]) -> Joined:
    meant = [(question.meaning(answer), answer) for answer in given]
    levels = [answer for meaning, answer in meant if meaning in {"level", "none"}]
    absent = [answer for meaning, answer in meant if meaning == "not_applicable"]
    if len(absent) > len(levels):
        return Joined(question.id, _most_common(absent))
    if not levels:
        return Joined(question.id, Answer(DONT_KNOW))
    tied = len(absent) == len(levels)
    counting = [answer for meaning, answer in meant if meaning == "level"]
    if not question.scored or not counting:
        return Joined(question.id, _most_common(levels), tied=tied)
    points = [question.points(answer) for answer in counting]
    middle = median_low(points)
    nearest = next(answer for answer, p in zip(counting, points, strict=True) if p == middle)
    agreement = _agreement(question, points)
    return Joined(question.id, Answer(nearest.choice), OF_LEVELS[by](points), agreement, tied)


def _most_common(given: Sequence[Answer]) -> Answer:
    """The answer given most often; of several, the one that comes first in the alphabet of ids."""
    times = Counter((answer.choice, answer.reason) for answer in given)
    choice, reason = min(times, key=lambda key: (-times[key], key[0], key[1] or ""))
    return Answer(choice, reason)


# --- agreement ---------------------------------------------------------------------------------


def _agreement(question: Question, points: Sequence[float]) -> Agreement | None:
    """Of two levels or more; None where a question has no steps to count."""
    options = len(question.ladder)
    if len(points) < 2 or options < 2:
        return None
    steps = [question.ladder.index(p) for p in points]
    centre = median(steps)
    rwg = 1 - variance(steps) / ((options**2 - 1) / 12)
    ad = fmean(abs(step - centre) for step in steps)
    return Agreement(len(steps), options, ad, min(max(rwg, 0.0), 1.0), rwg < 0)


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's ordinal alpha of a section; None where all agree, for want of any variation."""

    items: int
    value: float | None

    @property
    def reading(self) -> Literal["all_agree", "good", "tentative", "low"]:
        if self.value is None:
            return "all_agree"
        return "good" if self.value >= ALPHA_GOOD else "tentative" if self.value >= ALPHA_TENTATIVE else "low"


def alpha(section: Section, voices: Sequence[Voice]) -> Alpha | None:
    """The reliability of a section's levels; None for fewer than 10 items that two people answered."""
    rows = [_row(question, voices) for question in section.questions if question.ladder]
    shared = [row for row in rows if sum(step is not None for step in row) >= ALPHA_VOICES]
    if len(shared) < ALPHA_ITEMS:
        return None
    if len({step for row in shared for step in row if step is not None}) < 2:
        return Alpha(len(shared), None)
    return Alpha(len(shared), _krippendorff(shared))


def _row(question: Question, voices: Sequence[Voice]) -> list[int | None]:
    given = [voice.answers.get(question.id) for voice in voices]
    return [
        question.ladder.index(question.points(answer))
        if answer and question.meaning(answer) == "level"
        else None
        for answer in given
    ]


def _krippendorff(rows: Sequence[Sequence[int | None]]) -> float:
    import krippendorff  # brings numpy, which a page that shows no agreement need not wait for
    import numpy as np

    coders = np.array([[np.nan if step is None else step for step in row] for row in rows], dtype=float).T
    return float(krippendorff.alpha(reliability_data=coders, level_of_measurement="ordinal"))


# --- roles, advisor ----------------------------------------------------------------------------


def by_role(questionnaire: Questionnaire, voices: Sequence[Voice], question: str) -> dict[str, float | None]:
    """The mean points by role; None for a role of too few people who answered to stay anonymous."""
    asked = questionnaire.question[question]
    points: dict[str, list[float]] = {voice.role: [] for voice in voices}
    for voice in voices:
        answer = voice.answers.get(question)
        if answer and asked.meaning(answer) == "level":
            points[voice.role].append(asked.points(answer))
    return {role: fmean(given) if len(given) >= ANONYMOUS_BELOW else None for role, given in points.items()}


@dataclass(frozen=True, slots=True)
class Bias:
    """How much higher a company rates itself than its advisor does, in shares of each item's range."""

    by_item: Mapping[str, float]

    @property
    def mean(self) -> float | None:
        return fmean(self.by_item.values()) if self.by_item else None


def against_advisor(questionnaire: Questionnaire, company: Together, advisor: Answers) -> Bias:
    """The signed difference company minus advisor on every item that both gave a level."""
    found: dict[str, float] = {}
    for id_, points in company.points.items():
        question, answer = questionnaire.question[id_], advisor.get(id_)
        if answer and question.meaning(answer) == "level":
            low, high = question.range
            found[id_] = (points - question.points(answer)) / (high - low)
    return Bias(found)
