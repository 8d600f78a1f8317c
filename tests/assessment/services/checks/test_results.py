"""Finishing a check, on SQLite and on PostgreSQL: what was shown is kept."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from assessment.errors import NothingAnswered
from assessment.services import runs
from assessment.services.checks import results
from assessment.services.checks.results import Shown
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.library import cases
from reports.report import Operator

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TWO_YEARS_LATER = datetime(2028, 11, 22, 9, 30, tzinfo=UTC)
OPERATOR = Operator(name="ReTraSON")
MACHINING = cases.worked("readiness", "1.0")["machining_salzgitter"]


@pytest.fixture
def begun(database: Database) -> Begun:
    begun = runs.begin(database, check="short", language="de", now=NOW)
    answers = MACHINING.answers
    runs.save(database, run_id=begun.run_id, key=begun.key, given=answers, seen={}, now=NOW)
    return begun


def finish(database: Database, begun: Begun, goal: str = "") -> Shown:
    return results.finish(database, run_id=begun.run_id, key=begun.key, goal=goal, operator=OPERATOR, now=NOW)


def shown(database: Database, begun: Begun, now: datetime = NOW) -> Shown:
    return results.shown(database, run_id=begun.run_id, key=begun.key, operator=OPERATOR, now=now)


def test_a_finished_check_says_what_the_worked_case_expects(database: Database, begun: Begun) -> None:
    report = finish(database, begun).report

    assert report.reading.field == MACHINING.expect.field
    assert not report.partial
    assert len(report.steps) == 3
    assert 1 <= len(report.offers.first) <= 5


def test_what_was_shown_is_kept_however_much_time_passes(database: Database, begun: Begun) -> None:
    made = finish(database, begun, goal="Wir suchen neue Kunden.").report

    assert shown(database, begun, TWO_YEARS_LATER).report == made


def test_without_a_kept_result_the_day_decides_about_offers(database: Database, begun: Begun) -> None:
    today = {offer.id for offer in shown(database, begun).report.offers.first}
    later = {offer.id for offer in shown(database, begun, TWO_YEARS_LATER).report.offers.first}

    assert today != later


def test_before_finishing_the_result_is_an_interim_one(database: Database, begun: Begun) -> None:
    assert shown(database, begun).report.partial


def test_a_changed_answer_makes_the_result_interim_again(database: Database, begun: Begun) -> None:
    run = finish(database, begun).run
    assert results.is_kept(database, run)

    changed = runs.save(
        database,
        run_id=begun.run_id,
        key=begun.key,
        given={"E01": Answer("0")},
        seen=run.written_at,
        now=NOW,
    )

    assert not results.is_kept(database, changed.run)
    assert shown(database, begun).report.partial


def test_finishing_twice_keeps_one_result(database: Database, begun: Begun) -> None:
    finish(database, begun)
    finish(database, begun)

    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM result")).scalar() == 1


def test_without_an_answer_there_is_nothing_to_show(database: Database) -> None:
    begun = runs.begin(database, check="short", language="de", now=NOW)

    with pytest.raises(NothingAnswered):
        shown(database, begun)


def test_erasing_takes_the_results_along(database: Database, begun: Begun) -> None:
    finish(database, begun)
    runs.erase(database, run_id=begun.run_id, key=begun.key, now=NOW)

    with database.reading() as connection:
        for table in ("run", "answer", "result"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
