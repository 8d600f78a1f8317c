"""Periods that reports cover: made of quarters, at whose ends figures are frozen."""

from datetime import date
from typing import Literal, Self, get_args

from pydantic import model_validator

from questionnaires.text import Frozen
from reports.cohorts.quarters import A_DAY, first_day, last_day

Span = Literal["quarter", "year", "programme"]
SPANS: tuple[Span, ...] = get_args(Span)


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
