"""What speaks for an offer, feature by feature, each as a number in [0, 1]."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from statistics import median

from matching import text
from matching.acceptance import Acceptance
from matching.catalogue import Catalogue
from matching.eligibility import Verdict
from matching.learned import Learned
from matching.offers import Offer
from matching.profile import Profile
from matching.trees import Combination
from matching.weights import FEATURES, LEARNABLE, Feature
from questionnaires.adding import added
from questionnaires.conditions import Fact, OneOf

OPEN_TO_ALL = 0.25
SHARED_DIGITS = {2: 0.5, 3: 0.75, 4: 1.0}
"""Division, group and class of the classification of economic activities (NACE, WZ 2008)."""

AREA = {"niedersachsen": 0.7, "deutschland": 0.6}
REGION = 0.8
NEIGHBOURS = 0.9

MANY = 20
"""With fewer offers than this, the median is no measure of chance."""
MEETS_THE_GOAL = 0.15
"""A cosine this far above chance counts in full; found by reading the best offers for a dozen goals."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer the company may use, as far as is known."""

    offer: Offer
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Company:
    """What the features read of a company: needs as shares that sum to 1, similarities, place, sector."""

    needs: Mapping[str, float]
    goal: Mapping[str, float]
    district: str | None
    neighbourhood: frozenset[str]
    bodies: frozenset[str]
    sectors: tuple[str, ...]
    acceptance: Acceptance
    combination: Combination | None

    def shares(self, offer: Offer) -> dict[str, float]:
        """How much of the company's needs the offer serves, need by need."""
        return {need: self.needs[need] * part for need, part in offer.serves.items() if need in self.needs}

    @property
    def features(self) -> list[Feature]:
        """Those that can be told: needs where there are any, the goal where one is matched, the learned
        ones where there is something to learn from."""
        told = {
            "needs": bool(self.needs),
            "goal": bool(self.goal),
            "acceptance": bool(self.acceptance.offers),
            "combination": self.combination is not None,
        }
        return [feature for feature in FEATURES if told.get(feature, True)]


def company(
    profile: Profile,
    catalogue: Catalogue,
    candidates: Sequence[Candidate],
    learned: Learned | None = None,
) -> Company:
    gap = {gap.need: gap.gap for gap in profile.needs}
    needs = scaled(gap, max((_covered(gap, candidate.offer) for candidate in candidates), default=0.0))
    goal = similarities(profile.goal, catalogue, [candidate.offer.id for candidate in candidates])
    return reader(profile, catalogue, needs, goal, learned)


def reader(
    profile: Profile,
    catalogue: Catalogue,
    needs: Mapping[str, float],
    goal: Mapping[str, float],
    learned: Learned | None = None,
) -> Company:
    """The company as the features read it, with what only all candidates together tell: needs and goal."""
    key = _only(profile.facts.get("district"))
    district = catalogue.districts.get(key) if key else None
    return Company(
        needs=needs,
        goal=goal,
        district=key,
        neighbourhood=frozenset((district.key, *district.neighbours)) if district else frozenset(),
        bodies=frozenset(district.bodies) if district else frozenset(),
        sectors=_codes(profile.facts.get("sector")),
        acceptance=learned.acceptance if learned else Acceptance(),
        combination=learned.combination if learned else None,
    )


def _covered(gap: Mapping[str, float], offer: Offer) -> float:
    return added([gap.get(need, 0.0) * part for need, part in offer.serves.items()])


def scaled(gap: Mapping[str, float], largest: float) -> dict[str, float]:
    """The gaps, scaled so that the offer that covers most of them among the candidates has a sum of 1.

    Divided by all gaps instead, an offer with three needs would reach at most a tenth for a company with
    many gaps, and everything else would decide.
    """
    return {need: size / largest for need, size in gap.items()} if largest else {}


def _only(fact: Fact | None) -> str | None:
    return next(iter(fact.codes)) if isinstance(fact, OneOf) and len(fact.codes) == 1 else None


def _codes(fact: Fact | None) -> tuple[str, ...]:
    return tuple(sorted(fact.codes)) if isinstance(fact, OneOf) else ()


def similarities(goal: str | None, catalogue: Catalogue, offers: Sequence[str]) -> dict[str, float]:
    """Similarity to the goal above chance, as a share of the largest; empty if none is similar.

    Any two German texts share pieces of words, so the median of many offers is what chance brings. Where
    even the most similar offer lies little above it, it does not count as if it met the goal.
    """
    if not goal or not goal.strip() or not offers:
        return {}
    everywhere = text.index(catalogue).similarities(goal)
    found = {offer: everywhere[offer] for offer in offers}
    chance = median(found.values()) if len(found) >= MANY else 0.0
    above = {offer: max(0.0, similarity - chance) for offer, similarity in found.items()}
    largest = max(above.values())
    return {offer: value / max(largest, MEETS_THE_GOAL) for offer, value in above.items()} if largest else {}


# --- the features ------------------------------------------------------------------------------


def _needs(candidate: Candidate, company: Company) -> float:
    return added(company.shares(candidate.offer).values())


def _goal(candidate: Candidate, company: Company) -> float:
    return company.goal[candidate.offer.id]


def _sector(candidate: Candidate, company: Company) -> float:
    """How close the sectors are. With several sectors possible, the one that fits least counts."""
    wanted = candidate.offer.sectors
    if not wanted or not company.sectors:
        return OPEN_TO_ALL
    return min(max(_closeness(code, prefix) for prefix in wanted) for code in company.sectors)


@lru_cache(maxsize=4096)
def _closeness(code: str, prefix: str) -> float:
    pairs = zip(code.replace(".", ""), prefix.replace(".", ""), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return SHARED_DIGITS.get(shared, OPEN_TO_ALL)


def _nearness(candidate: Candidate, company: Company) -> float:
    """Nearness by the districts an offer serves: the closer around the company's own, the nearer."""
    offer, scope = candidate.offer, candidate.offer.criteria.district
    if offer.remote or offer.id in company.bodies or scope == (company.district,):
        return 1.0
    if isinstance(scope, str):
        return AREA[scope]
    return NEIGHBOURS if company.neighbourhood.issuperset(scope) else REGION


def _specificity(candidate: Candidate, _: Company) -> float:
    return 1 / len(candidate.offer.needs)


def _settledness(candidate: Candidate, _: Company) -> float:
    return 1 - len(candidate.verdict.open) / len(candidate.verdict.criteria)


def _acceptance(candidate: Candidate, company: Company) -> float:
    return company.acceptance.log_odds(candidate.offer.id, company.shares(candidate.offer))


def _combination(candidate: Candidate, company: Company) -> float:
    """What the second model adds to the sum of all others, in log-odds: it needs the others first."""
    if company.combination is None:
        return 0.0
    others = [feature for feature in company.features if feature in LEARNABLE]
    return company.combination.added({feature: VALUES[feature](candidate, company) for feature in others})


VALUES: dict[Feature, Callable[[Candidate, Company], float]] = {
    "needs": _needs,
    "goal": _goal,
    "sector": _sector,
    "nearness": _nearness,
    "specificity": _specificity,
    "settledness": _settledness,
    "acceptance": _acceptance,
    "combination": _combination,
}
