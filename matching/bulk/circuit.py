"""The rules of a whole catalogue as one circuit: what they share is asked once, and all of a kind together.

False, unknown and true are 0, 1 and 2, so that `all` is the least of its parts and `any` the greatest. The
first three nodes are these truths, then come the comparisons, then what joins them, the parts always first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from matching.bulk.companies import Codes, Companies
from matching.bulk.conditions import Condition
from questionnaires.conditions import All, AnyOf, Comparison, Fact, Not, Rule, compare

Small = NDArray[np.int8]

FALSE, UNKNOWN, TRUE = 0, 1, 2
TRUTHS = {False: FALSE, None: UNKNOWN, True: TRUE}
FEW = 1024
"""Different facts whose comparisons are remembered: a questionnaire offers some dozens."""

JOINS = {
    All: lambda parts: parts.min(axis=1),
    AnyOf: lambda parts: parts.max(axis=1),
    Not: lambda parts: TRUE - parts[:, 0],
}


@dataclass(frozen=True, slots=True)
class _Joined:
    """A node above others; its parts lie on lower levels. A comparison is on level 0."""

    level: int
    kind: type[All] | type[AnyOf] | type[Not]
    node: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """Nodes of one level and kind, shape (nodes,), with their parts, shape (nodes, most parts)."""

    kind: type[All] | type[AnyOf] | type[Not]
    nodes: Codes
    parts: Codes


class Circuit:
    """Made once for a catalogue: first `add` every condition, then `wire`."""

    def __init__(self) -> None:
        self.size = len(TRUTHS)
        self._node: dict[str, int] = {}
        self._level = dict.fromkeys(range(self.size), 0)
        self._compared: dict[str, dict[int, Comparison]] = {}
        self._joined: list[_Joined] = []
        self._steps: tuple[_Step, ...] = ()
        self._truths = lru_cache(maxsize=FEW)(self._compare)

    def add(self, condition: Condition) -> int:
        """The node of this condition; the same one for the same condition."""
        if condition is None or isinstance(condition, bool):
            return TRUTHS[condition]
        written = repr(condition)
        if written not in self._node:
            self._node[written] = self._add(condition)
        return self._node[written]

    def _add(self, rule: Rule) -> int:
        if isinstance(rule, Comparison):
            node = self._next(0)
            self._compared.setdefault(rule.fact, {})[node] = rule
            return node
        parts = tuple(map(self.add, (rule.part,) if isinstance(rule, Not) else rule.parts))
        if not parts:
            return TRUE if isinstance(rule, All) else FALSE
        level = 1 + max(self._level[part] for part in parts)
        node = self._next(level)
        self._joined.append(_Joined(level, type(rule), node, parts))
        return node

    def _next(self, level: int) -> int:
        node, self.size = self.size, self.size + 1
        self._level[node] = level
        return node

    def wire(self) -> None:
        """Puts together what can be computed together."""
        ordered = sorted(self._joined, key=_together)
        self._steps = tuple(_step(list(nodes)) for _, nodes in groupby(ordered, key=_together))

    def truths(self, companies: Companies) -> Small:
        """Every node for every company, shape (nodes, companies)."""
        found = np.empty((self.size, len(companies)), np.int8)
        found[: len(TRUTHS)] = np.arange(len(TRUTHS))[:, np.newaxis]
        for fact, compared in self._compared.items():
            column = companies.fact(fact)
            table = np.stack([self._truths(fact, value) for value in column.values], axis=1)
            found[list(compared)] = table[:, column.codes]
        for step in self._steps:
            found[step.nodes] = JOINS[step.kind](found[step.parts])
        return found

    def _compare(self, name: str, fact: Fact | None) -> Small:
        """All comparisons with one fact, in the order of their nodes."""
        rules = self._compared[name].values()
        return np.array([TRUTHS[compare(rule, fact)] for rule in rules], np.int8)


def _together(joined: _Joined) -> tuple[int, str]:
    return joined.level, joined.kind.__name__


def _step(joined: list[_Joined]) -> _Step:
    parts = side_by_side([one.parts for one in joined])
    return _Step(joined[0].kind, np.array([one.node for one in joined]), parts)


def side_by_side(rows: Iterable[tuple[int, ...]]) -> Codes:
    """Rows of different length as one array; a short one repeats its first entry, which joins to the same."""
    kept = list(rows)
    longest = max(map(len, kept), default=0)
    return np.array([row + row[:1] * (longest - len(row)) for row in kept], np.intp)
