"""Companies taken block by block, and what comes out of all of them as one table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching.bulk.block import Block
from matching.bulk.circuit import Small
from matching.bulk.companies import Floats
from matching.bulk.index import Index
from matching.profile import Profile
from matching.relevance import sigmoid

PAIRS = 2**18
"""Pairs computed at a time."""


@dataclass(frozen=True, slots=True)
class Table:
    """All pairs, arrays of the shape (companies, offers), the offers in the order of the index.

    `verdict` is 0 for not met, 1 for unknown, 2 for met; `log_odds` is infinitely low where the verdict is
    not met or the offer is shown to no company.
    """

    verdict: Small
    log_odds: Floats

    def utilities(self, company: int) -> Floats:
        """Of one company, in [0, 1]; 0 where the offer does not fit."""
        return utilities(self.log_odds[company])


def utilities(log_odds: Floats) -> Floats:
    """By the exponential of the standard library: that of numpy differs in the last digit."""
    return np.fromiter(map(sigmoid, log_odds.tolist()), np.float64, len(log_odds))


def rate(index: Index, profiles: Sequence[Profile]) -> Table:
    """Verdict and log-odds of every pair, equal to those of `judge` and `rate` one by one."""
    shape = (len(profiles), len(index.offers))
    table = Table(np.empty(shape, np.int8), np.empty(shape))
    for rows, block in blocks(index, profiles):
        table.verdict[rows], table.log_odds[rows] = block.verdict, block.log_odds
    return table


def blocks(index: Index, profiles: Sequence[Profile]) -> Iterator[tuple[slice, Block]]:
    size = max(1, PAIRS // max(1, len(index.offers)))
    for start in range(0, len(profiles), size):
        rows = slice(start, start + size)
        yield rows, Block(index, profiles[rows])
