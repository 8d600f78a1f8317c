"""The scoring tree as an author writes it: how a part joins its children, what it does with gaps, its levels.

Points are written in the units of the part they are about: the limit of a gate in the points of the
question that is its key, a constant in the points of the child it stands for. Only thresholds of a scale
without a range of its own and shares of the policy are fractions of one.
"""

import re
from functools import cached_property
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from questionnaires.definition.questions import Bounds, Id, Points, Weight, checked
from questionnaires.text import Frozen, Text

Position = Annotated[float, Field(ge=0, le=1)]
TOLERANCE = 1e-9
"""Thirds are not exact in binary: 2/3 of the items reach a limit of 2/3."""


def _divided(given: Any) -> Any:
    fraction = re.fullmatch(r"(\d+)/([1-9]\d*)", given) if isinstance(given, str) else None
    return int(fraction[1]) / int(fraction[2]) if fraction else given


Share = Annotated[Position, BeforeValidator(_divided)]
"""May be written as a fraction: 2/3."""


class Gate(Frozen):
    """A level that is reached only if key parts have enough points, or if few enough items do not apply.

    Its keys are one `question`, or `nodes` (also questions) of which each must have the points.
    """

    level: Annotated[int, Field(ge=1)]
    question: Id | None = None
    nodes: tuple[Id, ...] = ()
    at_least: Points | None = None
    not_applicable_at_most: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _demands_one_thing(self) -> Self:
        if bool(self.keys) != (self.at_least is not None):
            raise ValueError("expected at_least together with a question or nodes")
        if bool(self.keys) == (self.not_applicable_at_most is not None):
            raise ValueError("expected either at_least or not_applicable_at_most")
        return self

    @cached_property
    def keys(self) -> tuple[Id, ...]:
        return (*((self.question,) if self.question else ()), *self.nodes)


class Constant(Frozen):
    """These many points in place of what is missing."""

    constant: Points


Aggregate = Literal[
    "mean", "median", "sum", "min", "points_ratio", "staged", "leaf_mean", "leaf_sum", "units", "none"
]
Named = Literal["exclude", "exclude_by_coverage", "zero", "target", "fail"]


def _policy(given: Any) -> str | None:
    """How a policy is written, so that a mistake in it is told once, in the words that there are."""
    if isinstance(given, dict | Constant):
        return "constant"
    return "named" if given in get_args(Named) else None


Missing = Annotated[
    Annotated[Named, Tag("named")] | Annotated[Constant, Tag("constant")],
    Discriminator(
        _policy,
        custom_error_type="policy",
        custom_error_message=f"expected {', '.join(get_args(Named))} or {{constant: POINTS}}",
    ),
]
"""What a node does with children that have no value, do not apply or are hidden.

exclude              leave them out; what was answered keeps its declared weight
exclude_by_coverage  leave them out; what was answered counts by how much of it was
zero                 the fewest points of their range
constant             these points
target               the points they should have
fail                 the node itself has no value
"""


class Rounding(Frozen):
    """How the points of a node are rounded before anything else reads them."""

    mode: Literal["truncate", "half_away", "half_even"]
    digits: Annotated[int, Field(ge=0, le=9)] = 0


class Node(Frozen):
    """A part of the scoring tree: its children are questions, matrices or rated items (by id), or nodes.

    `range`: the points it is expressed in; where none is written, that of its children if they share one,
    the sum of theirs for sums, the number of stages for staged nodes, else 0 to 1.
    A staged node has children with a `stage`, counted from 1. One is reached with `reach` points if all
    below have `hold` points (Automotive SPICE: L, F); without `hold`, `reach` serves both (C2M2, CMMI).
    """

    id: Id
    title: Text
    short: Text | None = None
    scale: Id | None = None
    aggregate: Aggregate = "mean"
    missing: Missing = "exclude_by_coverage"
    not_applicable: Missing = "exclude"
    hidden: Missing = "exclude"
    rounding: Rounding | None = None
    range: Bounds | None = None
    stage: Annotated[int, Field(ge=1, le=20)] | None = None
    stated_reach: Points | None = Field(default=None, alias="reach")
    stated_hold: Points | None = Field(default=None, alias="hold")
    target: Points | None = None
    weight: Weight = 1.0
    gates: tuple[Gate, ...] = ()
    children: Annotated[tuple["Child", ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if (self.aggregate == "staged") != (self.stated_reach is not None):
            raise ValueError("expected reach for a staged node, and for no other")
        if self.aggregate == "staged" and not all(
            isinstance(child, Node) and child.stage for child in self.children
        ):
            raise ValueError("expected nodes with a stage as children of a staged node")
        if self.range:
            checked(self.range)
        return self

    @property
    def reach(self) -> float:
        return self.stated_reach or 0.0

    @property
    def hold(self) -> float:
        return self.reach if self.stated_hold is None else self.stated_hold

    @cached_property
    def stages(self) -> dict[int, tuple[str, ...]]:
        """The ids of the children of each stage from 1 up, also of a stage that has none."""
        nodes = [child for child in self.children if isinstance(child, Node) and child.stage]
        top = max((node.stage or 0 for node in nodes), default=0)
        return {k: tuple(n.id for n in nodes if n.stage == k) for k in range(1, top + 1)}


Child = Annotated[
    Annotated[Id, Tag("question")] | Annotated[Node, Tag("node")],
    Discriminator(lambda data: "node" if isinstance(data, dict | Node) else "question"),
]


def with_descendants(node: Node) -> list[Node]:
    nested = [with_descendants(child) for child in node.children if isinstance(child, Node)]
    return [node, *(descendant for branch in nested for descendant in branch)]


class Scale(Frozen):
    """Names of the levels; level k is reached at thresholds[k - 1], a fraction of 1 or points of `range`.

    `strict`: only what lies above a threshold reaches it (bands such as "over 85 %").
    """

    range: Bounds = (0.0, 1.0)
    strict: bool = False
    thresholds: tuple[Points, ...]
    levels: tuple[Text, ...]

    @model_validator(mode="after")
    def _one_name_more_than_thresholds(self) -> Self:
        rising = list(self.thresholds) == sorted(set(self.thresholds))
        if len(self.levels) != len(self.thresholds) + 1 or not rising:
            raise ValueError("expected rising thresholds and one level name more than thresholds")
        low, high = checked(self.range)
        if any(not low <= threshold <= high for threshold in self.thresholds):
            points = "" if "range" in self.model_fields_set else "; for points, state `range`"
            raise ValueError(f"expected thresholds from {low:g} to {high:g}{points}")
        return self

    @cached_property
    def shares(self) -> tuple[float, ...]:
        low, high = self.range
        return tuple((threshold - low) / (high - low) for threshold in self.thresholds)

    def reached(self, share: float) -> int:
        """How many thresholds a value in [0, 1] reaches."""
        margin = TOLERANCE if self.strict else -TOLERANCE
        return sum(share >= threshold + margin for threshold in self.shares)
