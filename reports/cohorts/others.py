"""Other companies that would give the same figures: what makes a hidden figure safe.

A figure is hidden well if somebody who knows all that is told, now and earlier, still has to reckon with
another number. So one or two companies are thought to be like another one: in size, in sector, in district,
in one need. Where such a change touches hidden cells only, nobody can tell the true companies from those.
A company that was counted on earlier days, too, would have been another one on those days as well: on all on
which it was counted as the same there, even if it has answered anew since.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice, product

from reports.cohorts import crossing
from reports.cohorts.crossing import (
    CHAMBER,
    DISTRICT,
    FIELD,
    NEED,
    REFERRAL,
    UNMET,
    YES,
    Cell,
    Frame,
    Row,
    Table,
)
from reports.cohorts.selves import Selves
from reports.cohorts.tallies import Tally

PARTNERS = 72
"""Companies that one is compared with, the most similar first: enough to find a change, if not the best."""
MANY = 1_000
"""Companies above which only one of each kind is looked at: among so many, each has others like it."""
MEMBERS = 4
"""Companies of a cell that are thought otherwise before the next so many are."""

ToldOn = Callable[[Cell], int]
"""On which of the earlier days a cell was told: one bit for each, the first day's is the lowest."""
Change = tuple[tuple[Row, Row, tuple[str, ...]], ...]
"""Each row, the one that it takes over from, and the attributes that it takes over."""
Moves = Sequence[tuple[Cell, Cell]]
"""From which cell to which a company goes."""
REFERRALS = (crossing.REFERRED, crossing.HELPED, crossing.NOT_HELPED)


@dataclass(frozen=True, slots=True)
class Touched:
    """The cells to which a change gives another number: by the day from which on it does, in order; and
    those to which it gives another number of newcomers."""

    since: tuple[tuple[int, frozenset[Cell]], ...]
    newcomers: frozenset[Cell]

    def on(self, day: int) -> frozenset[Cell]:
        return next((cells for first, cells in reversed(self.since) if first <= day), frozenset())


