"""One frozen report to a funder: everything that page, Excel and PDF show, in both languages."""

from datetime import date
from typing import Literal, get_args

from questionnaires.text import Frozen, Text, Words
from reports.funder.periods import Period
from reports.funder.published import State
from reports.funder.sets import Attribute, Entry, Programme
from reports.report import Operator


class Shown(Frozen):
    """A figure as a reader sees it. `missing`: nobody typed it in, or nothing is kept of so long ago."""

    state: State | Literal["missing"]
    value: float | None = None
    text: str | None = None


MISSING = Shown(state="missing")


class Line(Frozen):
    """A figure: `gained` in the period, `total` by its last day, and `anonymous` in lines that cannot be told
    from others where it counts companies.

    `entry` says what somebody typed in; None for a counted figure. A share, a mean and a text are the newest
    of the period and have no total; a median is that of the last day and has no gain.
    """

    id: str
    title: Text
    counting: Text
    unit: Text
    code: str | None
    target: float | None
    entry: Entry | None
    gained: Shown | None
    total: Shown | None
    anonymous: Shown | None = None
    decimals: int = 0


class Slice(Frozen):
    """A part of a divided figure; `title` is None for those that did not say."""

    code: str
    title: Text | None
    known: Shown
    anonymous: Shown


class Divided(Frozen):
    """A figure by size, district or sector. Parts without any come in, too.

    `as_of` is the day on which it was divided last, None if it never was; `whole` is the figure today.
    """

    id: str
    title: Text
    counting: Text
    unit: Text
    code: str | None
    by: Attribute
    slices: tuple[Slice, ...]
    whole: Shown
    as_of: date | None

    @property
    def tells(self) -> bool:
        """Whether there is a part of which more than nothing is told."""
        return any(part.known.value or part.anonymous.value for part in self.slices)


class Part(Frozen):
    """A heading with its figures."""

    title: Text
    lines: tuple[Line, ...]


class Moment(Frozen):
    """How far the network had come on a day: companies that had begun and finished a check, as published."""

    day: date
    reached: Shown
    finished: Shown


Grows = Literal["reached", "finished"]
GROWS: tuple[Grows, ...] = get_args(Grows)


class FunderReport(Frozen):
    """`scope` is the house whose companies are counted; None for all of the network. `made_on` is the day on
    which the figures were frozen: what came in after `period.last` is not in them. `elsewhere` names the
    figures that are counted for the whole network only."""

    format: Literal[1] = 1
    set_id: str
    title: Text
    programme: Programme
    origin: Literal["typical", "prescribed"]
    note: Text | None
    operator: Operator
    scope: Words | None
    period: Period
    made_on: date
    parts: tuple[Part, ...]
    elsewhere: tuple[Text, ...] = ()
    divided: tuple[Divided, ...]
    moments: tuple[Moment, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for part in self.parts for line in part.lines)

    @property
    def growth(self) -> tuple[Grows, ...]:
        """What has grown: figures that were told on two days at least, so that there is a line to draw."""
        return tuple(
            one for one in GROWS if sum(getattr(day, one).value is not None for day in self.moments) > 1
        )

    @property
    def missing(self) -> tuple[Line, ...]:
        """What somebody has still to type in."""
        return tuple(line for line in self.lines if line.gained == MISSING)
