"""What every question has, however it is answered, and the options to choose from.

A question says which answers it accepts, what an answer means, how many points it is worth, and what
rules learn from it; nothing outside asks which kind it is. `dont_know` and `not_applicable` are understood
by all of them; all else is up to the `kinds`.
"""

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.conditions import Condition, Fact, OneOf, Range
from questionnaires.definition.facts import AllFact, RangeFact, StatedFact, one_of
from questionnaires.text import Frozen, Text

MAX_ID = 40
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+.\-]*$", max_length=MAX_ID)]
LEAST = 1e-6
"""What is smaller than this, and no zero, is no weight and no range: a mistake, and numbers would run out."""


def _noticed(weight: float) -> float:
    if 0 < weight < LEAST:
        raise ValueError(f"expected 0 or at least {LEAST:f}")
    return weight


Weight = Annotated[float, Field(ge=0, le=1_000_000), AfterValidator(_noticed)]
Points = Annotated[float, Field(ge=-1e9, le=1e9)]

Meaning = Literal["level", "none", "dont_know", "not_applicable"]
"""What an answer says: something with points, something that is never counted, or one of the two gaps."""


class Option(Frozen):
    """One answer to choose. `value` gives its points; `fact` is what rules learn from it, `[]` for nothing.

    Choosing it may answer later questions (`sets`), hold a node down to so many points (`caps`) and call
    for actions. `alone`: where several may be ticked, this one only by itself ("none of these").
    """

    id: Id
    text: Text
    kind: Meaning = "level"
    value: Points | None = None
    alone: bool = False
    sets: dict[Id, str] = Field(default_factory=dict)
    caps: dict[Id, Points] = Field(default_factory=dict)
    actions: tuple[Id, ...] = ()
    stated: StatedFact | None = Field(default=None, alias="fact")

    @model_validator(mode="after")
    def _says_what_its_kind_can_say(self) -> Self:
        gap = self.kind in {"dont_know", "not_applicable"}
        idle = {
            "value": self.kind != "level" and self.value is not None,
            "caps": gap and bool(self.caps),
            "fact": gap and self.stated is not None,
        }
        for key in (key for key, written in idle.items() if written):
            raise ValueError(f"expected no {key} for an option of the kind {self.kind}")
        return self

    @cached_property
    def fact(self) -> Fact | None:
        if self.kind in {"dont_know", "not_applicable"}:
            return None
        if isinstance(self.stated, RangeFact | AllFact):
            return self.stated.fact()
        if self.stated is not None:
            return one_of(self.stated)
        return OneOf(frozenset([self.id])) if self.value is None else Range(self.value, self.value)


class Reason(Frozen):
    """Why a question does not apply; one must be chosen."""

    id: Id
    text: Text


class Asked(Frozen):
    """What all questions have, however they are answered and however they are written down."""

    id: Id
    check: Id | None = None
    title: Text
    stated_text: Text | None = Field(default=None, alias="text")
    why: Text | None = None
    hint: Text | None = None
    views: tuple[Literal["management", "works_council"], ...] = ("management",)
    needs: tuple[Id, ...] = ()
    fact_name: Id | None = Field(default=None, alias="fact")
    ask_if: Condition | None = None
    weight: Weight = 1.0
    target: Points | None = None
    effort: Literal[1, 2, 3] = 1
    after: tuple[Id, ...] = ()
    relevance: Id | None = None
    dont_know: Text | None = None
    not_applicable: tuple[Reason, ...] = ()

    @property
    def text(self) -> Text:
        """The question as it is asked; where none is written, its title."""
        return self.stated_text or self.title


