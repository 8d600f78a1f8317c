"""What may be told of a number, and the numbers of a day as they were published.

Published numbers are kept and only read after that. The next ones are held against them: a number stays as it
was until it has grown by at least five, so that nobody learns from two reports who came in between, and never
falls when a company takes its data away.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from questionnaires.text import Frozen
from reports.cohorts.counts import LEAST

State = Literal["told", "at_least", "few", "held_back", "too_few", "network"]
"""`few`: fewer than five, or none. `at_least`: a lower bound, since the exact number would tell another one
that is small. `held_back`: small, or it would tell such a one. `too_few`: a median of fewer than ten.
`network`: told for the whole network only."""


class Number(Frozen):
    """A number as it may be told; `value` only in the states told and at_least."""

    state: State
    value: float | None = None


FEW, HELD_BACK, NETWORK = Number(state="few"), Number(state="held_back"), Number(state="network")
Cells = dict[str, Number]
"""By the code of a size class, district or sector; "" for those that did not say."""


def told(value: float) -> Number:
    return Number(state="told", value=value)


class Population(Frozen):
    """Numbers by rule and, for those that are shown divided, by rule, attribute and code, as of a day."""

    numbers: dict[str, Number] = Field(default_factory=dict)
    divided: dict[str, dict[str, Cells]] = Field(default_factory=dict)
    divided_as_of: date | None = None


class Published(Frozen):
    """The numbers of a day: of companies that can be told from each other, and of lines that cannot."""

    format: Literal[1] = 1
    as_of: date
    known: Population
    anonymous: Population


def steadied(new: Number, before: Number | None) -> Number:
    """The new number, or the one before it where they lie too close."""
    if before is None or before.value is None:
        return new
    grown = new.value is not None and new.value >= before.value + LEAST
    return new if grown else before
