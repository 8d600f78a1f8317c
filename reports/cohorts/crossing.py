"""Companies by one attribute or by two: which tables there are, and in which cells a company counts.

Attributes of every company are size, sector and district, and the chamber, which follows from the district.
All others are told with "yes" or "no": a need, a need that no offer serves, how far a referral came, and
the like; for short, flags. A table is the tuple of its attributes, a cell that tuple with one code for each.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from sys import maxsize
from typing import NamedTuple

from reports.cohorts.records import Record

Table = tuple[str, ...]
MOST_CROSSED = 2
YES, NO, UNSTATED = "yes", "no", ""
SIZE, SECTOR, DISTRICT, CHAMBER = "size", "sector", "district", "chamber"
NEED, UNMET, FIELD, REFERRAL = "need:", "unmet:", "field:", "referral:"
"""Prefixes of flags: what is behind them is a need, a need, a field of action, a state of a referral."""
REFERRED, HELPED, NOT_HELPED = "referred", "helped", "not_helped"
REPEATED, SESSION, PLANNED, DONE = "repeated", "session", "planned", "done"
BASES = frozenset({SIZE, SECTOR, DISTRICT, CHAMBER})
"""The attributes that are no flags."""
TOTAL: Table = ()
OF_ALL: tuple[Table, ...] = (
    *(TOTAL, (SIZE,), (SECTOR,), (DISTRICT,), (CHAMBER,)),
    *((SIZE, SECTOR), (SIZE, DISTRICT), (SECTOR, DISTRICT), (SIZE, CHAMBER), (SECTOR, CHAMBER)),
)
WITHOUT_CHAMBER = (UNMET,)
"""Flags that are told for all together only: in parts too few would have them."""


class TooManyCrossed(ValueError):
    """A table would cross more attributes than may be crossed."""


class Cell(NamedTuple):
    table: Table
    codes: tuple[str, ...]


TO_THIS_DAY = maxsize
Line = tuple[Cell, str]
"""Cells that add up to the first one: it, and the attribute in which they differ."""


def crossed(*attributes: str) -> Table:
    """The table of these attributes. Raises TooManyCrossed."""
    if len(attributes) > MOST_CROSSED:
        raise TooManyCrossed(attributes)
    return attributes


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A company as it is counted. `bases`: its codes, one object for all who have the same; `flags`: one bit
    for each that it has, `bits` says which. `born`: on which of the days, counted from 0, figures count it
    first like this; `gone`: from which day on no more, since it has answered anew."""

    bases: Mapping[str, str]
    flags: int = 0
    bits: Mapping[str, int] = field(default_factory=dict)
    born: int = 0
    gone: int = TO_THIS_DAY

    def on(self, day: int) -> bool:
        """Whether figures of a day count it like this."""
        return self.born <= day < self.gone

    def code(self, attribute: str) -> str:
        if attribute in BASES:
            return self.bases.get(attribute, NO)
        return YES if self.flags & self.bits.get(attribute, 0) else NO


@dataclass(frozen=True)
class Frame:
    """What the codes mean to each other. `chambers`: by district, whose it is; a partition, so that no two
    houses differ by one district. `fields`: by need, its field of action."""

    chambers: Mapping[str, str]
    fields: Mapping[str, str]
    _bits: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    _bases: dict[tuple[str, ...], Mapping[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def row(self, record: Record, born: int = 0, gone: int = TO_THIS_DAY) -> Row:
        district = record.district or UNSTATED
        codes = {SIZE: record.size or UNSTATED, SECTOR: record.sector or UNSTATED, DISTRICT: district}
        bases = codes | {CHAMBER: self.chamber(district)}
        flags = sum(self._bit(flag) for flag in set(self._flags(record)))
        return Row(self._bases.setdefault(tuple(bases.values()), bases), flags, self._bits, born, gone)

    def _bit(self, flag: str) -> int:
        """The same for all rows of this frame: flags are numbered in the order in which they are met."""
        return self._bits.setdefault(flag, 1 << len(self._bits))

    def chamber(self, district: str) -> str:
        return self.chambers.get(district, UNSTATED)

    def _flags(self, record: Record) -> Iterator[str]:
        yield from (NEED + need for need in (*record.needs, *record.unmet))
        yield from (UNMET + need for need in record.unmet)
        yield from (FIELD + self.fields[need] for need in record.unmet if need in self.fields)
        yield from (REFERRAL + one.state for one in record.referrals)
        yield from (flag for flag, holds in _SIMPLE.items() if holds(record))

    @cached_property
    def needs_of(self) -> Mapping[str, tuple[str, ...]]:
        """By field of action, its needs."""
        found: dict[str, list[str]] = {}
        for need, area in self.fields.items():
            found.setdefault(area, []).append(need)
        return {area: tuple(needs) for area, needs in found.items()}


_SIMPLE: Mapping[str, Callable[[Record], bool]] = {
    REFERRED: lambda record: any(one.sent_on for one in record.referrals),
    HELPED: lambda record: any(one.helped for one in record.referrals),
    NOT_HELPED: lambda record: any(one.helped is False for one in record.referrals),
    REPEATED: lambda record: record.checks_finished > 1,
    SESSION: lambda record: record.sessions > 0,
    PLANNED: lambda record: record.measures_planned > 0,
    DONE: lambda record: record.measures_done > 0,
}


def tables(flags: Iterable[str]) -> tuple[Table, ...]:
    """All tables, where these flags occur."""
    found = list(OF_ALL)
    for flag in sorted(flags):
        found.append(crossed(flag))
        if not flag.startswith(WITHOUT_CHAMBER):
            found.append(crossed(flag, CHAMBER))
        if flag.startswith(FIELD):
            found.append(crossed(flag, DISTRICT))
    return tuple(found)


def flags(rows: Sequence[Row]) -> set[str]:
    """All flags that anybody has."""
    held = reduce(or_, (row.flags for row in rows), 0)
    return {name for name, bit in rows[0].bits.items() if held & bit} if rows else set()


def column(attribute: str, rows: Sequence[Row]) -> list[str]:
    """The code of each of these rows, as `Row.code` tells it of one."""
    if attribute in BASES or not rows:
        return [row.bases.get(attribute, NO) for row in rows]
    bit = rows[0].bits.get(attribute, 0)
    return [YES if row.flags & bit else NO for row in rows]


def cell(table: Table, row: Row) -> Cell:
    """Where a company counts in a table."""
    return Cell(table, tuple([row.code(attribute) for attribute in table]))


def whole_of_flag(found: Cell) -> Cell | None:
    """All companies of whom a figure says how many have something; None where it says no such thing."""
    flag = next((at for at, attribute in enumerate(found.table) if attribute not in BASES), None)
    if flag is None or found.codes[flag] != YES:
        return None
    return Cell(found.table[:flag] + found.table[flag + 1 :], found.codes[:flag] + found.codes[flag + 1 :])


def lines(found: Cell, known: Iterable[Table], frame: Frame) -> Iterator[Line]:
    """The sums that a cell is a part of: over one of its attributes, and over the districts of a chamber."""
    for at, attribute in enumerate(found.table):
        less = Cell(found.table[:at] + found.table[at + 1 :], found.codes[:at] + found.codes[at + 1 :])
        if less.table in known:
            yield less, attribute
        if attribute == DISTRICT:
            coarser = (*found.table[:at], CHAMBER, *found.table[at + 1 :])
            codes = (*found.codes[:at], frame.chamber(found.codes[at]), *found.codes[at + 1 :])
            if coarser in known:
                yield Cell(coarser, codes), attribute
