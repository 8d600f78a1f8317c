"""What could be changed about a distribution, and at what loss: the proof, and what one more place is worth.

Every change is a walk through the residual network: a company takes a place, who held it takes another, and
so on, until the walk ends where it began or at the root, where unused limits and places are. If no step of
any walk has a loss below 0, no change gains anything: the distribution is the best there is.
"""

from dataclasses import dataclass

import numpy as np

from matching.places.network import Network
from matching.places.optimum import Solution
from matching.places.standing import Flags, Whole


@dataclass(frozen=True, slots=True)
class Residual:
    """Steps `tail` -> `head` between nodes of the network, each with its loss.

    The loss is in millionths, after prices: what a whole walk loses is the sum over its steps.
    """

    network: Network
    solution: Solution
    tail: Whole
    head: Whole
    loss: Whole


def residual(network: Network, solution: Solution) -> Residual:
    level = _levels(network, solution)
    steps = [*_along_edges(network, solution.used), *_into_forks(network, solution.used)]
    steps += _at_the_root(network, solution.used)
    tail, head, gain = (np.concatenate([step[part] for step in steps]) for part in range(3))
    return Residual(network, solution, tail, head, level[tail] - level[head] - gain)


def proven(found: Residual) -> bool:
    """Whether the distribution keeps every limit and is the best: in whole numbers, whatever found it."""
    network, used = found.network, found.solution.used
    loads, taken = _loads(network, used)
    once = np.bincount(network.pair[used], minlength=1).max() <= 1
    kept = (loads <= network.limit).all() and (taken <= network.places).all() and once
    return bool(kept and loads[network.fixed].all() and (found.loss >= 0).all())


def one_more(found: Residual) -> Whole:
    """What exactly one more place of each kind would add to the total, in millionths.

    A new place is filled by the best walk that ends there. Its loss is the shortest way from the root.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    network = found.network
    nodes = network.root + 1
    steps = csr_array((found.loss.astype(float), (found.tail, found.head)), shape=(nodes, nodes))
    way = dijkstra(steps, indices=network.root)[network.first_kind : network.root]
    worth: Whole = np.rint(np.maximum(found.solution.place_price - way, 0)).astype(np.int64)
    return worth


# --- steps: tails, heads, what is gained before prices -----------------------------------------

Steps = tuple[Whole, Whole, Whole]


def _loads(network: Network, used: Flags) -> tuple[Whole, Whole]:
    """Units that leave each source, and that reach each kind."""
    return (
        np.bincount(network.origin[used], minlength=len(network.limit)),
        np.bincount(network.kind[used], minlength=len(network.places)),
    )


def _levels(network: Network, solution: Solution) -> Whole:
    """Prices as heights of nodes: a used fork stands where its edge neither gains nor loses."""
    fork = network.fork[network.pair]
    forks = np.zeros(network.forks, np.int64)
    forks[fork[fork >= 0]] = solution.company_price[network.origin[fork >= 0]]
    through = solution.used & (fork >= 0)
    forks[fork[through]] = (network.worth - solution.place_price[network.kind])[through]
    return np.concatenate([solution.company_price, forks, -solution.place_price, [0]])


def _along_edges(network: Network, used: Flags) -> list[Steps]:
    start, end = network.start, network.end
    return [
        (start[~used], end[~used], network.worth[~used]),
        (end[used], start[used], -network.worth[used]),
    ]


def _into_forks(network: Network, used: Flags) -> list[Steps]:
    """A fork that is not used can be entered from its source, one that is used can be left to it."""
    taken = np.zeros(len(network.row), bool)
    taken[network.pair[used]] = True
    forked = network.fork >= 0
    source, fork = network.source, len(network.limit) + network.fork
    entered, left = forked & ~taken, forked & taken
    return [_free(source[entered], fork[entered]), _free(fork[left], source[left])]


def _at_the_root(network: Network, used: Flags) -> list[Steps]:
    """Limits and places not used up, and those that could be given back. Fixed units stay."""
    loads, taken = _loads(network, used)
    first, root = network.first_kind, network.root
    spare = np.flatnonzero(~network.fixed & (loads < network.limit))
    given = np.flatnonzero(~network.fixed & (loads > 0))
    left, full = np.flatnonzero(taken < network.places), np.flatnonzero(taken > 0)
    return [
        _free(np.full_like(spare, root), spare),
        _free(given, np.full_like(given, root)),
        _free(first + left, np.full_like(left, root)),
        _free(np.full_like(full, root), first + full),
    ]


def _free(tail: Whole, head: Whole) -> Steps:
    return tail, head, np.zeros(len(tail), np.int64)
