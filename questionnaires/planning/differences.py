"""What a change of answers comes to, and the steps and ways found by trying: ids and numbers, no prose."""

from dataclasses import dataclass
from typing import Literal

from questionnaires.planning.urgency import DONT_KNOW_WEIGHT
from questionnaires.scoring.scorecard import Level, Score, State


@dataclass(frozen=True, slots=True)
class Standing:
    """The numbers of one node; `value` and the bounds in [0, 1], the points in its own range."""

    state: State
    value: float | None
    points: float | None
    coverage: float
    lower: float
    upper: float
    level: Level | None

    @classmethod
    def of(cls, node: Score) -> "Standing":
        return cls(node.state, node.value, node.points, node.coverage, node.lower, node.upper, node.level)


@dataclass(frozen=True, slots=True)
class Change:
    """One node before and after; None where it is not there, such as that of a unit without answers."""

    node: str
    before: Standing | None
    after: Standing | None

    @property
    def gain(self) -> float | None:
        """By how much the value rises; None where there is none before or after."""
        before, after = (standing.value if standing else None for standing in (self.before, self.after))
        return None if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class Difference:
    """What other answers change: every node, in the order of the tree, and which questions are asked.

    `opened`: asked now and not before. `closed`: routed past now and not before. `settled`: answered now by
    the answer to another question. Questions of units are named `question@unit`.
    """

    nodes: tuple[Change, ...]
    opened: tuple[str, ...]
    closed: tuple[str, ...]
    settled: tuple[str, ...]

    @property
    def moved(self) -> tuple[Change, ...]:
        """The nodes with any other number than before."""
        return tuple(change for change in self.nodes if change.before != change.after)

    def node(self, id_: str) -> Change:
        """Raises KeyError."""
        return {change.node: change for change in self.nodes}[id_]


@dataclass(frozen=True, slots=True)
class Step:
    """One question answered better, or found out: then the gain lies from `least` to `most`.

    `choice`: the better answer, None where it has to be found out. Gains are those of the node's value; where
    it has none yet, above its lower bound.
    """

    question: str
    action: Literal["improve", "find_out"]
    choice: str | None
    effort: int
    least: float
    most: float
    level: Level | None

    @property
    def gain(self) -> float:
        """What it counts for: of what may be there, half."""
        return DONT_KNOW_WEIGHT * self.most if self.action == "find_out" else self.most

    @property
    def rate(self) -> float:
        """The gain for each unit of effort."""
        return self.gain / self.effort


class NoLevels(ValueError):
    """The node is not divided into levels."""

    def __init__(self, node: str) -> None:
        self.node = node
        super().__init__(f"{node} has no levels")


@dataclass(frozen=True, slots=True)
class Move:
    """An answer to give, with its effort."""

    question: str
    choice: str
    effort: int


@dataclass(frozen=True, slots=True)
class Way:
    """The answers that lead to a level, with what has to come first at the front; none if it is reached.

    `exact`: no other set of better answers takes less. Otherwise there were too many to try all.
    """

    node: str
    level: int
    moves: tuple[Move, ...]
    effort: int
    exact: bool
    before: Standing
    after: Standing
