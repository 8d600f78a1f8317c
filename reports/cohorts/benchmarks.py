"""What companies like one have reached: comparison values of cohorts, frozen at the end of a quarter.

A cohort is a rung of a ladder: all companies, those of a sector, of these those of one size class, of these
those of one region; a company reads the finest that is told. Told are three quartiles of ten companies or
more, in steps of 5 of 100, and never a list: so a company learns in which quarter it lies, not its rank.
scoring.md 2.8 would tell a rank from 30 companies on; that takes the values of all, which nobody keeps.

What must not be found out, and what stands against it:

- one company among few: fewer than ten are not told, nor more than half of whom belong to one group;
- those left when parts are taken from a whole: they must be fit to be told themselves, or be nobody;
- a newcomer, from two quarters: a cohort is told anew when at least five have come, gone or answered anew.

All values are of the same companies: counted is who is known in every measure.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from questionnaires.text import Frozen
from reports.cohorts.counts import LEAST
from reports.cohorts.quartiles import AXES, EXPOSURE, FEWEST, READINESS, in_steps
from reports.cohorts.records import Record

STEP = 5
"""The number of companies is told rounded down to a multiple."""
UNSTATED = ""
Codes = tuple[str, ...]
"""Sector, size class and region, as far as a cohort is narrowed down; of all companies, none."""
EVERYBODY: Codes = ()


class Spread(Frozen):
    """Three quartiles, in hundredths from 0 to 100, in steps of 5."""

    low: int
    middle: int
    high: int


class Cohort(Frozen):
    """`as_of`: whose companies they are. `companies` is their exact number, which stays in the store.
    One that is not `shown` was told before: what was told last is kept, to be compared with."""

    codes: Codes
    as_of: date
    companies: int
    spreads: dict[str, Spread]
    shown: bool = True

    @property
    def at_least(self) -> int:
        """Their number as it may be told."""
        return self.companies // STEP * STEP


class Benchmarks(Frozen):
    """All cohorts as of the end of a quarter, the widest first."""

    format: Literal[1] = 1
    as_of: date
    cohorts: tuple[Cohort, ...]

    @cached_property
    def _by_codes(self) -> Mapping[Codes, Cohort]:
        return {one.codes: one for one in self.cohorts}

    def told_before(self, codes: Codes) -> Cohort | None:
        return self._by_codes.get(codes)

    def finest(self, codes: Codes) -> Cohort | None:
        """The narrowest cohort of a company with these codes that is told; None where there is none yet."""
        rungs = [self._by_codes.get(codes[:length]) for length in range(len(codes), -1, -1)]
        return next((one for one in rungs if one and one.shown), None)


@dataclass(frozen=True)
class Ladder:
    """What cohorts are made by. `areas` are the measures beside the two axes; `classes`: size class by size;
    `regions`: region by district. What has no class or region counts as not stated."""

    areas: tuple[str, ...]
    classes: Mapping[str, str]
    regions: Mapping[str, str]

    @property
    def measures(self) -> tuple[str, ...]:
        return (*AXES, *self.areas)

    def codes(self, *, sector: str | None, size: str | None, district: str | None) -> Codes:
        return (
            sector or UNSTATED,
            self.classes.get(size or UNSTATED, UNSTATED),
            self.regions.get(district or UNSTATED, UNSTATED),
        )

    def values(self, record: Record) -> dict[str, float] | None:
        """What a company reached in every measure; None where one is not known."""
        found = {EXPOSURE: record.exposure, READINESS: record.readiness}
        found |= {area: record.areas.get(area) for area in self.areas}
        known = {name: value for name, value in found.items() if value is not None}
        return known if len(known) == len(found) else None


@dataclass(frozen=True, slots=True)
class Member:
    """A company that counts."""

    codes: Codes
    group: str
    finished_on: date
    values: Mapping[str, float]


def freeze(records: Iterable[Record], ladder: Ladder, as_of: date, before: Benchmarks | None) -> Benchmarks:
    """What is told from this day on. `before` is what has been told since the quarter before."""
    inside = _by_cohort(_members(records, ladder, as_of))
    told = shown(inside)
    known = {one.codes: one for one in before.cohorts} if before else {}
    cohorts = {codes: _cohort(codes, inside[codes], as_of, known.get(codes)) for codes in told}
    hidden = {
        codes: one.model_copy(update={"shown": False}) for codes, one in known.items() if codes not in told
    }
    ordered = sorted((cohorts | hidden).items(), key=lambda item: (len(item[0]), item[0]))
    return Benchmarks(as_of=as_of, cohorts=tuple(one for _, one in ordered))


def _members(records: Iterable[Record], ladder: Ladder, as_of: date) -> list[Member]:
    """Companies that agreed and are known in every measure, each once."""
    agreed = [one for one in records if one.compares and one.finished_on and one.finished_on <= as_of]
    newest = {one.company: one for one in sorted(agreed, key=lambda one: one.finished_on or date.min)}
    pairs = ((one, ladder.values(one)) for one in _once(newest.values()))
    return [_member(one, values, ladder) for one, values in pairs if values]


def _once(records: Collection[Record]) -> Iterator[Record]:
    """Without whoever has come a second time, anonymously, and answered the same: nobody else would be so
    much alike. Who answers otherwise and brings no link counts once more; the page asks not to agree then."""
    known = [one for one in records if one.known]
    marks = {_mark(one) for one in known}
    others = {_mark(one): one for one in records if not one.known and _mark(one) not in marks}
    yield from (*known, *others.values())


def _mark(record: Record) -> tuple[object, ...]:
    """All that a company has said and reached, as far as comparisons go."""
    places = (record.sector, record.size, record.district)
    return (*places, record.exposure, record.readiness, *sorted(record.areas.items()))


def _member(record: Record, values: Mapping[str, float], ladder: Ladder) -> Member:
    codes = ladder.codes(sector=record.sector, size=record.size, district=record.district)
    return Member(codes, record.group or record.company, record.finished_on or date.min, values)


def _by_cohort(members: Iterable[Member]) -> dict[Codes, list[Member]]:
    found: dict[Codes, list[Member]] = {EVERYBODY: []}
    for one in members:
        for length in range(len(one.codes) + 1):
            found.setdefault(one.codes[:length], []).append(one)
    return found


# --- which cohorts are told ----------------------------------------------------------------------


def fit(members: Sequence[Member]) -> bool:
    """Whether so many, and of so many groups, may be told of at all."""
    groups = Counter(one.group for one in members)
    return len(members) >= FEWEST and max(groups.values()) * 2 <= len(members)


def shown(inside: Mapping[Codes, Sequence[Member]]) -> frozenset[Codes]:
    """The cohorts that are told, none without the wider one that it is a part of."""
    if not fit(inside[EVERYBODY]):
        return frozenset()
    told, waiting = {EVERYBODY}, [EVERYBODY]
    while waiting:
        whole = waiting.pop()
        parts = _parts(whole, inside)
        told.update(parts)
        waiting.extend(parts)
    return frozenset(told)


def _parts(whole: Codes, inside: Mapping[Codes, Sequence[Member]]) -> list[Codes]:
    """Its parts that may be told, the smallest left out until those left are fit to be told, or nobody."""
    length = len(whole) + 1
    parts = [one for one in inside if len(one) == length and one[:-1] == whole and one[-1] != UNSTATED]
    told = sorted((one for one in parts if fit(inside[one])), key=lambda one: (-len(inside[one]), one))
    while told and not _safe(_left(inside[whole], told, length)):
        told.pop()
    return told


def _left(members: Sequence[Member], told: Collection[Codes], length: int) -> list[Member]:
    return [one for one in members if one.codes[:length] not in told]


def _safe(left: Sequence[Member]) -> bool:
    return not left or fit(left)


# --- what is told of them ------------------------------------------------------------------------


def _cohort(codes: Codes, members: Sequence[Member], as_of: date, before: Cohort | None) -> Cohort:
    if before and _changed(members, before) < LEAST:
        return before.model_copy(update={"shown": True})
    return Cohort(codes=codes, as_of=as_of, companies=len(members), spreads=_spreads(members))


def _changed(members: Sequence[Member], before: Cohort) -> int:
    """How many have come, gone, or answered anew since it was told."""
    fresh = sum(one.finished_on > before.as_of for one in members)
    return fresh + abs(before.companies - (len(members) - fresh))


def _spreads(members: Sequence[Member]) -> dict[str, Spread]:
    return {name: _spread([one.values[name] for one in members]) for name in members[0].values}


def _spread(shares: Sequence[float]) -> Spread:
    low, middle, high = in_steps(shares)
    return Spread(low=low, middle=middle, high=high)
