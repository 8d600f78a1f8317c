"""The levels of a node in many runs, by the rules of `questionnaires.scoring.levels`."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import TOLERANCE, Gate, Node, Scale
from questionnaires.scoring.bulk.cases import NUMBER, Cases
from questionnaires.scoring.bulk.table import NOTHING, Flags, Floats, Small
from questionnaires.scoring.scorecard import State

Levels = tuple[Small, Small]
Outcome = tuple[Gate, Flags, Flags]
"""A gate, where one of its keys is short of it, and where that is not known yet; both per run."""


def levels(questionnaire: Questionnaire, node: Node, found: Cases) -> Levels:
    """The lowest and the highest level in each run; NOTHING without a value, a scale or stages."""
    value = found.column.value
    if not node.scale and node.aggregate != "staged":
        nothing = np.full(len(value), NOTHING, np.int8)
        return nothing, nothing
    low, high = _reached(questionnaire, node, found)
    outcomes = [outcome for gate in node.gates for outcome in _outcomes(questionnaire, gate, found)]
    for gate, short, _ in outcomes:
        high = np.where(short, np.minimum(high, gate.level - 1), high)
    low = np.minimum(low, high)
    for gate, _, unknown in outcomes:
        low = np.where(unknown, np.minimum(low, gate.level - 1), low)
    none = np.isnan(value)
    return np.where(none, NOTHING, low).astype(np.int8), np.where(none, NOTHING, high).astype(np.int8)


def _reached(
    questionnaire: Questionnaire, node: Node, found: Cases
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    value = np.nan_to_num(found.column.value)
    best = found.column.upper if node.aggregate == "staged" else value
    if node.scale:
        scale = questionnaire.scales[node.scale]
        return _thresholds(scale, value), _thresholds(scale, best)
    low, high = (np.rint(share * len(node.stages)).astype(np.int64) for share in (value, best))
    return low, high


def _thresholds(scale: Scale, share: Floats) -> NDArray[np.int64]:
    margin = TOLERANCE if scale.strict else -TOLERANCE
    reached = np.zeros(len(share), np.int64)
    for threshold in scale.shares:
        reached += share >= threshold + margin
    return reached


def _outcomes(questionnaire: Questionnaire, gate: Gate, found: Cases) -> Iterator[Outcome]:
    if gate.not_applicable_at_most is not None:
        number = _declared_items(questionnaire, found)
        yield gate, number > gate.not_applicable_at_most, np.zeros(len(number), np.bool_)
        return
    for key in (below for id_ in gate.keys for below in found.walk() if below.id == id_):
        wanted = (gate.at_least or 0.0) - TOLERANCE
        short = ~key.null & (key.points(key.column.upper) < wanted)
        sure = key.null | (key.points(key.column.lower) >= wanted)
        yield gate, key.spread(short), key.spread(~short & ~sure)


def _declared_items(questionnaire: Questionnaire, found: Cases) -> NDArray[np.int64]:
    """How many items do not apply; the ratings of one item count once."""
    items: dict[str, list[Cases]] = {}
    for item in found.weighed:
        items.setdefault(questionnaire.rated_item(item.id), []).append(item)
    number = np.zeros(len(found.column.value), np.int64)
    for ratings in items.values():
        number += _any_declared(ratings)
    return number


def _any_declared(ratings: Sequence[Cases]) -> Flags:
    declared = [item.spread(item.column.state == NUMBER[State.NOT_APPLICABLE]) for item in ratings]
    found: Flags = np.logical_or.reduce(declared)
    return found
