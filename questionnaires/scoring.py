"""Answers to a scorecard: one recursive tree with coverage, bounds and levels.

Formulas are those of the project's scoring design: available-case means with coverage (the half rule
of EORTC and SF-12, taken at two thirds because the items are unlike) and bounds over the unknown
answers (partial identification after Manski). With item values x in [0, 1], weights w, answered items
A, don't know or open D and U, applicable P = A + D + U:

    S = sum_A w x / sum_A w     C = sum_A w / sum_P w     L = C S     U = C S + (1 - C)

Two kinds of null are kept apart: a node whose items all do not apply is *not applicable* and leaves
its parent with its weight; a node that applies and has no answer is *unknown* and costs its parent
coverage. A don't-know never counts as 0 and never raises what is certain: the lower bound.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from questionnaires.definition import Gate, Node, Question, Questionnaire
from questionnaires.routing import Path

ENGINE = "1"
"""Version of the rules below. It is stored with every result and changes when a number would."""

TOLERANCE = 1e-9
"""Thirds are not exact in binary: 2/3 of the items reach a limit of 2/3."""

DIGITS = 9
"""Numbers that agree to so many digits are equal when they are put in order."""


class State(StrEnum):
    ANSWERED = "answered"
    DONT_KNOW = "dont_know"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"
    """A node that applies, without any answer."""


NULL_STATES = {State.NOT_APPLICABLE, State.HIDDEN}


@dataclass(frozen=True, slots=True)
class Level:
    """The level reached, `low` to `high` while don't-knows leave it open; `blocked_by` names them."""

    low: int
    high: int
    blocked_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Score:
    """One node or item of the tree. Values lie in [0, 1]; `value` is None without any answer."""

    id: str
    weight: float
    state: State
    value: float | None
    coverage: float
    lower: float
    upper: float
    published: bool
    level: Level | None = None
    children: tuple["Score", ...] = ()

    @cached_property
    def items(self) -> tuple["Score", ...]:
        """All items below, or the item itself."""
        return tuple(item for child in self.children for item in child.items) if self.children else (self,)

    @cached_property
    def weighed(self) -> tuple["Score", ...]:
        """The items that the value rests on: all but those with, or below, a weight of 0."""
        heavy = [child for child in self.children if child.weight > 0]
        return tuple(item for child in heavy for item in child.weighed) if self.children else (self,)

    def count(self, *states: State) -> int:
        return sum(item.state in states for item in self.weighed)

    @property
    def not_applicable_share(self) -> float:
        """Weight declared not applicable among all that was asked; hidden items count on neither side."""
        asked = [item for item in self.weighed if item.state is not State.HIDDEN]
        total = sum(item.weight for item in asked)
        absent = sum(item.weight for item in asked if item.state is State.NOT_APPLICABLE)
        return absent / total if total else 0.0

    @property
    def lowest(self) -> "Score | None":
        """The child with the lowest value, the first of them where several share it."""
        valued = [child for child in self.children if child.value is not None and child.published]
        return min(valued, key=lambda child: round(child.value or 0.0, DIGITS), default=None)

    @property
    def spread(self) -> float | None:
        values = [child.value for child in self.children if child.value is not None and child.published]
        return max(values) - min(values) if values else None

    def walk(self) -> Iterator["Score"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Scorecard:
    """The scores of one set of answers: one tree per axis."""

    roots: tuple[Score, ...]

    @cached_property
    def _by_id(self) -> dict[str, Score]:
        return {score.id: score for root in self.roots for score in root.walk()}

    def node(self, id_: str) -> Score:
        return self._by_id[id_]


def score(questionnaire: Questionnaire, path: Path) -> Scorecard:
    """The scorecard for a path and the answers on it."""
    return Scorecard(tuple(_score_node(questionnaire, root, path) for root in questionnaire.tree))


# --- items -------------------------------------------------------------------------------------


def _state(question: Question, path: Path) -> State:
    answer: Answer | None = path.answers.get(question.id)
    if question.id in path.hidden:
        return State.HIDDEN
    if answer is None:
        return State.OPEN
    special = {DONT_KNOW: State.DONT_KNOW, NOT_APPLICABLE: State.NOT_APPLICABLE}
    return special.get(answer.choice, State.ANSWERED)


def _score_item(question: Question, path: Path) -> Score:
    state = _state(question, path)
    if state is not State.ANSWERED:
        return Score(question.id, question.weight, state, None, 0.0, 0.0, 1.0, published=False)
    low, high = question.range
    stated = question.option[path.answers[question.id].choice].value
    value = ((low if stated is None else stated) - low) / (high - low)
    return Score(question.id, question.weight, state, value, 1.0, value, value, published=True)


# --- nodes -------------------------------------------------------------------------------------

Weights = Sequence[float]


def _mean(values: Sequence[float], weights: Weights) -> float:
    return sum(w * x for w, x in zip(weights, values, strict=True)) / sum(weights)


def _lowest(values: Sequence[float], _weights: Weights) -> float:
    return min(values)


AGGREGATES: dict[str, Callable[[Sequence[float], Weights], float] | None] = {
    "mean": _mean,
    "min": _lowest,
    "none": None,
}
"""How a node joins its children; all are monotone, which is what makes the bounds hold."""

MISSING: dict[str, Callable[[Score], float]] = {
    "exclude": lambda child: child.weight,
    "exclude_by_coverage": lambda child: child.weight * child.coverage,
}
"""How much an answered child counts. By coverage, a child with one answer does not vouch for ten."""


def _score_node(questionnaire: Questionnaire, node: Node, path: Path) -> Score:
    children = tuple(
        _score_node(questionnaire, child, path)
        if isinstance(child, Node)
        else _score_item(questionnaire.question[child], path)
        for child in node.children
    )
    joined = _join(node, children)
    published = _publishable(questionnaire, joined)
    level = _level(questionnaire, node, joined) if joined.value is not None else None
    return replace(joined, published=published, level=level)


def _join(node: Node, children: tuple[Score, ...]) -> Score:
    counted = [child for child in children if child.state not in NULL_STATES and child.weight > 0]
    if not counted:
        return Score(node.id, node.weight, State.NOT_APPLICABLE, None, 0.0, 0.0, 1.0, False, None, children)
    weights = [child.weight for child in counted]
    coverage = _mean([child.coverage for child in counted], weights)
    answered = [child for child in counted if child.value is not None]
    join = AGGREGATES[node.aggregate]
    lower, upper, value = 0.0, 1.0, None
    if join is not None:
        lower, upper = (join([c.lower for c in counted], weights), join([c.upper for c in counted], weights))
        if answered:
            shares = [MISSING[node.missing](child) for child in answered]
            value = join([child.value or 0.0 for child in answered], shares)
            value = min(max(value, lower), upper)
    state = State.ANSWERED if answered else State.UNKNOWN
    return Score(node.id, node.weight, state, value, coverage, lower, upper, False, None, children)


def _publishable(questionnaire: Questionnaire, joined: Score) -> bool:
    """Whether the value may be shown. For display only: the computation always keeps it."""
    policy = questionnaire.policy
    answered = joined.count(State.ANSWERED)
    applicable = answered + joined.count(State.DONT_KNOW, State.OPEN)
    enough = answered >= policy.min_answers or answered == applicable == 1
    return joined.value is not None and enough and joined.coverage >= policy.min_coverage - TOLERANCE


# --- levels ------------------------------------------------------------------------------------


def _level(questionnaire: Questionnaire, node: Node, joined: Score) -> Level:
    """The largest level whose threshold the value reaches and whose gates are passed (scoring.md 2.5)."""
    thresholds = questionnaire.scales[node.scale].thresholds
    reached = sum((joined.value or 0.0) >= threshold - TOLERANCE for threshold in thresholds)
    items = {item.id: item for item in joined.items}
    passed = [(gate, _passes(questionnaire, gate, items[gate.question])) for gate in node.gates]
    high = min([reached, *(gate.level - 1 for gate, outcome in passed if outcome is False)])
    open_ = [gate for gate, outcome in passed if outcome is None and gate.level <= high]
    low = min([high, *(gate.level - 1 for gate in open_)])
    return Level(low, high, tuple(dict.fromkeys(gate.question for gate in open_)))


def _passes(questionnaire: Questionnaire, gate: Gate, item: Score) -> bool | None:
    if item.state in NULL_STATES:
        return True
    if item.value is None:
        return None
    low, high = questionnaire.question[gate.question].range
    return item.value >= (gate.at_least - low) / (high - low) - TOLERANCE
