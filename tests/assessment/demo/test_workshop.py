"""The sessions of fictional companies, as their advisor finds them."""

from datetime import UTC, datetime

from assessment.demo import people, workshop
from assessment.services import runs
from assessment.services.runs import Begun
from assessment.services.workshops import agreements, meetings
from assessment.services.workshops.meetings import Workshop
from assessment.store.database import Database
from questionnaires.library import cases

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def company(database: Database, key: str, case: str) -> Begun:
    begun = runs.begin(database, check="short", language="de", now=NOW, key=key)
    given = cases.worked("readiness", "1.0")[case].answers
    runs.save(database, run_id=begun.run_id, key=key, given=given, seen={}, now=NOW)
    return begun


def session(database: Database, begun: Begun) -> Workshop:
    (kept,) = meetings.of_run(database, run_id=begun.run_id, key=begun.key)
    return meetings.one(database, run_id=begun.run_id, key=begun.key, workshop_id=kept.id)


def test_one_session_waits_for_the_last_voice_and_one_has_its_board_open(database: Database) -> None:
    turning = company(database, "DEM0-0000-0000-0001", "machining_salzgitter")
    craft = company(database, "DEM0-0000-0000-0003", "craft_peine")
    people.bring_in(database, now=NOW)
    before = runs.opened(database, run_id=craft.run_id, key=craft.key).revision
    for _ in range(2):  # a second start adds nothing
        workshop.bring_in(database, secret="s" * 32, now=NOW)

    running, opened = session(database, turning), session(database, craft)
    assert (running.state, running.leader) == ("running", "Toni Beispiel")
    assert [(role.answering, role.done) for role in running.progress.roles] == [(1, 1), (3, 2), (3, 3)]
    assert opened.state == "opened"
    board = agreements.board(database, run_id=craft.run_id, key=craft.key, workshop_id=opened.id)
    settled = {topic.question: topic.settled.answer for topic in board.topics if topic.settled}
    assert {question: answer and answer.choice for question, answer in settled.items()} == {
        "W01": "2",
        "W05": None,
    }
    assert len(board.topics) > len(settled)
    assert board.same
    assert runs.opened(database, run_id=craft.run_id, key=craft.key).revision == before, "its result stands"
