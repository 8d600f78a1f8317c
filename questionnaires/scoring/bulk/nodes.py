"""The tree computed for a block of runs, by the rules of `questionnaires.scoring`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from questionnaires.definition import Questionnaire
from questionnaires.definition.tree import TOLERANCE, Node
from questionnaires.scoring.bulk.capping import UNCAPPED, Cap
from questionnaires.scoring.bulk.cases import ANSWERED, GAP, NUMBER, Amount, Cases
from questionnaires.scoring.bulk.joining import Term, Whole, added, anywhere, joined, points_range, rounded
from questionnaires.scoring.bulk.levels import levels
from questionnaires.scoring.bulk.parts import part
from questionnaires.scoring.bulk.table import Column, Flags, Floats
from questionnaires.scoring.joining import LEAVES
from questionnaires.scoring.scorecard import State


@dataclass(frozen=True, slots=True)
class Block:
    """So many runs: the items with the code of each run, and the caps on the nodes that have any."""

    questionnaire: Questionnaire
    items: Mapping[str, Cases]
    caps: Mapping[str, Cap]
    runs: int

    def nodes(self) -> Iterator[Cases]:
        """Every node with its numbers in these runs, the roots first."""
        for root in self.questionnaire.roots:
            with np.errstate(divide="ignore", invalid="ignore"):  # what has no parts is put right at once
                found = self._node(root)
            yield from (below for below in found.walk() if below.codes is None)

    def _node(self, node: Node) -> Cases:
        children = tuple(self._node(c) if isinstance(c, Node) else self.items[c] for c in node.children)
        whole = self._whole(node, children)
        low, high = points_range(whole)
        counts = np.zeros((self.runs, 4), np.int16)
        for child in children:
            if child.weight > 0:
                counts += child.spread(child.counts)
        column = self._valued(whole, low, high)
        column = replace(column, published=_published(self.questionnaire, column, counts))
        found = Cases(node.id, node.weight, column, counts, low, high, None, children)
        lowest, highest = levels(self.questionnaire, node, found)
        return replace(found, column=replace(column, low=lowest, high=highest))

    def _whole(self, node: Node, children: tuple[Cases, ...]) -> Whole:
        counted = [child for child in children if child.weight > 0]
        if node.aggregate in LEAVES:
            counted = [item for child in counted for item in child.weighed if item.weight > 0]
        parts = [part(self.questionnaire, node, child) for child in counted]
        return Whole(self.runs, node, children, parts)

    def _valued(self, whole: Whole, low: Amount, high: Amount) -> Column:
        """What the parts amount to; still without levels, and as if all could be published."""
        node, parts, some = whole.node, whole.parts, anywhere(whole, whole.parts)
        cap = self.caps.get(node.id, UNCAPPED)
        least = joined(whole, [Term(p, p.lower, p.cases.weight, p.counts) for p in parts])
        most = joined(whole, [Term(p, p.upper, p.cases.weight, p.counts) for p in parts])
        value = joined(whole, [Term(p, p.value, p.share, p.counts & ~np.isnan(p.value)) for p in parts])
        value[anywhere(whole, parts, lambda p: p.fails)] = np.nan
        lower = _or(_finished(node, low, high, least, cap.worst), 0.0)
        upper = _or(_finished(node, low, high, most, cap.best), 1.0)
        value = _finished(node, low, high, value, cap.now)
        if node.missing == "exclude":
            lower, upper = np.fmin(lower, value), np.fmax(upper, value)
        value = np.minimum(np.maximum(value, lower), upper)
        none = np.empty(0, np.int8)
        return Column(value, _coverage(whole, some), lower, upper, _state(whole, some), none, none, some)


def _coverage(whole: Whole, some: Flags) -> Floats:
    known = added(whole, whole.parts, lambda p: p.cases.weight * p.coverage)
    return np.where(some, known / added(whole, whole.parts, lambda p: p.cases.weight), 0.0)


def _state(whole: Whole, some: Flags) -> NDArray[np.int8]:
    answered = anywhere(whole, whole.parts, lambda p: p.coverage > 0)
    applies = np.where(answered, NUMBER[State.ANSWERED], NUMBER[State.UNKNOWN])
    return np.where(some, applies, NUMBER[State.NOT_APPLICABLE]).astype(np.int8)


def _or(values: Floats, otherwise: float) -> Floats:
    return np.where(np.isnan(values), otherwise, values)


def _finished(node: Node, low: Amount, high: Amount, value: Floats, cap: Floats) -> Floats:
    """Rounded and capped, both in points."""
    uncapped = np.isinf(cap)
    if node.rounding is None and uncapped.all():
        return value
    points = low + value * (high - low)
    points = np.minimum(rounded(points, node.rounding) if node.rounding else points, cap)
    share: Floats = np.clip((points - low) / (high - low), 0.0, 1.0)
    return share if node.rounding else np.where(uncapped, value, share)


def _published(questionnaire: Questionnaire, found: Column, counts: NDArray[np.int16]) -> Flags:
    policy = questionnaire.policy
    answered, applicable = counts[:, ANSWERED], counts[:, ANSWERED] + counts[:, GAP]
    enough = (answered >= policy.min_answers) | ((answered == 1) & (applicable == 1))
    covered = found.coverage >= policy.min_coverage - TOLERANCE
    published: Flags = ~np.isnan(found.value) & enough & covered
    return published
