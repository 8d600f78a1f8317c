"""A round as a network of flows: companies send units to the kinds of places they may take.

Sources are companies with what is left of their limit, and one source for each fixed pair, whose unit must
flow. An edge is a pair with one kind of place. A pair with several kinds is a fork: it lets one unit through.
"""

from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from matching.places.rounds import Pair, Round
from matching.places.standing import Flags, Standing, Whole


@dataclass(frozen=True, slots=True)
class Network:
    """Columns of sources, kinds, pairs and edges; whatever names another table holds positions in it.

    The first kinds are the open places of the offers, in their order; those reserved follow.
    """

    limit: Whole
    fixed: Flags
    places: Whole
    row: Whole
    """Of each pair: its row in the standing. Pairs keep the order of the standing."""
    source: Whole
    fork: Whole
    """Of each pair: its fork, -1 where only one kind of place is open to it."""
    pair: Whole
    """Of each edge, as the two below. Edges stand in the order of their pairs, those of a pair together."""
    kind: Whole
    worth: Whole

    @property
    def origin(self) -> Whole:
        """The source of each edge."""
        return self.source[self.pair]

    @property
    def forks(self) -> int:
        return int(self.fork.max(initial=-1)) + 1

    # Nodes are numbered through: sources, forks, kinds, and the root for what is not used.

    @property
    def first_kind(self) -> int:
        return len(self.limit) + self.forks

    @property
    def root(self) -> int:
        return self.first_kind + len(self.places)

    @property
    def start(self) -> Whole:
        """The node that each edge leaves: its fork if it has one, or else its source."""
        fork = self.fork[self.pair]
        return np.where(fork >= 0, len(self.limit) + fork, self.origin)

    @property
    def end(self) -> Whole:
        return self.first_kind + self.kind


def network(round_: Round, standing: Standing, fixed: Set[Pair], excluded: Set[Pair]) -> Network:
    must, may = _rows(round_, standing, fixed, excluded)
    companies = len(standing.applicants)
    limit = round_.terms.limit - np.bincount(standing.company[must], minlength=companies)
    row = np.flatnonzero(must | (may & (limit[standing.company] > 0)))
    forced = must[row]
    source = standing.company[row]
    source[forced] = companies + np.arange(forced.sum())
    pair, kind, places = _edges(round_, standing, row)
    several = np.bincount(pair, minlength=len(row)) > 1
    return Network(
        limit=np.concatenate([limit, np.ones(forced.sum(), np.int64)]),
        fixed=np.arange(companies + forced.sum()) >= companies,
        places=places,
        row=row,
        source=source,
        fork=np.where(several, np.cumsum(several) - 1, -1),
        pair=pair,
        kind=kind,
        worth=standing.worth[row][pair],
    )


def _rows(round_: Round, standing: Standing, fixed: Set[Pair], excluded: Set[Pair]) -> tuple[Flags, Flags]:
    """Which wishes are fixed, and which others can be served at all."""
    must, may = np.zeros(len(standing.wishes), bool), standing.wished & (standing.rank < round_.terms.top)
    if fixed or excluded:
        pairs = [(wish.company, wish.offer) for wish in standing.wishes]
        must = np.array([pair in fixed for pair in pairs], bool)
        may &= ~must & np.array([pair not in excluded for pair in pairs], bool)
    return must, may


def _edges(round_: Round, standing: Standing, row: Whole) -> tuple[Whole, Whole, Whole]:
    """Pairs and kinds of the edges, and how many places there are of each kind."""
    number = {places.offer: places.places for places in round_.places}
    places = [number[offer] for offer in standing.offers]
    pairs, kinds = [np.arange(len(row))], [standing.offer[row]]
    by_offer = np.argsort(standing.offer[row], kind="stable")
    begin = np.searchsorted(standing.offer[row][by_offer], np.arange(len(places) + 1))
    members = {group: _members(standing, group) for group in {quota.group for quota in round_.quotas}}
    position = {offer: n for n, offer in enumerate(standing.offers)}
    for quota in sorted(round_.quotas, key=lambda quota: (quota.offer, quota.group)):
        offer = position[quota.offer]
        there = by_offer[begin[offer] : begin[offer + 1]]
        pairs.append(there[members[quota.group][standing.company[row[there]]]])
        kinds.append(np.full(len(pairs[-1]), len(places)))
        reserved = quota.reserved(number[quota.offer])
        places[offer] -= reserved
        places.append(reserved)
    pair, kind = np.concatenate(pairs), np.concatenate(kinds)
    together = np.lexsort((kind, pair))
    return pair[together], kind[together], np.array(places, np.int64)


def _members(standing: Standing, group: str) -> Flags:
    return np.array([group in applicant.groups for applicant in standing.applicants], bool)
