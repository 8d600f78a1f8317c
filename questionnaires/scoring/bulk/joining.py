"""How a node joins its children in many runs: the ways of `questionnaires.scoring.joining`, number by number.

Sums run over the parts in their order, and a part that does not count adds an exact 0: so every run gets the
very bits that it would get by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from questionnaires.answers import split
from questionnaires.definition.tree import TOLERANCE, Node, Rounding
from questionnaires.scoring import joining
from questionnaires.scoring.bulk.cases import DECLARED, Amount, Cases
from questionnaires.scoring.bulk.parts import Part
from questionnaires.scoring.bulk.table import Flags, Floats


@dataclass(frozen=True, slots=True)
class Term:
    """A part with the values of this joining, per case; `counts` tells where it is a term at all."""

    part: Part
    value: Floats
    share: Floats | float
    counts: Flags

    @property
    def cases(self) -> Cases:
        return self.part.cases

    @property
    def points(self) -> Amount:
        return self.cases.points(self.value)


@dataclass(frozen=True, slots=True)
class Whole:
    """What is joined: a node in so many runs, its children, and those parts of them that it may count."""

    runs: int
    node: Node
    children: Sequence[Cases]
    parts: Sequence[Part]


Terms = Sequence[Term]
Counted = TypeVar("Counted", Part, Term)


def joined(whole: Whole, terms: Terms) -> Floats:
    """The share of the node in each run; NaN where it is a mere profile or nothing has a value."""
    join = AGGREGATES[whole.node.aggregate]
    if join is None or not terms:
        return np.full(whole.runs, np.nan)
    return np.where(anywhere(whole, terms), join(whole, terms), np.nan)


def added(whole: Whole, counted: Sequence[Counted], amount: Callable[[Counted], Amount]) -> Floats:
    """Per run the sum of an amount over what counts in it, one after the other."""
    total = np.zeros(whole.runs)
    for one in counted:
        total += one.cases.spread(np.where(one.counts, amount(one), 0.0))
    return total


def _always(_: Part | Term) -> bool:
    return True


def anywhere(
    whole: Whole, counted: Sequence[Counted], holds: Callable[[Counted], Flags | bool] = _always
) -> Flags:
    """Per run whether something holds for any part that counts in it; by default, whether there is any."""
    return either(whole, [one.cases.spread(one.counts & holds(one)) for one in counted])


def either(whole: Whole, flags: Sequence[Flags]) -> Flags:
    found = np.zeros(whole.runs, np.bool_)
    for flag in flags:
        found |= flag
    return found


# --- the ways ----------------------------------------------------------------------------------


def _mean(whole: Whole, terms: Terms) -> Floats:
    total = added(whole, terms, lambda t: t.share)
    found = added(whole, terms, lambda t: t.share * t.value) / total
    if (total > 0).all():
        return found
    weights = added(whole, terms, lambda t: t.cases.weight)
    return np.where(total > 0, found, added(whole, terms, lambda t: t.cases.weight * t.value) / weights)


def _median(_whole: Whole, terms: Terms) -> Floats:
    values = np.sort([t.cases.spread(np.where(t.counts, t.value, np.nan)) for t in terms], axis=0)
    number = (~np.isnan(values)).sum(axis=0)  # NaN comes last
    below, above = (np.maximum(place, 0)[np.newaxis] for place in ((number - 1) // 2, number // 2))
    above = np.minimum(above, len(values) - 1)
    low, high = (np.take_along_axis(values, place, axis=0)[0] for place in (below, above))
    found: Floats = np.where(number % 2 == 1, low, (low + high) / 2)
    return found


def _sum(whole: Whole, terms: Terms) -> Floats:
    possible = added(whole, whole.parts, lambda p: p.cases.weight * (p.cases.high - p.cases.low))
    amount = added(whole, terms, lambda t: t.cases.weight * t.value * (t.cases.high - t.cases.low))
    return amount / possible


def _lowest(whole: Whole, terms: Terms) -> Floats:
    return _least(whole, terms, lambda t: t.value)


def _least(whole: Whole, terms: Terms, amount: Callable[[Term], Amount]) -> Floats:
    """Per run the least amount of a term; infinite where there is none."""
    found = np.full(whole.runs, np.inf)
    for term in terms:
        np.minimum(found, term.cases.spread(np.where(term.counts, amount(term), np.inf)), out=found)
    return found


def _points_ratio(whole: Whole, terms: Terms) -> Floats:
    possible = added(whole, terms, lambda t: t.share * t.cases.high)
    share = added(whole, terms, lambda t: t.share * t.points) / possible
    return np.where(possible > 0, np.maximum(0.0, share), 0.0)


def _staged(whole: Whole, terms: Terms) -> Floats:
    node, by_id = whole.node, {split(term.cases.id)[0]: term for term in terms}
    child = {split(child.id)[0]: child for child in whole.children}
    reached, climbing = np.zeros(whole.runs, np.int64), np.ones(whole.runs, np.bool_)
    for stage, ids in node.stages.items():
        lowest = _least(whole, [by_id[id_] for id_ in ids if id_ in by_id], lambda t: t.points)
        assessed = ~either(whole, [_was_not_assessed(child[id_]) for id_ in ids])
        empty = np.isinf(lowest)
        passed = np.where(empty, (reached > 0) & assessed, lowest >= node.reach - TOLERANCE)
        reached = np.where(climbing & passed, stage, reached)
        climbing &= np.where(empty, passed, lowest >= node.hold - TOLERANCE)
    return reached / len(node.stages)


def _was_not_assessed(child: Cases) -> Flags:
    declared = child.null & (child.counts[:, DECLARED] > 0)
    return child.spread((child.weight > 0) & np.isnan(child.column.value) & ~declared)


Join = Callable[[Whole, Terms], Floats]
AGGREGATES: dict[str, Join | None] = {
    "mean": _mean,
    "median": _median,
    "sum": _sum,
    "min": _lowest,
    "points_ratio": _points_ratio,
    "staged": _staged,
    "leaf_mean": _mean,
    "leaf_sum": _sum,
    "units": _mean,
    "none": None,
}
"""The same ways as in `questionnaires.scoring.joining`."""


# --- points ------------------------------------------------------------------------------------


def points_range(whole: Whole) -> tuple[Amount, Amount]:
    """The fewest and the most points: the same in all runs, or one for each where the parts make them."""
    node = whole.node
    if node.range:
        return node.range
    if node.aggregate == "staged":
        return (0.0, float(len(node.stages)))
    low, high = _shared(whole)
    if node.aggregate in {"sum", "leaf_sum"}:
        some = anywhere(whole, whole.parts)
        low = np.where(some, added(whole, whole.parts, lambda p: p.cases.weight * p.cases.low), low)
        high = np.where(some, added(whole, whole.parts, lambda p: p.cases.weight * p.cases.high), high)
    return low, high


def _shared(whole: Whole) -> tuple[Amount, Amount]:
    """The range of the parts if all of them have the same."""
    if whole.node.aggregate == "points_ratio" or not whole.parts:
        return (0.0, 1.0)
    first, *others = [part.cases for part in whole.parts]
    same: Flags | bool = True
    for other in others:
        same = same & np.equal(first.low, other.low) & np.equal(first.high, other.high)
    if np.ndim(same) == 0 and np.ndim(first.low) == 0:
        return (first.low, first.high) if same else (0.0, 1.0)
    return (np.where(same, first.low, 0.0), np.where(same, first.high, 1.0))


def rounded(points: Floats, rounding: Rounding) -> Floats:
    """Each different number is rounded once, as a decimal."""
    different, places = np.unique(points, return_inverse=True)
    return np.array([joining.rounded(float(number), rounding) for number in different])[places]
