"""The expert weights of the utility and the words for how well an offer fits, as frozen models."""

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from questionnaires.text import Frozen, Text

Feature = Literal["needs", "goal", "sector", "nearness", "specificity", "settledness"]
FEATURES: tuple[Feature, ...] = get_args(Feature)

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

    def fit(self, utility: float) -> Fit:
        return next(word.fit for word in self.fits if utility >= word.at_least)
