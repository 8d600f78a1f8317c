"""Company and company: where the strengths of each meet the gaps of the other.

    give(a -> b) = sum_n g_b(n) s_a(n) / sum_n g_b(n)
    score(a, b)  = 2 give(a -> b) give(b -> a) / (give(a -> b) + give(b -> a)) * nearness(a, b)

n runs over the topics that a ticked as offered and b as sought; what nobody ticked is never used. The
harmonic mean is 0 where only one side would gain: this is for exchange, not for advice. Each way carries half
of the score, so the contributions of the topics add up to it. Two companies that may work in the same sector
and district are left out unless both opted in to that; where either has not said, they may.

Before both have agreed, a side sees a `Card` and nothing else of the other one: topics, a coarse place and,
where enough companies share it, a division. It is ordered by the viewer's own amounts, since an order by the
sizes of the other side would tell them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from matching.exchange import Exchange
from matching.offers import District

Place = Literal["near", "region", "beyond"]
Districts = Mapping[str, District]

NEAR: dict[str, float] = {"same": 1.0, "neighbours": 0.9, "region": 0.8, "beyond": 0.6}
PLACE: dict[str, Place] = {"same": "near", "neighbours": "near", "region": "region", "beyond": "beyond"}


@dataclass(frozen=True, slots=True)
class Topic:
    """What one side offers or seeks: how strong or how needed, in [0, 1], by which of its own answers.

    Without questions it rests on the company's word alone.
    """

    need: str
    amount: float
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Company:
    """A company that opted in. `sectors`: the codes of which one holds; None for what it did not say."""

    offers: tuple[Topic, ...]
    seeks: tuple[Topic, ...]
    district: str | None = None
    sectors: frozenset[str] | None = None
    competitors: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """What one company could give another, in [0, 1], and the part of each topic in it."""

    amount: float
    topics: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two companies, seen by one of them. For the computation alone: no screen shows it."""

    score: float
    nearness: str
    gives: tuple[tuple[str, float], ...]
    takes: tuple[tuple[str, float], ...]
    """What each topic adds to the score, by way."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A topic, and the viewer's own answers it comes from. Nothing of the other side but the topic."""

    need: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that one side learns of the other before both have agreed."""

    place: Place
    division: str | None
    gives: tuple[Reason, ...]
    takes: tuple[Reason, ...]


def give(giver: Company, taker: Company) -> Way:
    """What the giver's strengths could do for the taker's gaps."""
    strength = {topic.need: topic.amount for topic in giver.offers}
    sought = fsum(topic.amount for topic in taker.seeks)
    parts = [(t.need, t.amount * strength[t.need] / sought) for t in taker.seeks if t.need in strength]
    return Way(min(1.0, fsum(part for _, part in parts)), tuple(parts))


def pair(mine: Company, theirs: Company, districts: Districts) -> Pairing | None:
    """How two companies suit one another; None where one would not gain, or they may compete."""
    if not (mine.competitors and theirs.competitors) and may_compete(mine, theirs):
        return None
    gives, takes = give(mine, theirs), give(theirs, mine)
    if not gives.amount or not takes.amount:
        return None
    nearness = _nearness(mine.district, theirs.district, districts)
    mutual = 2 * (gives.amount * takes.amount) / (gives.amount + takes.amount)
    score = mutual * NEAR[nearness]
    return Pairing(score, nearness, _shares(gives, score / 2), _shares(takes, score / 2))


def may_compete(one: Company, other: Company) -> bool:
    """Whether they may be of one sector and one district. Who has not said, may."""
    apart = one.district and other.district and one.district != other.district
    return not apart and _may_share_sector(one.sectors, other.sectors)


def _may_share_sector(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """An empty set says "none of those listed", which two companies may share."""
    return one is None or other is None or bool(one & other) or (not one and not other)


def _nearness(one: str | None, other: str | None, districts: Districts) -> str:
    if one is None or other is None or not {one, other} <= districts.keys():
        return "beyond"
    if one == other:
        return "same"
    together = other in districts[one].neighbours or one in districts[other].neighbours
    return "neighbours" if together else "region"


def _shares(way: Way, part: float) -> tuple[tuple[str, float], ...]:
    return tuple((need, part * amount / way.amount) for need, amount in way.topics)


# --- what may be seen before both have agreed --------------------------------------------------


def rank(mine: Company, others: Sequence[Company], districts: Districts) -> list[tuple[int, Pairing]]:
    """The positions of those that suit, the best first."""
    pairs = [(number, pair(mine, other, districts)) for number, other in enumerate(others)]
    return sorted(((n, found) for n, found in pairs if found), key=lambda one: -one[1].score)


def cards(
    mine: Company, others: Sequence[Company], exchange: Exchange, districts: Districts
) -> tuple[Card, ...]:
    """A card for each of the others, as this company may see it.

    A neighbourhood, and a division within its place, is named only if enough of the others share it: a single
    plastics firm nearby would be known by name. The viewer does not count, it knows itself.
    """
    exact = [PLACE[_nearness(mine.district, other.district, districts)] for other in others]
    near = exact.count("near") >= exchange.shared_by
    places: list[Place] = ["region" if place == "near" and not near else place for place in exact]
    divisions = [_division(other.sectors, exchange) for other in others]
    shared = Counter(zip(places, divisions, strict=True))
    named = [
        division if shared[place, division] >= exchange.shared_by else None
        for place, division in zip(places, divisions, strict=True)
    ]
    return tuple(
        Card(place, division, *_reasons(mine, other, exchange))
        for place, division, other in zip(places, named, others, strict=True)
    )


def _division(sectors: frozenset[str] | None, exchange: Exchange) -> str | None:
    found = {code[:2] for code in sectors or ()}
    return next((code for code in found if len(found) == 1 and code in exchange.divisions), None)


def _reasons(mine: Company, other: Company, exchange: Exchange) -> tuple[tuple[Reason, ...], ...]:
    return (
        _first(mine.offers, {topic.need for topic in other.seeks}, exchange.topics_shown),
        _first(mine.seeks, {topic.need for topic in other.offers}, exchange.topics_shown),
    )


def _first(own: Iterable[Topic], shared: set[str], most: int) -> tuple[Reason, ...]:
    found = sorted((t for t in own if t.need in shared), key=lambda topic: (-topic.amount, topic.need))
    return tuple(Reason(topic.need, topic.questions) for topic in found[:most])
