"""One node or item in every case there is: an item once for each answer, a node once for each run.

An item has few different answers, however many the runs; what depends on one item alone is computed for
these and spread over the runs afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from questionnaires.answers import Answer
from questionnaires.definition.questions import Question
from questionnaires.routing import Hidden, Path
from questionnaires.scoring import item
from questionnaires.scoring.bulk.columns import Codes, Given
from questionnaires.scoring.bulk.table import NOTHING, STATES, Column, Flags
from questionnaires.scoring.scorecard import NULL_STATES, Score, State

Kind = TypeVar("Kind", bound=np.generic)
Amount = float | NDArray[np.float64]
"""The same in all cases, or one for each."""
NUMBER = {state: number for number, state in enumerate(STATES)}
NULLS = [NUMBER[state] for state in NULL_STATES]

ANSWERED, GAP, DECLARED, ABSENT = range(4)
"""What is counted of the items below: answered, not known, declared not applicable, not asked."""
COUNTED = {
    State.ANSWERED: ANSWERED,
    State.DONT_KNOW: GAP,
    State.OPEN: GAP,
    State.NOT_APPLICABLE: DECLARED,
    State.HIDDEN: ABSENT,
}


@dataclass(frozen=True)
class Cases:
    """`column` and `counts`, of the shape (cases, 4), have an entry per case; `codes` the case of each run.

    The cases of a node are the runs themselves, and `codes` is None. Points lie from `low` to `high`.
    """

    id: str
    weight: float
    column: Column
    counts: NDArray[np.int16]
    low: Amount
    high: Amount
    codes: Codes | None = None
    children: tuple["Cases", ...] = ()

    def spread(self, by_case: NDArray[Kind]) -> NDArray[Kind]:
        """Per run what is given per case."""
        return by_case if self.codes is None else by_case.take(self.codes, axis=0)

    def points(self, value: Amount) -> Amount:
        return self.low + value * (self.high - self.low)

    @cached_property
    def null(self) -> Flags:
        """Where all of it does not apply, is not asked or is never counted."""
        return np.isin(self.column.state, NULLS)

    @cached_property
    def weighed(self) -> tuple["Cases", ...]:
        """The items below that its value rests on, or the item itself."""
        heavy = [child for child in self.children if child.weight > 0]
        return tuple(one for child in heavy for one in child.weighed) if self.children else (self,)

    def walk(self) -> Iterator["Cases"]:
        yield self
        for child in self.children:
            yield from child.walk()


def item_cases(question: Question, given: Given) -> Cases:
    """A question by the code of its answer; to be spread by the codes of the runs."""

    def scored(answer: Answer | None) -> Score | None:
        return item(question, Path((), {}, {}, {question.id: answer} if answer else {}))

    hidden = item(question, Path((), {question.id: Hidden("routed_past")}, {}, {}))
    scores = given.by_code(scored, hidden, None)
    low, high = question.range
    counts = [_counts(score) for score in scores]
    return Cases(question.id, question.weight, column(scores), np.array(counts, np.int16), low, high)


def _counts(score: Score | None) -> list[int]:
    counted = COUNTED.get(score.state) if score else None
    return [int(kind == counted) for kind in range(4)]


def column(scores: list[Score | None]) -> Column:
    """These scores one below the other; None where a run has no score of this part."""
    nothing = (np.nan, np.nan, np.nan, np.nan, NOTHING, NOTHING, NOTHING, False)
    found = Column.empty(len(scores))
    for number, score in enumerate(scores):
        found.fill(number, Column(*(_row(score) if score else nothing)))  # type: ignore[arg-type]
    return found


def _row(score: Score) -> tuple[float | int | bool, ...]:
    level = (score.level.low, score.level.high) if score.level else (NOTHING, NOTHING)
    value = np.nan if score.value is None else score.value
    numbers = (value, score.coverage, score.lower, score.upper)
    return (*numbers, NUMBER[score.state], *level, score.published)
