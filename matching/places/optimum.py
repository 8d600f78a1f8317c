"""The best distribution: a linear programme over the edges that matter, with prices that hold for all edges.

scipy is loaded here (two seconds when cold), and only when a round is assigned.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.places.bidding import near_best
from matching.places.network import Network
from matching.places.standing import Flags, Whole

_CLOSE = 1e-3
"""How far from a whole number a figure of the solver may be; what it stands for is proven without it."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Which edges are used, and what one more unit of a source or a kind of place is worth, in millionths.

    These prices are right, but of several right ones any; `residual.one_more` finds the lowest.
    """

    used: Flags
    company_price: Whole
    place_price: Whole


def best(network: Network) -> Solution | None:
    """None if the solver gave up or its figures are not whole, which the matrix of a network rules out.

    Solves over few edges, then adds those that the prices show to be better than what was found. At the
    end none is left: the solution is the best over all edges.
    """
    seats = network.places[network.kind] > 0
    edges = near_best(network)
    while solution := _solve(network, np.flatnonzero(edges)):
        missing = seats & ~edges & (_excess(network, solution) > 0)
        if not missing.any():
            return _with_prices_of_no_places(network, solution)
        edges |= missing
    return None


def _excess(network: Network, solution: Solution) -> Whole:
    """What each edge is worth beyond the prices of both its ends."""
    prices = solution.company_price[network.origin] + solution.place_price[network.kind]
    return network.worth - prices


def _with_prices_of_no_places(network: Network, solution: Solution) -> Solution:
    """A kind without places was no part of the programme: any price is right that is high enough."""
    price = solution.place_price.copy()
    none = network.places[network.kind] == 0
    enough = network.worth - solution.company_price[network.origin]
    np.maximum.at(price, network.kind[none], enough[none])
    return Solution(solution.used, solution.company_price, price)


def _solve(network: Network, edges: Whole) -> Solution | None:
    from scipy.optimize import linprog

    used = np.zeros(len(network.kind), bool)
    if not len(edges):
        return Solution(used, np.zeros_like(network.limit), np.zeros_like(network.places))
    rows, capacity = _incidence(network, edges)
    must = np.zeros(len(capacity), bool)
    must[: len(network.limit)] = network.fixed
    several = network.limit[network.origin[edges]] > 1
    found = linprog(
        -network.worth[edges],
        A_ub=rows[~must],
        b_ub=capacity[~must],
        A_eq=rows[must],
        b_eq=capacity[must],
        bounds=np.column_stack([np.zeros(len(edges)), np.where(several, 1, np.inf)]),
        method="highs-ds",
    )
    if found.status != 0:
        return None
    price = np.zeros(len(capacity))
    price[~must], price[must] = -found.ineqlin.marginals, -found.eqlin.marginals
    if not (_whole(found.x) and _whole(price)):
        return None
    used[edges] = np.rint(found.x) == 1
    sources, kinds = len(network.limit), len(network.places)
    prices = np.rint(price).astype(np.int64)
    return Solution(used, prices[:sources], prices[-kinds:])


def _incidence(network: Network, edges: Whole) -> tuple[Any, Whole]:
    """A row for each source, fork and kind with a 1 for each of its edges, and what may flow through it."""
    from scipy.sparse import csr_array

    sources, forks, kinds = len(network.limit), network.forks, len(network.places)
    fork = network.fork[network.pair[edges]]
    forked = np.flatnonzero(fork >= 0)
    every = np.arange(len(edges))
    row = np.concatenate(
        [network.origin[edges], sources + fork[forked], sources + forks + network.kind[edges]]
    )
    column = np.concatenate([every, forked, every])
    shape = (sources + forks + kinds, len(edges))
    capacity = np.concatenate([network.limit, np.ones(forks, np.int64), network.places])
    return csr_array((np.ones(len(row)), (row, column)), shape=shape), capacity


def _whole(figures: NDArray[np.float64]) -> bool:
    return bool((np.abs(figures - np.rint(figures)) < _CLOSE).all())
