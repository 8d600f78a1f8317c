"""Figures are frozen when a quarter is over, once, and by hand only if enough companies have joined."""

from datetime import UTC, date, datetime

import pytest

from assessment.errors import Refused
from assessment.services.figures import desk, freezing
from assessment.services.policy import Kind, Role, Staff
from assessment.store.database import Database
from reports.cohorts.records import Record
from tests.assessment.house import House, on_sqlite
from tests.assessment.services.desk import an_operator
from tests.reports.cohorts.populations import FIRST_DAY, companies

pytestmark = on_sqlite
APRIL, JULY, NOVEMBER = (datetime(2026, month, 5, 3, tzinfo=UTC) for month in (4, 7, 11))
MARCH_END, JUNE_END, SEPTEMBER_END = FIRST_DAY, date(2026, 6, 30), date(2026, 9, 30)


@pytest.fixture
def companies_there(monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """All companies there are; each counts from the day on which it finished its check."""
    there = companies(12, 1)

    def until(_connection: object, as_of: date, *, examples: bool) -> list[Record]:
        return [one for one in there if one.finished_on and one.finished_on <= as_of]

    monkeypatch.setattr(freezing, "records", until)
    return there


def days(database: Database) -> list[date]:
    with database.reading() as connection:
        return [one.as_of for one in freezing.told(connection)]


def test_a_quarter_is_frozen_once_after_its_end(database: Database, companies_there: list[Record]) -> None:
    assert freezing.at_quarters_end(database, now=APRIL) == [MARCH_END]
    assert freezing.at_quarters_end(database, now=APRIL) == []
    assert days(database) == [MARCH_END]


def test_a_quarter_that_was_missed_is_made_up_for(database: Database, companies_there: list[Record]) -> None:
    freezing.at_quarters_end(database, now=APRIL)
    companies_there += [*companies(8, 2, day=JUNE_END), *companies(9, 3, day=SEPTEMBER_END)]
    assert freezing.at_quarters_end(database, now=NOVEMBER) == [JUNE_END, SEPTEMBER_END]


def test_a_quarter_with_four_newcomers_has_no_figures_of_its_own(
    database: Database, companies_there: list[Record]
) -> None:
    freezing.at_quarters_end(database, now=APRIL)
    companies_there += companies(4, 2, day=JUNE_END)
    assert freezing.at_quarters_end(database, now=JULY) == []


def test_the_operator_freezes_by_hand_if_five_have_joined_and_a_chamber_never(
    database: Database, companies_there: list[Record]
) -> None:
    network = an_operator(database)  # signed in on 22 November
    assert freezing.by_hand(database, actor=network)
    companies_there += companies(6, 2, day=date(2026, 11, 21))
    assert not freezing.by_hand(database, actor=network)
    assert days(database) == [date(2026, 11, 21)]
    officer = House.of(database, "Kammer", Kind.CHAMBER).takes_in("k@example.org", "K", Role.CHAMBER_OFFICER)
    with pytest.raises(Refused):
        freezing.by_hand(database, actor=officer)


def test_figures_are_for_chambers_and_the_network_and_nobody_else(
    database: Database, companies_there: list[Record]
) -> None:
    freezing.at_quarters_end(database, now=APRIL)
    advice = House.of(database, "Beratung", Kind.ADVICE).takes_in("b@example.org", "B", Role.ADVISOR)
    with pytest.raises(Refused):
        desk.desk(database, actor=advice)
    assert _sees(database, an_operator(database)) == (MARCH_END, None)


def test_a_choice_that_is_not_there_is_taken_for_none(
    database: Database, companies_there: list[Record]
) -> None:
    freezing.at_quarters_end(database, now=APRIL)
    officer = House.of(database, "Kammer", Kind.CHAMBER).takes_in("k@example.org", "K", Role.CHAMBER_OFFICER)
    found = desk.desk(database, actor=officer, day=date(2020, 1, 1), area="elsewhere", kind="all")
    assert (found.day, found.area, found.kind) == (MARCH_END, None, "known")


def _sees(database: Database, actor: Staff) -> tuple[date | None, str | None]:
    found = desk.desk(database, actor=actor)
    return found.day, found.area
