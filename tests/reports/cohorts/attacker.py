"""Somebody who has all that was ever told and wants to know one company: integer programmes over all figures.

Unknown is how many companies of each size in each sector of each district came in each quarter. All told
figures of all days are equations over these; so is a table of something that companies have or have not, one
programme for each. A hidden figure is found out if only one number fits all the others.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from reports.cohorts import crossing
from reports.cohorts.crossing import CHAMBER, DISTRICT, FIELD, NEED, NO, SECTOR, SIZE, UNMET, YES, Cell, Table
from reports.cohorts.statistics import Population
from tests.reports.cohorts.populations import DISTRICTS, FRAME, SECTORS, SIZES

CODES = {SIZE: SIZES, SECTOR: SECTORS, DISTRICT: DISTRICTS, CHAMBER: sorted({*FRAME.chambers.values(), ""})}
AT_ONCE = 4
"""Guesses in which all hidden figures are pushed about at once; then each is pushed for itself."""
Hidden = dict[tuple[int, Cell], np.ndarray]
"""By day and cell, which of the unknown numbers add up to it."""
Span = dict[tuple[int, Cell], tuple[int, int]]


@dataclass
class Riddle:
    """Equations over unknown numbers of companies. `unknown`: by quarter and codes; `tables`: of these."""

    told: Sequence[Population]
    unknown: Sequence[Mapping[str, str]]
    tables: Sequence[Table]

    def solved(self, seed: int = 0) -> dict[tuple[int, Cell], int]:
        """By day and cell, every hidden figure that can be told for certain."""
        hidden, equations, sums = self._read()
        if not hidden:
            return {}
        dice = random.Random(seed)
        span: Span = {}
        for _ in range(AT_ONCE):
            push = np.array(sum(dice.choice((-1, 1)) * line for line in hidden.values()))
            _widen(span, hidden, _fitting(push, equations, sums, gap=0.5))
        for one in [one for one in hidden if span[one][0] == span[one][1]]:
            for sign in (-1, 1):
                if span[one][0] == span[one][1]:
                    _widen(span, hidden, _fitting(sign * hidden[one], equations, sums))
        return {one: low for one, (low, high) in span.items() if low == high}

    def _read(self) -> tuple[Hidden, np.ndarray, np.ndarray]:
        hidden: Hidden = {}
        equations, sums = [], []
        for day, population in enumerate(self.told):
            for cell in self._cells():
                line = self._line(cell, day)
                figure = population.figure(cell)
                if figure.count is None:
                    hidden[day, cell] = line
                else:
                    equations.append(line)
                    sums.append(figure.count)
        return hidden, np.array(equations), np.array(sums)

    def _cells(self) -> Iterator[Cell]:
        for table in self.tables:
            for codes in product(*(CODES.get(attribute, (YES, NO)) for attribute in table)):
                yield Cell(table, codes)

    def _line(self, cell: Cell, day: int) -> np.ndarray:
        """1 for each unknown number that a cell contains on a day, all quarters up to it."""
        fits = [all(one[a] == c for a, c in zip(cell.table, cell.codes, strict=True)) for one in self.unknown]
        so_far = [fit * (quarter <= day) for quarter in range(len(self.told)) for fit in fits]
        return np.array(so_far, dtype=float)


def _fitting(push: np.ndarray, equations: np.ndarray, sums: np.ndarray, *, gap: float = 0) -> np.ndarray:
    """Companies that fit all that is told, as far to one side as they can be pushed, or nearly so."""
    found = milp(
        push,
        constraints=LinearConstraint(equations, sums, sums),
        bounds=Bounds(0, np.inf),
        integrality=np.ones(equations.shape[1]),
        options={"mip_rel_gap": gap},
    )
    assert found.success, found.message
    fitting: np.ndarray = np.round(found.x)
    return fitting


def _widen(span: Span, hidden: Hidden, fitting: np.ndarray) -> None:
    for one, line in hidden.items():
        number = int(line @ fitting)
        low, high = span.get(one, (number, number))
        span[one] = (min(low, number), max(high, number))


def whole(told: Sequence[Population]) -> Riddle:
    """Size, sector, district and chamber in all tables at once."""
    unknown = [
        {SIZE: size, SECTOR: sector, DISTRICT: district, CHAMBER: FRAME.chamber(district)}
        for size, sector, district in product(SIZES, SECTORS, DISTRICTS)
    ]
    return Riddle(told, unknown, crossing.OF_ALL)


def about(needs: Sequence[str], told: Sequence[Population]) -> Riddle:
    """Who has these needs of one field of action and for whom nobody serves them, by district and chamber."""
    flags = {prefix + need for need in needs for prefix in (NEED, UNMET)}
    flags |= {FIELD + FRAME.fields[need] for need in needs}
    return _of_flags(flags, [_states(needs, states) for states in product(range(3), repeat=len(needs))], told)


def _states(needs: Sequence[str], states: Sequence[int]) -> dict[str, str]:
    """0: no need; 1: a need; 2: one that nobody serves."""
    codes = {FIELD + FRAME.fields[need]: YES if 2 in states else NO for need in needs}
    for need, state in zip(needs, states, strict=True):
        codes |= {NEED + need: YES if state else NO, UNMET + need: YES if state == 2 else NO}
    return codes


def about_flag(flag: str, told: Sequence[Population]) -> Riddle:
    """Who has something and who has not."""
    return _of_flags({flag}, [{flag: YES}, {flag: NO}], told)


def _of_flags(flags: set[str], kinds: Sequence[Mapping[str, str]], told: Sequence[Population]) -> Riddle:
    unknown = [
        {**kind, DISTRICT: district, CHAMBER: FRAME.chamber(district)}
        for kind, district in product(kinds, DISTRICTS)
    ]
    tables = [table for table in crossing.tables(flags) if table not in crossing.OF_ALL]
    return Riddle(told, unknown, [crossing.TOTAL, (DISTRICT,), (CHAMBER,), *tables])


def riddles(told: Sequence[Population]) -> list[Riddle]:
    """All that an attacker tries."""
    fields = [about(needs, told) for needs in FRAME.needs_of.values()]
    flags = (crossing.REFERRED, crossing.REPEATED, crossing.REFERRAL + "accepted")
    return [whole(told), *fields, *(about_flag(flag, told) for flag in flags)]


def found_out(told: Sequence[Population]) -> dict[tuple[int, Cell], int]:
    """By day and cell, every hidden figure that somebody can tell for certain from all of these."""
    found: dict[tuple[int, Cell], int] = {}
    for riddle in riddles(told):
        found |= riddle.solved()
    return found
