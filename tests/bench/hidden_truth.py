"""A made-up world in which it is known what really helps: companies, a hidden utility, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.catalogue import released
from matching.exploration import Exploring, explore
from matching.feedback import Event, Outcome, Shown
from matching.learned import Learned
from matching.needs import NeedGap
from matching.profile import Profile
from matching.ranking import match
from matching.relevance import Match
from matching.weights import Feature
from questionnaires.library import released as questionnaire

Numbers = NDArray[np.float64]

TODAY = date(2026, 11, 22)
FIRST_DAY = date(2027, 1, 1)
LIST = 10
SEEN = 0.7
"""A place is looked at with probability position ** -SEEN; learning believes 1 / position."""
ACCEPTED_AT_FIRST = 0.15
"""Mean acceptance over all eligible offers, to which the intercept of the truth is set."""


@dataclass(frozen=True)
class Truth:
    """What really helps: weights of the features, how far offers differ, and what no sum can say."""

    name: str
    weights: Mapping[Feature, float]
    offers: float = 0.0
    offers_by_need: float = 0.0
    together: float = 0.0
    """Weight of being for the need and near at the same time."""
    chance: bool = False
    """Decisions are thrown by a coin and say nothing about what helps."""


EXPERTS = released().weights.numbers
TRUTHS = (
    Truth("experts right", EXPERTS),
    Truth("right, offers differ", EXPERTS, offers=1.0, offers_by_need=0.7),
    Truth(
        "experts partly wrong",
        {"needs": 2, "goal": 4, "sector": 0, "nearness": 4, "specificity": 0, "settledness": 3},
        offers=0.7,
        offers_by_need=0.5,
    ),
    Truth(
        "experts wrong",
        {"needs": 1, "goal": 1, "sector": 0, "nearness": 6, "specificity": 0, "settledness": 5},
        offers=1.0,
    ),
    Truth("needs and nearness together", EXPERTS | {"needs": 0, "nearness": 0}, offers=0.7, together=8),
    Truth("decisions by chance", EXPERTS, chance=True),
)


@dataclass(frozen=True)
class Company:
    """A company, the offers open to it, and what is known of each of these: features (n, 6)."""

    id: str
    profile: Profile
    district: str
    offers: tuple[Match, ...]

    @cached_property
    def x(self) -> dict[Feature, Numbers]:
        names = self.offers[0].features
        return {name: np.array([offer.features[name] for offer in self.offers]) for name in names}


@lru_cache(maxsize=1)
def companies(count: int, seed: int) -> tuple[Company, ...]:
    """Companies that answer at random what the questionnaire asks; a third of them write a goal."""
    rng = np.random.default_rng(seed)
    return tuple(_company(f"c{number}", rng) for number in range(count))


def _company(id_: str, rng: np.random.Generator) -> Company:
    questions = questionnaire("readiness").section["company"].questions
    facts = {q.fact_name or q.id: q.options[rng.integers(len(q.options))].fact for q in questions}
    district = questions[0].options[rng.integers(8)]
    facts["district"] = district.fact
    known = questionnaire("readiness").needs
    chosen = rng.choice(len(known), size=int(rng.integers(4, 16)), replace=False)
    gaps = sorted((NeedGap(known[n].id, float(rng.beta(2, 2)), ()) for n in chosen), key=lambda g: -g.gap)
    goal = next(n.title.de for n in known if n.id == gaps[0].need) if rng.random() < 1 / 3 else None
    profile = Profile(facts, tuple(gaps), goal)
    found = match(released(), profile, TODAY)
    return Company(id_, profile, district.id, (*found.first, *found.further))


@dataclass(frozen=True)
class World:
    """One truth with one set of offers that differ as the seed has it."""

    truth: Truth
    seed: int
    companies: tuple[Company, ...]

    @cached_property
    def _rng(self) -> np.random.Generator:
        return np.random.default_rng([self.seed, 7])

    @cached_property
    def _of_offers(self) -> dict[str, float]:
        ids = [offer.id for offer in released().offers]
        return dict(zip(ids, self._rng.normal(0, self.truth.offers, len(ids)).tolist(), strict=True))

    @cached_property
    def _of_needs(self) -> dict[tuple[str, str], float]:
        pairs = [(offer.id, need) for offer in released().offers for need in offer.needs]
        return dict(
            zip(pairs, self._rng.normal(0, self.truth.offers_by_need, len(pairs)).tolist(), strict=True)
        )

    @cached_property
    def _intercept(self) -> float:
        """By bisection, so that companies accept as readily in every world."""
        utilities = np.concatenate([self._utility(company) for company in self.companies])
        low, high = -30.0, 30.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if _share(utilities + middle) < ACCEPTED_AT_FIRST else (low, middle)
        return low

    def _utility(self, company: Company) -> Numbers:
        zero = np.zeros(len(company.offers))
        utility = sum((w * company.x.get(f, zero) for f, w in self.truth.weights.items()), zero)
        utility = utility + [self._of_offers[o.offer.id] + self._by_need(o) for o in company.offers]
        together: Numbers = company.x["needs"] * (company.x["nearness"] > 0.85)
        return np.asarray(utility + self.truth.together * together)

    def _by_need(self, found: Match) -> float:
        shares = [self._of_needs[found.offer.id, need] for need in found.served]
        return sum(shares) / len(shares) if shares else 0.0

    def helpful(self, company: Company) -> Numbers:
        """How likely each offer really helps this company."""
        return 1 / (1 + np.exp(-self._utility(company) - self._intercept))

    def helps(self, company: Company) -> Numbers:
        """1 for the offers that really help this company, 0 for the others: drawn once and for all."""
        lot = np.random.default_rng([self.seed, 13, int(company.id[1:])])
        return (lot.random(len(company.offers)) < self.helpful(company)).astype(float)

    def decisions(
        self, company: Company, number: int, learned: Learned | None, exploring: Exploring | None
    ) -> tuple[list[Shown], list[Event]]:
        """What a company is shown, and what became of it, drawn anew for each company."""
        rng = np.random.default_rng([self.seed, 11, number])
        found = match(released(), company.profile, TODAY, learned)
        if exploring:
            found = explore(found, company.id, exploring, released().rules)
        helpful = dict(zip((o.offer.id for o in company.offers), self.helpful(company), strict=True))
        shown, events = [], []
        for position, offer in enumerate((*found.first, *found.further)[:LIST], 1):
            place = {
                "company": company.id,
                "offer": offer.offer.id,
                "position": position,
                "date": FIRST_DAY + timedelta(number),
                "district": company.district,
                "explored": offer.explored,
            }
            shown.append(Shown.model_validate(place))
            looked, decided = rng.random() < position**-SEEN, rng.random(2)
            if looked:
                outcome = _outcome(0.35 if self.truth.chance else helpful[offer.offer.id], decided)
                known = {"needs": offer.served, "features": offer.features, "outcome": outcome}
                events.append(Event.model_validate(place | known))
        return shown, events


def _share(utilities: Numbers) -> float:
    return float((1 / (1 + np.exp(-utilities))).mean())


def _outcome(helpful: float, drawn: Numbers) -> Outcome:
    if drawn[1] < 0.1:
        return "not_reachable"
    if drawn[0] < helpful:
        return "done" if drawn[1] < 0.55 else "taken_up"
    return "done_without_help" if drawn[1] < 0.3 else "rejected"
