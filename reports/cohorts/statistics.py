"""Figures about all companies on one day, as they are frozen: tables, quartiles, and how each is counted.

There is one set of figures for everybody who may read any: a chamber finds its districts in it. Figures that
were counted for each house anew could be taken from each other ("all districts but one"). For the same reason
companies that are known and anonymous lines of checks are counted each for themselves and never together.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import pairwise
from math import ceil
from typing import Literal

from questionnaires.text import Frozen
from reports.cohorts import crossing
from reports.cohorts.counts import LEAST, close, told
from reports.cohorts.crossing import TO_THIS_DAY, Cell, Frame, Row, Table
from reports.cohorts.hiding import WHOLE, History, NotSafe, Told, told_safely
from reports.cohorts.quartiles import Counted, Quartiles, counted, quartiles
from reports.cohorts.records import Record

ROUGHLY = 5
"""Checks are told to the nearest five: how often one company came must not follow from their number."""
A_TENTH = 10
BEGUN = Cell(("begun",), (crossing.YES,))


class Earlier(Frozen):
    """What was told last, and of which day."""

    count: int
    as_of: date


class Figure(Frozen):
    """A number of companies; None where it is hidden, with what was told of it `earlier`, if anything was."""

    codes: tuple[str, ...]
    count: int | None
    earlier: Earlier | None = None


class Crossing(Frozen):
    """A table by its attributes. A combination of codes that has no figure here is that of no company."""

    attributes: Table
    figures: tuple[Figure, ...]


class Population(Frozen):
    """Companies of one kind that have finished a check. `begun`: those that have only begun one; `started`
    and `finished` are checks, to the nearest five, and None where nothing may be told."""

    as_of: date
    companies: int
    begun: Figure
    started: int
    finished: int
    tables: tuple[Crossing, ...]
    quartiles: tuple[Quartiles, ...]

    @cached_property
    def _figures(self) -> Mapping[Cell, Figure]:
        return {Cell(one.attributes, figure.codes): figure for one in self.tables for figure in one.figures}

    def figure(self, cell: Cell) -> Figure:
        """The figure of a cell; that of nobody, where no company is in it."""
        flag = next((one for one in cell.table if one not in crossing.BASES), None)
        if flag and flag not in self._flags and crossing.NO in cell.codes:
            return self.figure(Cell(cell.table[1:], cell.codes[1:]))  # nobody has it: all have it not
        return self._figures.get(cell) or Figure(codes=cell.codes, count=0)

    def cells(self) -> Iterable[Cell]:
        return self._figures

    def before(self, cell: Cell) -> Earlier | None:
        """What has been told of a cell last, as of this population or earlier; None if nothing ever was."""
        figure = self.begun if cell == BEGUN else self.figure(cell)
        return figure.earlier if figure.count is None else Earlier(count=figure.count, as_of=self.as_of)

    @cached_property
    def _flags(self) -> frozenset[str]:
        return frozenset(one.attributes[0] for one in self.tables if one.attributes) - crossing.BASES


class Statistics(Frozen):
    """`known`: companies that are told apart by an account or a name; `anonymous`: lines of checks that may
    be another try of somebody. None where there are fewer than five."""

    format: Literal[1] = 1
    as_of: date
    known: Population | None
    anonymous: Population | None


def statistics(
    records: Iterable[Record],
    frame: Frame,
    as_of: date,
    history: Sequence[Statistics] = (),
    *,
    protect: bool = True,
) -> Statistics | None:
    """What may be told as of a day, after all that was told before (`history`, the oldest first); None where
    nothing new may be.

    A kind of companies that has gained fewer than five newcomers or new checks, or less than a tenth, stays
    as it was told. Each record is read once.
    `protect` is turned off only by the test that has to show that its attacker would find something.
    """
    known = _Kind(frame, _told(history, "known"))
    anonymous = _Kind(frame, _told(history, "anonymous"))
    for one in records:
        (known if one.known else anonymous).add(one)
    found = [kind.population(as_of, protect=protect) for kind in (known, anonymous)]
    if all(one is None or one.as_of < as_of for one in found):
        return None
    return Statistics(as_of=as_of, known=found[0], anonymous=found[1])


def _told(history: Sequence[Statistics], kind: str) -> list[Population]:
    """What was told of companies of a kind, each time it was told anew."""
    all_: list[Population | None] = [getattr(one, kind) for one in history]
    return list({one.as_of: one for one in all_ if one}.values())


@dataclass
class _Kind:
    """Companies of one kind as they come; `earlier`: what was told of them. `started` and `finished` are
    checks, `begun` companies that have finished none; of all others is kept what they are counted by, and
    of those that have answered anew since figures were told, all that they were counted as (`selves`)."""

    frame: Frame
    earlier: Sequence[Population]
    begun: int = 0
    started: int = 0
    finished: int = 0
    companies: list[Counted] = field(default_factory=list)
    selves: list[tuple[Row, ...]] = field(default_factory=list)

    @cached_property
    def days(self) -> list[date]:
        return [one.as_of for one in self.earlier]

    def add(self, record: Record) -> None:
        self.started += record.checks_started
        self.finished += record.checks_finished
        if record.finished_on:
            *former, row = self._rows(record)
            self.companies.append(counted(record, row))
            if former:
                self.selves.append((*former, row))
        else:
            self.begun += 1

    def _rows(self, record: Record) -> list[Row]:
        """What a company was counted as on earlier days, and is today, in order; often all in one."""
        selves = [one for one in (*record.earlier, record) if one.finished_on]
        turns = [bisect_left(self.days, one.finished_on or date.min) for one in selves]
        spans = zip(selves, pairwise((*turns, TO_THIS_DAY)), strict=True)
        return [self.frame.row(one, born, gone) for one, (born, gone) in spans if born < gone]

    def population(self, as_of: date, *, protect: bool) -> Population | None:
        """That of today, or the last one where nothing more may be told."""
        last = self.earlier[-1] if self.earlier else None
        newcomers = sum(one.row.born == len(self.days) for one in self.companies)
        if newcomers < _enough(len(self.companies) if last else 0):
            return last
        try:
            return _Counting(self, as_of).population(protect=protect)
        except NotSafe:
            return last


def _enough(companies: int) -> int:
    """So many newcomers are told of at once. With fewer, most figures would have to be hidden."""
    return max(LEAST, ceil(companies / A_TENTH))


@dataclass(frozen=True)
class _Counting:
    kind: _Kind
    as_of: date

    @property
    def earlier(self) -> Sequence[Population]:
        return self.kind.earlier

    def population(self, *, protect: bool) -> Population:
        """Raises NotSafe."""
        companies, rows = self.kind.companies, [one.row for one in self.kind.companies]
        found = told_safely(rows, self.kind.frame, self._history(), self.kind.selves, protect=protect)
        shown = [one for one in found.counts if one not in found.hidden]
        before = self.earlier[-1].quartiles if self.earlier else ()
        return Population(
            as_of=self.as_of,
            companies=found.counts[WHOLE],
            begun=self._begun(),
            started=roughly(self.kind.started),
            finished=roughly(self.kind.finished),
            tables=self._tables(found),
            quartiles=quartiles(companies, shown, self.as_of, before),
        )

    def _history(self) -> History:
        hidden = [
            frozenset(one for one in day.cells() if day.figure(one).count is None) for day in self.earlier
        ]
        return History(
            days=len(self.earlier),
            before=self._number,
            on=lambda cell, day: self.earlier[day].figure(cell).count,
            told_on=cache(self._told_on),
            cells=frozenset(self.earlier[-1].cells()) if self.earlier else frozenset(),
            hidden=hidden,
        )

    def _told_on(self, cell: Cell) -> int:
        return sum((day.figure(cell).count is not None) << at for at, day in enumerate(self.earlier))

    def _number(self, cell: Cell) -> int | None:
        before = self._before(cell)
        return before.count if before else None

    def _before(self, cell: Cell) -> Earlier | None:
        return self.earlier[-1].before(cell) if self.earlier else None

    def _begun(self) -> Figure:
        number, before = self.kind.begun, self._before(BEGUN)
        near = before is not None and close(number, before.count)
        return self._figure(BEGUN, None if near else told(number))

    def _figure(self, cell: Cell, count: int | None) -> Figure:
        return Figure(codes=cell.codes, count=count, earlier=self._before(cell) if count is None else None)

    def _tables(self, found: Told) -> tuple[Crossing, ...]:
        by_table: dict[Table, list[Figure]] = {}
        for cell in sorted({one for one, number in found.counts.items() if number} | set(found.hidden)):
            count = None if cell in found.hidden else found.counts[cell]
            by_table.setdefault(cell.table, []).append(self._figure(cell, count))
        return tuple(
            Crossing(attributes=table, figures=tuple(figures)) for table, figures in by_table.items()
        )


def roughly(number: int) -> int:
    """To the nearest five."""
    return round(number / ROUGHLY) * ROUGHLY
