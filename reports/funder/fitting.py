"""How long a set is on paper: it has two pages, and one that would need more is refused as content.

Lines are estimated from the number of letters, in the language that takes more of them. Measured on the
printed page: a line of a title holds about 55 letters, one of a sentence about 68.
"""

from collections.abc import Iterable
from math import ceil
from typing import Protocol

from questionnaires.text import LANGUAGES, Text
from reports.funder.sets import Counted, Entered, IndicatorSet

TITLE_LINE, SENTENCE_LINE = 52, 64
MOST = 66
"""Lines that fit above the pictures, on the first page and the top of the second."""


class Told(Protocol):
    """A figure with its name and its sentence."""

    @property
    def title(self) -> Text: ...
    @property
    def counting(self) -> Text: ...


def lines(found: IndicatorSet) -> int:
    """About how many lines all its figures need, with their headings. Divided figures stand in pictures."""
    return of_parts([one for one in part.indicators if not _divided(one)] for part in found.sections)


def _divided(one: Counted | Entered) -> bool:
    return isinstance(one, Counted) and one.by is not None


def of_parts(parts: Iterable[Iterable[Told]]) -> int:
    """The same for figures under headings."""
    return sum(1 + sum(map(_lines, part)) for part in parts)


def _lines(one: Told) -> int:
    return _of(one.title, TITLE_LINE) + _of(one.counting, SENTENCE_LINE)


def _of(text: Text, room: int) -> int:
    return max(ceil(len(text.in_(code)) / room) for code in LANGUAGES)