@dataclass(frozen=True)
class Others:
    """All companies and all tables, today: after so many `days` on which figures were told before."""

    frame: Frame
    tally: Tally
    tables: Sequence[Table]
    days: int
    told_on: ToldOn
    selves: Selves = field(default_factory=Selves)
    _near: dict[tuple[int, str], list[Row]] = field(default_factory=dict)
    _kinds: dict[tuple[str, ...], Sequence[Row]] = field(default_factory=dict)
    _beside_of: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    _moves_of: dict[object, Moves] = field(default_factory=dict)
    _reckoned: dict[object, Touched | None] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Sequence[Row]:
        """All companies, and behind them what some of them were on earlier days."""
        former = self.selves.former
        return [*self.tally.rows, *former] if former else self.tally.rows

    def _unlike(self, attributes: tuple[str, ...]) -> Sequence[Row]:
        """Of those that are alike as far as partners go, the first ones: found once."""
        if attributes not in self._kinds:
            former = self.selves.tally.unlike(attributes)
            self._kinds[attributes] = [*self.tally.unlike(attributes), *former]
        return self._kinds[attributes]

    def touched(self, target: Cell, members: Sequence[Row]) -> Iterator[Touched]:
        """What each change of these companies of the target touches, where no told figure of earlier days
        speaks against it."""
        return (found for change in self.changes(target, members) if (found := self.effect(change)))

    def changes(self, target: Cell, members: Sequence[Row]) -> Iterator[Change]:
        """What is tried. It decides how much is told, but never whether that is safe: a figure counts as safe
        only for a change whose `effect` is on hidden cells alone."""
        own = [one for one in target.table if ":" in one] or target.table
        bundles = list(dict.fromkeys(chain.from_iterable(map(self._bundles, own))))
        of_all = [one for one in bundles if members and self._all_have(members[0], one)]
        yield from (((row, _WITHOUT, bundle),) for bundle, row in product(of_all, members))
        bundles = [one for one in bundles if one not in of_all]
        for at in range(0, len(members), MEMBERS):
            for bundle, row in product(bundles, members[at : at + MEMBERS]):
                yield from self._swaps(row, self._partners(row, bundle), bundle)
        for bundle, row in product(bundles, members):
            yield from self._swaps(row, self._all(bundle), bundle)
        whole = tuple(dict.fromkeys(chain.from_iterable(bundles)))
        for row in members[:1]:
            yield from (((other, row, whole),) for other in self._fresh)
        yield from self._into(target)

    def _all(self, bundle: tuple[str, ...]) -> Sequence[Row]:
        """All companies; of many, one of each kind, as far as taking over from each other goes. Companies of
        a kind may still differ elsewhere, so the few may lack a change that all have, or meet a cheaper one
        sooner: neither way hides all that the other hides. Both are safe, see `changes`."""
        if len(self.rows) <= MANY:
            return self.rows
        return self._unlike(tuple(dict.fromkeys((*bundle, *self._beside(bundle)))))

    def _into(self, target: Cell) -> Iterator[Change]:
        """Companies that lack one of the target's codes get it from some that have it, and lack another."""
        for attribute, code in zip(target.table, target.codes, strict=True):
            bundles = list(self._bundles(attribute))
            rows = self._all((*chain.from_iterable(bundles), *target.table))
            having = [row for row in rows if row.code(attribute) == code]
            lacking = [row for row in rows if _lacks_only(row, target, attribute)]
            for row, bundle in product(lacking, bundles):
                yield from self._swaps(row, having, bundle)

    @staticmethod
    def _swaps(row: Row, others: Iterable[Row], bundle: tuple[str, ...]) -> Iterator[Change]:
        for other in others:
            yield ((row, other, bundle),)
            yield ((row, other, bundle), (other, row, bundle))
            yield ((other, row, bundle),)

    @cached_property
    def _fresh(self) -> list[Row]:
        return list(islice((row for row in self.rows if row.born == self.days), 4 * PARTNERS))

    def _bundles(self, attribute: str) -> Iterator[tuple[str, ...]]:
        """Attributes that go together with one: what follows from each other is taken over together."""
        prefix, _, name = attribute.partition(":")
        if prefix + ":" == FIELD:
            needs = self.frame.needs_of.get(name, ())
            yield from ((NEED + need, UNMET + need) for need in needs if UNMET + need in self._flags)
            yield tuple(flag + need for need in needs for flag in (NEED, UNMET))
        elif prefix + ":" in (NEED, UNMET):
            yield (NEED + name, UNMET + name)
        elif prefix + ":" == REFERRAL or attribute in REFERRALS:
            yield (*REFERRALS, *(flag for flag in self._flags if flag.startswith(REFERRAL)))
        elif attribute in (crossing.PLANNED, crossing.DONE):
            yield (crossing.PLANNED, crossing.DONE)
        else:
            yield (DISTRICT if attribute == CHAMBER else attribute,)

    @cached_property
    def _flags(self) -> list[str]:
        return sorted(crossing.flags(self.rows))

    def _partners(self, row: Row, bundle: tuple[str, ...]) -> list[Row]:
        """Companies with something else there, those most alike in all else first, one of each kind."""
        key = (id(row), bundle[0])
        if key not in self._near:
            self._near[key] = self._found_partners(row, bundle)
        return self._near[key]

    def _all_have(self, row: Row, bundle: tuple[str, ...]) -> bool:
        """Whether there is nobody to take anything else over from."""
        return bundle[0] not in crossing.BASES and not self._partners(row, bundle)

    def _found_partners(self, row: Row, bundle: tuple[str, ...]) -> list[Row]:
        mine = [row.code(attribute) for attribute in bundle]
        beside = self._beside(bundle)
        kinds: dict[tuple[object, ...], tuple[int, Row]] = {}
        for other in self._unlike((*bundle, *beside)):
            theirs = [other.code(attribute) for attribute in bundle]
            if theirs != mine:
                apart = sum(row.code(one) != other.code(one) for one in beside)
                kind = (
                    (other.born, other.gone),
                    *theirs,
                    *(other.code(one) for one in beside if ":" in bundle[0] or one == CHAMBER),
                    apart,
                )
                kinds.setdefault(kind, (apart + 4 * (other.born < self.days), other))
        return [other for _, other in sorted(kinds.values(), key=lambda found: found[0])[:PARTNERS]]

    def _beside(self, bundle: tuple[str, ...]) -> list[str]:
        """The attributes in which a partner should be alike: those that are crossed with what it gives."""
        field = self.frame.fields.get(bundle[0].removeprefix(NEED))
        return (
            [DISTRICT, CHAMBER, *([FIELD + field] if field else [])]
            if ":" in bundle[0]
            else [*_MAIN, CHAMBER]
        )

    def effect(self, change: Change) -> Touched | None:
        """None where a cell was told on a day on which the change would have given it another number."""
        parts = [
            (one, self._moves(one, self._changed(one, other, names)))
            for row, other, names in change
            for one in self.selves.alike(row, names)
        ]
        alike = tuple((row.born, row.gone, id(moves)) for row, moves in parts)
        if alike not in self._reckoned:
            self._reckoned[alike] = self._reckon(parts)
        return self._reckoned[alike]

    def _reckon(self, parts: Sequence[tuple[Row, Moves]]) -> Touched | None:
        net, before = Counter[Cell](), Counter[Cell]()
        since = []
        turns = {turn for row, _ in parts for turn in (row.born, row.gone) if turn <= self.days}
        for day in sorted(turns):
            net, before = _net(moves for row, moves in parts if row.on(day)), net
            since.append((day, _moved(net)))
        net.subtract(before)
        found = Touched(tuple(since), _moved(net) if day == self.days else frozenset())
        return found if self._possible(found) else None

    def _moves(self, row: Row, after: Mapping[str, str]) -> Moves:
        """From which cell to which: the same for all that are alike in what is crossed with it."""
        names = tuple(after)
        if names not in self._beside_of:
            self._beside_of[names] = sorted({one for table in self._tables_of(names) for one in table})
        key = (*after.items(), *[row.code(one) for one in self._beside_of[names]])
        if key not in self._moves_of:
            self._moves_of[key] = [
                (now, then)
                for table in self._tables_of(names)
                if (now := crossing.cell(table, row)) != (then := _cell(table, row, after))
            ]
        return self._moves_of[key]

    def _possible(self, touched: Touched) -> bool:
        ends = [*(first for first, _ in touched.since[1:]), self.days]
        for (first, cells), end in zip(touched.since, ends, strict=True):
            days = (1 << end) - (1 << first)
            if days and any(self.told_on(one) & days for one in cells):
                return False
        return True

    def _changed(self, row: Row, other: Row, attributes: Iterable[str]) -> dict[str, str]:
        """The codes that a row would have instead of its own; what follows from them included."""
        after = {one: other.code(one) for one in attributes if other.code(one) != row.code(one)}
        if DISTRICT in after:
            after[CHAMBER] = self.frame.chamber(after[DISTRICT])
        fields = {self.frame.fields.get(one.removeprefix(UNMET)) for one in after if one.startswith(UNMET)}
        for name in sorted(fields - {None}, key=str):
            unmet = [UNMET + need for need in self.frame.needs_of[str(name)]]
            held = any(after.get(one, row.code(one)) == YES for one in unmet)
            after[FIELD + str(name)] = YES if held else crossing.NO
        return after

    def _tables_of(self, attributes: Iterable[str]) -> set[Table]:
        return {table for attribute in attributes for table in self._by_attribute.get(attribute, ())}

    @cached_property
    def _by_attribute(self) -> Mapping[str, list[Table]]:
        found: dict[str, list[Table]] = {}
        for table in self.tables:
            for attribute in table:
                found.setdefault(attribute, []).append(table)
        return found


_MAIN = (crossing.SIZE, crossing.SECTOR, DISTRICT)
_WITHOUT = Row({})
"""Whoever has nothing of what is told with "yes" or "no": thought of where all companies have it."""


def _net(moved: Iterable[Moves]) -> Counter[Cell]:
    """By how much the number of each cell changes."""
    net: Counter[Cell] = Counter()
    for moves in moved:
        for now, then in moves:
            net[now] -= 1
            net[then] += 1
    return net


def _moved(net: Counter[Cell]) -> frozenset[Cell]:
    return frozenset(one for one, number in net.items() if number)


def _lacks_only(row: Row, target: Cell, attribute: str) -> bool:
    return all(
        (row.code(one) == code) != (one == attribute)
        for one, code in zip(target.table, target.codes, strict=True)
    )


def _cell(table: Table, row: Row, after: Mapping[str, str]) -> Cell:
    return Cell(table, tuple([after[one] if one in after else row.code(one) for one in table]))
