"""How a node counts its children, in all their cases: what stands in for those without a value."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from questionnaires.answers import split
from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import Constant, Missing, Node
from questionnaires.scoring import EXCLUDED
from questionnaires.scoring.bulk.cases import ABSENT, DECLARED, Amount, Cases
from questionnaires.scoring.bulk.table import Flags, Floats


@dataclass(frozen=True, slots=True)
class Part:
    """A child as its node counts it, per case; `counts` tells where it is a part at all.

    `value` is NaN where there is none, and where the part `fails`, neither has its node.
    """

    cases: Cases
    counts: Flags
    value: Floats
    lower: Floats
    upper: Floats
    coverage: Floats
    share: Floats
    fails: Flags


def part(questionnaire: Questionnaire, node: Node, child: Cases) -> Part:
    counted = _asked(questionnaire, node, child)
    if child.null.any():
        declared = child.counts[:, DECLARED] > 0
        _absent(questionnaire, node.not_applicable, counted, child.null & declared)
        _absent(questionnaire, node.hidden, counted, child.null & ~declared)
    return counted


def _asked(questionnaire: Questionnaire, node: Node, child: Cases) -> Part:
    """As it counts where it applies."""
    found, policy = child.column, node.missing
    valued = ~np.isnan(found.value)
    by_coverage = valued if policy == "exclude_by_coverage" else np.zeros_like(valued)
    share = np.where(by_coverage, child.weight * found.coverage, child.weight)
    value, lower, upper = found.value.copy(), found.lower.copy(), found.upper.copy()
    stand_in = _stand_in(questionnaire, policy, child)
    if stand_in is not None:
        value = np.where(valued, value, stand_in)
        lower = np.where(valued, lower, np.minimum(lower, stand_in))
        upper = np.where(valued, upper, np.maximum(upper, stand_in))
    fails = ~valued if policy == "fail" else np.zeros_like(valued)
    return Part(child, np.ones_like(valued), value, lower, upper, found.coverage.copy(), share, fails)


def _absent(questionnaire: Questionnaire, policy: Missing, counted: Part, where: Flags) -> None:
    """As it counts `where` it does not apply or is not asked: with a value that is certain, if at all."""
    if policy in EXCLUDED:
        counted.counts[where] = False
        return
    child = counted.cases
    counted.counts[where] = child.counts[where][:, [DECLARED, ABSENT]].any(axis=1)
    value = _stand_in(questionnaire, policy, child)
    certain = np.broadcast_to(np.nan if value is None else value, where.shape)[where]
    counted.value[where] = certain
    counted.lower[where] = 0.0 if value is None else certain
    counted.upper[where] = 1.0 if value is None else certain
    counted.coverage[where] = 0.0 if value is None else 1.0
    counted.share[where] = child.weight
    counted.fails[where] = value is None


# --- what stands in ----------------------------------------------------------------------------


def _nothing(_questionnaire: Questionnaire, _policy: Missing, _child: Cases) -> None:
    return None


def _zero(_questionnaire: Questionnaire, _policy: Missing, _child: Cases) -> Amount:
    return 0.0


def _target(questionnaire: Questionnaire, _policy: Missing, child: Cases) -> Amount:
    id_, _ = split(child.id)
    wanted = questionnaire.question.get(id_) or questionnaire.node[id_]
    share: Amount = np.clip(questionnaire.target(wanted, child.low, child.high), 0.0, 1.0)  # type: ignore[arg-type]
    return share


def _constant(_questionnaire: Questionnaire, policy: Missing, child: Cases) -> Amount:
    points = policy.constant if isinstance(policy, Constant) else 0.0
    return np.clip((points - child.low) / (child.high - child.low), 0.0, 1.0)


StandIn = Callable[[Questionnaire, Missing, Cases], Amount | None]
STAND_INS: dict[str, StandIn] = {
    "exclude": _nothing,
    "exclude_by_coverage": _nothing,
    "fail": _nothing,
    "zero": _zero,
    "target": _target,
    "constant": _constant,
}


def _stand_in(questionnaire: Questionnaire, policy: Missing, child: Cases) -> Amount | None:
    """A share of the child's range, per case; None where the policy has none."""
    name = "constant" if isinstance(policy, Constant) else policy
    return STAND_INS[name](questionnaire, policy, child)
