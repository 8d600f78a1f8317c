"""Prices of places, roughly: an auction in which companies bid for the best place left to them.

Bertsekas' auction for similar objects, all companies at once. It finds in a fifth of a second which few
edges a best distribution can use at all; that the result is the best is proven later, over all of them. So
nothing here needs to be exact, only fast and the same for the same network.
"""

import numpy as np
from numpy.typing import NDArray

from matching.places.network import Network
from matching.places.standing import Flags, Whole

STEP = 0.03
"""By how much a bid exceeds what the company would lose next, in units of the highest worth."""

NEAR = 4
"""Steps from its own best within which an edge is worth a look."""

_NEVER = -np.inf


def near_best(network: Network) -> Flags:
    """The edges that a best distribution probably uses, and all edges of fixed pairs."""
    seats = network.places[network.kind] > 0
    if not seats.any():
        return network.fixed[network.origin]
    step = STEP * max(1, int(network.worth.max()))
    auction = _Auction(network, step)
    auction.run()
    table = auction.table
    margin = auction.margin[table]
    ordered = -np.sort(-margin, axis=1)
    last = np.minimum(np.maximum(network.limit, 1), table.shape[1]) - 1
    own = np.maximum(ordered[np.arange(len(table)), last], 0)
    near: Flags = auction.margin[:-1] >= own[network.origin] - NEAR * step
    return network.fixed[network.origin] | (near & seats)


class _Auction:
    """`table` holds the edges of each source, filled up with one that nobody wants."""

    def __init__(self, network: Network, step: float) -> None:
        self._network, self._step = network, step
        self.table = _table(network)
        self._kind = np.append(network.kind, 0)
        self._pair = np.append(network.pair, len(network.row))
        most = float(network.worth.max())
        wanted = network.worth + 4 * most * network.fixed[network.origin]  # what is fixed outbids all others
        self._worth = np.append(np.where(network.places[network.kind] > 0, wanted, _NEVER), _NEVER)
        self._price = np.zeros(len(network.places))
        self._held = np.zeros(len(self._kind), bool)
        self._bid = np.zeros(len(self._kind))
        self._pair_held = np.zeros(len(network.row) + 1, bool)

    @property
    def margin(self) -> NDArray[np.float64]:
        margin: NDArray[np.float64] = self._worth - self._price[self._kind]
        return margin

    def run(self) -> None:
        bidding = np.ones(len(self.table), bool)
        while bidding.any():
            loads = np.bincount(self._network.origin[self._held[:-1]], minlength=len(self.table))
            bidders = np.flatnonzero(bidding & (loads < self._network.limit))
            if not len(bidders):
                return
            bidding[bidders] = self._offer(bidders)

    def _offer(self, bidders: Whole) -> Flags:
        """Bids for the best edge of each bidder; False for those for whom nothing is left that pays."""
        edges = self.table[bidders]
        margin = self._worth[edges] - self._price[self._kind[edges]]
        margin[self._pair_held[self._pair[edges]]] = _NEVER
        rows = np.arange(len(edges))
        choice = margin.argmax(axis=1)
        best = margin[rows, choice]
        margin[rows, choice] = _NEVER
        second = np.maximum(margin.max(axis=1), 0)
        pays: Flags = best > 0
        chosen = edges[rows, choice][pays]
        self._bid[chosen] = self._price[self._kind[chosen]] + (best - second)[pays] + self._step
        self._held[chosen] = True
        self._settle(np.unique(self._kind[chosen]))
        self._pair_held[:] = False
        self._pair_held[self._pair[self._held]] = True
        return pays

    def _settle(self, kinds: Whole) -> None:
        """The highest bids keep their places; the lowest of them is the price of a kind that is full."""
        touched = np.zeros(len(self._price), bool)
        touched[kinds] = True
        held = np.flatnonzero(self._held)
        held = held[touched[self._kind[held]]]
        held = held[np.lexsort((held, -self._bid[held], self._kind[held]))]
        of = self._kind[held]
        places = self._network.places
        rank = np.arange(len(held)) - np.searchsorted(of, of)
        self._held[held[rank >= places[of]]] = False
        last = held[rank == places[of] - 1]
        self._price[self._kind[last]] = self._bid[last]


def _table(network: Network) -> Whole:
    """Edges by source, one row each; the position after the last edge stands for none."""
    origin = network.origin
    by_source = np.argsort(origin, kind="stable")
    place = np.arange(len(origin)) - np.searchsorted(origin[by_source], origin[by_source])
    table = np.full((len(network.limit), int(place.max(initial=0)) + 1), len(origin))
    table[origin[by_source], place] = by_source
    return table
