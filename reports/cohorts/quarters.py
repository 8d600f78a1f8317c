"""Quarters: figures are frozen at their ends, so that they cover the same days for everybody."""

from collections.abc import Iterator
from datetime import date, timedelta

MONTHS, A_DAY = 3, timedelta(days=1)


def first_day(day: date) -> date:
    """The first day of the quarter in which a day lies."""
    return date(day.year, MONTHS * ((day.month - 1) // MONTHS) + 1, 1)


def last_day(day: date) -> date:
    """The last day of the quarter in which a day lies."""
    return first_day(first_day(day) + timedelta(days=31 * MONTHS)) - A_DAY


def end_before(day: date) -> date:
    """The last day of the quarter that ended before a day."""
    return first_day(day) - A_DAY


def ends(first: date, last: date) -> Iterator[date]:
    """The ends of all quarters that are over, from the one in which `first` lies up to the day `last`."""
    end = last_day(first)
    while end <= last:
        yield end
        end = last_day(end + A_DAY)


def ends_after(last: date | None, today: date) -> list[date]:
    """The ends of quarters after the last figures, up to yesterday; without any, the newest end only."""
    return [end_before(today)] if last is None else list(ends(last + A_DAY, today - A_DAY))
