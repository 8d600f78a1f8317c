"""What a measure is: one thing to do about a gap, and all of them for a questionnaire."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from questionnaires.text import Frozen, Text

MeasureId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,59}$")]
Levels = Annotated[tuple[Annotated[int, Field(ge=0, le=9)], ...], Field(min_length=1)]
Decider = Literal["management", "management_and_works_council", "department"]


class Weeks(Frozen):
    """How long it typically takes, from the first step to the day when it works."""

    least: Annotated[int, Field(ge=1, le=208)]
    most: Annotated[int, Field(ge=1, le=208)]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if self.least > self.most:
            raise ValueError(f"expected least to be at most {self.most}, found {self.least}")
        return self


class Measure(Frozen):
    """One thing to do about a gap.

    `closes`: from which levels of which questions it leads on. `effort` is 1 (days of own work), 2 (weeks) or
    3 (months, or money). `after`: measures that come first where their own gap exists.
    """

    id: MeasureId
    closes: Annotated[Mapping[str, Levels], Field(min_length=1)]
    title: Text
    text: Text
    first_step: Text
    effort: Annotated[int, Field(ge=1, le=3)]
    weeks: Weeks
    decides: Decider
    needs: Annotated[tuple[str, ...], Field(min_length=1)]
    after: tuple[MeasureId, ...] = ()


class Measures(Frozen):
    """All measures for one questionnaire, in the order of their files; `revision` changes with any word."""

    questionnaire: str
    revision: str
    measures: tuple[Measure, ...]

    @cached_property
    def measure(self) -> Mapping[str, Measure]:
        return {one.id: one for one in self.measures}

    def closing(self, question: str, level: int | None) -> tuple[Measure, ...]:
        """What leads on from this level of a question, in the order of the files; None: none is known."""
        return tuple(one for one in self.measures if level in one.closes.get(question, ()))
