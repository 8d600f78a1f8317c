"""The report of published numbers and typed-in figures: what it shows, in the period and in all."""

from dataclasses import replace
from datetime import date

import pytest

from reports.cohorts.quarters import last_day
from reports.funder import library
from reports.funder.figures import Typed, grown, no_less
from reports.funder.periods import Period, period
from reports.funder.published import FEW, HELD_BACK, Number, told
from reports.funder.report import Divided, FunderReport, Line, Shown
from tests.reports.funder.networks import CHAMBER, LAST, a_report, companies, published

FEDERAL = library.of("federal_networks")


def line(report: FunderReport, id_: str) -> Line:
    return next(one for one in report.lines if one.id == id_)


def at_least(value: float) -> Number:
    return Number(state="at_least", value=value)


@pytest.mark.parametrize(
    ("before", "now", "gained"),
    [
        (told(20), told(33), Shown(state="told", value=13)),
        (told(20), told(20), Shown(state="few")),
        (FEW, told(30), Shown(state="at_least", value=26)),
        (FEW, told(7), Shown(state="held_back")),
        (told(20), at_least(40), Shown(state="at_least", value=20)),
        (at_least(20), told(40), Shown(state="held_back")),
        (told(20), HELD_BACK, Shown(state="held_back")),
        (None, told(20), Shown(state="missing")),
    ],
)
def test_a_gain_is_told_as_far_as_both_published_numbers_tell_it(
    before: Number | None, now: Number, gained: Shown
) -> None:
    assert grown(now, before) == gained


def test_growth_of_a_year_and_of_its_quarters_comes_from_published_numbers() -> None:
    history = {one.as_of: one.known.numbers["companies_finished"] for one in published(companies())}
    year = line(a_report(span="year"), "finished")
    assert year.total == Shown(state="told", value=history[LAST].value)
    assert year.gained is not None
    assert year.gained.value == (history[LAST].value or 0) - (history[date(2025, 12, 31)].value or 0)


def test_since_the_first_company_came_all_is_growth() -> None:
    found = line(a_report(span="programme"), "finished")
    assert found.gained == found.total


def test_counts_that_are_typed_in_add_up_over_quarters_and_shares_are_the_newest() -> None:
    quarters = [date(2025, 12, 31), date(2026, 3, 31), LAST]
    entered = [Typed(indicator="events", quarter=day, value=10) for day in quarters]
    entered += [Typed(indicator="satisfaction", quarter=day, value=n) for n, day in enumerate(quarters, 70)]
    report = a_report(entered=entered)

    assert line(report, "events").gained == Shown(state="told", value=20)
    assert line(report, "events").total == Shown(state="told", value=30)
    assert line(report, "satisfaction").gained == Shown(state="told", value=72)
    assert line(report, "satisfaction").total is None
    assert {one.id for one in report.missing} == {"participants", "applications"}


def test_every_figure_of_the_set_is_there_under_its_heading_with_its_sentence() -> None:
    report = a_report()
    told: list[Line | Divided] = [*report.lines, *report.divided]
    assert sorted(one.id for one in told) == sorted(one.id for one in (*FEDERAL.counted, *FEDERAL.entered))
    assert all(one.counting.de and one.counting.en for one in told)
    assert [one.by for one in report.divided] == ["size_class", "district", "sector"]


def test_a_chamber_has_no_row_for_what_is_counted_for_the_whole_network_only() -> None:
    house = a_report(chamber=CHAMBER)
    figures = [figure for one in house.lines for figure in (one.gained, one.total, one.anonymous) if figure]
    assert {figure.state for figure in figures}.isdisjoint({"network"})
    titles = {one.title.de for one in a_report().lines}
    assert {one.title.de for one in house.lines} | {one.de for one in house.elsewhere} == titles
    assert a_report().elsewhere == ()
    assert house.growth == ("finished",)


@pytest.mark.parametrize("number", [11, 17, 23])
def test_there_are_never_fewer_checks_than_companies(number: int) -> None:
    """Statistics tell checks rounded to five, and may be older than the number of companies."""
    once = [replace(one, checks_finished=1) for one in companies() if one.known and one.finished_on]
    report = a_report(records=tuple(once[:number]))
    finished, checks = line(report, "finished").total, line(report, "checks_finished").total
    assert finished is not None
    assert checks is not None
    assert (checks.value or 0) >= (finished.value or 0) > 0


@pytest.mark.parametrize(
    ("figure", "than", "found"),
    [
        (Shown(state="told", value=25), Shown(state="told", value=19), Shown(state="told", value=25)),
        (Shown(state="told", value=15), Shown(state="told", value=19), Shown(state="at_least", value=19)),
        (Shown(state="few"), Shown(state="told", value=6), Shown(state="at_least", value=6)),
        (Shown(state="few"), Shown(state="held_back"), Shown(state="few")),
        (Shown(state="missing"), Shown(state="told", value=6), Shown(state="missing")),
    ],
)
def test_the_lower_bound_of_a_figure_is_the_one_within_it(figure: Shown, than: Shown, found: Shown) -> None:
    assert no_less(figure, than) == found


def test_a_part_that_nobody_is_in_has_its_place_too() -> None:
    by_district = a_report().divided[1]
    assert len(by_district.slices) == 11
    assert by_district.slices[-1].title is None


def test_a_report_is_kept_as_json_and_read_again() -> None:
    report = a_report()
    assert FunderReport.model_validate_json(report.model_dump_json()) == report


def test_periods_are_made_of_whole_quarters() -> None:
    assert last_day(date(2026, 11, 22)) == date(2026, 12, 31)
    assert period("quarter", LAST, LAST).first == date(2026, 7, 1)
    assert period("year", LAST, LAST).first == date(2026, 1, 1)
    assert period("programme", LAST, date(2022, 1, 1)).first == date(2022, 1, 1)
    assert period("programme", LAST, date(2027, 1, 1)).first == date(2026, 7, 1)
    with pytest.raises(ValueError, match="expected the end of a quarter"):
        Period(span="year", first=date(2026, 1, 1), last=date(2026, 9, 29))
