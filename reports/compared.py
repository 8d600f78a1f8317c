"""Since last time: which answers changed, and what that amounts to, on common ground only.

Nothing here is called significant: that would need the reliability of the questionnaire, measured on its own
data (scoring.md 2.8). What is said is what was answered, then and now.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Literal

from questionnaires.text import Frozen, Text

EXPOSURE = "exposure"
"""More of it is no progress: the change hits harder."""

Unscored = Literal["found_out", "lost_sight", "other"]
"""A change without points: not known before and known now, the other way round, or a fact of the company."""

Direction = Literal["up", "down", "level"] | Unscored
NO_CHANGE = 1e-9
Day = date
"""Within a class that has a field `date`."""


class ChangedAnswer(Frozen):
    """An answer then and now; `change` is the difference in [-1, 1] of the range, None without points.

    `area` is the area of the question, "exposure", or None for a fact about the company.
    """

    question: str
    title: Text
    area: str | None
    before: Text
    after: Text
    change: float | None
    unscored: Unscored = "other"

    @property
    def direction(self) -> Direction:
        """More or fewer points than before, as many, or what else a change can be."""
        if self.change is None:
            return self.unscored
        return "up" if self.change > NO_CHANGE else "down" if self.change < -NO_CHANGE else "level"


class ChangedValue(Frozen):
    """A node scored twice on the `shared` of its `items` questions; values in [0, 1].

    `items` are the questions that this check asks; `unconfirmed` of the shared ones are still answered as in
    the earlier check and were not confirmed. Both values are None where too few questions are shared.
    """

    id: str
    title: Text
    before: float | None
    after: float | None
    shared: int
    items: int
    unconfirmed: int = 0

    @property
    def change(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before


class NotCompared(Frozen):
    """A question that only one of the two times has an answer for that means the same; why, as a code."""

    title: Text
    reason: str


class Rerated(Frozen):
    """How a changed answer's earlier state looks today: who has learnt more often judges the past lower."""

    question: str
    title: Text
    then: Text
    looking_back: Text


class Since(Frozen):
    """The comparison with an earlier check of the same company.

    `direction` sums up the answers on readiness alone. `unconfirmed` of the answers are taken over from the
    earlier check and nobody has confirmed them; they are among the unchanged. `edited` is the day on which
    the earlier check was changed after this one had begun; it is compared as it stands.
    """

    date: date
    version: str
    same_version: bool
    values: tuple[ChangedValue, ...]
    changed: tuple[ChangedAnswer, ...]
    unchanged: int
    not_compared: tuple[NotCompared, ...]
    rerated: tuple[Rerated, ...] = ()
    direction: Literal["forward", "back", "mixed", "same"] = "same"
    unconfirmed: int = 0
    edited: Day | None = None

    @property
    def up(self) -> tuple[ChangedAnswer, ...]:
        """Answers on readiness that are higher than before."""
        return self._readiness("up")

    @property
    def down(self) -> tuple[ChangedAnswer, ...]:
        return self._readiness("down")

    @property
    def harder(self) -> tuple[ChangedAnswer, ...]:
        """Answers by which the change hits harder than before."""
        return tuple(one for one in self._exposure if one.direction == "up")

    @property
    def easier(self) -> tuple[ChangedAnswer, ...]:
        return tuple(one for one in self._exposure if one.direction == "down")

    @property
    def found_out(self) -> tuple[ChangedAnswer, ...]:
        return tuple(one for one in self.changed if one.direction == "found_out")

    @property
    def lost_sight(self) -> tuple[ChangedAnswer, ...]:
        return tuple(one for one in self.changed if one.direction == "lost_sight")

    @property
    def otherwise(self) -> tuple[ChangedAnswer, ...]:
        """Facts about the company, and answers of which neither is higher."""
        return tuple(one for one in self.changed if one.direction in {"level", "other"})

    @property
    def comparable(self) -> int:
        """How many answers can be laid side by side."""
        return len(self.changed) + self.unchanged

    @property
    def looked_at(self) -> int:
        """How many of them somebody has given or confirmed this time."""
        return self.comparable - self.unconfirmed

    @cached_property
    def in_hindsight(self) -> Mapping[str, Rerated]:
        """By question, how the earlier state looks today."""
        return {one.question: one for one in self.rerated}

    @property
    def reasons(self) -> Mapping[str, tuple[NotCompared, ...]]:
        """What cannot be compared, by why."""
        return _by_reason(self.not_compared)

    @property
    def _exposure(self) -> tuple[ChangedAnswer, ...]:
        return tuple(one for one in self.changed if one.area == EXPOSURE)

    def _readiness(self, direction: Direction) -> tuple[ChangedAnswer, ...]:
        apart = (EXPOSURE, None)
        return tuple(one for one in self.changed if one.direction == direction and one.area not in apart)


def _by_reason(left: Iterable[NotCompared]) -> dict[str, tuple[NotCompared, ...]]:
    grouped: dict[str, list[NotCompared]] = {}
    for one in left:
        grouped.setdefault(one.reason, []).append(one)
    return {reason: tuple(group) for reason, group in grouped.items()}
