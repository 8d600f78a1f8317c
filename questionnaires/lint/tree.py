"""The scoring tree: everything scored counts once, every node can have a value, every gate can be passed."""

from collections import Counter
from collections.abc import Iterator

from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import Gate, Node, with_descendants
from questionnaires.lint.finding import Finding, Linting
from questionnaires.lint.names import questions_of

AXES = ("exposure", "readiness")


def _scored_questions_count_once(q: Questionnaire) -> Iterator[Finding]:
    counted = Counter(child for node in q.node.values() for child in questions_of(node))
    for question in q.question.values():
        if question.scored and not counted[question.id]:
            yield _stands_nowhere(q, question, counted)
        if question.scored and counted[question.id] > 1:
            yield Finding(question.id, f"expected in one place of the tree, found in {counted[question.id]}")
        if not question.scored and counted[question.id]:
            yield Finding(question.id, "expected options with values, since the tree counts this question")


def _stands_nowhere(q: Questionnaire, question: Question, counted: Counter[str]) -> Finding:
    """The tree names a matrix or a rated item in place of its rows."""
    group = q.group.get(question.group or "")
    id_ = group.id if group and not any(counted[row.id] for row in group.rows) else question.id
    return Finding(id_, f"{id_} stands nowhere in the tree: name it under children")


def _weights_carry_a_score(q: Questionnaire) -> Iterator[Finding]:
    for node in q.node.values():
        children = [c if isinstance(c, Node) else q.question.get(c) for c in node.children]
        if not any(child is None or child.weight > 0 for child in children):
            yield Finding(node.id, "expected at least one child with a weight above 0")
        for child in children if node.aggregate != "none" else ():
            if isinstance(child, Node) and child.aggregate == "none":
                yield Finding(child.id, f"expected another aggregate than none, since {node.id} counts it")


def _ratios_have_something_to_reach(q: Questionnaire) -> Iterator[Finding]:
    for node in q.node.values():
        for child in questions_of(node) if node.aggregate == "points_ratio" else ():
            if child in q.question and (q.question[child].range[0] < 0 or q.question[child].range[1] <= 0):
                yield Finding(child, f"expected points from 0 up, since {node.id} takes their ratio")


def _units_stand_alone(q: Questionnaire) -> Iterator[Finding]:
    for node in q.node.values():
        for part in with_descendants(node)[1:] if node.aggregate == "units" else ():
            if part.aggregate == "units":
                yield Finding(part.id, f"expected no units within the units of {node.id}")


def _gates_can_be_passed(q: Questionnaire) -> Iterator[Finding]:
    for node in q.node.values():
        steps = _steps(q, node)
        for gate in node.gates:
            yield from _keys_lie_below(node, gate)
            if gate.level > steps:
                expected = f"a level from 1 to {steps}" if steps else "a scale or stages"
                yield Finding(node.id, f"expected {expected} in a gate, found {gate.level}")


def _steps(q: Questionnaire, node: Node) -> int:
    if node.scale in q.scales:
        return len(q.scales[node.scale or ""].thresholds)
    return len(node.stages) if node.aggregate == "staged" else 0


def _keys_lie_below(node: Node, gate: Gate) -> Iterator[Finding]:
    parts = with_descendants(node)[1:]
    below = {child for part in with_descendants(node) for child in questions_of(part)} | {p.id for p in parts}
    for key in gate.keys:
        if key not in below:
            kind = "question" if key == gate.question else "part"
            yield Finding(node.id, f"expected a {kind} below this node in a gate, found {key!r}")


def _axes_are_there(q: Questionnaire) -> Iterator[Finding]:
    for axis in AXES if q.has_fields else ():
        if axis not in q.node:
            yield Finding(q.id, f"expected a node {axis} in the tree: the fields are read from it")


RULES: tuple[Linting, ...] = (
    _scored_questions_count_once,
    _weights_carry_a_score,
    _ratios_have_something_to_reach,
    _units_stand_alone,
    _gates_can_be_passed,
    _axes_are_there,
)
