"""What is said of a cell that cannot be read: what was expected, what was found, and how it is written."""

import re
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

from questionnaires.exchange.forms import NUMBER, SHARE
from questionnaires.exchange.sheets import Column

MAX_SHOWN = 100
DATE = "Excel has made a date of it; format the cell as text and type it again"
_NEAR = Fraction(1, 100)
_PERCENT = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s?%")
_DECIMAL_COMMA = re.compile(r"-?\d{1,9},\d{1,9}")


def refused(column: Column, given: Any) -> str:
    """The sentence for what was found below this heading."""
    correct = _correct(column, given.strip()) if isinstance(given, str) else ""
    return found_instead(f"expected {column.form.expects} as {column.heading}", given) + correct


def found_instead(expected: str, given: Any) -> str:
    """What was expected and what was found, unless nobody has typed that."""
    return DATE if isinstance(given, date | time | timedelta) else f"{expected}, found {shown(given)}"


def shown(value: Any) -> str:
    """What was found, but not all of a long one."""
    written = repr(value)
    return written if len(written) < MAX_SHOWN else f"{written[:MAX_SHOWN]}..."


def _correct(column: Column, given: str) -> str:
    """How a number is written that can be understood, but not be read."""
    if column.form not in (NUMBER, SHARE):
        return ""
    percent = _PERCENT.fullmatch(given)
    if percent:
        share = Fraction(percent[1].replace(",", ".")) / 100
        return f"; write {float(share):g}{_or_fraction(share) if column.form is SHARE else ''}"
    return f"; write {given.replace(',', '.')}" if _DECIMAL_COMMA.fullmatch(given) else ""


def _or_fraction(share: Fraction) -> str:
    """66 % are often meant as two thirds."""
    near = share.limit_denominator(6)
    return f" or {near}" if near.denominator > 1 and abs(near - share) < _NEAR else ""
