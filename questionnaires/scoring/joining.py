"""How a node joins its children: one function per way, all in a table, all monotone.

A way gets the parts that have a value, as shares in [0, 1] of their own range, and gives such a share.
That no way ever falls when a part rises is what makes the bounds hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from statistics import median

from questionnaires.adding import added
from questionnaires.answers import split
from questionnaires.definition.tree import TOLERANCE, Node, Rounding
from questionnaires.scoring.scorecard import DIGITS, NULL_STATES, Part, Score, State

LEAVES = {"leaf_mean", "leaf_sum"}
"""Ways that join all items below, whatever lies between."""


@dataclass(frozen=True, slots=True)
class Term:
    """A part with the value that it has in this joining: answered, at its lowest or at its highest."""

    score: Score
    value: float
    share: float

    @property
    def points(self) -> float:
        return self.score.in_points(self.value)


@dataclass(frozen=True, slots=True)
class Whole:
    """What is joined: a node, its children, and those parts of them that it counts."""

    node: Node
    children: Sequence[Score]
    parts: Sequence[Part]


Terms = Sequence[Term]


def joined(whole: Whole, terms: Terms) -> float | None:
    """The share of a node; None where it is a mere profile or nothing has a value."""
    join = AGGREGATES[whole.node.aggregate]
    return join(whole, terms) if join and terms else None


def _mean(_whole: Whole, terms: Terms) -> float:
    total = added(term.share for term in terms)
    if total > 0:
        return added(term.share * term.value for term in terms) / total
    weights = [term.score.weight for term in terms]  # all of them are stand-ins, which cover nothing
    return added(w * term.value for w, term in zip(weights, terms, strict=True)) / added(weights)


def _median(_whole: Whole, terms: Terms) -> float:
    """Weights do not matter, except that what weighs nothing is no part."""
    return median(term.value for term in terms)


def _sum(whole: Whole, terms: Terms) -> float:
    """Points above the fewest possible: what is missing adds none."""
    possible = added(part.weight * (part.score.high - part.score.low) for part in whole.parts)
    return added(t.score.weight * t.value * (t.score.high - t.score.low) for t in terms) / possible


def _lowest(_whole: Whole, terms: Terms) -> float:
    return min(term.value for term in terms)


def _points_ratio(_whole: Whole, terms: Terms) -> float:
    possible = added(term.share * term.score.high for term in terms)
    return max(0.0, added(term.share * term.points for term in terms) / possible) if possible > 0 else 0.0


def _staged(whole: Whole, terms: Terms) -> float:
    """The highest stage that is reached while all below it hold.

    A stage without questions, or whose questions do not apply, is passed together with one below it, never
    as the first. One whose questions were not asked, or have no answer, was not assessed: the stages end
    below it.
    """
    node, points = whole.node, {split(term.score.id)[0]: term.points for term in terms}
    not_assessed = {split(child.id)[0] for child in whole.children if _was_not_assessed(child)}
    reached = 0
    for stage, ids in node.stages.items():
        found = [points[id_] for id_ in ids if id_ in points]
        passed = min(found) >= node.reach - TOLERANCE if found else reached and not_assessed.isdisjoint(ids)
        if passed:
            reached = stage
        if not (min(found) >= node.hold - TOLERANCE if found else passed):
            break
    return reached / len(node.stages)


def _was_not_assessed(child: Score) -> bool:
    declared = child.state in NULL_STATES and child.count(State.NOT_APPLICABLE) > 0
    return child.weight > 0 and child.value is None and not declared


Join = Callable[[Whole, Terms], float]
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


def weights(node: Node, parts: Sequence[Part]) -> list[float]:
    """How much each part that has a value weighs in its node, in any unit: the value is the mean by these."""
    if node.aggregate in {"sum", "leaf_sum"}:
        return [part.weight * (part.score.high - part.score.low) for part in parts]
    if node.aggregate == "points_ratio":
        return [part.share * part.score.high for part in parts]
    shares = [part.share for part in parts]
    return shares if added(shares) > 0 else [part.weight for part in parts]


# --- points ------------------------------------------------------------------------------------


def points_range(node: Node, children: Sequence[Score], parts: Sequence[Part]) -> tuple[float, float]:
    """The fewest and the most points that a node is expressed in."""
    if node.range:
        return node.range
    if node.aggregate == "staged":
        return (0.0, float(len(node.stages)))
    if node.aggregate in {"sum", "leaf_sum"} and parts:
        return (added(p.weight * p.score.low for p in parts), added(p.weight * p.score.high for p in parts))
    heavy = [child for child in children if child.weight > 0]
    joined_up = [i for child in heavy for i in child.weighed] if node.aggregate in LEAVES else heavy
    shared = {(part.low, part.high) for part in joined_up}
    return shared.pop() if len(shared) == 1 and node.aggregate != "points_ratio" else (0.0, 1.0)


ROUNDINGS = {"truncate": ROUND_DOWN, "half_away": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}
WHOLE = 1e15
"""A float of this size has no digits after the point."""


def rounded(points: float, rounding: Rounding) -> float:
    """Rounded as decimals are: 2.675 is that number, not the binary one just below it."""
    if abs(points) >= WHOLE:
        return points
    exact = Decimal(repr(round(points, DIGITS)))
    return float(exact.quantize(Decimal(1).scaleb(-rounding.digits), ROUNDINGS[rounding.mode]))
