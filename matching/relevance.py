"""How well an offer fits: one utility, whose terms are the explanation.

    P = 1 / (1 + exp(-(bias + sum_k w_k x_k))),   contribution_k = w_k (x_k - mean of x_k over the eligible)

Every feature x of an offer lies in [0, 1], what was learned from outcomes is in log-odds; the weights are
content, or learned from it. The contributions of an offer add up to the
difference between its log-odds and those of the average eligible offer, and the contribution of the needs
is the sum of one share per need. A feature that cannot be told (no goal, no gap) is absent for all offers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, fsum
from operator import itemgetter

from matching.catalogue import Catalogue
from matching.eligibility import Verdict
from matching.features import VALUES, Candidate, company
from matching.learned import Learned
from matching.offers import Offer
from matching.profile import Profile
from matching.weights import Feature, Fit, Weights

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
    reader = company(profile, catalogue, candidates, learned)
    words = learned.applied_to(catalogue.weights) if learned else catalogue.weights
    weights = {feature: words.features[feature].weight for feature in reader.features}
    values = [{feature: VALUES[feature](each, reader) for feature in weights} for each in candidates]
    shares = [reader.shares(each.offer) for each in candidates]
    usual = _usual(weights, values, shares)
    matches = [
        _match(candidate, words, x, share, usual)
        for candidate, x, share in zip(candidates, values, shares, strict=True)
    ]
    return Rated(tuple(matches), words.bias + _sum(weights, usual.values))


def _sum(weights: Values, x: Values) -> float:
    """Exactly rounded, as are the means below, so that the order of the offers changes no digit."""
    return fsum(weight * x[feature] for feature, weight in weights.items())


def _match(candidate: Candidate, words: Weights, x: Values, share: ByNeed, usual: "_Usual") -> Match:
    log_odds = words.bias + _sum(usual.weights, x)
    utility = 1 / (1 + exp(-log_odds))
    return Match(
        offer=candidate.offer,
        verdict=candidate.verdict,
        utility=utility,
        log_odds=log_odds,
        fit=words.fit(utility),
        contributions=usual.contributions(x, share),
        served=tuple(sorted(share, key=lambda need: -share[need])),
        goal=x.get("goal"),
        features=x,
    )


@dataclass(frozen=True, slots=True)
class _Usual:
    """The average eligible offer: its features, and how much of each need it serves."""

    weights: Values
    values: Values
    shares: ByNeed
    lacking: ByNeed
    """What an offer that does not serve a need loses by that, the smallest loss first."""

    def contributions(self, x: Values, share: ByNeed) -> tuple[Contribution, ...]:
        return tuple(
            Contribution(
                feature,
                weight * (x[feature] - self.values[feature]),
                self._by_need(weight, share) if feature == "needs" else (),
            )
            for feature, weight in self.weights.items()
        )

    def _by_need(self, weight: float, share: ByNeed) -> tuple[tuple[str, float], ...]:
        served = [(need, weight * (amount - self.shares[need])) for need, amount in share.items()]
        others = [loss for loss in self.lacking.items() if loss[0] not in share]
        return tuple(sorted(served + others, key=itemgetter(1), reverse=True))


def _usual(weights: Values, values: Sequence[Values], shares: Sequence[ByNeed]) -> _Usual:
    amounts: dict[str, list[float]] = defaultdict(list)
    for share in shares:
        for need, amount in share.items():
            amounts[need].append(amount)
    means_by_need = {need: fsum(amounts[need]) / len(shares) for need in sorted(amounts)}
    served = dict(sorted(means_by_need.items(), key=itemgetter(1)))
    means = {feature: fsum(x[feature] for x in values) / max(len(values), 1) for feature in weights}
    lacking = {need: -weights["needs"] * mean for need, mean in served.items()}
    return _Usual(weights, means, served, lacking)
