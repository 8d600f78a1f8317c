"""Indicator sets: which figures a programme wants, in which order, under which names. All of it is content.

A figure is either counted by a rule that stands in `rules`, or typed in by hand. Both say in one sentence how
they are counted; without it content is refused, as it is for an unknown rule, by file and line.
"""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from questionnaires.definition.questions import Id
from questionnaires.text import LANGUAGES, Frozen, Text, Words
from reports.funder.rules import RULES

Attribute = Literal["size_class", "district", "sector"]
ATTRIBUTES: tuple[Attribute, ...] = get_args(Attribute)
Entry = Literal["count", "mean", "percent", "text"]
"""How a figure is typed in: a whole number to be added up, a mean on a scale, a share, a remark."""
TITLE, COUNTING, UNIT, NOTE = 70, 170, 24, 260
"""Characters, at most, in either language: two pages hold a set of the longest ones."""


def _short(most: int) -> AfterValidator:
    def check(text: Text) -> Text:
        for code in LANGUAGES:
            if (long := len(text.in_(code))) > most:
                raise ValueError(f"expected at most {most} characters, found {long} in {code}")
        return text

    return AfterValidator(check)


Title = Annotated[Text, _short(TITLE)]
Counting = Annotated[Text, _short(COUNTING)]
Unit = Annotated[Text, _short(UNIT)]
Note = Annotated[Text, _short(NOTE)]
Code = Annotated[Words, Field(max_length=12)]


def _known_rule(name: str) -> str:
    if name not in RULES:
        raise ValueError(f"expected one of {', '.join(RULES)}")
    return name


class _Indicator(Frozen):
    """`code` is the funder's own, such as RCO01. `target` is what the programme wants to reach by its end."""

    id: Id
    title: Title
    counting: Counting
    unit: Unit
    code: Code | None = None
    target: Annotated[float, Field(ge=0, le=1_000_000)] | None = None


class Counted(_Indicator):
    """A figure from the records, by a rule of `rules.RULES`; `by` shows it divided."""

    kind: Literal["counted"]
    rule: Annotated[str, AfterValidator(_known_rule)]
    by: Attribute | None = None

    @model_validator(mode="after")
    def _divides_what_can_be_divided(self) -> Self:
        if self.by and not RULES[self.rule].divides:
            able = ", ".join(name for name, rule in RULES.items() if rule.divides)
            raise ValueError(f"expected no 'by' for {self.rule}; only {able} can be divided")
        if self.by and self.target is not None:
            raise ValueError("expected no target for a figure that is divided")
        return self


class Entered(_Indicator):
    """A figure that somebody types in for each quarter. Counts are added up, all else is the newest."""

    kind: Literal["entered"]
    entry: Entry
    scale: tuple[float, float] | None = None

    @model_validator(mode="after")
    def _has_a_scale_if_it_needs_one(self) -> Self:
        if (self.entry == "mean") != (self.scale is not None):
            raise ValueError("expected scale: [lowest, highest] for a mean, and for nothing else")
        if self.scale and self.scale[0] >= self.scale[1]:
            raise ValueError(f"expected a scale that rises, found {list(self.scale)}")
        if self.entry == "text" and self.target is not None:
            raise ValueError("expected no target for a text")
        return self

    @property
    def limits(self) -> tuple[float, float]:
        """What may be typed in, both ends included."""
        return self.scale or {"percent": (0, 100)}.get(self.entry, (0, 1_000_000))


Indicator = Annotated[Counted | Entered, Field(discriminator="kind")]


class Part(Frozen):
    """A heading with its figures."""

    id: Id
    title: Title
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]


class Programme(Frozen):
    """Who pays for what, from when until when. The dates decide which growth counts as the programme's."""

    name: Annotated[Text, _short(100)]
    funder: Annotated[Text, _short(100)]
    begins: date
    ends: date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends <= self.begins:
            raise ValueError(f"expected an end after {self.begins.isoformat()}")
        return self


class IndicatorSet(Frozen):
    """`origin`: whether the funder prescribes these figures or they are a usual choice; `note` says more."""

    id: Id
    title: Title
    programme: Programme
    origin: Literal["typical", "prescribed"]
    note: Note | None = None
    sections: Annotated[tuple[Part, ...], Field(min_length=1)]

    @cached_property
    def counted(self) -> tuple[Counted, ...]:
        return tuple(one for one in self._all() if isinstance(one, Counted))

    @cached_property
    def entered(self) -> tuple[Entered, ...]:
        return tuple(one for one in self._all() if isinstance(one, Entered))

    def _all(self) -> Iterator[Counted | Entered]:
        return (one for section in self.sections for one in section.indicators)
