"""The level of a node: thresholds that its value reaches, stages it has climbed, gates it has passed."""

from questionnaires.answers import split
from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import TOLERANCE, Gate, Node
from questionnaires.scoring.scorecard import NULL_STATES, Level, Score, State

Outcome = tuple[Gate, Score, bool | None]
"""A gate, what it looks at, and whether that passes; None where it is not known yet."""


def level(questionnaire: Questionnaire, node: Node, found: Score, suffix: str) -> Level | None:
    """The largest level whose threshold the value reaches and whose gates are passed (scoring.md 2.5).

    None for a node without a scale or stages. `suffix` is that of the unit which is scored.
    """
    reached = _reached(questionnaire, node, found)
    if reached is None:
        return None
    gated = [o for gate in node.gates for o in outcomes(questionnaire, gate, found, suffix)]
    high = min([reached[1], *(gate.level - 1 for gate, _, passed in gated if passed is False)])
    open_ = [(gate, key) for gate, key, passed in gated if passed is None and gate.level <= high]
    low = min([reached[0], high, *(gate.level - 1 for gate, _ in open_)])
    return Level(low, high, tuple(dict.fromkeys(split(key.id)[0] for _, key in open_)))


def _reached(questionnaire: Questionnaire, node: Node, found: Score) -> tuple[int, int] | None:
    """By the thresholds of a scale; a staged node counts its stages, up to those that may yet be reached."""
    value = found.value or 0.0
    best = found.upper if node.aggregate == "staged" else value
    if node.scale:
        scale = questionnaire.scales[node.scale]
        return scale.reached(value), scale.reached(best)
    if node.aggregate == "staged":
        return round(value * len(node.stages)), round(best * len(node.stages))
    return None


def outcomes(questionnaire: Questionnaire, gate: Gate, found: Score, suffix: str) -> list[Outcome]:
    """Whether each key of a gate passes; a gate over what does not apply looks at the node itself."""
    if gate.not_applicable_at_most is not None:
        return [(gate, found, _absent(questionnaire, found) <= gate.not_applicable_at_most)]
    below = list(found.walk())
    return [(gate, score, _passes(gate, score)) for key in gate.keys for score in _keys(below, key, suffix)]


def _keys(below: list[Score], key: str, suffix: str) -> list[Score]:
    """The score that a gate is about; of what every unit answers for itself, that of each unit."""
    here = [score for score in below if score.id == key + suffix]
    return here or [score for score in below if split(score.id)[0] == key]


def _absent(questionnaire: Questionnaire, found: Score) -> int:
    """How many items were declared not applicable; one that is rated in several ways counts once."""
    declared = [item.id for item in found.weighed if item.state is State.NOT_APPLICABLE]
    return len({questionnaire.rated_item(split(id_)[0]) for id_ in declared})


def _passes(gate: Gate, key: Score) -> bool | None:
    """Whether a key has the points, however its open answers turn out; None where they decide."""
    if key.state in NULL_STATES:
        return True
    wanted = (gate.at_least or 0.0) - TOLERANCE
    if key.in_points(key.lower) >= wanted:
        return True
    return None if key.in_points(key.upper) >= wanted else False
