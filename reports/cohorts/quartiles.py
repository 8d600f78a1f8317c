"""Quarter, middle and three quarters of what companies reached; never a lowest, a highest, or a list.

Told for ten companies and more, none of whose groups makes up over half of them, in steps of 5 of 100
(scoring.md 2.8). With fewer than five newcomers in a group, what was told of it last stays.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from statistics import quantiles

from questionnaires.text import Frozen
from reports.cohorts import crossing
from reports.cohorts.counts import LEAST
from reports.cohorts.crossing import Cell, Row, Table
from reports.cohorts.records import Record

FEWEST = 10
"""Companies below which nothing is told of what they reached."""
TOLERANCE = 1e-9
STEP = 5
"""Of 100: finer than that, a newcomer could be seen to move the middle."""
EXPOSURE, READINESS = "exposure", "readiness"
AXES = (EXPOSURE, READINESS)
CHANGE = "change:"
"""Prefix of a value that says by how much an area changed."""
BY: tuple[Table, ...] = (
    *(crossing.TOTAL, (crossing.SIZE,), (crossing.SECTOR,)),
    *((crossing.DISTRICT,), (crossing.CHAMBER,)),
)


class Quartiles(Frozen):
    """Of the companies in one cell, by what they reached: an axis, an area, or the change of an area. In
    hundredths, from 0 to 100; changes from -100 to 100. `as_of`: whose companies they are."""

    value: str
    table: Table
    codes: tuple[str, ...]
    low: int
    middle: int
    high: int
    as_of: date


@dataclass(frozen=True, slots=True)
class Counted:
    """A company with its codes, and what it reached, as its record has it. The rest of that is let go: a
    million whole ones would fill the memory."""

    row: Row
    finished_on: date
    group: str | None
    exposure: float | None
    readiness: float | None
    areas: Mapping[str, float]
    change: Mapping[str, float]

    def names(self) -> Iterator[str]:
        """Of all values that it may have."""
        yield from (*AXES, *self.areas, *(CHANGE + area for area in self.change))

    def reached(self, name: str) -> float | None:
        """None where that is not known."""
        if name in AXES:
            return self.exposure if name == EXPOSURE else self.readiness
        area = name.removeprefix(CHANGE)
        return (self.areas if area == name else self.change).get(area)


def counted(record: Record, row: Row) -> Counted:
    """Of a company that has finished a check."""
    return Counted(
        row,
        record.finished_on or date.min,
        record.group,
        record.exposure,
        record.readiness,
        record.areas,
        record.change,
    )


def quartiles(
    companies: Sequence[Counted], shown: Iterable[Cell], as_of: date, earlier: Iterable[Quartiles]
) -> tuple[Quartiles, ...]:
    """For every cell that is shown and every value; those told earlier where too few have joined since."""
    cells, before = set(shown), {(one.value, Cell(one.table, one.codes)): one for one in earlier}
    found = [
        one
        for table in BY
        for cell, inside in _by_cell(table, companies)
        if cell in cells
        for one in _of_cell(cell, inside, as_of, before)
    ]
    return tuple(found)


def _by_cell(table: Table, companies: Iterable[Counted]) -> list[tuple[Cell, list[Counted]]]:
    """In the order of the cells."""
    found: dict[Cell, list[Counted]] = {}
    for one in companies:
        found.setdefault(crossing.cell(table, one.row), []).append(one)
    return sorted(found.items())


def _of_cell(
    cell: Cell, inside: Sequence[Counted], as_of: date, before: Mapping[tuple[str, Cell], Quartiles]
) -> Iterator[Quartiles]:
    for name in sorted({name for one in inside for name in one.names()}):
        known = [one for one in inside if one.reached(name) is not None]
        old = before.get((name, cell))
        if known and old and sum(one.finished_on > old.as_of for one in known) < LEAST:
            yield old
        elif len(known) >= FEWEST and not _one_group_rules(known):
            low, middle, high = in_steps([share for one in known if (share := one.reached(name)) is not None])
            yield Quartiles(
                value=name, table=cell.table, codes=cell.codes, low=low, middle=middle, high=high, as_of=as_of
            )


def _one_group_rules(companies: Sequence[Counted]) -> bool:
    """Whether more than half of them belong to one group of enterprises."""
    groups = Counter(one.group for one in companies if one.group)
    return max(groups.values(), default=0) * 2 > len(companies)


def in_steps(shares: Sequence[float]) -> tuple[int, int, int]:
    """The three quartiles of shares, in hundredths, rounded to the nearest step (half a step upwards)."""
    low, middle, high = (_in_steps(one) for one in quantiles(shares, n=4, method="inclusive"))
    return low, middle, high


def _in_steps(share: float) -> int:
    return floor(share * 100 / STEP + 0.5 + TOLERANCE) * STEP
