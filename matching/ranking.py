"""The list a company sees: a few at first, more on request, and a verdict on every offer of the catalogue.

Which stand first is up to the rules in `selection`. Nothing is dropped in silence: what does not fit is in
`excluded` with its reasons, what is never shown to companies in `withheld`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.catalogue import Catalogue
from matching.eligibility import Verdict, Withholding, judge, withheld
from matching.features import Candidate
from matching.learned import Learned
from matching.needs import NeedGap
from matching.offers import Offer
from matching.profile import Profile
from matching.reasons import Plain
from matching.relevance import Match, rate
from matching.selection import choose, in_order
from matching.text import LONGEST_GOAL

NEAREST_MISSES = 3

STRONG_GAP = 0.3
"""From this gap on, a need that no offer serves is told to the company and to the network."""

NOTICES: Mapping[str, tuple[str, ...]] = {
    "no_goal": (),
    "goal_shortened": ("characters",),
    "goal_matches_nothing": (),
    "no_gaps": (),
    "nobody_fits": ("nearest",),
    "nobody_serves_needs": (),
}
"""What the list says about itself, with its arguments: which signals were missing, what came instead."""


@dataclass(frozen=True, slots=True)
class Notice:
    code: str
    arguments: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An offer that does not fit at present; the failing criteria say why."""

    offer: Offer
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Withheld:
    """An offer that no company sees, with its verdict; it may be about to return."""

    offer: Offer
    verdict: Verdict
    reason: Withholding


@dataclass(frozen=True, slots=True)
class OpenFact:
    """A fact this company did not state, the question that asks for it, and the offers it decides about."""

    fact: str
    question: str | None
    offers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """Every offer of the catalogue in exactly one of `first`, `further`, `excluded` and `withheld`."""

    first: tuple[Match, ...]
    further: tuple[Match, ...]
    excluded: tuple[Exclusion, ...]
    withheld: tuple[Withheld, ...]
    unmet_needs: tuple[NeedGap, ...]
    open_facts: tuple[OpenFact, ...]
    notices: tuple[Notice, ...]
    average: float
    """Log-odds of the average offer that fits: what contributions are measured against."""


def match(catalogue: Catalogue, profile: Profile, today: date, learned: Learned | None = None) -> Matches:
    """What fits this company on this day. The order of the files of the catalogue changes nothing.

    `learned` is the model in force, None where the operator has not turned learning on.
    """
    hidden, excluded, candidates = _sort_out(catalogue, profile, today)
    rated = rate(candidates, profile, catalogue, learned)
    ordered = in_order(catalogue.rules, rated.matches)
    told = bool(profile.needs) or any(found.goal for found in ordered)
    first = choose(catalogue.rules, ordered, told=told)
    chosen = {found.offer.id for found in first}
    return Matches(
        first=first,
        further=tuple(found for found in ordered if found.offer.id not in chosen),
        excluded=excluded,
        withheld=hidden,
        unmet_needs=_unmet(profile, ordered),
        open_facts=_open_facts(profile, ordered),
        notices=tuple(_notices(profile, ordered, first, excluded)),
        average=rated.average,
    )


def _sort_out(
    catalogue: Catalogue, profile: Profile, today: date
) -> tuple[tuple[Withheld, ...], tuple[Exclusion, ...], list[Candidate]]:
    hidden, excluded, candidates = [], [], []
    for offer in sorted(catalogue.offers, key=lambda offer: offer.id):
        verdict = judge(offer, profile.facts, today)
        if reason := withheld(offer):
            hidden.append(Withheld(offer, verdict, reason))
        elif verdict.value is False:
            excluded.append(Exclusion(offer, verdict))
        else:
            candidates.append(Candidate(offer, verdict))
    excluded.sort(key=lambda e: len(e.verdict.failing))
    return tuple(hidden), tuple(excluded), candidates


# --- what is missing ---------------------------------------------------------------------------


def _unmet(profile: Profile, matches: Sequence[Match]) -> tuple[NeedGap, ...]:
    served = {need for found in matches for need in found.offer.needs}
    return tuple(gap for gap in profile.needs if gap.gap >= STRONG_GAP and gap.need not in served)


def _open_facts(profile: Profile, matches: Sequence[Match]) -> tuple[OpenFact, ...]:
    offers: dict[str, dict[str, None]] = defaultdict(dict)
    for found in matches:
        for criterion in found.verdict.open:
            for fact in criterion.facts:
                if profile.facts.get(fact) is None:
                    offers[fact][found.offer.id] = None
    facts = [OpenFact(fact, profile.questions.get(fact), tuple(ids)) for fact, ids in offers.items()]
    return tuple(sorted(facts, key=lambda open_fact: (-len(open_fact.offers), open_fact.fact)))


def _notices(
    profile: Profile, matches: Sequence[Match], first: Sequence[Match], excluded: Sequence[Exclusion]
) -> Iterator[Notice]:
    goal = (profile.goal or "").strip()
    if not goal:
        yield Notice("no_goal", {})
    elif len(goal) > LONGEST_GOAL:
        yield Notice("goal_shortened", {"characters": LONGEST_GOAL})
    if goal and matches and matches[0].goal is None:
        yield Notice("goal_matches_nothing", {})
    if not profile.needs:
        yield Notice("no_gaps", {})
    if not matches:
        nearest = tuple(exclusion.offer.id for exclusion in excluded[:NEAREST_MISSES])
        yield Notice("nobody_fits", {"nearest": nearest})
    elif not first:
        yield Notice("nobody_serves_needs", {})