class Question(Asked):
    """One question that is asked. `group` names the matrix or the rated item of which it is a row.

    `check` is the shortest length that contains it (all, where none is named), `target` the points to
    reach (the policy's share, where none are named), `effort` 1 to 3 what a step costs, `after` the
    questions to be dealt with first, `relevance` the question whose answer says how much this one matters.
    """

    group: Id | None = None

    @property
    def options(self) -> tuple[Option, ...]:
        """What there is to choose from."""
        return ()

    @property
    def option(self) -> dict[str, Option]:
        return {}

    @property
    def scored(self) -> bool:
        return False

    @property
    def range(self) -> tuple[float, float]:
        """The fewest and the most points that an answer can be worth."""
        return (0.0, 1.0)

    @property
    def attainable(self) -> tuple[float, float]:
        """The fewest and the most points that one of its answers is worth: `range` may be wider."""
        return self.range

    @property
    def possible(self) -> tuple[float, float]:
        """The points between which an open question lies; all of its range if it may yet not count at all."""
        uncounted = any(option.kind in {"none", "not_applicable"} for option in self.options)
        return self.range if self.not_applicable or uncounted else self.attainable

    @property
    def ladder(self) -> tuple[float, ...]:
        """The points there are to choose from, upwards; empty where they are summed up or measured."""
        return ()

    def accepts(self, answer: Answer) -> bool:
        """Whether this answer is one that the question offers."""
        if answer.choice == NOT_APPLICABLE:
            return answer.reason in {reason.id for reason in self.not_applicable}
        return answer.reason is None and (answer.choice == DONT_KNOW or self._offers(answer.choice))

    def _offers(self, choice: str) -> bool:
        raise NotImplementedError

    def meaning(self, answer: Answer) -> Meaning:
        if answer.choice == DONT_KNOW:
            return "dont_know"
        if answer.choice == NOT_APPLICABLE:
            return "not_applicable"
        return self._means(answer.choice)

    def _means(self, choice: str) -> Meaning:
        return "level"

    def points(self, answer: Answer) -> float:
        """What an answer that means a level is worth, within `range`."""
        raise NotImplementedError

    def fact(self, answer: Answer | None) -> Fact | None:
        """What rules learn from an answer; None for no answer, don't know and does not apply."""
        return None if answer is None else self._learnt(answer)

    def _learnt(self, answer: Answer) -> Fact | None:
        return None

    @property
    def facts(self) -> tuple[Fact | None, ...]:
        """What rules may come to know from it (None: nothing), for the lint to try them on."""
        return tuple(option.fact for option in self.options)

    def chosen(self, answer: Answer | None) -> tuple[Option, ...]:
        """The options that an answer names."""
        return ()


def _listed(given: Any, info: ValidationInfo) -> Any:
    """Options may be given by the name of a list in the head of the questionnaire."""
    if not isinstance(given, str):
        return given
    lists = (info.context or {}).get("lists", {})
    if given not in lists:
        known = ", ".join(lists) or "none"
        raise ValueError(f"expected options or the name of a list; lists in questionnaire.yaml: {known}")
    return lists[given]


Options = Annotated[tuple[Option, ...], Field(min_length=2), BeforeValidator(_listed)]
Bounds = tuple[Points, Points]


def checked(bounds: Bounds) -> Bounds:
    if bounds[1] - bounds[0] < LEAST:
        raise ValueError("expected a range whose end lies above its beginning")
    return bounds


class Choice(Question):
    """Something to choose from. Points lie in `range`, by default from the lowest to the highest value."""

    written: Options | None = Field(default=None, alias="options")
    stated_range: Bounds | None = Field(default=None, alias="range")

    @model_validator(mode="after")
    def _values_make_a_range(self) -> Self:
        without = [option.id for option in self.options if option.kind == "level" and option.value is None]
        if self.scored and without:
            raise ValueError(f"expected a value for every level or for none, found none for {without[0]}")
        if self.scored and self.stated_range is None and self.range[1] - self.range[0] < LEAST:
            raise ValueError("expected values that differ, or a range")
        checked(self.range)
        return self

    @cached_property
    def options(self) -> tuple[Option, ...]:
        return self.written or ()

    @cached_property
    def option(self) -> dict[str, Option]:
        return {option.id: option for option in self.options}

    @cached_property
    def scored(self) -> bool:
        return bool(self._values)

    @cached_property
    def range(self) -> Bounds:
        return self.stated_range or (self._widest() if self.scored else (0.0, 1.0))

    @cached_property
    def _values(self) -> tuple[float, ...]:
        return tuple(option.value for option in self.options if option.value is not None)

    def _widest(self) -> Bounds:
        return (min(self._values), max(self._values))
