"""Which figures are hidden, so that none can be computed from the others, from sums, or from earlier ones.

Three steps, until nothing more has to be hidden. (1) A number of one to four is hidden, and one that differs
from what was told of the same cell last by one to four: the difference would tell of the newcomers. So is
what all companies have, or all newcomers: it would tell of each of them. (2) Where cells add up to one that
is told, those hidden together must stand for five or more, now and in what has changed. (3) For every hidden
cell there must be other companies that would give all the same figures (`others`); where there are none, the
cells of the cheapest change are hidden along.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reports.cohorts import crossing
from reports.cohorts.counts import close, told
from reports.cohorts.crossing import Cell, Frame, Line, Row
from reports.cohorts.others import Others, ToldOn, Touched
from reports.cohorts.selves import Selves
from reports.cohorts.tallies import Tally

WHOLE = Cell(crossing.TOTAL, ())


ENOUGH = 200
"""Changes that are looked at for each figure, if one of them will do."""


class NotSafe(Exception):
    """Nothing can be told of these companies today beyond what was told of them last."""


@dataclass(frozen=True)
class Told:
    """All cells that are not empty, and which are hidden; a hidden cell may be empty as well."""

    counts: Mapping[Cell, int]
    hidden: Collection[Cell]


@dataclass(frozen=True)
class History:
    """What was told of these companies on earlier days, `days` of them. `before`: the number that was told of
    a cell last, None if none ever was; `on`: that of a day; `told_on`: on which days there was one; `cells`:
    all that were not empty; `hidden`: by day, those that were hidden."""

    days: int
    before: Callable[[Cell], int | None]
    on: Callable[[Cell, int], int | None]
    told_on: ToldOn
    cells: frozenset[Cell]
    hidden: Sequence[frozenset[Cell]]


NEVER = History(0, lambda _: None, lambda _, __: None, lambda _: 0, frozenset(), ())


def told_safely(
    rows: Sequence[Row],
    frame: Frame,
    history: History = NEVER,
    selves: Iterable[Sequence[Row]] = (),
    *,
    protect: bool = True,
) -> Told:
    """Counts these companies; `selves`: of those that were counted as something else on earlier days, what
    they were, in order, and at last what they are. Raises NotSafe.

    `protect` is turned off only by the test that has to show that its attacker would find something.
    """
    flags = crossing.flags(rows).union(*(one.table for one in history.cells)) - crossing.BASES
    tables = crossing.tables(flags)
    tally = Tally(rows)
    counts = tally.counts(tables)
    others = Others(frame, tally, tables, history.days, history.told_on, Selves(selves))
    hiding = _Hiding(others, history, counts)
    hiding.small()
    if protect:
        hiding.close()
    return Told(counts, frozenset(hiding.hidden))


@dataclass
class _Hiding:
    """The cells that are hidden so far. `safe`: by cell and day, that it may have been another number;
    `unsure`: the same for the newcomers of today."""

    others: Others
    history: History
    counts: Counter[Cell]
    hidden: set[Cell] = field(default_factory=set)
    safe: set[tuple[Cell, int]] = field(default_factory=set)
    unsure: set[Cell] = field(default_factory=set)

    def small(self) -> None:
        """Step 1. Raises NotSafe where not even the number of all may be told."""
        self.hidden = {one for one in self.known if self._too_few(one)}
        if not self.counts[WHOLE] or WHOLE in self.hidden:
            raise NotSafe

    @cached_property
    def known(self) -> frozenset[Cell]:
        return self.history.cells.union(self.counts)

    def _too_few(self, one: Cell) -> bool:
        before = self.history.before(one)
        number = self.counts[one]
        near = before is not None and close(before, number)
        return told(number) is None or near or self._of_each(one)

    def _of_each(self, one: Cell) -> bool:
        """Whether it is something that all companies there have, or all that have come since it was told."""
        whole = crossing.whole_of_flag(one)
        if whole is None or not self.counts[one]:
            return False
        change = self._change(one)
        return self.counts[one] == self.counts[whole] or bool(change and change == self._change(whole))

    def close(self) -> None:
        """Steps 2 and 3: for what is hidden today, then for what was hidden on earlier days."""
        self._close_lines(self.hidden)
        self._close_today()
        for day, hidden in enumerate(self.history.hidden):
            for one in sorted(hidden, key=_order):
                if (one, day) not in self.safe and self._tells_later(one, day):
                    self._close_lines(self._cover_later(one, day))
        self._close_today()

    def _close_today(self) -> None:
        today = self.history.days
        for one in self._open():
            if (one, today) not in self.safe:
                self._close_lines(self._cover(one, today))
            if today and one not in self.unsure and told(len(self._fresh(one))) is None:
                self._close_lines(self._cover(one, None))

    def _open(self) -> Iterable[Cell]:
        """Hidden cells, those of few attributes first; grows while it is read."""
        done: set[Cell] = set()
        while left := sorted(self.hidden - done, key=_order):
            yield from left
            done.update(left)

    def _tells_later(self, one: Cell, day: int) -> bool:
        """Whether knowing what was hidden then would tell of few companies, or of few newcomers since."""
        number = len(self._until(one, day))
        later = [self.history.on(one, other) for other in range(day + 1, self.history.days)]
        if one not in self.hidden:
            later.append(self.counts[one])
        if told(number) is None or any(close(number, told) for told in later if told is not None):
            return True
        whole = crossing.whole_of_flag(one)
        return whole is not None and number == len(self._until(whole, day))

    # --- sums ------------------------------------------------------------------------------------

    def _close_lines(self, fresh: Iterable[Cell]) -> None:
        waiting = sorted(fresh)
        while waiting:
            for line in self._lines_of[waiting.pop()]:
                if more := self._next_in(line):
                    self.hidden.add(more)
                    waiting.append(more)

    @cached_property
    def _lines_of(self) -> Mapping[Cell, Sequence[Line]]:
        tables = set(self.others.tables)
        return _Lines(lambda one: tuple(crossing.lines(one, tables, self.others.frame)))

    @cached_property
    def _parts(self) -> Mapping[Line, list[Cell]]:
        found: dict[Line, list[Cell]] = {}
        for one in sorted(self.known):
            for line in self._lines_of[one]:
                found.setdefault(line, []).append(one)
        return found

    def _next_in(self, line: Line) -> Cell | None:
        """The cell to hide along, if those hidden in a line stand for too few."""
        whole, parts = line[0], self._parts.get(line, [])
        shown = [one for one in parts if one not in self.hidden]
        if whole in self.hidden or len(shown) == len(parts):
            return None
        if told(self.counts[whole] - sum(self.counts[one] for one in shown)) is None:
            return min((one for one in shown if self.counts[one]), key=lambda one: (self.counts[one], one))
        return self._next_change(whole, shown)

    def _next_change(self, whole: Cell, shown: Sequence[Cell]) -> Cell | None:
        """The same for what has changed since it was told last."""
        changes = {one: self._change(one) for one in (whole, *shown)}
        if None in changes.values():
            return None
        known = {one: number or 0 for one, number in changes.items()}
        left = known[whole] - sum(known[one] for one in shown)
        moved = [one for one in shown if known[one]]
        if told(abs(left)) is not None or not moved:
            return None
        return max(moved, key=lambda one: (abs(known[one]), one))

    def _change(self, one: Cell) -> int | None:
        before = self.history.before(one)
        return None if before is None else self.counts[one] - before

    # --- other companies ---------------------------------------------------------------------------

    def _fresh(self, one: Cell) -> list[Row]:
        """Who is in a cell today and was not before: not who has answered anew the same."""
        today, selves = self.history.days, self.others.selves
        new = (row for row in self.others.tally.members(one) if row.born == today)
        return [row for row in new if not selves.was_in(row, one, today - 1)]

    def _until(self, one: Cell, day: int) -> list[Row]:
        """Who was in a cell on a day, as it was counted then."""
        still = (row for row in self.others.tally.members(one) if row.born <= day)
        return [*still, *self.others.selves.members(one, day)]

    def _cover(self, target: Cell, day: int | None) -> set[Cell]:
        """Hides the cells of the cheapest change that gives the target another number on a day, or another
        number of newcomers today (None); returns those it hid anew. Raises NotSafe."""
        best, least = None, None
        tried = enumerate(self.others.touched(target, self._thought_otherwise(target, day)))
        for number, touched in tried:
            if target in (touched.newcomers if day is None else touched.on(day)):
                cost = sum(self._worth(one) for one in touched.on(self.history.days) - self.hidden)
                if least is None or cost < least:
                    best, least = touched, cost
            if best and (not least or number > ENOUGH):
                break
        if best is None:
            raise NotSafe
        return self._hide(best)

    def _cover_later(self, target: Cell, day: int) -> set[Cell]:
        """The same for an earlier day. Where no change will do, the target stays hidden. Raises NotSafe."""
        try:
            return self._cover(target, day)
        except NotSafe:
            if target in self.hidden:
                raise
            self.hidden.add(target)
            return {target}

    def _thought_otherwise(self, target: Cell, day: int | None) -> list[Row]:
        if day is None:
            return self._fresh(target)
        return sorted(self._until(target, day), key=lambda row: -row.born)

    def _hide(self, touched: Touched) -> set[Cell]:
        now = touched.on(self.history.days)
        anew = now - self.hidden
        self.hidden |= now
        self.unsure |= touched.newcomers
        self.safe |= {(one, day) for day in range(self.history.days + 1) for one in touched.on(day)}
        return set(anew)

    def _worth(self, one: Cell) -> int:
        """What is lost when a cell is hidden; that companies do not have something, nobody misses."""
        return 0 if crossing.NO in one.codes else 1 + self.counts[one]


def _order(one: Cell) -> tuple[int, bool, Cell]:
    return len(one.table), crossing.NO in one.codes, one


class _Lines(dict[Cell, Sequence[Line]]):
    """Lines by cell, found when they are asked for."""

    def __init__(self, find: Callable[[Cell], Sequence[Line]]) -> None:
        self._find = find

    def __missing__(self, one: Cell) -> Sequence[Line]:
        self[one] = found = self._find(one)
        return found
