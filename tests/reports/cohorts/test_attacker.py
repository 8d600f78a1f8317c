"""Nobody finds out a hidden figure, however much they reckon; and the one who tries would, if it could be."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reports.cohorts.counts import told
from reports.cohorts.crossing import YES, Cell
from reports.cohorts.statistics import Population, Statistics, statistics
from tests.reports.cohorts.attacker import found_out, riddles
from tests.reports.cohorts.populations import FRAME, quarters


def told_of(batches: Sequence[int], seed: int, *, protect: bool = True) -> list[Population]:
    """What is told at each quarter's end of these newcomers and all before them."""
    history: list[Statistics] = []
    for day, everybody in quarters(batches, seed):
        found = statistics(everybody, FRAME, day, history, protect=protect)
        history += [found] if found else []
    populations = [one.known for one in history]
    return [one for one in populations if one]


def finds_few(populations: Sequence[Population]) -> bool:
    """Whether somebody finds a number of one to four."""
    found = (number for riddle in riddles(populations) for number in riddle.solved().values())
    return any(told(number) is None for number in found)


@pytest.mark.parametrize("companies", [5, 8, 27, 60, 400])
def test_totals_minus_cells_and_all_tables_together_tell_of_no_hidden_figure(companies: int) -> None:
    told_once = told_of([companies], seed=companies)
    assert len(told_once) == 1
    assert found_out(told_once) == {}


def test_the_attacker_finds_companies_where_only_small_numbers_are_hidden() -> None:
    assert finds_few(told_of([14], seed=14, protect=False))


@pytest.mark.parametrize(("batches", "seed"), [((9, 6), 1), ((40, 9, 12), 2), ((90, 20), 1)])
def test_what_is_told_one_quarter_later_tells_of_no_newcomers(batches: Sequence[int], seed: int) -> None:
    told_in_turn = told_of(batches, seed)
    assert len(told_in_turn) > 1
    found = found_out(told_in_turn)
    newest = len(told_in_turn) - 1
    assert [one for one in found if one[0] == newest] == []
    assert [one for one, number in found.items() if told(number) is None] == []


def test_the_attacker_finds_newcomers_where_only_small_numbers_and_changes_are_hidden() -> None:
    assert finds_few(told_of([25, 7], seed=1, protect=False))


def test_what_all_companies_have_can_be_reckoned_neither_at_once_nor_later() -> None:
    (day, first), (next_day, both) = quarters((12, 13), seed=4)
    having = [replace(one, needs=("charging",), unmet=()) for one in first]
    newcomers = [replace(one, needs=("charging",) * (at < 6), unmet=()) for at, one in enumerate(both[12:])]
    one_day = statistics(having, FRAME, day)
    assert one_day
    other_day = statistics([*having, *newcomers], FRAME, next_day, [one_day])
    assert other_day
    told_in_turn = [one.known for one in (one_day, other_day) if one.known]
    charging = [one.figure(Cell(("need:charging",), (YES,))).count for one in told_in_turn]
    assert charging == [None, 18]
    assert found_out(told_in_turn) == {}
