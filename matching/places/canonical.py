"""Among all best distributions the one that can be told beforehand: who came first is asked first.

Companies are gone through in order of arrival, each one's wishes in its own order. A wish is granted if some
best distribution grants it together with all that was decided before. So the choice is unique: it depends
neither on the order of the input nor on the solver. Only steps without loss that lie on a walk back to where
it began can be changed at all; where no two distributions are equally good, there is nothing to choose.
"""

from collections import defaultdict, deque
from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from matching.places.residual import Residual
from matching.places.standing import Flags, Whole


def first_of_equals(found: Residual) -> Flags:
    """The edges that the canonical distribution uses. Expects a residual that is proven."""
    tail, head = _exchangeable(found)
    if not len(tail):
        return found.solution.used
    choice = _Choice(found, tail, head)
    for pair in choice.pairs:
        choice.settle(pair)
    return choice.used


def _exchangeable(found: Residual) -> tuple[Whole, Whole]:
    """Steps without loss within one strongly connected part: each of them is part of a walk in a circle."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    even = found.loss == 0
    tail, head = found.tail[even], found.head[even]
    nodes = found.network.root + 1
    steps = csr_array((np.ones(len(tail)), (tail, head)), shape=(nodes, nodes))
    _, part = connected_components(steps, connection="strong")
    within = part[tail] == part[head]
    return tail[within], head[within]


class _Choice:
    """The steps that are left while one pair after the other is settled for good."""

    def __init__(self, found: Residual, tail: Whole, head: Whole) -> None:
        network = found.network
        self.used = found.solution.used.copy()
        self._root = network.root
        self._steps: defaultdict[int, set[int]] = defaultdict(set)
        self._back: defaultdict[int, set[int]] = defaultdict(set)
        for start, end in zip(tail.tolist(), head.tolist(), strict=True):
            self._open(start, end)
        start, end = network.start, network.end
        near = np.flatnonzero(np.isin(start, tail) & np.isin(end, tail))
        ends = zip(start[near].tolist(), end[near].tolist(), strict=True)
        self._edge = dict(zip(ends, near.tolist(), strict=True))
        pair, first = np.unique(network.pair[near], return_index=True)
        self.pairs: list[int] = pair.tolist()
        gate = np.where(network.fork[pair] >= 0, start[near][first], end[near][first])
        gates = zip(network.source[pair].tolist(), gate.tolist(), strict=True)
        self._gate = dict(zip(self.pairs, gates, strict=True))
        self._first_kind = network.first_kind
        self._limit, self._load = _limits_and_loads(found)

    def settle(self, pair: int) -> None:
        """Grants the pair if that costs nothing; from then on it neither comes nor goes."""
        source, gate = self._gate[pair]
        if gate in self._steps[source]:
            for start, end in pairwise(self._walk(gate, source)):
                self._go(start, end)
        self._close(source, gate)
        self._close(gate, source)

    def _walk(self, gate: int, source: int) -> list[int]:
        """A circle through both, beginning and ending at the source; empty if there is none.

        Searched from both sides at once: where there is none, one of the sides is mostly small.
        """
        onwards, backwards = _Search(gate, self._steps), _Search(source, self._back)
        while onwards.ahead and backwards.ahead:
            here, other = sorted((onwards, backwards), key=lambda search: len(search.came))
            meeting = here.expand(other)
            if meeting is not None:
                return [source, *onwards.path(meeting)[::-1], *backwards.path(meeting)[1:]]
        return []

    def _open(self, start: int, end: int) -> None:
        self._steps[start].add(end)
        self._back[end].add(start)

    def _close(self, start: int, end: int) -> None:
        self._steps[start].discard(end)
        self._back[end].discard(start)

    def _go(self, start: int, end: int) -> None:
        """Moves a unit along a step; whatever is done can be undone by the step back."""
        self._open(end, start)
        if self._root in (start, end):
            self._use(start, end)
            return
        self._close(start, end)
        for ends, taken in (((start, end), True), ((end, start), False)):
            if ends in self._edge:
                self.used[self._edge[ends]] = taken

    def _use(self, start: int, end: int) -> None:
        """From the root into a source, or from a kind into the root, something unused is used."""
        node = end if start == self._root else start
        more = (start == self._root) == (node < self._first_kind)
        self._load[node] += 1 if more else -1
        if self._load[node] == (self._limit[node] if more else 0):
            self._close(start, end)


class _Search:
    """Breadth first from one node, expanded node by node; `came` knows each node's way back."""

    def __init__(self, begin: int, steps: Mapping[int, set[int]]) -> None:
        self.came = {begin: begin}
        self.ahead = deque([begin])
        self._steps = steps

    def expand(self, other: "_Search") -> int | None:
        """A node that the other search has reached, too, if there is one next to this."""
        here = self.ahead.popleft()
        for there in self._steps[here]:
            if there not in self.came:
                self.came[there] = here
                if there in other.came:
                    return there
                self.ahead.append(there)
        return None

    def path(self, node: int) -> list[int]:
        """From the node back to the beginning."""
        path = [node]
        while self.came[node] != node:
            node = self.came[node]
            path.append(node)
        return path


def _limits_and_loads(found: Residual) -> tuple[list[int], list[int]]:
    """By node; forks, which the root never meets, have none."""
    network, used = found.network, found.solution.used
    limit = np.concatenate([network.limit, np.zeros(network.forks, np.int64), network.places])
    units = np.concatenate([network.origin[used], network.end[used]])
    return limit.tolist(), np.bincount(units, minlength=len(limit)).tolist()
