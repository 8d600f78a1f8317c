"""Quarters, and the periods made of them: figures are frozen at the end of quarters, reports cover these."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, Self, get_args

from pydantic import model_validator

from questionnaires.text import Frozen

Span = Literal["quarter", "year", "programme"]
SPANS: tuple[Span, ...] = get_args(Span)
MONTHS, A_DAY = 3, timedelta(days=1)


def first_day(day: date) -> date:
    """The first day of the quarter in which a day lies."""
    return date(day.year, MONTHS * ((day.month - 1) // MONTHS) + 1, 1)


def last_day(day: date) -> date:
    """The last day of the quarter in which a day lies."""
    return first_day(first_day(day) + timedelta(days=31 * MONTHS)) - A_DAY


def ends(first: date, last: date) -> Iterator[date]:
    """The ends of all quarters that are over, from the one in which `first` lies up to the day `last`."""
    end = last_day(first)
    while end <= last:
        yield end
        end = last_day(end + A_DAY)


class Period(Frozen):
    """From the first to the last day, both included; the last one ends a quarter."""

    span: Span
    first: date
    last: date

    @model_validator(mode="after")
    def _is_made_of_quarters(self) -> Self:
        if self.last != last_day(self.last) or self.first > self.last:
            raise ValueError(f"expected the end of a quarter, found {self.last.isoformat()}")
        return self

    @property
    def before(self) -> date:
        """The day at whose end the period begins."""
        return self.first - A_DAY

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def period(span: Span, last: date, begins: date) -> Period:
    """The quarter or the year up to a day, or the programme up to it from the day on which it begins."""
    firsts = {"quarter": first_day(last), "year": date(last.year, 1, 1), "programme": first_day(begins)}
    return Period(span=span, first=min(firsts[span], first_day(last)), last=last)
