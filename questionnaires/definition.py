"""What a questionnaire consists of, as frozen models: sections of questions, and a tree that scores them.

Everything that an author decides is here as data: wording, routing, weights, thresholds, the policy
for what is not known. Nothing is computed here; `routing` and `scoring` read these models.
"""

import re
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.conditions import AllOf, Condition, Fact, OneOf, Range
from questionnaires.text import Frozen, Text

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+.\-]*$", max_length=40)]
Position = Annotated[float, Field(ge=0, le=1)]


def _divided(given: Any) -> Any:
    fraction = re.fullmatch(r"(\d+)/([1-9]\d*)", given) if isinstance(given, str) else None
    return int(fraction[1]) / int(fraction[2]) if fraction else given


Share = Annotated[Position, BeforeValidator(_divided)]
"""May be written as a fraction: 2/3."""


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


class Option(Frozen):
    """One answer to choose. `value` scores it; `fact` is what rules learn from it, `[]` for nothing."""

    id: Id
    text: Text
    value: float | None = None
    stated: StatedFact | None = Field(default=None, alias="fact")

    @cached_property
    def fact(self) -> Fact | None:
        if self.stated == ():
            return None
        if isinstance(self.stated, RangeFact | AllFact):
            return self.stated.fact()
        if self.stated is not None:
            return OneOf(frozenset(self.stated))
        return OneOf(frozenset([self.id])) if self.value is None else Range(self.value, self.value)


class Reason(Frozen):
    """Why a question does not apply; one must be chosen."""

    id: Id
    text: Text


class Question(Frozen):
    """One question. Written with `levels` (five sentences, 0 to 4) or with `options`."""

    id: Id
    check: Id
    title: Text
    text: Text
    why: Text
    hint: Text | None = None
    views: tuple[Literal["management", "works_council"], ...] = ("management",)
    needs: tuple[Id, ...] = ()
    fact_name: Id | None = Field(default=None, alias="fact")
    ask_if: Condition | None = None
    weight: Annotated[float, Field(ge=0)] = 1.0
    range: tuple[float, float] = (0.0, 4.0)
    levels: Annotated[tuple[Text, ...], Field(min_length=5, max_length=5)] | None = None
    written: Annotated[tuple[Option, ...], Field(min_length=2)] | None = Field(default=None, alias="options")
    dont_know: Text | None = None
    not_applicable: tuple[Reason, ...] = ()

    @model_validator(mode="after")
    def _written_in_one_way(self) -> Self:
        if (self.levels is None) == (self.written is None):
            raise ValueError("expected either levels or options")
        return self

    @model_validator(mode="after")
    def _values_lie_in_range(self) -> Self:
        low, high = self.range
        if high <= low:
            raise ValueError("expected a range whose end lies above its beginning")
        for option in self.options:
            if (option.value is not None) != self.scored:
                raise ValueError(f"expected a value for every option or for none, see option {option.id}")
            if option.value is not None and not low <= option.value <= high:
                raise ValueError(f"expected a value from {low:g} to {high:g} for option {option.id}")
        return self

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """What there is to choose from; of levels, the number is id and value."""
        levels = enumerate(self.levels or ())
        return self.written or tuple(Option(id=str(n), value=n, text=text) for n, text in levels)

    @cached_property
    def option(self) -> dict[str, Option]:
        return {option.id: option for option in self.options}

    @property
    def scored(self) -> bool:
        return any(option.value is not None for option in self.options)

    def accepts(self, answer: Answer) -> bool:
        """Whether this answer is one that the question offers."""
        if answer.choice == NOT_APPLICABLE:
            return answer.reason in {reason.id for reason in self.not_applicable}
        return answer.reason is None and (answer.choice == DONT_KNOW or answer.choice in self.option)

    def fact(self, answer: Answer | None) -> Fact | None:
        """What rules learn from an answer; None for no answer, don't know and does not apply."""
        option = self.option.get(answer.choice) if answer else None
        return option.fact if option else None


class Section(Frozen):
    """One page: questions that belong together."""

    id: Id
    title: Text
    intro: Text | None = None
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


class Gate(Frozen):
    """A level that is reached only when a key question has at least this value."""

    question: Id
    level: Annotated[int, Field(ge=1)]
    at_least: float


