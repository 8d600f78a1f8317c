"""Comparison values: frozen at the end of a quarter, read with a result, with the word of each company."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from assessment.services.checks import results
from assessment.services.figures import benchmarks
from assessment.services.figures.records import records
from assessment.services.runs import Begun
from assessment.store import audit
from assessment.store import benchmarks as store
from assessment.store.database import Database
from reports.benchmarked import Benchmark
from reports.cohorts.records import Record
from reports.report import Operator
from tests.assessment.house import DAY, NOW, a_company, on_sqlite

NETWORK = Operator(name="Netzwerk")
SEPTEMBER, DECEMBER = date(2026, 9, 30), date(2026, 12, 31)
NEXT_YEAR = datetime(2027, 1, 2, 5, tzinfo=UTC)
AREAS = ("technology", "work", "business_models", "infrastructure")


def companies(number: int, value: float = 0.5) -> list[Record]:
    a = Record(
        "",
        known=True,
        started_on=date(2026, 9, 1),
        finished_on=date(2026, 9, 1),
        checks_finished=1,
        size="50-99",
        sector="machining",
        district="03102",
        exposure=value,
        readiness=value,
        areas=dict.fromkeys(AREAS, value),
        compares=True,
    )
    return [replace(a, company=str(n)) for n in range(number)]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    """What the companies of this installation amount to; a test may change it."""
    found = companies(12)
    monkeypatch.setattr(benchmarks, "records", lambda *_args, **_more: found)
    return found


def freezes(database: Database, now: datetime = NOW) -> Sequence[date]:
    return benchmarks.at_quarters_end(database, now=now)


def shown(database: Database, company: Begun, now: datetime = NOW) -> Benchmark | None:
    who: dict[str, Any] = {"run_id": company.run_id, "key": company.key}
    return results.shown(database, **who, operator=NETWORK, now=now).report.benchmark


def test_what_is_frozen_at_the_end_of_a_quarter_stands_beside_the_values_of_a_company(
    database: Database, counted: list[Record]
) -> None:
    company = a_company(database, sector="machining")
    before = shown(database, company)

    assert freezes(database) == [SEPTEMBER]
    assert freezes(database) == []
    found = shown(database, company)
    assert before is None
    assert found is not None
    assert (found.as_of, found.at_least, found.size is not None) == (SEPTEMBER, 10, True)
    assert {one.middle for one in found.values} == {0.5}


@on_sqlite
def test_nothing_moves_until_the_next_quarter_and_then_each_quarter_is_frozen(
    database: Database, counted: list[Record]
) -> None:
    company = a_company(database, sector="machining")
    freezes(database)
    counted[:] = [replace(one, finished_on=date(2026, 12, 1)) for one in companies(30, 0.9)]
    before = shown(database, company, NOW + DAY)

    assert before is not None
    assert (before.as_of, before.at_least) == (SEPTEMBER, 10)
    assert freezes(database, NEXT_YEAR) == [DECEMBER]
    after = shown(database, company, NEXT_YEAR)
    assert after is not None
    assert (after.as_of, after.at_least, after.values[0].middle) == (DECEMBER, 30, 0.9)


def test_the_values_of_a_company_count_from_when_it_agrees_until_it_takes_that_back(
    database: Database,
) -> None:
    company = a_company(database)
    who: dict[str, Any] = {"run_id": company.run_id, "key": company.key}
    benchmarks.agree(database, **who, text_version="1", now=NOW)
    benchmarks.agree(database, **who, text_version="1", now=NOW + DAY)
    with database.one_moment() as connection:
        agreed = store.at_present(connection, company.run_id, NOW + DAY).agreed_at
        counts = [one.compares for one in records(connection, DECEMBER)]
    benchmarks.take_back(database, **who, now=NOW + 2 * DAY)
    with database.one_moment() as connection:
        left = store.at_present(connection, company.run_id, NOW + 2 * DAY).agreed_at
        counts += [one.compares for one in records(connection, DECEMBER)]
        noted = [action for action, *_ in audit.entries(connection)]

    assert (agreed, left) == (NOW + DAY, None)
    assert counts == [True, False]
    assert noted.count("consent_withdrawn") == 1
