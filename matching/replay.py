"""Past decisions played again: would another model have put them in a better order?

Measured is the concordance: among the offers a company decided about, the share of pairs of an accepted
and a refused one that stand in the right order, ties as a half, each pair weighted by both decisions (which
hold the inverse propensity of their places). Companies count the same. No model is judged by companies it
learned from: it is made anew without each fifth of them, and judged by that fifth.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import product
from math import fsum, sqrt

from matching.acceptance import acceptance
from matching.challenger import challenge
from matching.feedback import Event, decisions
from matching.learned import Learned
from matching.learning import fit, fresh_rows, training_rows
from matching.weights import LEARNABLE, Weights
from questionnaires.text import Frozen

FOLDS = 5

Scorer = Callable[[Sequence[Event]], Sequence[float]]
"""Log-odds of decisions the model does not know."""
Recipe = Callable[[Sequence[Event]], Scorer]
"""How a model is made of decisions."""


class Comparison(Frozen):
    """Concordance before and after, their mean difference over companies and its standard error.

    `standard_error` is None with fewer than two companies that can be compared.
    """

    companies: int
    before: float
    after: float
    gain: float
    standard_error: float | None

    @property
    def not_worse(self) -> bool:
        return self.standard_error is not None and self.gain >= 0

    @property
    def better(self) -> bool:
        """By one standard error."""
        return self.standard_error is not None and self.gain > self.standard_error


# --- recipes -----------------------------------------------------------------------------------


def constant(learned: Learned) -> Recipe:
    """These weights, whatever is decided; acceptance counts as it stands in them."""

    def score(decided: Sequence[Event]) -> Sequence[float]:
        rows = fresh_rows(decided, learned.acceptance)
        return [
            learned.bias + fsum(learned.weights[f] * x for f, x in zip(LEARNABLE, row, strict=True))
            for row in rows.x.tolist()
        ]

    return lambda _: score


def experts(weights: Weights) -> Recipe:
    return constant(Learned.by_experts(weights))


def regression(weights: Weights) -> Recipe:
    return _learning(weights, challenged=False)


def combination(weights: Weights) -> Recipe:
    return _learning(weights, challenged=True)


def _learning(weights: Weights, *, challenged: bool) -> Recipe:
    def make(decided: Sequence[Event]) -> Scorer:
        counts = acceptance(decided)
        rows = training_rows(decided, counts)
        fitted = fit(rows, weights)
        model = (challenge(fitted, rows) if challenged else None) or fitted

        def score(others: Sequence[Event]) -> Sequence[float]:
            scores: list[float] = model.scores(fresh_rows(others, counts).x).tolist()
            return scores

        return score

    return make


def known_until(day: date, recipe: Recipe) -> Recipe:
    """A model that was made on an earlier day: it learns from nothing later, and is judged as all others."""
    return lambda decided: recipe([event for event in decided if event.date <= day])


# --- playing again -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Replay:
    """Decisions, parted by company."""

    decided: Sequence[Event]
    seed: int

    def scores(self, recipe: Recipe) -> list[float]:
        """Each decision by a model that has seen none of its company."""
        parts = self._parts()
        scores = [0.0] * len(self.decided)
        for part in sorted(set(parts)):
            known = [event for event, other in zip(self.decided, parts, strict=True) if other != part]
            places = [place for place, other in enumerate(parts) if other == part]
            found = recipe(known)([self.decided[place] for place in places])
            for place, score in zip(places, found, strict=True):
                scores[place] = score
        return scores

    def _parts(self) -> list[int]:
        companies = sorted({event.company for event in self.decided}, key=self._lot)
        part = {company: place % FOLDS for place, company in enumerate(companies)}
        return [part[event.company] for event in self.decided]

    def _lot(self, company: str) -> str:
        return sha256(f"{self.seed}\0{company}".encode()).hexdigest()

    def compare(self, before: Sequence[float], after: Sequence[float]) -> Comparison:
        one, other = _concordances(self.decided, before), _concordances(self.decided, after)
        gains = [other[company] - one[company] for company in one]
        return Comparison(
            companies=len(gains),
            before=_mean(one.values()),
            after=_mean(other.values()),
            gain=_mean(gains),
            standard_error=_standard_error(gains),
        )


def replay(events: Iterable[Event], before: Recipe, after: Recipe, seed: int) -> Comparison:
    """One model against another on the same decisions."""
    played = Replay(decisions(events), seed)
    return played.compare(played.scores(before), played.scores(after))


def _concordances(decided: Sequence[Event], scores: Sequence[float]) -> dict[str, float]:
    """By company, of those that accepted one offer and refused another."""
    sides: dict[str, tuple[list[_Judged], list[_Judged]]] = defaultdict(lambda: ([], []))
    for event, score in zip(decided, scores, strict=True):
        sides[event.company][event.accepted].append((round(score, 9), event.weight))
    return {
        c: _concordance(refused, accepted) for c, (refused, accepted) in sides.items() if refused and accepted
    }


_Judged = tuple[float, float]
"""The score of a decision and its weight."""


def _concordance(refused: Sequence[_Judged], accepted: Sequence[_Judged]) -> float:
    pairs = [((a > r) + (a >= r), v * w) for (a, v), (r, w) in product(accepted, refused)]
    return fsum(right * weight for right, weight in pairs) / 2 / fsum(weight for _, weight in pairs)


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return fsum(found) / len(found) if found else 0.0


def _standard_error(values: Sequence[float]) -> float | None:
    if len(values) < 2:
        return None
    mean = _mean(values)
    return sqrt(fsum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values))
