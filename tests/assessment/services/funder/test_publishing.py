"""Numbers for funders are published once for each quarter, and nothing that happens later changes them."""

from datetime import UTC, date, datetime

import pytest

from assessment.errors import NothingPublished, Refused
from assessment.services.funder import publishing, reporting
from assessment.services.funder.reporting import Wish
from assessment.services.policy import Kind, Role, Staff
from assessment.store import funder as store
from assessment.store import people
from assessment.store.database import Database
from reports.cohorts.records import Record
from reports.funder.report import FunderReport
from tests.assessment.house import NOW, House, on_sqlite
from tests.reports.builders import NETWORK
from tests.reports.funder.networks import companies

QUARTERS = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31)]
QUARTERS += [date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)]


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """The companies that there are; a test may change the list."""
    there = list(companies())
    monkeypatch.setattr(
        publishing,
        "records",
        lambda _connection, day, examples: [one for one in there if one.started_on <= day],
    )
    return there


@pytest.fixture
def operator(database: Database) -> Staff:
    return House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)


def shown(database: Database, actor: Staff, **wish: object) -> FunderReport:
    return reporting.report(database, actor=actor, wish=Wish(**wish), operator=NETWORK)  # type: ignore[arg-type]


def test_every_quarter_that_is_over_is_published_once(database: Database, found: list[Record]) -> None:
    assert publishing.at_quarters_end(database, now=NOW) == QUARTERS
    assert publishing.at_quarters_end(database, now=NOW) == []
    in_january = datetime(2027, 1, 2, 3, tzinfo=UTC)
    assert publishing.at_quarters_end(database, now=in_january) == [date(2026, 12, 31)]


@on_sqlite
def test_before_the_first_quarter_is_over_there_is_no_report(database: Database, operator: Staff) -> None:
    desk = reporting.desk(database, actor=operator, wish=Wish(), operator=NETWORK)
    assert (desk.report, desk.days) == (None, ())
    with pytest.raises(NothingPublished):
        shown(database, operator)


@on_sqlite
def test_two_reports_with_the_same_state_are_the_same_whatever_companies_do_in_between(
    database: Database, found: list[Record], operator: Staff
) -> None:
    publishing.at_quarters_end(database, now=NOW)
    before = shown(database, operator)
    found.clear()
    publishing.at_quarters_end(database, now=NOW)
    assert shown(database, operator) == before


@on_sqlite
def test_what_is_kept_names_no_company(database: Database, found: list[Record]) -> None:
    publishing.at_quarters_end(database, now=NOW)
    with database.reading() as connection:
        kept = "".join(row.numbers for row in store.numbers(connection))
    assert "company-" not in kept


@on_sqlite
def test_the_newest_report_since_the_beginning_of_the_year_is_shown_first(
    database: Database, found: list[Record], operator: Staff
) -> None:
    publishing.at_quarters_end(database, now=NOW)
    report = shown(database, operator, last=date(2026, 8, 1), span="decade", set_id="unknown")
    assert report.set_id == "federal_networks"
    assert (report.period.first, report.period.last) == (date(2026, 1, 1), date(2026, 9, 30))
    assert shown(database, operator, last=date(2025, 6, 30), span="quarter").period.first == date(2025, 4, 1)


@on_sqlite
def test_a_chamber_reports_for_its_own_companies_only(
    database: Database, found: list[Record], operator: Staff
) -> None:
    publishing.at_quarters_end(database, now=NOW)
    house = House.of(database, "Beispielkammer", Kind.CHAMBER)
    officer = house.takes_in("kim@example.org", "Kim", Role.CHAMBER_OFFICER)
    assert reporting.desk(database, actor=officer, wish=Wish(), operator=NETWORK).houses == ()

    with database.writing() as connection:
        people.be_house(connection, house.id, "ihk-braunschweig")
    report = shown(database, officer, house=None)
    assert report.scope == "Beispielkammer"
    assert {one.code for one in report.divided[1].slices} >= {"03101", "03102"}
    assert "03103" not in {one.code for one in report.divided[1].slices}
    assert "sessions" not in {one.id for one in report.lines}
    assert "Beratungsgespräche mit beiden Seiten" in {title.de for title in report.elsewhere}


@on_sqlite
def test_nobody_else_reports_to_a_funder(database: Database) -> None:
    advisor = House.of(database, "Rat", Kind.ADVICE).takes_in("rat@example.org", "Rat", Role.ADVISOR)
    with pytest.raises(Refused, match="role_needed"):
        shown(database, advisor)
