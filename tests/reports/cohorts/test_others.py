"""Behind each hidden figure stand other companies, whether all are looked at or one of each kind only.

Neither way hides all that the other one hides. Both are safe for two reasons, each held here: what a change
touches is what a count finds changed, and each hidden figure is touched by a change of hidden figures only.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.cohorts import crossing, others
from reports.cohorts.crossing import CHAMBER, DISTRICT, FIELD, NO, UNMET, YES, Cell, Row, Table
from reports.cohorts.others import Change, Others, Touched
from reports.cohorts.selves import Selves
from reports.cohorts.statistics import Population, Statistics, statistics
from reports.cohorts.tallies import Tally
from tests.reports.cohorts.populations import FRAME, companies, quarters

ALL, ONE_OF_EACH_KIND = 10**9, 0
WAYS = st.sampled_from((ALL, ONE_OF_EACH_KIND))


@contextmanager
def looking_at(many: int) -> Iterator[list[Touched]]:
    """Above so many companies, one of each kind is looked at; what each change touches that is tried."""
    tried: list[Touched] = []
    effect = Others.effect

    def watched(self: Others, change: Change) -> Touched | None:
        found = effect(self, change)
        tried.extend([found] if found else [])
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(others, "MANY", many)
        patch.setattr(Others, "effect", watched)
        yield tried


def told_last(batches: Sequence[int], seed: int, many: int) -> tuple[list[Population], list[Touched]]:
    """What is told quarter by quarter, and what was tried for the newest."""
    history: list[Statistics] = []
    newest: list[Touched] = []
    for day, everybody in quarters(batches, seed):
        with looking_at(many) as tried:
            found = statistics(everybody, FRAME, day, history)
        history, newest = [*history, *([found] if found else [])], tried
    populations = [one.known for one in history]
    return [one for one in populations if one], newest


def hidden(population: Population) -> set[Cell]:
    return {one for one in population.cells() if population.figure(one).count is None}


@pytest.mark.parametrize("many", [ALL, ONE_OF_EACH_KIND])
@pytest.mark.parametrize(("batches", "seed"), [((20,), 17), ((12, 5), 3)])
def test_behind_each_hidden_figure_stand_companies_that_would_give_all_that_is_told(
    batches: Sequence[int], seed: int, many: int
) -> None:
    told, tried = told_last(batches, seed, many)
    assert len(told) == len(batches)
    days = [(day, hidden(population)) for day, population in enumerate(told)]
    safe = [one for one in tried if all(one.on(day) <= hidden_then for day, hidden_then in days)]
    assert {cell for one in safe for cell in one.on(len(told) - 1)} == hidden(told[-1])


@settings(max_examples=4, deadline=None)
@given(st.integers(5, 25), st.integers(0, 10_000), WAYS)
def test_a_change_touches_the_figures_that_a_count_finds_changed(number: int, seed: int, many: int) -> None:
    rows = [FRAME.row(one, born=at % 2) for at, one in enumerate(companies(number, seed))]
    former = [FRAME.row(one, born=0, gone=1) for one in companies(2, seed + 1)]
    selves = Selves([*zip(former, rows[1::2], strict=False)])
    tally, tables = Tally(rows), crossing.tables(crossing.flags([*rows, *former]))
    all_ = Others(FRAME, tally, tables, 1, lambda _: 0, selves)
    with looking_at(many):
        for target in sorted(tally.counts(tables))[::13]:
            for change in islice(all_.changes(target, tally.members(target)), 3, 400, 37):
                touched = all_.effect(change)
                assert touched is not None
                assert [touched.on(day) for day in (0, 1)] == [
                    recounted(change, selves, tables, day) for day in (0, 1)
                ]


def recounted(change: Change, selves: Selves, tables: Collection[Table], day: int) -> set[Cell]:
    """The cells with another number on a day, if a company has what another one has; counted anew."""
    numbers: Counter[Cell] = Counter()
    changed = [(one, other, names) for row, other, names in change for one in selves.alike(row, names)]
    for row, other, names in changed:
        for table in tables if row.on(day) else ():
            numbers[crossing.cell(table, row)] -= 1
            numbers[Cell(table, tuple(instead(row, other, names).get(one, NO) for one in table))] += 1
    return {cell for cell, number in numbers.items() if number}


def instead(row: Row, other: Row, names: Sequence[str]) -> Mapping[str, str]:
    """The codes of a company that has these from another one; what follows from them, too."""
    had = {one: row.code(one) for one in crossing.BASES | crossing.flags([row])}
    codes = had | {one: other.code(one) for one in names}
    fields = {FRAME.fields[need] for need in FRAME.fields if codes.get(UNMET + need) == YES}
    follows = {FIELD + one: YES if one in fields else NO for one in FRAME.needs_of}
    return codes | follows | {CHAMBER: FRAME.chamber(codes[DISTRICT])}
