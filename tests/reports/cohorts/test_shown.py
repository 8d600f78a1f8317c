"""Figures as they are read: in the order of the content, hidden ones with what was told of them last."""

from datetime import date

import pytest

from matching import catalogue
from questionnaires import library
from reports.charts import Paint
from reports.charts.spreads import Spreads
from reports.cohorts.crossing import DISTRICT, SECTOR, SIZE, Cell, TooManyCrossed
from reports.cohorts.names import names
from reports.cohorts.quartiles import Quartiles
from reports.cohorts.shown import Shown
from reports.cohorts.statistics import Crossing, Earlier, Figure, Population
from reports.language import language

DAY, BEFORE = date(2026, 6, 30), date(2026, 3, 31)
NAMES = names(library.released("readiness"), catalogue.released(), library.needs())


def figures(*told: tuple[tuple[str, ...], int | None]) -> tuple[Figure, ...]:
    hidden = Earlier(count=6, as_of=BEFORE)
    return tuple(
        Figure(codes=codes, count=count, earlier=hidden if count is None else None) for codes, count in told
    )


POPULATION = Population(
    as_of=DAY,
    companies=40,
    begun=Figure(codes=("yes",), count=0),
    started=40,
    finished=40,
    tables=(
        Crossing(attributes=(), figures=figures(((), 40))),
        Crossing(attributes=(DISTRICT,), figures=figures((("03103",), 24), (("03101",), None))),
        Crossing(attributes=(SECTOR, DISTRICT), figures=figures((("machining", "03103"), 24))),
        Crossing(attributes=("need:charging",), figures=figures((("yes",), 8))),
        Crossing(attributes=("need:succession",), figures=figures((("yes",), 21))),
    ),
    quartiles=(
        Quartiles(value="exposure", table=(), codes=(), low=25, middle=50, high=75, as_of=DAY),
        Quartiles(value="change:work", table=(), codes=(), low=-50, middle=0, high=25, as_of=DAY),
    ),
)
ALL = Shown(POPULATION, NAMES)


def test_districts_stand_in_their_order_with_what_was_told_last_where_they_are_hidden() -> None:
    lines = ALL.by(DISTRICT)
    assert [line.name.de for line in lines[:3]] == [
        "Stadt Braunschweig",
        "Stadt Salzgitter",
        "Stadt Wolfsburg",
    ]
    assert [(line.figure.count, line.number) for line in lines[:3]] == [(None, 6), (0, 0), (24, 24)]


def test_the_most_frequent_need_comes_first() -> None:
    assert [line.number for line in ALL.needs()] == [21, 8]


def test_a_table_leaves_out_where_nobody_is_and_may_be_turned_round() -> None:
    found = ALL.crossed(DISTRICT, SECTOR)
    assert [name.de for name, _ in found.rows] == ["Stadt Wolfsburg"]
    assert [figure.count for _, row in found.rows for figure in row] == [24]


def test_for_one_chamber_no_third_attribute_can_be_crossed() -> None:
    chamber = Shown(POPULATION, NAMES, "ihk-lueneburg-wolfsburg")
    assert [line.name.de for line in chamber.by(DISTRICT)] == ["Stadt Wolfsburg", "Landkreis Gifhorn"]
    with pytest.raises(TooManyCrossed):
        chamber.crossed(SIZE, SECTOR)
    assert POPULATION.figure(Cell((SIZE,), ("1-9",))).count == 0


def test_quartiles_are_drawn_on_the_scale_of_the_levels_and_said_in_words() -> None:
    chart = Spreads(ALL.spreads(), language("de"), Paint(), "standing")
    (row,) = chart.rows
    assert [level for level, _ in chart.ticks] == [0, 1, 2, 3, 4]
    assert (row.band.x, row.middle, row.band.right) == (85, 160, 235)
    assert chart.title == (
        "Wie stark der Wandel trifft: die Hälfte der Betriebe zwischen 1,0 und 3,0, die Mitte bei 2,0."
    )


def test_changes_are_drawn_to_both_sides() -> None:
    chart = Spreads(ALL.changes(), language("en"), Paint(), "changed", -100)
    assert [level for level, _ in chart.ticks] == [-4, -2, 0, 2, 4]
    assert chart.rows[0].middle == 160
