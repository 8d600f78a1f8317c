"""Two times one company: which answers changed, and what that amounts to, on common ground only.

A difference between two scores means something only if both rest on the same questions. So scores are
computed twice on the questions that applied and were answered with points both times, with the tree of the
later version; every other question is treated as hidden (scoring.md 2.8). Answers of an earlier version
count where they can be carried over. Nothing is said about chance: that needs the reliability of the
questionnaire, measured on its own data.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from questionnaires.answers import Answers
from questionnaires.definition import Questionnaire
from questionnaires.routing import Path, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Score, State
from questionnaires.versions.overlap import Changed, NotComparable, Overlap


@dataclass(frozen=True, slots=True)
class Taken:
    """A questionnaire as it was taken: the version, the answers given to it, and the length."""

    questionnaire: Questionnaire
    answers: Answers
    check: str


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node scored twice on the same items: `shared` of all `items` below it in the later version."""

    before: Score
    after: Score

    @property
    def id(self) -> str:
        return self.after.id

    @property
    def shared(self) -> int:
        return self.after.count(State.ANSWERED)

    @property
    def items(self) -> int:
        return len(self.after.weighed)

    @property
    def difference(self) -> float | None:
        """As a share of the node's range, from -1 to 1; None where nothing is shared."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def points(self) -> float | None:
        """The difference in points."""
        return None if self.difference is None else self.difference * (self.after.high - self.after.low)


@dataclass(frozen=True)
class Comparison:
    """Changed answers first. `comparable` are the questions with an answer both times, also a don't know."""

    changed: tuple[Changed, ...]
    nodes: tuple[NodeChange, ...]
    comparable: tuple[str, ...]
    not_comparable: tuple[NotComparable, ...]

    @property
    def unchanged(self) -> int:
        """How many answers are what they were."""
        return len(self.comparable) - len(self.changed)

    @cached_property
    def node(self) -> Mapping[str, NodeChange]:
        return {node.id: node for node in self.nodes}


def compare(before: Taken, after: Taken, between: Sequence[Questionnaire] = ()) -> Comparison:
    """Two times one company; `between` are the versions that lie between the two, in their order.

    Both sets of answers must be such as their version accepts.
    """
    versions = (before.questionnaire, *between, after.questionnaire)
    then = route(before.questionnaire, before.answers, before.check)
    now = route(after.questionnaire, after.answers, after.check)
    whole = Overlap(versions, then, now)
    units = [
        Overlap(versions, then.units.get(unit, NOWHERE), now.units.get(unit, NOWHERE), unit)
        for unit in sorted({*then.units, *now.units})
    ]
    parts = (whole, *units)
    return Comparison(
        tuple(changed for part in parts for changed in part.changed()),
        tuple(_nodes(after.questionnaire, whole.ways([unit for unit in units if unit.counts_as_unit]))),
        tuple(part.key(id_) for part in parts for id_ in part.both),
        tuple(one for part in parts for one in part.not_comparable()),
    )


NOWHERE = Path((), {}, {}, {})
"""The way of a team or site that was not there."""


def _nodes(questionnaire: Questionnaire, ways: tuple[Path, Path]) -> Iterator[NodeChange]:
    """The tree of the later version, scored twice."""
    before, after = (score(questionnaire, way) for way in ways)
    for old_root, new_root in zip(before.roots, after.roots, strict=True):
        for old, new in zip(old_root.walk(), new_root.walk(), strict=True):
            if new.children:
                yield NodeChange(old, new)
