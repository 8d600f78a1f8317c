"""How well an offer fits: one utility, whose terms are the explanation.

    P = 1 / (1 + exp(-(bias + sum_k w_k x_k))),   contribution_k = w_k (x_k - mean of x_k over the eligible)

Every feature x of an offer lies in [0, 1], what was learned from outcomes is in log-odds; the weights are
content, or learned from it. The terms are added in the order of the features. The contributions of an offer
add up to the difference between its log-odds and those of the average eligible offer, and the contribution
of the needs is the sum of one share per need. A feature that cannot be told (no goal, no gap) is absent for
all offers.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp, fsum
from operator import itemgetter
from typing import Self

from matching.catalogue import Catalogue
from matching.eligibility import Verdict
from matching.features import VALUES, Candidate, Company, company
from matching.learned import Learned
from matching.offers import Offer
from matching.profile import Profile
from matching.weights import Feature, Fit, Weights
from questionnaires.adding import added

Values = Mapping[Feature, float]
ByNeed = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature adds against the average offer; for the needs, what each of them adds."""

    feature: Feature
    amount: float
    needs: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An offer the company may use. `served` are those of its needs the offer names, the strongest first."""

    offer: Offer
    verdict: Verdict
    utility: float
    log_odds: float
    fit: Fit
    contributions: tuple[Contribution, ...]
    served: tuple[str, ...]
    goal: float | None
    """Similarity to the goal, 1 for the most similar offer; None without a goal."""
    features: Values
    """The value of each feature that could be told: what an outcome is learned from later."""
    by_rule: bool = False
    """Whether it stands among the first because it is of the operator's network."""
    explored: bool = False
    """Whether it stands where it stands to gather experience, not by its utility."""


@dataclass(frozen=True, slots=True)
class Rated:
    """All candidates with their utility, and the log-odds of the average one."""

    matches: tuple[Match, ...]
    average: float


def rate(
    candidates: Sequence[Candidate], profile: Profile, catalogue: Catalogue, learned: Learned | None = None
) -> Rated:
    """The utility of every candidate for this company, in the order given, by what was learned if any."""
    reading = company(profile, catalogue, candidates, learned)
    words = learned.applied_to(catalogue.weights) if learned else catalogue.weights
    weights = {feature: words.features[feature].weight for feature in reading.features}
    rows = [read(candidate, reading, weights) for candidate in candidates]
    usual = _usual(weights, rows)
    matches = tuple(
        matched(candidate, words, row, usual) for candidate, row in zip(candidates, rows, strict=True)
    )
    return Rated(matches, log_odds(words.bias, weights, usual.values))


@dataclass(frozen=True, slots=True)
class Row:
    """What the utility of one offer is made of: its features, and how much of each need it serves."""

    values: Values
    shares: ByNeed


def read(candidate: Candidate, company: Company, features: Collection[Feature]) -> Row:
    """One offer as it counts for the company, in these of its features."""
    values = {feature: VALUES[feature](candidate, company) for feature in features}
    return Row(values, company.shares(candidate.offer))


def log_odds(bias: float, weights: Values, x: Values) -> float:
    return bias + added([weight * x[feature] for feature, weight in weights.items()])


def matched(candidate: Candidate, words: Weights, row: Row, usual: "Usual") -> Match:
    """A candidate with its utility and the terms of it, against those of the average one."""
    odds = log_odds(words.bias, usual.weights, row.values)
    utility = sigmoid(odds)
    return Match(
        offer=candidate.offer,
        verdict=candidate.verdict,
        utility=utility,
        log_odds=odds,
        fit=words.fit(utility),
        contributions=usual.contributions(row),
        served=tuple(sorted(row.shares, key=lambda need: -row.shares[need])),
        goal=row.values.get("goal"),
        features=row.values,
    )


def sigmoid(odds: float) -> float:
    return 1 / (1 + exp(-odds))


@dataclass(frozen=True, slots=True)
class Usual:
    """The average eligible offer: its features, and how much of each need it serves.

    Its means are exactly rounded, so that the order of the offers changes no digit.
    """

    weights: Values
    values: Values
    shares: ByNeed
    lacking: ByNeed
    """What an offer that does not serve a need loses by that, the smallest loss first."""

    @classmethod
    def of(cls, weights: Values, values: Values, shares: ByNeed) -> Self:
        """From the mean of every feature, and of the share of every need that any of the offers serves."""
        ordered = dict(sorted(sorted(shares.items()), key=itemgetter(1)))
        return cls(
            weights, values, ordered, {need: -weights["needs"] * mean for need, mean in ordered.items()}
        )

    def contributions(self, row: Row) -> tuple[Contribution, ...]:
        return tuple([self._contribution(feature, row) for feature in self.weights])

    def _contribution(self, feature: Feature, row: Row) -> Contribution:
        weight = self.weights[feature]
        amount = weight * (row.values[feature] - self.values[feature])
        return Contribution(feature, amount, self._by_need(weight, row.shares) if feature == "needs" else ())

    def _by_need(self, weight: float, share: ByNeed) -> tuple[tuple[str, float], ...]:
        served = [(need, weight * (amount - self.shares[need])) for need, amount in share.items()]
        others = [loss for loss in self.lacking.items() if loss[0] not in share]
        return tuple(sorted(served + others, key=itemgetter(1), reverse=True))


def _usual(weights: Values, rows: Sequence[Row]) -> Usual:
    amounts: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for need, amount in row.shares.items():
            amounts[need].append(amount)
    shares = {need: fsum(of_need) / len(rows) for need, of_need in amounts.items()}
    values = {f: fsum(row.values[f] for row in rows) / max(len(rows), 1) for f in weights}
    return Usual.of(weights, values, shares)
