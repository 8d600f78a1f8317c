"""Points that authors write: targets, constants, caps, stages and gates that their part can have."""

from collections.abc import Iterator, Sequence

from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import TOLERANCE, Constant, Node
from questionnaires.lint.finding import Finding, Linting
from questionnaires.scoring.joining import LEAVES, points_range
from questionnaires.scoring.scorecard import Part, Score, State

Unanswered = dict[str, Score]


def _unanswered(q: Questionnaire) -> Unanswered:
    """Every question and node by id as it is before anything is answered, when all of it applies."""
    items = {question.id: _score(question, *question.range) for question in q.question.values()}
    return items | {part.id: part for root in q.roots for part in _node(q, root).walk()}


def _node(q: Questionnaire, node: Node) -> Score:
    children = tuple(
        _node(q, child) if isinstance(child, Node) else _score(q.question[child], *q.question[child].range)
        for child in node.children
    )
    parts = [Part(child, None, 0.0, 1.0, 0.0, child.weight) for child in _counted(node, children)]
    return _score(node, *points_range(node, children, parts), children)


def _score(part: Node | Question, low: float, high: float, children: tuple[Score, ...] = ()) -> Score:
    return Score(
        part.id, part.weight, State.OPEN, None, 0.0, 0.0, 1.0, False, None, children, low, high
    )  # fmt: skip


def _counted(node: Node, children: Sequence[Score]) -> list[Score]:
    """The parts that a node joins."""
    heavy = [child for child in children if child.weight > 0]
    return [item for child in heavy for item in child.weighed] if node.aggregate in LEAVES else heavy


def _out_of(part: Score, subject: str, what: str, points: float) -> Iterator[Finding]:
    if not part.low - TOLERANCE <= points <= part.high + TOLERANCE:
        expected = f"{what} from {part.low:g} to {part.high:g} for {part.id}"
        yield Finding(subject, f"expected {expected}, found {points:g}")


def _constants_are_possible(q: Questionnaire) -> Iterator[Finding]:
    parts = _unanswered(q)
    for node in q.node.values():
        policies = (node.missing, node.not_applicable, node.hidden)
        for constant in [policy.constant for policy in policies if isinstance(policy, Constant)]:
            for child in _counted(node, parts[node.id].children):
                yield from _out_of(child, node.id, "a constant", constant)


def _targets_are_possible(q: Questionnaire) -> Iterator[Finding]:
    parts = _unanswered(q)
    own = {part.id: part.target for part in q.question.values()} | {n.id: n.target for n in q.node.values()}
    for id_, target in own.items():
        if target is not None:
            yield from _out_of(parts[id_], id_, "a target", target)
    for profile in q.profiles:
        for id_, target in profile.targets.items():
            yield from _out_of(parts[id_], profile.id, "a target", target)


def _caps_are_possible(q: Questionnaire) -> Iterator[Finding]:
    parts = _unanswered(q)
    for question in q.capping:
        for option in question.options:
            for node, points in option.caps.items():
                yield from _out_of(parts[node], question.id, f"a cap by {option.id}", points)


def _stages_can_be_reached(q: Questionnaire) -> Iterator[Finding]:
    parts = _unanswered(q)
    for node in q.node.values():
        demanded = {"reach": node.reach, "hold": node.hold} if node.aggregate == "staged" else {}
        for word, points in demanded.items():
            for child in parts[node.id].children:
                if points > child.high + TOLERANCE:
                    most = f"expected a {word} of at most {child.high:g}"
                    yield Finding(node.id, f"{most} for {child.id}, found {points:g}")


def _keys_can_reach_their_gates(q: Questionnaire) -> Iterator[Finding]:
    parts = _unanswered(q)
    for node in q.node.values():
        for gate in node.gates:
            for key in (key for key in gate.keys if key in parts):
                question = q.question.get(key)
                most = question.attainable[1] if question else parts[key].high
                if most + TOLERANCE < (gate.at_least or 0.0):
                    what = f"no option of {key} has a value" if question else f"{key} has no points"
                    yield Finding(node.id, f"{what} of {gate.at_least:g} or more")


RULES: tuple[Linting, ...] = (
    _constants_are_possible,
    _targets_are_possible,
    _caps_are_possible,
    _stages_can_be_reached,
    _keys_can_reach_their_gates,
)