class Node(Frozen):
    """A part of the scoring tree: its children are questions (by id) or further nodes."""

    id: Id
    title: Text
    short: Text | None = None
    scale: Id
    aggregate: Literal["mean", "min", "none"] = "mean"
    missing: Literal["exclude", "exclude_by_coverage"] = "exclude_by_coverage"
    weight: Annotated[float, Field(ge=0)] = 1.0
    gates: tuple[Gate, ...] = ()
    children: Annotated[tuple["Child", ...], Field(min_length=1)]


Child = Annotated[
    Annotated[Id, Tag("question")] | Annotated[Node, Tag("node")],
    Discriminator(lambda data: "node" if isinstance(data, dict | Node) else "question"),
]


class Scale(Frozen):
    """Names of the levels; level k is reached at thresholds[k - 1]."""

    thresholds: tuple[Position, ...]
    levels: tuple[Text, ...]

    @model_validator(mode="after")
    def _one_name_more_than_thresholds(self) -> Self:
        if len(self.levels) != len(self.thresholds) + 1 or list(self.thresholds) != sorted(
            set(self.thresholds)
        ):
            raise ValueError("expected rising thresholds and one level name more than thresholds")
        return self


class Check(Frozen):
    """A length in which the questionnaire can be taken; later ones contain earlier ones."""

    id: Id
    title: Text
    minutes: Annotated[int, Field(gt=0)]


class Policy(Frozen):
    """Cut-offs that are design choices, not facts from the literature (scoring.md 2.3)."""

    min_coverage: Share
    min_answers: int
    not_applicable_flag: Share
    target: Share


class Cut(Frozen):
    exposure: Position
    readiness: Position


class FieldOfFour(Frozen):
    title: Text
    text: Text


class Fields(Frozen):
    """How exposure and readiness are read together."""

    cut: Cut
    act_now: FieldOfFour
    secure: FieldOfFour
    watch: FieldOfFour
    build_on: FieldOfFour


class Need(Frozen):
    """One kind of help; questions name the needs they reveal, offers the needs they serve."""

    id: Id
    area: Id
    title: Text


class Head(Frozen):
    """The head file of a version: everything but the sections."""

    id: Id
    version: Annotated[str, Field(pattern=r"^\d+\.\d+$")]
    title: Text
    licence: str
    dont_know: Text
    not_applicable: Text
    checks: Annotated[tuple[Check, ...], Field(min_length=1)]
    policy: Policy
    scales: dict[str, Scale]
    fields: Fields
    files: tuple[str, ...]
    tree: Annotated[tuple[Node, ...], Field(min_length=1)]


class Questionnaire(Head):
    """One version of a questionnaire, whole and checked. Immutable."""

    sections: tuple[Section, ...]
    needs: tuple[Need, ...]

    @cached_property
    def question(self) -> dict[str, Question]:
        """Every question by id, in the order in which they are asked."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def section(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        return {question.id: section for section in self.sections for question in section.questions}

    @cached_property
    def node(self) -> dict[str, Node]:
        return {node.id: node for root in self.tree for node in with_descendants(root)}

    @cached_property
    def need(self) -> dict[str, Need]:
        return {need.id: need for need in self.needs}

    @cached_property
    def check(self) -> dict[str, Check]:
        return {check.id: check for check in self.checks}

    @cached_property
    def _check_order(self) -> dict[str, int]:
        return {check.id: position for position, check in enumerate(self.checks)}

    def asks(self, question: Question, check: str) -> bool:
        """Whether a check of this length contains the question."""
        return self._check_order[question.check] <= self._check_order[check]

    def label(self, question: Question, answer: Answer) -> Text:
        """The answer in words, as it was offered."""
        if answer.choice == DONT_KNOW:
            return question.dont_know or self.dont_know
        if answer.choice == NOT_APPLICABLE:
            reasons = {reason.id: reason.text for reason in question.not_applicable}
            return reasons.get(answer.reason or "", self.not_applicable)
        return question.option[answer.choice].text


def with_descendants(node: Node) -> list[Node]:
    nested = [with_descendants(child) for child in node.children if isinstance(child, Node)]
    return [node, *(descendant for branch in nested for descendant in branch)]
