"""The list of one company out of thousands of offers: reasons are given for those that are shown.

Which stand first is found among all in columns; `selection.choose` then chooses among these and the others
that are shown, so that its rules decide here as they do in `ranking.match`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum

import numpy as np

from matching.bulk.best import Ordered, in_nines, order
from matching.bulk.block import Block, Flags
from matching.bulk.companies import Floats
from matching.bulk.index import Index
from matching.eligibility import judge
from matching.features import Candidate, Company, reader
from matching.profile import Profile
from matching.relevance import Match, Usual, log_odds, matched, read
from matching.selection import GOAL_MET, choose, in_order
from matching.weights import Feature

MORE = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """The first and the next offers of `ranking.match`, how many fit in all, and the average one of these."""

    first: tuple[Match, ...]
    further: tuple[Match, ...]
    fitting: int
    average: float


def shown(index: Index, profile: Profile, more: int = MORE) -> Shown:
    """What `ranking.match` shows: all of `first`, and so many of `further`."""
    block = Block(index, [profile])
    company = reader(profile, index.catalogue, block.needs(0), block.goals[0], index.learned)
    ordered = order(block, len(index.offers))
    usual = _usual(block, company)
    places = dict.fromkeys((*_chosen(block, company, ordered), *_network(block)))
    places |= dict.fromkeys(ordered.offer[: more + len(places)].tolist())
    candidates = [_candidate(index, profile, place) for place in places]
    found = [matched(each, index.words, read(each, company, usual.weights), usual) for each in candidates]
    matches = in_order(index.catalogue.rules, found)
    first = choose(index.catalogue.rules, matches, told=_told(profile, company))
    return Shown(
        first=first,
        further=tuple(_further(index, ordered, matches, first))[:more],
        fitting=len(ordered.offer),
        average=log_odds(index.words.bias, usual.weights, usual.values),
    )


def _candidate(index: Index, profile: Profile, place: int) -> Candidate:
    offer = index.offers[place]
    return Candidate(offer, judge(offer, profile.facts, index.today))


def _told(profile: Profile, company: Company) -> bool:
    return bool(profile.needs) or bool(company.goal)


def _further(
    index: Index, ordered: Ordered, matches: list[Match], first: tuple[Match, ...]
) -> Iterator[Match]:
    """The others in their order, as far as nothing between them was left out."""
    gone = {found.offer.id for found in first}
    known = {found.offer.id: found for found in matches}
    for place in ordered.offer.tolist():
        id_ = index.offers[place].id
        if id_ not in known:
            return
        if id_ not in gone:
            yield known[id_]


# --- the first ---------------------------------------------------------------------------------


def _chosen(block: Block, company: Company, ordered: Ordered) -> Iterator[int]:
    """The places of those that `choose` takes one by one, before the network joins."""
    index, rules = block.index, block.index.catalogue.rules
    left = _helping(block, company)[ordered.offer]
    parts = (index.parts > 0)[ordered.offer].astype(np.float64)
    named, house = index.named[ordered.offer], index.organisation[ordered.offer]
    like, there = np.zeros(len(left)), np.zeros(len(index.offers))
    for _ in range(rules.first):
        fitting = left & (there[house] < rules.of_one_organisation)
        if not fitting.any():
            return
        gain = in_nines(rules.usefulness * ordered.grade - rules.likeness * like)
        one = int(np.argmax(np.where(fitting, gain, -np.inf)))  # of equals, the first
        yield int(ordered.offer[one])
        left[one] = False
        there[house[one]] += 1
        shared = parts @ parts[one]
        like = np.maximum(like, shared / (named + named[one] - shared))


def _network(block: Block) -> Iterator[int]:
    """The places of the network's offers that may join."""
    own = set(block.index.catalogue.rules.network.offers)
    for place in np.flatnonzero(block.eligible[0]).tolist():
        if block.index.offers[place].id in own:
            yield place


def _helping(block: Block, company: Company) -> Flags:
    """Where `selection.helps` holds; everywhere as long as nothing was told."""
    index = block.index
    if not _told(block.companies.profiles[0], company):
        return np.ones(len(index.offers), np.bool_)
    wanted = [number for need, number in index.need.items() if need in company.needs]
    helping: Flags = np.any(index.parts[:, wanted] > 0, axis=1)
    if company.goal:
        helping = helping | (block.terms["goal"].table[0] >= GOAL_MET)
    return helping


# --- the average -------------------------------------------------------------------------------


def _usual(block: Block, company: Company) -> Usual:
    """The means of `relevance`: equal shares of a need are counted instead of added, which rounds alike."""
    eligible = np.flatnonzero(block.eligible[0])
    number = max(len(eligible), 1)
    weights = {feature: block.index.weights[feature] for feature in company.features}
    values = {feature: fsum(_row(block, feature)[eligible].tolist()) / number for feature in weights}
    served = dict(zip(block.index.need, block.index.parts[eligible].sum(axis=0).tolist(), strict=True))
    shares = {n: served[n] * share / number for n, share in company.needs.items() if served.get(n)}
    return Usual.of(weights, values, shares)


def _row(block: Block, feature: Feature) -> Floats:
    """A feature of all offers."""
    values: Floats = np.broadcast_to(block.terms[feature].times(1.0), block.shape)[0]
    return values
