"""Again after a year, on SQLite and on PostgreSQL: what is taken over, and what counts."""

from typing import Any

import pytest
from sqlalchemy import event, text

from assessment.errors import KeyNeeded, NothingAnswered
from assessment.services import runs
from assessment.services.checks import follow_ups
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.answers import Answer
from tests.assessment.services.repeating import DAY, NOW, THEN, again, list_of, opened, says, taken

# --- beginning -----------------------------------------------------------------------------------


def test_a_new_check_begins_with_the_answers_of_the_earlier_one_and_says_from_when(
    database: Database, earlier: Begun
) -> None:
    run = opened(database, again(database, earlier))

    assert run.answers == {q: a for q, a in opened(database, earlier).answers.items() if q != "W01"}
    assert set(run.given_on.values()) == {DAY}
    assert run.unconfirmed == run.answers.keys()
    assert run.follows == runs.Follows(earlier.run_id, DAY)


def test_the_new_check_has_a_key_of_its_own_and_the_earlier_one_stays_as_it_is(
    database: Database, earlier: Begun
) -> None:
    before = opened(database, earlier)
    begun = again(database, earlier)

    assert begun.key != earlier.key
    with pytest.raises(KeyNeeded):
        runs.opened(database, run_id=begun.run_id, key=earlier.key)
    assert opened(database, earlier) == before


def test_only_the_key_of_the_earlier_check_lets_one_begin_again(database: Database, earlier: Begun) -> None:
    stranger = taken(database)

    with pytest.raises(KeyNeeded):
        again(database, Begun(earlier.run_id, stranger.key))
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM run")).scalar() == 2


def test_nothing_answered_gives_nothing_to_begin_with(database: Database) -> None:
    empty = runs.begin(database, check="short", language="de", now=THEN)

    with pytest.raises(NothingAnswered):
        again(database, empty)


def test_what_nobody_knew_is_asked_again(database: Database, earlier: Begun) -> None:
    found = list_of(database, again(database, earlier))

    assert "W01" not in found.run.answers
    assert {question: last.reason for question, last in found.again.items()} == {"W01": "dont_know"}
    assert found.again["W01"].answer.de == "Weiß ich nicht"


def test_one_list_says_what_is_taken_over_what_to_answer_again_and_what_is_new(
    database: Database, earlier: Begun
) -> None:
    short = list_of(database, again(database, earlier))
    full = list_of(database, again(database, earlier, check="full"))

    assert (len(short.taken), len(short.again), len(short.new)) == (24, 1, 0)
    assert (len(full.taken), len(full.again)) == (24, 1)
    assert len(full.new) == len(full.run.path.asked) - 25


def test_the_list_stays_the_same_while_answers_are_confirmed(database: Database, earlier: Begun) -> None:
    begun = again(database, earlier)
    before = list_of(database, begun)

    says(database, begun, "E01", T01="3")

    after = list_of(database, begun)
    assert (after.taken, after.again, after.new) == (before.taken, before.again, before.new)


def test_the_earlier_check_knows_which_ones_were_begun_from_it(database: Database, earlier: Begun) -> None:
    begun = again(database, earlier)

    start = follow_ups.beginning(database, run_id=earlier.run_id, key=earlier.key)

    assert start.day == DAY
    assert start.begun == [(begun.run_id, NOW)]


# --- confirming ----------------------------------------------------------------------------------


def test_sending_a_page_again_confirms_nothing(database: Database, earlier: Begun) -> None:
    begun = again(database, earlier)
    run = opened(database, begun)
    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key, "seen": run.written_at, "now": NOW}

    saved = runs.save(database, **own, given=run.answers)

    assert saved.run == run


def test_an_answer_that_is_confirmed_is_this_checks_own(database: Database, earlier: Begun) -> None:
    begun = again(database, earlier)
    before = opened(database, begun)

    run = says(database, begun, "E01", "E02")

    assert before.unconfirmed - run.unconfirmed == {"E01", "E02"}
    assert run.answers == before.answers
    assert run.revision == before.revision + 1
    assert opened(database, begun) == run


def test_an_answer_that_is_changed_is_this_checks_own(database: Database, earlier: Begun) -> None:
    run = says(database, again(database, earlier), T01="4")

    assert "T01" not in run.unconfirmed
    assert run.answers["T01"] == Answer("4")


def test_what_somebody_else_changed_meanwhile_is_not_confirmed_over_their_head(
    database: Database, earlier: Begun
) -> None:
    begun = again(database, earlier)
    page = opened(database, begun)
    says(database, begun, T01="4")

    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key, "seen": page.written_at, "now": NOW}
    late = runs.save(database, **own, given={"T01": page.answers["T01"]}, confirmed=["T01"])

    assert late.conflicts == {"T01": Answer("4")}


def test_confirming_takes_four_statements_like_any_saving(database: Database, earlier: Begun) -> None:
    begun = again(database, earlier)
    run, statements = opened(database, begun), list[str]()
    event.listen(database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key, "seen": run.written_at, "now": NOW}

    runs.save(database, **own, given=run.answers, confirmed=run.answers.keys())

    assert len([s for s in statements if not s.startswith("BEGIN")]) == 4
