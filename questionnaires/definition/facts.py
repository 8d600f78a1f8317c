"""How an author states what rules learn from an option: a range, one of several codes, all of several."""

from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator

from questionnaires.conditions import AllOf, OneOf, Range
from questionnaires.text import Frozen


class RangeFact(Frozen):
    min: float
    max: float | None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError("expected a max that is not below min")
        return self

    def fact(self) -> Range:
        return Range(self.min, self.max)


class AllFact(Frozen):
    all: Annotated[tuple[str, ...], Field(min_length=1)]

    def fact(self) -> AllOf:
        return AllOf(frozenset(self.all))


def _written_as(data: Any) -> str:
    """Which kind of fact an author meant, so that a mistake in it is told once and not for every kind."""
    if isinstance(data, AllFact) or (isinstance(data, dict) and "all" in data):
        return "all"
    return "range" if isinstance(data, dict | RangeFact) else "codes"


StatedFact = Annotated[
    Annotated[RangeFact, Tag("range")]
    | Annotated[AllFact, Tag("all")]
    | Annotated[tuple[str, ...], Tag("codes")],
    Discriminator(_written_as),
]


def one_of(codes: tuple[str, ...]) -> OneOf | None:
    """One of these codes, it is not known which; of none, nothing is learnt."""
    return OneOf(frozenset(codes)) if codes else None
