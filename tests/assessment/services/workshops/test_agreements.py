"""What a session settles becomes the company's answer; dissent stands; nobody overwrites anybody."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assessment.errors import KeyNeeded
from assessment.services import runs
from assessment.services.policy import Role
from assessment.services.workshops import agreements, stages
from assessment.services.workshops.agreements import Board, Recorded, Settled
from assessment.store.database import Database
from questionnaires.answers import Answer
from tests.assessment.house import NOW, a_company, on_sqlite
from tests.assessment.meetings import Meeting

"""For rules that no database knows of: once is enough."""


@pytest.fixture
def meeting(database: Database) -> Meeting:
    """T01 lies far apart, T07 says everybody alike, T08 lies close."""
    ready = Meeting.prepared(database, T01="2").running()
    ready.says("management", T01="4", T07="1", T08="1")
    ready.says("works_council", T01="0", T07="1", T08="2")
    return ready.says("production", T01="1", T07="1", T08="2").opened()


def board(meeting: Meeting) -> Board:
    return agreements.board(meeting.database, **meeting.owned)


def records(meeting: Meeting, question: str, settled: Settled, **more: Any) -> Recorded | None:
    told: dict[str, Any] = meeting.owned | {"seen": 0, "now": NOW} | more
    return agreements.record(meeting.database, question=question, settled=settled, **told)


def own(meeting: Meeting, question: str) -> Answer | None:
    told = {"run_id": meeting.company.run_id, "key": meeting.company.key}
    return runs.opened(meeting.database, **told).answers.get(question)  # type: ignore[arg-type]


THREE = Settled(Answer("3"), "Wir haben es zusammen angesehen.", "example")
DISSENT = Settled(None, "Wir sehen es verschieden.")


@on_sqlite
def test_the_board_sorts_what_was_said_and_keeps_the_company_s_own_answer_apart(meeting: Meeting) -> None:
    found = board(meeting)
    assert [one.question for one in found.topics] == ["T01"]
    assert [one.question for one in found.close] == ["T08"]
    assert [one.question for one in found.same] == ["T07"]
    (topic,) = found.topics
    assert topic.earlier == Answer("2")
    assert [(said.role, said.answers[0].choice) for said in topic.said] == [
        ("management", "4"),
        ("works_council", "0"),
        ("production", "1"),
    ]


@on_sqlite
def test_before_it_is_opened_nobody_sees_anything(database: Database) -> None:
    running = Meeting.prepared(database).running().says("production", T01="0")
    assert board(running).every == ()
    assert records(running, "T01", THREE) is None


@on_sqlite
def test_without_roles_only_the_levels_are_told_in_their_order(database: Database) -> None:
    opened = Meeting.prepared(database).running().says("production", T01="3").says("management", T01="0")
    (topic,) = board(opened.opened(shown_roles=False)).topics
    assert [(said.role, [answer.choice for answer in said.answers]) for said in topic.said] == [
        (None, ["0", "3"])
    ]


def test_an_agreed_value_becomes_the_answer_of_the_company_and_keeps_its_note(meeting: Meeting) -> None:
    told = {"run_id": meeting.company.run_id, "key": meeting.company.key}
    note = {"T01": Answer("2", note="Halle 2")}
    runs.save(meeting.database, **told, given=note, seen={"T01": 9}, now=NOW)  # type: ignore[arg-type]

    recorded = records(meeting, "T01", THREE, key=meeting.advisor)

    assert recorded
    assert not recorded.conflict
    assert own(meeting, "T01") == Answer("3", note="Halle 2")
    (topic,) = board(meeting).topics
    assert (topic.settled, topic.earlier, topic.now) == (THREE, Answer("2", note=None), own(meeting, "T01"))


def test_of_two_who_settle_one_question_the_later_one_is_shown_the_other_s_and_decides(
    meeting: Meeting,
) -> None:
    other = Settled(Answer("1"), "Anders gesehen.", "opinion")
    records(meeting, "T01", THREE, key=meeting.advisor)

    told = records(meeting, "T01", other)

    assert told
    assert (told.conflict, told.topic.settled) == (True, THREE)
    assert own(meeting, "T01") == Answer("3")
    again = records(meeting, "T01", other, seen=told.topic.revision)
    assert again
    assert (again.conflict, own(meeting, "T01")) == (False, Answer("1"))


def test_of_four_who_settle_one_question_in_the_same_moment_one_is_first_and_three_are_told(
    meeting: Meeting,
) -> None:
    decided = [Settled(Answer(choice), "Gemeinsam.") for choice in "0134"]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda settled: records(meeting, "T01", settled), decided))

    (first,) = [found for found in told if found and not found.conflict]
    assert first.topic.settled in decided
    assert {found.topic.settled for found in told if found} == {first.topic.settled}
    assert own(meeting, "T01") == first.topic.settled.answer


@on_sqlite
def test_saying_the_same_twice_is_no_conflict(meeting: Meeting) -> None:
    records(meeting, "T01", THREE)
    again = records(meeting, "T01", THREE)
    assert again
    assert not again.conflict
    assert again.topic.revision == 1


@on_sqlite
def test_dissent_leaves_the_answer_and_takes_back_what_had_been_agreed(meeting: Meeting) -> None:
    records(meeting, "T01", DISSENT)
    assert own(meeting, "T01") == Answer("2")
    records(meeting, "T01", THREE, seen=1)
    records(meeting, "T01", DISSENT, seen=2)
    assert own(meeting, "T01") == Answer("2")
    (topic,) = board(meeting).topics
    assert topic.settled == DISSENT


@on_sqlite
def test_dissent_takes_nothing_back_that_the_company_has_changed_itself(meeting: Meeting) -> None:
    records(meeting, "T01", THREE)
    told = {"run_id": meeting.company.run_id, "key": meeting.company.key}
    mine = {"T01": Answer("4")}
    runs.save(meeting.database, **told, given=mine, seen={"T01": 99}, now=NOW)  # type: ignore[arg-type]
    assert board(meeting).topics[0].overtaken

    records(meeting, "T01", DISSENT, seen=1)

    assert own(meeting, "T01") == Answer("4")


def test_what_all_said_alike_is_taken_over_together_and_once(meeting: Meeting) -> None:
    take = {**meeting.owned, "now": NOW}
    assert agreements.take_over_same(meeting.database, **take) == 1
    assert agreements.take_over_same(meeting.database, **take) == 0
    assert own(meeting, "T07") == Answer("1")
    assert own(meeting, "T08") is None


def test_what_was_settled_stays_when_the_voices_are_erased_and_what_was_not_is_named(
    meeting: Meeting,
) -> None:
    records(meeting, "T08", Settled(Answer("2"), "Zwei von dreien.", "document"))
    stages.close(meeting.database, **meeting.led)

    (kept,) = board(meeting).topics

    assert (kept.question, kept.settled and kept.settled.evidence) == ("T08", "document")
    assert [said.role for said in kept.said] == ["management", "works_council", "production"]
    assert meeting.seen().row.undiscussed == ["T01"]


@on_sqlite
def test_nobody_else_settles_anything(meeting: Meeting) -> None:
    colleague = meeting.house.takes_in("kim@example.org", "Kim", Role.ADVISOR)
    for key in (None, a_company(meeting.database).key, colleague):
        with pytest.raises(KeyNeeded):
            records(meeting, "T01", THREE, key=key)
        with pytest.raises(KeyNeeded):
            agreements.take_over_same(meeting.database, **meeting.owned | {"key": key}, now=NOW)
    stages.close(meeting.database, **meeting.led)
    with pytest.raises(KeyNeeded):
        records(meeting, "T01", THREE, key=meeting.advisor)
    assert records(meeting, "T01", THREE) is None
    assert own(meeting, "T01") == Answer("2")
