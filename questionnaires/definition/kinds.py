"""The kinds of questions: choose one, tick several, give a number, write a text.

An answer is one written word (`Answer.choice`): the id of an option, ids with spaces between, a number,
a text.
"""

import re
from functools import cached_property
from math import inf, isfinite
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from questionnaires.adding import added
from questionnaires.answers import Answer
from questionnaires.conditions import AllOf, Fact, Range
from questionnaires.definition.questions import (
    Bounds,
    Choice,
    Meaning,
    Option,
    Options,
    Points,
    Question,
    checked,
)
from questionnaires.text import Frozen, Text


class Leveled(Choice):
    """Choose one of these. Written with `levels` (sentences, from 0 up) or with `options`."""

    levels: Annotated[tuple[Text, ...], Field(min_length=2, max_length=11)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _written_in_one_way(cls, data: Any) -> Any:
        if isinstance(data, dict) and ("levels" in data) == ("options" in data):
            raise ValueError("expected either levels or options")
        return data

    @model_validator(mode="after")
    def _each_value_lies_in_range(self) -> Self:
        low, high = self.range
        for option in self.options:
            if option.value is not None and not low <= option.value <= high:
                raise ValueError(f"expected a value from {low:g} to {high:g} for option {option.id}")
        return self

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """What there is to choose from; of levels, the number is id and value."""
        levels = enumerate(self.levels or ())
        return self.written or tuple(Option(id=str(n), value=n, text=text) for n, text in levels)

    @cached_property
    def ladder(self) -> tuple[float, ...]:
        return tuple(sorted(set(self._values)))

    @cached_property
    def attainable(self) -> Bounds:
        return (self.ladder[0], self.ladder[-1]) if self.ladder else self.range

    def _offers(self, choice: str) -> bool:
        return choice in self.option

    def _means(self, choice: str) -> Meaning:
        return self.option[choice].kind

    def points(self, answer: Answer) -> float:
        value = self.option[answer.choice].value
        return self.range[0] if value is None else value

    def _learnt(self, answer: Answer) -> Fact | None:
        option = self.option.get(answer.choice)
        return option.fact if option else None

    def chosen(self, answer: Answer | None) -> tuple[Option, ...]:
        option = self.option.get(answer.choice) if answer else None
        return (option,) if option else ()


class Single(Leveled):
    """Choose one."""

    kind: Literal["single"] = "single"


class Several(Choice):
    """Tick what applies, also nothing. The points of the ticks are summed up and kept within the range."""

    kind: Literal["several"] = "several"
    written: Options = Field(alias="options")

    @model_validator(mode="after")
    def _ticks_are_the_facts(self) -> Self:
        if any(option.stated is not None for option in self.options):
            raise ValueError("expected no fact for the options: rules learn which of them were ticked")
        return self

    def _widest(self) -> Bounds:
        return (added(v for v in self._values if v < 0), added(v for v in self._values if v > 0))

    @cached_property
    def attainable(self) -> Bounds:
        together = [o.value or 0.0 for o in self.options if not _stands_alone(o)]
        alone = [o.value for o in self.options if _stands_alone(o) and o.value is not None]
        sums = (added(v for v in together if v < 0), added(v for v in together if v > 0), *alone)
        low, high = self.range
        return (min(max(min(sums), low), high), min(max(max(sums), low), high))

    def _offers(self, choice: str) -> bool:
        ticks = choice.split()
        if not set(ticks) <= set(self.option) or len(set(ticks)) != len(ticks):
            return False
        return len(ticks) < 2 or not any(_stands_alone(self.option[tick]) for tick in ticks)

    def _means(self, choice: str) -> Meaning:
        ticks = choice.split()
        return self.option[ticks[0]].kind if len(ticks) == 1 else "level"

    def points(self, answer: Answer) -> float:
        low, high = self.range
        return min(max(added(option.value or 0.0 for option in self.chosen(answer)), low), high)

    def _learnt(self, answer: Answer) -> Fact | None:
        gap = self.meaning(answer) in {"dont_know", "not_applicable"}
        return None if gap else AllOf(frozenset(answer.choice.split()))

    @property
    def facts(self) -> tuple[Fact | None, ...]:
        """Nothing ticked, each by itself, and all of them."""
        ticks = [option.id for option in self.options if option.kind in {"level", "none"}]
        return tuple(AllOf(frozenset(chosen)) for chosen in ([], *([tick] for tick in ticks), ticks))

    def chosen(self, answer: Answer | None) -> tuple[Option, ...]:
        ticks = answer.choice.split() if answer else ()
        return tuple(self.option[tick] for tick in ticks if tick in self.option)


def _stands_alone(option: Option) -> bool:
    return option.alone or option.kind != "level"


class Step(Frozen):
    """These points for a number that reaches `from`, or that lies above `above`."""

    reaches: Points | None = Field(default=None, alias="from")
    above: Points | None = None
    value: Points

    @model_validator(mode="after")
    def _has_one_beginning(self) -> Self:
        if (self.reaches is None) == (self.above is None):
            raise ValueError("expected either from or above")
        return self

    @property
    def start(self) -> float:
        return (self.above if self.reaches is None else self.reaches) or 0.0

    def reached_by(self, number: float) -> bool:
        return number > self.start if self.reaches is None else number >= self.start


class Number(Question):
    """Give a number within `limits`: its points (kept within the range), or those of the step it reaches."""

    kind: Literal["number"] = "number"
    limits: Bounds
    stated_range: Bounds | None = Field(default=None, alias="range")
    steps: tuple[Step, ...] = ()
    counted: bool = Field(default=True, alias="scored")
    unit: Text | None = None

    @model_validator(mode="after")
    def _limits_and_steps_rise(self) -> Self:
        low, high = checked(self.limits)
        starts = [(step.start, step.reaches is None) for step in self.steps]
        if starts and (starts != sorted(set(starts)) or starts[0] != (low, False)):
            raise ValueError("expected rising steps, the first from the lower limit")
        if starts and starts[-1] > (high, False):
            raise ValueError("expected no step beyond the upper limit")
        low, high = checked(self.range)
        if any(not low <= step.value <= high for step in self.steps):
            raise ValueError(f"expected values from {low:g} to {high:g} for all steps")
        return self

    @property
    def scored(self) -> bool:
        return self.counted

    @cached_property
    def range(self) -> Bounds:
        values = [step.value for step in self.steps]
        return self.stated_range or ((min(values), max(values)) if values else self.limits)

    @cached_property
    def attainable(self) -> Bounds:
        low, high = self.range
        values = [step.value for step in self.steps] or list(self.limits)
        within = [min(max(value, low), high) for value in values]
        return (min(within), max(within))

    def _offers(self, choice: str) -> bool:
        number = as_number(choice)
        return number is not None and self.limits[0] <= number <= self.limits[1]

    def points(self, answer: Answer) -> float:
        number = float(answer.choice)
        reached = [step.value for step in self.steps if step.reached_by(number)]
        low, high = self.range
        return min(max(reached[-1] if reached else number, low), high)

    def _learnt(self, answer: Answer) -> Fact | None:
        number = as_number(answer.choice)
        return None if number is None else Range(number, number)

    @property
    def facts(self) -> tuple[Fact | None, ...]:
        return (Range(*self.limits),)


NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")


def as_number(written: str) -> float | None:
    """The number that is written with a decimal point, None for all else (also for 1_000, ∞ and 1,5)."""
    number = float(written) if NUMBER.fullmatch(written) else inf
    return number if isfinite(number) else None


class FreeText(Question):
    """Answer in your own words. Never scored."""

    kind: Literal["text"] = "text"

    def _offers(self, choice: str) -> bool:
        return bool(choice.strip())

    def _means(self, choice: str) -> Meaning:
        return "none"

    @property
    def facts(self) -> tuple[Fact | None, ...]:
        """Nothing that rules could read."""
        return (None,)
