"""Which of the offers that fit are shown first, by rules that are content and shown to users.

Chosen one by one by maximal marginal relevance, usefulness P - likeness x the largest likeness to one chosen
before (shared needs, Jaccard); no organisation fills the list, nearly equal offers go to the specialist, and
the operator's own network has a place that is marked as such.
"""

from collections.abc import Sequence
from dataclasses import replace

from matching.offers import Offer
from matching.relevance import Match
from matching.rules import ListRules

GOAL_MET = 0.5
"""An offer at least half as similar to the goal as the most similar one is about the goal."""


def in_order(rules: ListRules, matches: Sequence[Match]) -> list[Match]:
    """Better first; of nearly equals the specialist, then fewer unknowns, confirmed, newer, then by id."""

    def place(found: Match) -> tuple[float, int, int, bool, int, float, str]:
        status = found.offer.status
        return (
            -rules.grade(found.utility),
            len(found.offer.needs),
            len(found.verdict.open),
            not found.verdict.confirmed,
            -status.since.toordinal(),
            -round(found.utility, 9),
            found.offer.id,
        )

    return sorted(matches, key=place)


def choose(rules: ListRules, ordered: Sequence[Match], *, told: bool) -> tuple[Match, ...]:
    """The first offers. Once needs or a goal are told, an offer that has to do with neither is no help."""
    helping = {found.offer.id: found for found in ordered if not told or helps(found)}
    worth = {id_: rules.usefulness * rules.grade(found.utility) for id_, found in helping.items()}
    like = dict.fromkeys(helping, 0.0)  # the largest likeness to one chosen so far
    left, chosen = dict(helping), list[Match]()
    while left and len(chosen) < rules.first:
        best = max(left, key=lambda id_: round(worth[id_] - rules.likeness * like[id_], 9))  # or the first
        chosen.append(left.pop(best))
        left = {id_: found for id_, found in left.items() if _may_join(rules, found, chosen)}
        for id_, found in left.items():
            like[id_] = max(like[id_], likeness(found.offer, chosen[-1].offer))
    taken = {found.offer.id for found in chosen}
    return _with_network(rules, chosen, [found for id_, found in helping.items() if id_ not in taken])


def _may_join(rules: ListRules, found: Match, chosen: Sequence[Match]) -> bool:
    house = [other for other in chosen if other.offer.organisation == found.offer.organisation]
    return len(house) < rules.of_one_organisation


def _with_network(rules: ListRules, chosen: Sequence[Match], left: Sequence[Match]) -> tuple[Match, ...]:
    """The last ones make room for offers of the network, if too few stand there by themselves."""
    own = set(rules.network.offers)
    there = sum(found.offer.id in own for found in chosen)
    joining = [found for found in left if found.offer.id in own and found.served]
    joining = joining[: max(0, rules.network.at_least - there)]
    strangers = [found.offer.id for found in chosen if found.offer.id not in own]
    leaving = strangers[max(0, len(strangers) + rules.first - len(chosen) - len(joining)) :]
    kept = [found for found in chosen if found.offer.id not in leaving]
    return (*kept, *(replace(found, by_rule=True) for found in joining))


def helps(found: Match) -> bool:
    """Whether an offer names a need of the company or is about its goal."""
    return bool(found.served) or (found.goal or 0.0) >= GOAL_MET


def likeness(one: Offer, other: Offer) -> float:
    """The share of needs that two offers have in common (Jaccard)."""
    shared = len(one.named_needs & other.named_needs)
    return shared / (len(one.needs) + len(other.needs) - shared)
