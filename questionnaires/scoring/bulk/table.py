"""What scoring many runs gives: for every node and item the numbers of all runs, as columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from questionnaires.scoring.bulk.columns import Codes
from questionnaires.scoring.scorecard import State

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Small = NDArray[np.int8]

STATES = tuple(State)
"""What the numbers in `Column.state` stand for."""
NOTHING = -1
"""No state, as the run has no score of this part; no level."""
KINDS: dict[str, type[np.generic]] = {
    "value": np.float64,
    "coverage": np.float64,
    "lower": np.float64,
    "upper": np.float64,
    "state": np.int8,
    "low": np.int8,
    "high": np.int8,
    "published": np.bool_,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One node or item in all runs; every array has the shape (runs,). Values lie in [0, 1].

    `value` is NaN without any answer, `state` a place in STATES, `low` to `high` the level. Where a run has
    no score of this part (only its units have one), state and level are -1, coverage and bounds NaN.
    """

    value: Floats
    coverage: Floats
    lower: Floats
    upper: Floats
    state: Small
    low: Small
    high: Small
    published: Flags

    @classmethod
    def empty(cls, runs: int) -> "Column":
        """A column to be filled."""
        return cls(**{name: np.empty(runs, kind) for name, kind in KINDS.items()})

    def at(self, codes: Codes) -> "Column":
        """Of a column with one entry per answer, the entry for each run."""
        return Column(*(getattr(self, field.name)[codes] for field in fields(self)))

    def fill(self, runs: slice | int, part: "Column") -> None:
        for field in fields(self):
            getattr(self, field.name)[runs] = getattr(part, field.name)


@dataclass(frozen=True, slots=True)
class Table:
    """The scores of `runs` runs by the id of a node or item.

    Items are kept as the code of an answer per run, a thirtieth of the room; their numbers are looked up
    whenever they are asked for.
    """

    runs: int
    nodes: Mapping[str, Column]
    answers: Mapping[str, Codes]
    by_answer: Mapping[str, Column]

    def __getitem__(self, id_: str) -> Column:
        return self.nodes[id_] if id_ in self.nodes else self.by_answer[id_].at(self.answers[id_])

    def __iter__(self) -> Iterator[str]:
        yield from (*self.nodes, *self.by_answer)
