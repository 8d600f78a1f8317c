"""How two companies come to know each other: one state for each side, from what both have said and when.

    proposed -> waiting -> agreed -> ended        one side shows interest, the other agrees, either ends it
             -> asked   -> agreed -> ended        the same, as the other side sees it
             -> declined                          this side said no
    waiting  -> not_met                           the other said no, or nothing in time
    asked    -> gone                              the other took it back, or the time is over

Nothing but this is told of the other side, and no reason ever.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assessment.store.partners import Said

State = Literal["proposed", "waiting", "asked", "agreed", "ended", "declined", "not_met", "gone"]
Word = Literal["yes", "no"]
Happened = Literal["you_yes", "they_yes", "agreed", "you_no"]

OPEN: dict[State, frozenset[Word]] = {
    "proposed": frozenset({"yes", "no"}),
    "waiting": frozenset({"no"}),
    "asked": frozenset({"yes", "no"}),
    "agreed": frozenset({"no"}),
}
"""What a side may say in which state; in all others there is nothing left to say."""

LISTED: frozenset[State] = frozenset({"waiting", "asked", "agreed", "ended", "not_met"})
"""The states that a side sees listed beside the proposals."""


@dataclass(frozen=True, slots=True)
class Moment:
    happened: Happened
    at: datetime


def state(mine: Said, theirs: Said, *, now: datetime, patience: timedelta) -> State:
    """Where one side stands; `patience` is how long an interest waits for its answer."""
    if mine.yes and theirs.yes:
        return "ended" if mine.no or theirs.no else "agreed"
    if mine.no:
        return "declined"
    asked_at = mine.yes or theirs.yes
    over = theirs.no is not None or (asked_at is not None and now >= asked_at + patience)
    if mine.yes:
        return "not_met" if over else "waiting"
    if over:
        return "gone"
    return "asked" if theirs.yes else "proposed"


def timeline(mine: Said, theirs: Said) -> tuple[Moment, ...]:
    """What one side may know, in order. A no of the other side has no date, and neither has a late yes."""
    told: list[tuple[Happened, datetime | None]] = [("you_yes", mine.yes), ("you_no", mine.no)]
    if not theirs.no or (mine.yes and theirs.yes):
        told.append(("they_yes", theirs.yes))
    if mine.yes and theirs.yes:
        told.append(("agreed", max(mine.yes, theirs.yes)))
    order: tuple[Happened, ...] = ("you_yes", "they_yes", "agreed", "you_no")
    dated = [Moment(happened, at) for happened, at in told if at]
    return tuple(sorted(dated, key=lambda moment: (moment.at, order.index(moment.happened))))
