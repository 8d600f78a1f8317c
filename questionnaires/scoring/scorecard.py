"""What scoring gives: one score per question and node, with its points, coverage, bounds and level."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from questionnaires.adding import added

DIGITS = 9
"""Numbers that agree to so many digits are equal when they are put in order or rounded."""


class State(StrEnum):
    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"
    UNSCORED = "unscored"
    """Answered with an option that the author never counts."""
    UNKNOWN = "unknown"
    """A node that applies, without any answer."""


NULL_STATES = {State.NOT_APPLICABLE, State.HIDDEN, State.UNSCORED}


@dataclass(frozen=True, slots=True)
class Level:
    """The level reached, `low` to `high` while open answers decide; `blocked_by` names the keys of gates."""

    low: int
    high: int
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A child as its node counts it: `share` is its weight after the policy, `value` may stand in for it."""

    score: "Score"
    value: float | None
    lower: float
    upper: float
    coverage: float
    share: float
    fails: bool = False

    @property
    def weight(self) -> float:
        return self.score.weight


@dataclass(frozen=True)
class Score:
    """One node or item of the tree. Values lie in [0, 1]; `value` is None without any answer.

    `low` and `high` are the fewest and the most points there can be, `points` the value in these units.
    """

    id: str
    weight: float
    state: State
    value: float | None
    coverage: float
    lower: float
    upper: float
    published: bool
    level: Level | None = None
    children: tuple["Score", ...] = ()
    low: float = 0.0
    high: float = 1.0
    parts: tuple[Part, ...] = ()
    """The children, or the items below, as they were counted."""

    @property
    def points(self) -> float | None:
        return None if self.value is None else self.in_points(self.value)

    def in_points(self, value: float) -> float:
        return self.low + value * (self.high - self.low)

    @cached_property
    def items(self) -> tuple["Score", ...]:
        """All items below, or the item itself."""
        return tuple(item for child in self.children for item in child.items) if self.children else (self,)

    @cached_property
    def weighed(self) -> tuple["Score", ...]:
        """The items that the value rests on: all but those with, or below, a weight of 0."""
        if not self.children:
            return (self,)
        heavy = [child for child in self.children if child.weight > 0]
        return tuple(item for child in heavy for item in (child.weighed if child.children else (child,)))

    def count(self, *states: State) -> int:
        return sum(item.state in states for item in self.weighed)

    @property
    def not_applicable_share(self) -> float:
        """Weight declared not applicable among all that was asked; hidden items count on neither side."""
        asked = [item for item in self.weighed if item.state not in {State.HIDDEN, State.UNSCORED}]
        total = added(item.weight for item in asked)
        absent = added(item.weight for item in asked if item.state is State.NOT_APPLICABLE)
        return absent / total if total else 0.0

    @property
    def lowest(self) -> "Score | None":
        """The child with the lowest value, the first of them where several share it."""
        valued = [child for child in self.children if child.value is not None and child.published]
        return min(valued, key=lambda child: round(child.value or 0.0, DIGITS), default=None)

    @property
    def spread(self) -> float | None:
        values = [child.value for child in self.children if child.value is not None and child.published]
        return max(values) - min(values) if values else None

    def walk(self) -> Iterator["Score"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Scorecard:
    """The scores of one set of answers: one tree per axis."""

    roots: tuple[Score, ...]

    @cached_property
    def _by_id(self) -> dict[str, Score]:
        return {score.id: score for root in self.roots for score in root.walk()}

    def node(self, id_: str) -> Score:
        return self._by_id[id_]

    def __contains__(self, id_: str) -> bool:
        return id_ in self._by_id
