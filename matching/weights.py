"""The expert weights of the utility and the words for how well an offer fits, as frozen models."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from questionnaires.text import Frozen, Text

Feature = Literal[
    "needs", "goal", "sector", "nearness", "specificity", "settledness", "acceptance", "combination"
]
FEATURES: tuple[Feature, ...] = get_args(Feature)
"""The last two come from outcomes: they are absent until a learned model is in force."""

LEARNABLE: tuple[Feature, ...] = tuple(feature for feature in FEATURES if feature != "combination")
"""Those whose weight is learned. A combination is what a second model adds to all of them."""

Fit = Literal["very_good", "good", "partial"]


class Weight(Frozen):
    weight: Annotated[float, Field(ge=0)]
    title: Text
    meaning: Text


class FitWord(Frozen):
    """A word for offers whose utility is at least `at_least`."""

    fit: Fit
    at_least: Annotated[float, Field(ge=0, le=1)]
    title: Text


class Weights(Frozen):
    bias: float
    features: dict[Feature, Weight]
    fits: tuple[FitWord, ...]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if missing := set(FEATURES) - set(self.features):
            raise ValueError(f"expected a weight for {', '.join(sorted(missing))}")
        if [word.fit for word in self.fits] != list(get_args(Fit)):
            raise ValueError(f"expected the words {', '.join(get_args(Fit))} in this order")
        limits = [word.at_least for word in self.fits]
        if limits != sorted(limits, reverse=True) or limits[-1] != 0:
            raise ValueError("expected falling limits that end at 0")
        return self

    @property
    def numbers(self) -> dict[Feature, float]:
        """The weights that outcomes can change, without their words."""
        return {feature: self.features[feature].weight for feature in LEARNABLE}

    def changed(self, numbers: Mapping[Feature, float], bias: float) -> Self:
        """The same words with other numbers; a feature that is not named keeps its own."""
        features = {
            feature: weight.model_copy(update={"weight": numbers.get(feature, weight.weight)})
            for feature, weight in self.features.items()
        }
        return self.model_copy(update={"bias": bias, "features": features})

    def fit(self, utility: float) -> Fit:
        return next(word.fit for word in self.fits if utility >= word.at_least)
