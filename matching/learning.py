"""Weights from outcomes, drawn towards those of the experts: a logistic regression with a prior.

    minimise   sum_i v_i logloss(y_i, intercept + sum_k w_k x_ik)  +  10/2 ||w - w0||^2,     w_k >= 0

y is the label of a decision and v its weight (`feedback`), scaled so that n decisions weigh as much as n
against the prior, however unlikely their places were; x7, the acceptance, is counted without the decision
itself. Without a decision the minimum is w0 exactly. How readily companies accept at all is the intercept,
which is free; the bias of the model is chosen so that the average decided offer keeps the log-odds it had,
because the words for the fit ("fits well") go by them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from matching.acceptance import NONE, Acceptance, Tally, acceptance, own
from matching.feedback import Event, decisions
from matching.learned import Learned
from matching.weights import LEARNABLE, Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

PRIOR = 10.0
"""How strongly the experts' weights hold: ten times a squared difference of 1, halved, in log-loss."""

FREE = 1e-3
"""The intercept is held just enough to be determined where all decisions are the same."""

DIGITS = 9


@dataclass(frozen=True)
class Rows:
    """Decisions as arrays: features (n, 7), labels (n,) in {0, 1}, weights (n,)."""

    x: "Numbers"
    y: "Numbers"
    weights: "Numbers"


@dataclass(frozen=True)
class Fitted:
    """The minimum: weights by the order of LEARNABLE, and the intercept."""

    weights: "Numbers"
    intercept: float

    def scores(self, x: "Numbers") -> "Numbers":
        """Log-odds (n,) for features (n, 7)."""
        scores: Numbers = self.intercept + x @ self.weights
        return scores


def learn(events: Iterable[Event], expert: Weights) -> Learned:
    """The model of these outcomes, without a second one. The order of the events changes nothing."""
    decided = decisions(events)
    counts = acceptance(decided)
    rows = training_rows(decided, counts)
    return as_learned(fit(rows, expert), rows, counts, expert)


def training_rows(decided: Sequence[Event], counts: Acceptance) -> Rows:
    """Each decision with the acceptance as it would be without it."""
    return _rows(decided, counts, [own(event) for event in decided])


def fresh_rows(decided: Sequence[Event], counts: Acceptance) -> Rows:
    """Decisions that are not among those counted."""
    return _rows(decided, counts, [NONE] * len(decided))


def _rows(decided: Sequence[Event], counts: Acceptance, without: Sequence[Tally]) -> Rows:
    import numpy as np

    x = [_features(event, counts, left_out) for event, left_out in zip(decided, without, strict=True)]
    return Rows(
        np.array(x, dtype=float).reshape(len(decided), len(LEARNABLE)),
        np.array([event.accepted for event in decided], dtype=float),
        np.array(_as_many([event.weight for event in decided], decided), dtype=float),
    )


def _as_many(weights: Sequence[float], decided: Sequence[Event]) -> list[float]:
    """The weights, scaled so that the decisions together count as many as they are against the prior."""
    many = fsum(event.label.weight for event in decided if event.label)
    return [weight * many / fsum(weights) for weight in weights]


def _features(event: Event, counts: Acceptance, without: Tally) -> list[float]:
    known = event.features | {"acceptance": counts.log_odds(event.offer, event.needs, without)}
    return [known.get(feature, 0.0) for feature in LEARNABLE]


def fit(rows: Rows, expert: Weights, prior: float = PRIOR) -> Fitted:
    """The minimum of the sum above, found by L-BFGS-B from the experts' weights."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    anchor = np.array([*_numbers(expert), expert.bias])
    hold = np.array([prior] * len(LEARNABLE) + [FREE])
    x = np.column_stack([rows.x, np.ones(len(rows.y))])

    def loss(w: "Numbers") -> "tuple[float, Numbers]":
        z, away = x @ w, w - anchor
        losses = rows.weights * (np.logaddexp(0, z) - rows.y * z)
        gradient = x.T @ (rows.weights * (expit(z) - rows.y)) + hold * away
        return float(losses.sum() + (hold * away**2).sum() / 2), gradient

    bounds = [(0, None)] * len(LEARNABLE) + [(None, None)]
    found = minimize(loss, anchor, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500})
    return Fitted(found.x[:-1], float(found.x[-1]))


def _numbers(expert: Weights) -> list[float]:
    return [expert.numbers[feature] for feature in LEARNABLE]


def as_learned(fitted: Fitted, rows: Rows, counts: Acceptance, expert: Weights) -> Learned:
    weights = [round(float(weight), DIGITS) for weight in fitted.weights]
    return Learned(
        weights=dict(zip(LEARNABLE, weights, strict=True)),
        bias=round(expert.bias + _lost(rows, weights, expert), DIGITS),
        acceptance=counts,
    )


def _lost(rows: Rows, weights: Sequence[float], expert: Weights) -> float:
    """How much lower the average decided offer stands by the new weights."""
    if not len(rows.y):
        return 0.0
    import numpy as np

    change = np.array(_numbers(expert)) - np.array(weights)
    return float(np.average(rows.x @ change, weights=rows.weights))
