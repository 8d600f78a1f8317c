"""Taking a check, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import event, text

from assessment.errors import KeyNeeded, NoSuchRun
from assessment.services import keys, runs
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.routing import UnknownAnswer

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def begun(database: Database) -> Begun:
    return runs.begin(database, check="short", language="de", now=NOW)


def answer(
    database: Database, begun: Begun, given: dict[str, str], seen: dict[str, int] | None = None
) -> runs.Saved:
    answers = {question: Answer(choice) for question, choice in given.items()}
    return runs.save(database, run_id=begun.run_id, key=begun.key, given=answers, seen=seen or {}, now=NOW)


def reopened(database: Database, begun: Begun) -> runs.OpenRun:
    return runs.opened(database, run_id=begun.run_id, key=begun.key)


def test_what_was_answered_is_there_when_the_company_comes_back(database: Database, begun: Begun) -> None:
    answer(database, begun, {"district": "03102", "E06": "over_80"})
    answer(database, begun, {"E01": "3"})

    run = reopened(database, begun)

    assert {q: a.choice for q, a in run.answers.items()} == {
        "district": "03102",
        "E06": "over_80",
        "E01": "3",
    }


def test_the_reason_and_the_note_are_kept_with_the_answer(database: Database, begun: Begun) -> None:
    given = {"T01": Answer("not_applicable", reason="not_in_the_vehicle", note="Größe Ø 30 mm – „Muster“")}
    runs.save(database, run_id=begun.run_id, key=begun.key, given=given, seen={}, now=NOW)

    assert reopened(database, begun).answers == given


def test_a_wrong_key_opens_nothing_and_does_not_tell_whether_the_run_exists(
    database: Database, begun: Begun
) -> None:
    for run_id in (begun.run_id, uuid4()):
        with pytest.raises(KeyNeeded):
            runs.opened(database, run_id=run_id, key=keys.new())
    with pytest.raises(KeyNeeded):
        runs.opened(database, run_id=begun.run_id, key=None)


def test_only_a_hash_of_the_key_is_stored(database: Database, begun: Begun) -> None:
    with database.reading() as connection:
        stored = connection.execute(text("SELECT * FROM run")).one()
    plain = begun.key.replace("-", "")
    assert not any(plain in str(value).replace("-", "") for value in stored)


def test_the_key_may_be_typed_in_any_case_and_spacing(database: Database, begun: Begun) -> None:
    for typed in (begun.key.lower(), begun.key.replace("-", " "), f"  {begun.key}\n"):
        assert runs.with_key(database, typed=typed).run_id == begun.run_id


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("1234", id="too short"),
        pytest.param("Ä" * 16, id="other letters"),
        pytest.param("0000-0000-0000-0000", id="nobody's key"),
        pytest.param("x" * 200_000, id="200 kB"),
    ],
)
def test_what_is_no_key_of_a_run_is_refused(database: Database, begun: Begun, typed: str) -> None:
    with pytest.raises(NoSuchRun):
        runs.with_key(database, typed=typed)


def test_sending_the_same_form_twice_changes_nothing(database: Database, begun: Begun) -> None:
    first = answer(database, begun, {"E01": "3"})
    second = answer(database, begun, {"E01": "3"})

    assert not second.conflicts
    assert second.run.revision == first.run.revision


def test_the_later_writer_is_told_and_nothing_is_overwritten(database: Database, begun: Begun) -> None:
    answer(database, begun, {"E01": "1"})
    page_of_both = reopened(database, begun).written_at
    answer(database, begun, {"E01": "2"}, seen=dict(page_of_both))

    late = answer(database, begun, {"E01": "4", "E02": "0"}, seen=dict(page_of_both))

    assert late.conflicts == {"E01": Answer("2")}
    assert reopened(database, begun).answers == {"E01": Answer("2"), "E02": Answer("0")}


def test_who_has_seen_the_other_answer_may_replace_it(database: Database, begun: Begun) -> None:
    answer(database, begun, {"E01": "1"})
    saved = answer(database, begun, {"E01": "4"}, seen=dict(reopened(database, begun).written_at))

    assert not saved.conflicts
    assert saved.run.answers["E01"] == Answer("4")


def test_going_from_short_to_full_keeps_the_answers(database: Database, begun: Begun) -> None:
    answer(database, begun, {"E01": "3", "T08": "2"})

    full = runs.extend(database, run_id=begun.run_id, key=begun.key, check="full", now=NOW)

    assert full.answers.keys() == {"E01", "T08"}
    assert len(full.path.asked) > len(reopened(database, begun).path.answers)
    assert "T02" in full.path.asked


def test_answers_to_hidden_questions_are_kept_and_come_back(database: Database, begun: Begun) -> None:
    answer(database, begun, {"E06": "over_80", "E01": "3"})
    hidden = answer(database, begun, {"E06": "none"}, seen={"E06": 1})
    assert "E01" not in hidden.run.path.answers

    shown = answer(database, begun, {"E06": "40-60"}, seen={"E06": 2})
    assert shown.run.path.answers["E01"] == Answer("3")


def test_an_answer_that_nobody_offers_is_refused_and_nothing_of_it_is_stored(
    database: Database, begun: Begun
) -> None:
    with pytest.raises(UnknownAnswer):
        answer(database, begun, {"E02": "1", "E01": "17"})
    assert not reopened(database, begun).answers


def test_erasing_leaves_no_row_behind(database: Database, begun: Begun) -> None:
    answer(database, begun, {"E01": "3", "E02": "1"})

    assert runs.erase(database, run_id=begun.run_id, key=begun.key, now=NOW).counted["answer"] == 2

    with database.reading() as connection:
        for table in ("run", "answer", "result"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
    with pytest.raises(KeyNeeded):
        reopened(database, begun)


def test_saving_takes_four_statements(database: Database, begun: Begun) -> None:
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    answer(database, begun, {"E01": "3", "E02": "1"})

    assert len([s for s in statements if not s.startswith("BEGIN")]) == 4
