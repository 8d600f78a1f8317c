"""Answers to a scorecard: one recursive tree with coverage, bounds and levels.

Formulas are those of the project's scoring design: available-case means with coverage (the half rule
of EORTC and SF-12, taken at two thirds because the items are unlike) and bounds over the unknown
answers (partial identification after Manski). With item values x in [0, 1], weights w, answered items
A, don't know or open D and U, applicable P = A + D + U:

    S = sum_A w x / sum_A w     C = sum_A w / sum_P w     L = C S     U = C S + (1 - C)

For any other way of joining, the bounds are the whole tree with every D and U at its lowest and at its
highest: all ways of joining, rounding and capping are monotone.

Two kinds of null are kept apart: a node whose items all do not apply is *not applicable* and leaves
its parent with its weight; a node that applies and has no answer is *unknown* and costs its parent
coverage. A don't-know never counts as 0, unless the author says so, and never raises what is certain:
the lower bound.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from types import MappingProxyType

from questionnaires.adding import added
from questionnaires.answers import split
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Meaning, Question
from questionnaires.definition.tree import TOLERANCE, Constant, Missing, Node
from questionnaires.routing import Path
from questionnaires.scoring.capping import Cap, caps
from questionnaires.scoring.joining import LEAVES, Term, Whole, joined, points_range, rounded
from questionnaires.scoring.levels import level
from questionnaires.scoring.scorecard import NULL_STATES, Part, Score, Scorecard, State

ENGINE = "1"
"""Version of the rules below. It is stored with every result and changes when a number would."""

STATES: dict[Meaning, State] = {
    "level": State.ANSWERED,
    "none": State.UNSCORED,
    "dont_know": State.DONT_KNOW,
    "not_applicable": State.NOT_APPLICABLE,
}
"""What an answer means for the score, by what it says."""

EXCLUDED = {"exclude", "exclude_by_coverage"}
"""Policies that leave a child without a value out."""


def score(questionnaire: Questionnaire, path: Path, points: Mapping[str, float] | None = None) -> Scorecard:
    """The scorecard for a path and the answers on it.

    `points` stand in for those of single answers, such as the mean of what several people chose.
    """
    scorer = _Scorer(questionnaire, path, caps(questionnaire, path), points or {})
    return Scorecard(tuple(scorer.node(root) for root in questionnaire.roots))


def item(
    question: Question, path: Path, points: Mapping[str, float] = MappingProxyType({}), suffix: str = ""
) -> Score:
    """The score of one question on a path; what stands in for its points has its id with the suffix."""
    state = _state(question, path)
    low, high = question.range
    id_, weight = question.id + suffix, question.weight
    if state is not State.ANSWERED:
        lower, upper = ((limit - low) / (high - low) for limit in question.possible)
        return Score(id_, weight, state, None, 0.0, lower, upper, False, low=low, high=high)
    stand_in = points.get(id_)
    worth = question.points(path.answers[question.id]) if stand_in is None else stand_in
    value = (worth - low) / (high - low)
    return Score(id_, weight, state, value, 1.0, value, value, True, low=low, high=high)


def _state(question: Question, path: Path) -> State:
    if question.id in path.hidden:
        return State.HIDDEN
    answer = path.answers.get(question.id)
    return State.OPEN if answer is None else STATES[question.meaning(answer)]


@dataclass(frozen=True, slots=True)
class _Scorer:
    """The answers of a company, or of one of its units; `suffix` sets the units' scores apart."""

    questionnaire: Questionnaire
    path: Path
    caps: Mapping[str, Cap]
    points: Mapping[str, float]
    suffix: str = ""

    def node(self, node: Node) -> Score:
        children = self._units(node) if node.aggregate == "units" else self._children(node)
        found = self._joined(node, children)
        published = _publishable(self.questionnaire, found)
        reached = level(self.questionnaire, node, found, self.suffix) if found.value is not None else None
        return replace(found, published=published, level=reached)

    def _item(self, id_: str) -> Score:
        return item(self.questionnaire.question[id_], self.path, self.points, self.suffix)

    def _children(self, node: Node) -> tuple[Score, ...]:
        return tuple(
            self.node(child) if isinstance(child, Node) else self._item(child) for child in node.children
        )

    def _units(self, node: Node) -> tuple[Score, ...]:
        """The node once for every unit; without units, what was answered for the whole."""
        if not self.path.units:
            return self._children(node)
        one = node.model_copy(update={"aggregate": "mean", "weight": 1.0, "rounding": None, "scale": None})
        scorers = [
            replace(self, path=path, caps=caps(self.questionnaire, path), suffix=f"@{unit}")
            for unit, path in self.path.units.items()
        ]
        return tuple(scorer.node(one) for scorer in scorers)

    def _joined(self, node: Node, children: tuple[Score, ...]) -> Score:
        heavy = [child for child in children if child.weight > 0]
        counted = (
            [item for child in heavy for item in child.weighed if item.weight > 0]
            if node.aggregate in LEAVES
            else heavy
        )
        parts = tuple(part for child in counted if (part := self._part(node, child)))
        low, high = points_range(node, children, parts)
        id_, state = node.id + self.suffix, State.NOT_APPLICABLE
        empty = Score(id_, node.weight, state, None, 0.0, 0.0, 1.0, False, None, children, low, high)
        return self._valued(node, empty, parts) if parts else empty

    def _valued(self, node: Node, empty: Score, parts: tuple[Part, ...]) -> Score:
        """The same score with what its parts amount to."""
        whole = Whole(node, empty.children, parts)
        cap = self.caps.get(node.id, Cap())
        lower = joined(whole, [Term(p.score, p.lower, p.weight) for p in parts])
        upper = joined(whole, [Term(p.score, p.upper, p.weight) for p in parts])
        terms = [Term(p.score, p.value, p.share) for p in parts if p.value is not None]
        value = None if any(part.fails for part in parts) else joined(whole, terms)
        low = 0.0 if lower is None else _finished(node, empty, lower, cap.worst)
        high = 1.0 if upper is None else _finished(node, empty, upper, cap.best)
        if value is not None:
            value = _finished(node, empty, value, cap.now)
            if node.missing == "exclude":  # a published rule, which may lead out of what is possible
                low, high = min(low, value), max(high, value)
            value = min(max(value, low), high)
        return replace(
            empty,
            state=State.ANSWERED if any(part.coverage > 0 for part in parts) else State.UNKNOWN,
            value=value,
            coverage=added(p.weight * p.coverage for p in parts) / added(p.weight for p in parts),
            lower=low,
            upper=high,
            parts=parts,
        )

    # --- what has no value -----------------------------------------------------------------------

    def _part(self, node: Node, child: Score) -> Part | None:
        """How a node counts a child; None where it leaves it out altogether."""
        if child.state in NULL_STATES:
            declared = child.count(State.NOT_APPLICABLE) > 0
            return self._absent(node.not_applicable if declared else node.hidden, child)
        if child.value is not None:
            by_coverage = node.missing == "exclude_by_coverage"
            share = child.weight * (child.coverage if by_coverage else 1.0)
            return Part(child, child.value, child.lower, child.upper, child.coverage, share)
        stand_in = self._stand_in(node.missing, child)
        lower, upper = child.lower, child.upper
        if stand_in is not None:  # it may lie outside what an answer could give
            lower, upper = min(lower, stand_in), max(upper, stand_in)
        fails = node.missing == "fail"
        return Part(child, stand_in, lower, upper, child.coverage, child.weight, fails)

    def _absent(self, policy: Missing, child: Score) -> Part | None:
        """What does not apply or is not asked may count all the same, with a value that is certain."""
        if policy in EXCLUDED or not child.count(State.NOT_APPLICABLE, State.HIDDEN):
            return None  # what is answered with an option that never counts stays out
        value = self._stand_in(policy, child)
        if value is None:
            return Part(child, None, 0.0, 1.0, 0.0, child.weight, fails=True)
        return Part(child, value, value, value, 1.0, child.weight)

    def _stand_in(self, policy: Missing, child: Score) -> float | None:
        if isinstance(policy, Constant):
            return min(max((policy.constant - child.low) / (child.high - child.low), 0.0), 1.0)
        if policy == "target":
            return self._target(child)
        return 0.0 if policy == "zero" else None

    def _target(self, child: Score) -> float:
        id_, _ = split(child.id)
        part = self.questionnaire.question.get(id_) or self.questionnaire.node[id_]
        return min(max(self.questionnaire.target(part, child.low, child.high), 0.0), 1.0)


def _finished(node: Node, score: Score, value: float, cap: float) -> float:
    """Rounded and capped, both in points."""
    if node.rounding is None and cap == inf:
        return value
    points = score.in_points(value)
    points = min(rounded(points, node.rounding) if node.rounding else points, cap)
    return min(max((points - score.low) / (score.high - score.low), 0.0), 1.0)


def _publishable(questionnaire: Questionnaire, found: Score) -> bool:
    """Whether the value may be shown. For display only: the computation always keeps it."""
    policy = questionnaire.policy
    answered = found.count(State.ANSWERED)
    applicable = answered + found.count(State.DONT_KNOW, State.OPEN)
    enough = answered >= policy.min_answers or answered == applicable == 1
    return found.value is not None and enough and found.coverage >= policy.min_coverage - TOLERANCE
