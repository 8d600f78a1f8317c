"""The best offers of every company, in the order of `selection.in_order`.

Only offers that may be among the best get an exact utility: those whose log-odds are no less than what the
grade of the last of the best begins with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from matching.bulk.block import UNFIT, Block
from matching.bulk.circuit import Small
from matching.bulk.companies import Codes, Floats
from matching.bulk.index import Index
from matching.bulk.table import blocks, utilities
from matching.profile import Profile
from matching.relevance import sigmoid
from matching.rules import ListRules

NOBODY = -1
SLACK = 1e-6
"""More than rounding can move a log-odds; taking a few offers too many changes nothing."""
NINE = 1e9


@dataclass(frozen=True, slots=True)
class Best:
    """Per company its best offers as places in the index, (companies, number), NOBODY where it has fewer.

    `utility` has the same shape, NaN where there is no offer; `verdict` has the shape (companies, offers).
    """

    verdict: Small
    offers: Codes
    utility: Floats


def best(index: Index, profiles: Sequence[Profile], number: int = 20) -> Best:
    shape = (len(profiles), number)
    verdict = np.empty((len(profiles), len(index.offers)), np.int8)
    found = Best(verdict, np.full(shape, NOBODY, np.intp), np.full(shape, np.nan))
    for rows, block in blocks(index, profiles):
        ordered = order(block, number)
        verdict[rows] = block.verdict
        found.offers[rows][ordered.company, ordered.place] = ordered.offer
        found.utility[rows][ordered.company, ordered.place] = ordered.utility
    return found


@dataclass(frozen=True, slots=True)
class Ordered:
    """The best of all companies one below the other: whose, at which place, which offer, how useful."""

    company: Codes
    place: Codes
    offer: Codes
    utility: Floats
    grade: Floats


def order(block: Block, number: int) -> Ordered:
    """At most so many of each company, the best first."""
    index, rules = block.index, block.index.catalogue.rules
    company, offer = np.nonzero((block.log_odds >= _least(rules, block.log_odds, number)) & block.eligible)
    utility = utilities(block.log_odds[company, offer])
    grade = graded(rules, utility)
    opened = block.opened[company, offer]
    minor = (index.named[offer] * (1 + index.criteria.max(initial=0)) + opened) * len(index.offers)
    sort = np.lexsort((offer, -in_nines(utility), minor + index.standing[offer], -grade, company))
    company = company[sort]
    place = np.arange(len(company)) - np.searchsorted(company, company)
    kept = place < number
    sort = sort[kept]
    return Ordered(company[kept], place[kept], offer[sort], utility[sort], grade[sort])


def _least(rules: ListRules, log_odds: Floats, number: int) -> Floats:
    """Per company the log-odds below which nothing can be among the best, shape (companies, 1)."""
    offers = log_odds.shape[1]
    if number >= offers:
        return np.full((len(log_odds), 1), UNFIT)
    last = np.partition(log_odds, offers - number, axis=1)[:, offers - number]
    return np.array([_begin(rules, odds) for odds in last.tolist()])[:, np.newaxis]


def _begin(rules: ListRules, odds: float) -> float:
    """Where the grade begins that these log-odds lie in."""
    utility, width = sigmoid(odds), rules.nearly_equal
    low = (round(utility / width) - 0.5) * width if width else utility
    low = min(low - 2 / NINE, 1 - 1 / NINE)
    return min(odds, log(low / (1 - low)) - SLACK) if low > 0 else -inf


def graded(rules: ListRules, utility: Floats) -> Floats:
    """`rules.grade` of many."""
    if not rules.nearly_equal:
        return utility
    steps, place = np.unique(np.rint(utility / rules.nearly_equal), return_inverse=True)
    return np.array([round(step * rules.nearly_equal, 9) for step in steps.tolist()])[place]


def in_nines(numbers: Floats) -> NDArray[np.float64]:
    """Numbers rounded to nine digits as `round` does it, in units of the ninth."""
    scaled = numbers * NINE
    found = np.rint(scaled)
    near_a_half = np.abs(np.abs(scaled - found) - 0.5) < SLACK
    if near_a_half.any():
        found[near_a_half] = [round(round(x, 9) * NINE) for x in numbers[near_a_half].tolist()]
    return found
