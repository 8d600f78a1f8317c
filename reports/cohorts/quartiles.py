"""Quarter, middle and three quarters of what companies reached; never a lowest, a highest, or a list.

Told for ten companies and more, none of whose groups makes up over half of them, in steps of 5 of 100
(scoring.md 2.8). With fewer than five newcomers in a group, what was told of it last stays.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
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
    """A company with its codes."""

    record: Record
    row: Row


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


def _by_cell(table: Table, companies: Sequence[Counted]) -> Iterator[tuple[Cell, list[Counted]]]:
    def cell(one: Counted) -> Cell:
        return crossing.cell(table, one.row)

    for found, inside in groupby(sorted(companies, key=cell), key=cell):
        yield found, list(inside)


def _of_cell(
    cell: Cell, inside: Sequence[Counted], as_of: date, before: Mapping[tuple[str, Cell], Quartiles]
) -> Iterator[Quartiles]:
    for name in sorted({name for one in inside for name in values(one.record)}):
        with_value = [one for one in inside if name in values(one.record)]
        old = before.get((name, cell))
        if (
            old
            and sum(one.record.finished_on > old.as_of for one in with_value if one.record.finished_on)
            < LEAST
        ):
            yield old
        elif len(with_value) >= FEWEST and not _one_group_rules([one.record for one in with_value]):
            low, middle, high = in_steps([values(one.record)[name] for one in with_value])
            yield Quartiles(
                value=name, table=cell.table, codes=cell.codes, low=low, middle=middle, high=high, as_of=as_of
            )


def values(record: Record) -> dict[str, float]:
    """All that a company reached, by name; nothing that is not known."""
    axes = {"exposure": record.exposure, "readiness": record.readiness}
    known = {name: value for name, value in axes.items() if value is not None}
    return known | dict(record.areas) | {CHANGE + area: value for area, value in record.change.items()}


def _one_group_rules(records: Sequence[Record]) -> bool:
    """Whether more than half of them belong to one group of enterprises."""
    groups = Counter(record.group for record in records if record.group)
    return max(groups.values(), default=0) * 2 > len(records)


def in_steps(shares: Sequence[float]) -> tuple[int, int, int]:
    """The three quartiles of shares, in hundredths, rounded to the nearest step (half a step upwards)."""
    low, middle, high = (_in_steps(one) for one in quantiles(shares, n=4, method="inclusive"))
    return low, middle, high


def _in_steps(share: float) -> int:
    return floor(share * 100 / STEP + 0.5 + TOLERANCE) * STEP
