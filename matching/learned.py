"""What was learned from outcomes, as plain data: read for every list, made by `learning`."""

from typing import Self

from matching.acceptance import Acceptance
from matching.trees import Combination
from matching.weights import Feature, Weights
from questionnaires.text import Frozen


class Learned(Frozen):
    """Weights in the place of the experts', the counts behind the acceptance, and a second model if any."""

    weights: dict[Feature, float]
    bias: float
    acceptance: Acceptance = Acceptance()
    combination: Combination | None = None

    @classmethod
    def by_experts(cls, weights: Weights) -> Self:
        """The experts' weights, as if they had been learned."""
        return cls(weights=weights.numbers, bias=weights.bias)

    def applied_to(self, weights: Weights) -> Weights:
        return weights.changed(self.weights, self.bias)
