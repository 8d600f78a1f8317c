"""Since last time: which answers changed, and what that amounts to, on common ground only."""

from datetime import date
from typing import Literal

from questionnaires.text import Frozen, Text


class ChangedAnswer(Frozen):
    """An answer then and now; `change` is the difference in [-1, 1] of the range, None without points."""

    question: str
    title: Text
    area: str | None
    before: Text
    after: Text
    change: float | None


class ChangedValue(Frozen):
    """A node scored twice on the `shared` of its `items` questions; values in [0, 1]."""

    id: str
    title: Text
    before: float | None
    after: float | None
    shared: int
    items: int


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
    """The comparison with an earlier check of the same company."""

    date: date
    version: str
    same_version: bool
    values: tuple[ChangedValue, ...]
    changed: tuple[ChangedAnswer, ...]
    unchanged: int
    not_compared: tuple[NotCompared, ...]
    rerated: tuple[Rerated, ...] = ()
    direction: Literal["forward", "back", "mixed", "same"] = "same"
