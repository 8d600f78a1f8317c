"""Whole months: the last day of a month stays the last day where the other month is shorter."""

from calendar import monthrange
from datetime import date


def later(day: date, *, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
