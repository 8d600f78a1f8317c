"""Where the own values lie among companies like this one: quarters, never a rank."""

from datetime import date
from typing import Literal

from questionnaires.text import Frozen, Text

Place = Literal["lowest", "lower", "middle", "upper", "highest"]
"""In which quarter a value lies, as far as the rounded quartiles tell; at the middle itself, neither side."""


class Compared(Frozen):
    """One axis or area: the own value where it may be shown, and the quartiles of the others, all in [0, 1].

    Within `low` and `high` lies the middle half of the companies, below `middle` one half.
    """

    id: str
    title: Text
    value: float | None
    low: float
    middle: float
    high: float
    place: Place | None


class Benchmark(Frozen):
    """The comparison with the narrowest cohort that is large enough, frozen on the day `as_of`.

    It has `at_least` so many companies, of this `sector`, `size` and `region`; None where it has all.
    """

    as_of: date
    at_least: int
    sector: Text | None
    size: Text | None
    region: Text | None
    values: tuple[Compared, ...]
