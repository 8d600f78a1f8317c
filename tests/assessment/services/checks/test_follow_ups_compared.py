"""Two times one company, on SQLite and on PostgreSQL: what is compared, and what becomes of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from assessment.errors import KeyNeeded
from assessment.services import runs
from assessment.services.checks import follow_ups, results
from assessment.services.runs import Begun
from assessment.store import report_files
from assessment.store.database import Database
from questionnaires.answers import Answer
from reports.report import Operator, Report
from tests.assessment.services.repeating import DAY, NOW, again, compared, list_of, opened, says, taken

FILE = "0" * 64
OPERATOR = Operator(name="ReTraSON")


# --- comparing -----------------------------------------------------------------------------------


def test_as_long_as_nobody_has_looked_nothing_is_compared(database: Database, earlier: Begun) -> None:
    since = compared(database, again(database, earlier)).since

    assert since
    assert (since.looked_at, since.changed, since.direction) == (0, (), "same")
    assert since.unconfirmed == since.unchanged == 24


def test_what_changed_is_told_with_both_answers(database: Database, earlier: Begun) -> None:
    begun = again(database, earlier)
    says(database, begun, "E01", T01="3", T07="1", W01="2")

    since = compared(database, begun).since

    assert since
    assert since.date == DAY
    assert [one.question for one in since.up] == ["T01", "T07"]
    assert [one.question for one in since.found_out] == ["W01"]
    assert since.direction == "forward"
    assert since.unconfirmed == since.unchanged - 1
    (first, *_) = since.up
    assert first.before.de == "Wir haben Ideen oder Anfragen, aber noch nichts geprüft."
    assert first.after.de == "Wir haben erste Serien- oder Projektaufträge."


def test_a_check_that_follows_none_has_nothing_to_compare(database: Database, earlier: Begun) -> None:
    assert compared(database, earlier).since is None
    assert list_of(database, earlier).taken == ()


def test_the_holder_of_the_new_key_sees_the_comparison_without_the_old_one(
    database: Database, earlier: Begun
) -> None:
    begun = again(database, earlier)

    with pytest.raises(KeyNeeded):
        compared(database, Begun(begun.run_id, earlier.key))
    assert compared(database, begun).since


def test_an_earlier_check_that_was_changed_since_says_so(database: Database, earlier: Begun) -> None:
    begun = again(database, earlier)
    run = opened(database, earlier)
    own: dict[str, Any] = {"run_id": earlier.run_id, "key": earlier.key, "seen": run.written_at}
    runs.save(database, **own, given={"T01": Answer("0")}, now=NOW)

    since = compared(database, begun).since

    assert since
    assert (since.date, since.edited) == (DAY, date(2026, 11, 22))


def test_from_short_to_full_only_the_short_questions_are_compared(database: Database, earlier: Begun) -> None:
    begun = again(database, earlier, check="full")
    says(database, begun, T02="4", T01="3")

    since = compared(database, begun).since

    assert since
    technology = next(value for value in since.values if value.id == "technology")
    assert (technology.shared, technology.items) == (3, 13)
    assert [one.question for one in since.changed] == ["T01"]
    assert {one.reason for one in since.not_compared} == {"not_asked_before", "not_answered_now"}


def test_from_full_to_short_the_rest_is_listed(database: Database) -> None:
    begun = again(database, taken(database, check="full", T02="2", T03="1"))

    since = compared(database, begun).since

    assert since
    assert [one.reason for one in since.not_compared] == ["not_asked_now", "not_asked_now"]
    run = runs.extend(database, run_id=begun.run_id, key=begun.key, check="full", now=NOW)
    assert {"T02", "T03"} <= run.unconfirmed


def test_the_third_check_knows_how_old_an_answer_is_that_nobody_ever_confirmed(
    database: Database, earlier: Begun
) -> None:
    second = again(database, earlier)
    says(database, second, "E01", T01="2")
    third = again(database, second, now=NOW + timedelta(days=365))

    run = opened(database, third)

    assert run.given_on["E02"] == DAY
    assert run.given_on["E01"] == run.given_on["T01"] == date(2026, 11, 22)
    since = compared(database, third).since
    assert since
    assert since.date == date(2026, 11, 22)


# --- hindsight -----------------------------------------------------------------------------------


def test_how_the_past_looks_today_stands_beside_it_and_changes_nothing(
    database: Database, earlier: Begun
) -> None:
    begun = again(database, earlier)
    says(database, begun, T01="3")
    before = opened(database, earlier)
    follow_ups.look_back(
        database, opened(database, begun), ratings={"T01": "0", "T07": "17", "nothing": "1"}, now=NOW
    )

    found = compared(database, begun)
    assert found.since
    (rated,) = found.since.rerated
    assert (rated.question, rated.looking_back.de) == ("T01", "Wir haben uns damit noch nicht befasst.")
    assert found.rated == {"T01": "0"}
    assert opened(database, earlier) == before


def test_looking_back_can_be_taken_back(database: Database, earlier: Begun) -> None:
    begun = again(database, earlier)
    says(database, begun, T01="3")
    follow_ups.look_back(database, opened(database, begun), ratings={"T01": "0"}, now=NOW)

    follow_ups.look_back(database, opened(database, begun), ratings={}, now=NOW)

    assert compared(database, begun).rated == {"T01": None}


# --- erasing -------------------------------------------------------------------------------------


def counted(database: Database) -> dict[str, int | None]:
    with database.reading() as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
            for table in ("run", "answer", "follow_up", "looking_back")
        }


def test_erasing_the_earlier_check_leaves_the_later_one_without_comparison(
    database: Database, earlier: Begun, looked_back: Begun
) -> None:
    before = opened(database, looked_back).answers

    runs.erase(database, run_id=earlier.run_id, key=earlier.key, now=NOW)

    run = opened(database, looked_back)
    assert run.answers == before
    assert run.follows == runs.Follows(None, DAY)
    assert compared(database, looked_back).since is None
    assert list_of(database, looked_back).taken == ()
    assert counted(database) == {"run": 1, "answer": len(before), "follow_up": 1, "looking_back": 0}


def test_erasing_the_earlier_check_removes_the_files_that_show_it(
    database: Database, earlier: Begun, looked_back: Begun
) -> None:
    stranger = taken(database)
    with database.writing() as connection:
        for begun in (looked_back, stranger):
            file: dict[str, Any] = {
                "language": "de",
                "variant": "screen",
                "content_key": "0" * 64,
                "content": b"%PDF",
            }
            report_files.keep(connection, run_id=begun.run_id, moment=NOW, **file)

    runs.erase(database, run_id=earlier.run_id, key=earlier.key, now=NOW)

    with database.reading() as connection:
        assert not report_files.has(connection, looked_back.run_id, FILE)
        assert report_files.has(connection, stranger.run_id, FILE)


def test_erasing_the_later_check_leaves_nothing_of_it(
    database: Database, earlier: Begun, looked_back: Begun
) -> None:
    runs.erase(database, run_id=looked_back.run_id, key=looked_back.key, now=NOW)

    answers = len(opened(database, earlier).answers)
    assert counted(database) == {"run": 1, "answer": answers, "follow_up": 0, "looking_back": 0}


# --- in the report -------------------------------------------------------------------------------


def finished(database: Database, begun: Begun) -> Report:
    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key, "operator": OPERATOR, "now": NOW}
    results.finish(database, goal="", **own)
    return results.shown(database, **own).report


def test_the_report_of_the_new_check_holds_the_comparison(database: Database, looked_back: Begun) -> None:
    since = finished(database, looked_back).since

    assert since
    assert [one.question for one in since.changed] == ["T01"]
    assert [one.looking_back.en for one in since.rerated] == ["We have not looked into this yet."]
    assert since.unconfirmed == 23


def test_the_comparison_is_never_kept_so_it_goes_with_the_earlier_check(
    database: Database, earlier: Begun, looked_back: Begun
) -> None:
    with_it = finished(database, looked_back)
    runs.erase(database, run_id=earlier.run_id, key=earlier.key, now=NOW)

    without = finished(database, looked_back)

    assert without == with_it.model_copy(update={"since": None})
    with database.reading() as connection:
        kept = connection.execute(text("SELECT report FROM result")).scalars().all()
    assert all('"since":null' in report for report in kept)


def test_the_report_of_a_first_check_compares_nothing(database: Database, earlier: Begun) -> None:
    assert finished(database, earlier).since is None
