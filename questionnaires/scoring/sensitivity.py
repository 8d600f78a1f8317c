"""How much a value hangs on its weights: the same answers with many other weights near the declared ones.

Weights are drawn as w' ~ Dirichlet(kappa w), at the node and at every node below it; with kappa 50, each
of six equal weights varies by about 31 %. That is SMAA (Lahdelma and Salminen 1998) with a prior at the
declared weights. A difference between two totals that is smaller than the range found here is noise of
the weights alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questionnaires.definition import Questionnaire
from questionnaires.scoring.joining import weights
from questionnaires.scoring.scorecard import DIGITS, Score

if TYPE_CHECKING:
    from numpy import ndarray
    from numpy.random import Generator

KAPPA = 50.0
DRAWS = 2000
SEED = 20260101
"""Fixed, and kept with every result: the same answers give the same range."""
RANGE = (5, 95)
"""Percentiles between which nine in ten draws lie."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The value of a node by its declared weights, and what other weights make of it.

    `low` to `high` holds nine in ten draws, `deviation` is their standard deviation; `lowest` gives for each
    child the share of draws in which it has the lowest value.
    """

    value: float
    low: float
    high: float
    deviation: float
    lowest: Mapping[str, float]
    kappa: float
    draws: int
    seed: int


def sensitivity(
    questionnaire: Questionnaire,
    score: Score,
    *,
    kappa: float = KAPPA,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Sensitivity | None:
    """How the value of a node hangs on weights; None for a node without a value."""
    import numpy as np  # a page that shows no range need not wait for it

    if score.value is None:
        return None
    drawing = _Drawing(questionnaire, np.random.default_rng(seed), kappa, draws)
    of_children = {p.score.id: drawing.of(p.score, p.value) for p in score.parts if p.value is not None}
    values = drawing.joined(score, list(of_children.values()))
    low, high = np.percentile(values, RANGE)
    return Sensitivity(
        score.value, float(low), float(high), float(values.std()), _lowest(of_children), kappa, draws, seed
    )


def _lowest(of_children: Mapping[str, "ndarray"]) -> dict[str, float]:
    """How often each child is lowest; the first of several that share the lowest value."""
    import numpy as np

    if not of_children:
        return {}
    first = np.argmin(np.round(np.stack(list(of_children.values())), DIGITS), axis=0)
    return {id_: float((first == place).mean()) for place, id_ in enumerate(of_children)}


@dataclass(frozen=True, slots=True)
class _Drawing:
    questionnaire: Questionnaire
    generator: "Generator"
    kappa: float
    draws: int

    def of(self, score: Score, value: float) -> "ndarray":
        """The values of a part in all draws, shape (draws,): that of an item stays the same."""
        import numpy as np

        below = [self.of(p.score, p.value) for p in score.parts if p.value is not None]
        return self.joined(score, below) if below else np.full(self.draws, value)

    def joined(self, score: Score, below: "list[ndarray]") -> "ndarray":
        """The values of a node; one that has no weights to vary keeps its value, or follows its lowest."""
        import numpy as np

        node = self.questionnaire.node[score.id.partition("@")[0]]
        if node.aggregate in WITHOUT_WEIGHTS:
            join = WITHOUT_WEIGHTS[node.aggregate]
            return join(np.stack(below)) if join else np.full(self.draws, score.value or 0.0)
        declared = np.array(weights(node, [p for p in score.parts if p.value is not None]))
        drawn = self.generator.dirichlet(self.kappa * declared / declared.sum(), self.draws)
        values: ndarray = (drawn * np.stack(below, axis=1)).sum(axis=1)
        return values


def _stacked_minimum(values: "ndarray") -> "ndarray":
    lowest: ndarray = values.min(axis=0)
    return lowest


def _stacked_median(values: "ndarray") -> "ndarray":
    import numpy as np

    middle: ndarray = np.median(values, axis=0)
    return middle


WITHOUT_WEIGHTS: "dict[str, Callable[[ndarray], ndarray] | None]" = {
    "min": _stacked_minimum,
    "median": _stacked_median,
    "staged": None,
    "none": None,
}
"""Ways of joining in which weights play no part."""
