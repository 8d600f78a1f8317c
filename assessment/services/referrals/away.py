"""Days on which a provider is away do not count. Pure: no database."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol

from assessment import clock

DAY = timedelta(days=1)


class Away(Protocol):
    """From the first to the last day, both away."""

    @property
    def begins_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...


def later(start: datetime, days: int, away: Iterable[Away] = ()) -> datetime:
    """The moment so many days after `start`; a day away does not count, and each such day once."""
    end, seen = start + days * DAY, clock.day(start)
    for one in sorted(away, key=lambda one: one.begins_on):
        first = max(one.begins_on, seen + DAY)
        if first > clock.day(end):
            break
        if one.ends_on >= first:
            end += one.ends_on - first + DAY
            seen = one.ends_on
    return end


def until(today: date, away: Iterable[Away]) -> date | None:
    """The last day of an absence that holds today, with those that follow at once; None where none does."""
    last = today - DAY
    for one in sorted(away, key=lambda one: one.begins_on):
        if one.begins_on <= last + DAY:
            last = max(last, one.ends_on)
    return last if last >= today else None
