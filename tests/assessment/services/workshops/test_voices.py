"""People of a company answer alone: what a voice may, what it never sees, and when it is over."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from assessment.errors import NoSuchRound, NoSuchVoice, Refused
from assessment.services import runs
from assessment.services.advising import joining
from assessment.services.advising.joining import Joined
from assessment.services.policy import Reason
from assessment.services.workshops import stages, voices
from assessment.services.workshops.voices import OpenVoice
from assessment.store import workshops as store
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.routing import UnknownAnswer
from tests.assessment.house import NOW
from tests.assessment.meetings import SECRET, Meeting


def token(meeting: Meeting, role: str = "production") -> str:
    return stages.token_of(meeting.id, role, SECRET)


def joins(meeting: Meeting, role: str = "production", **who: Any) -> Joined:
    who = {"actor": None} | who
    return joining.join(meeting.database, token=token(meeting, role), now=NOW, **who)


def says(meeting: Meeting, voice: Joined, done: bool | None = None, **answers: str) -> OpenVoice:
    given = {question: Answer(choice) for question, choice in answers.items()}
    voices.save(meeting.database, voice_id=voice.voice_id, key=voice.key, given=given, done=done, now=NOW)
    return voices.opened(meeting.database, voice_id=voice.voice_id, key=voice.key)


@pytest.fixture
def meeting(database: Database) -> Meeting:
    return Meeting.prepared(database, E06="over_80", T08="4").running()


def test_a_voice_answers_says_it_is_done_and_may_go_on(meeting: Meeting) -> None:
    voice = joins(meeting)
    assert says(meeting, voice, T01="2", W01="0").answers == {"T01": Answer("2"), "W01": Answer("0")}
    opened = says(meeting, voice, done=True, T01="3")
    assert (opened.done, opened.running, opened.answers["T01"]) == (True, True, Answer("3"))
    assert "W02" in opened.open
    assert "T01" not in opened.open
    assert not says(meeting, voice, done=False).done


def test_a_voice_learns_nothing_of_the_check_but_what_to_ask(meeting: Meeting) -> None:
    opened = says(meeting, joins(meeting))
    assert opened.answers == {}
    assert [area.node.id for area in opened.areas] == [
        *("technology", "work", "business_models", "infrastructure")
    ]
    assert "T08" not in opened.path.answers  # which the company has answered


def test_voices_never_mix_and_only_the_key_opens_one(meeting: Meeting) -> None:
    mine, theirs = joins(meeting), joins(meeting)
    says(meeting, mine, T01="0")
    assert says(meeting, theirs, T01="4").answers == {"T01": Answer("4")}
    for key, voice_id in ((theirs.key, mine.voice_id), ("0000-0000-0000-0000", mine.voice_id)):
        with pytest.raises(NoSuchVoice):
            voices.opened(meeting.database, voice_id=voice_id, key=key)
    with pytest.raises(NoSuchVoice):
        voices.opened(meeting.database, voice_id=uuid4(), key=mine.key)


def test_a_voice_answers_only_what_a_round_asks(meeting: Meeting) -> None:
    voice = joins(meeting)
    for question, choice in {
        "district": "03101",
        "E01": "3",
        "T01": "7",
        "training_agreement": "present",
    }.items():
        with pytest.raises(UnknownAnswer):
            says(meeting, voice, None, **{question: choice})
    before = runs.opened(meeting.database, run_id=meeting.company.run_id, key=meeting.company.key)
    says(meeting, voice, T01="1")
    assert runs.opened(meeting.database, run_id=meeting.company.run_id, key=meeting.company.key) == before


def test_once_the_board_is_open_nothing_is_written_and_what_came_late_is_named(meeting: Meeting) -> None:
    voice = joins(meeting)
    says(meeting, voice, T01="2")
    meeting.opened()
    with pytest.raises(Refused) as refused:
        says(meeting, voice, T01="4")
    assert refused.value.reason == Reason.ROUND_NOT_OPEN
    opened = voices.opened(meeting.database, voice_id=voice.voice_id, key=voice.key)
    late = opened.late({"T01": Answer("2"), "W01": Answer("0")})
    assert [one.question for one in late] == [opened.questionnaire.question["W01"].text]
    with pytest.raises(Refused):
        joins(meeting)


def test_an_answer_on_its_way_while_the_board_is_opened_waits_and_is_refused(meeting: Meeting) -> None:
    voice = joins(meeting)
    with ThreadPoolExecutor(1) as phone:
        with meeting.database.writing() as connection:
            store.by_id(connection, meeting.id, to_change=True)
            sending = phone.submit(says, meeting, voice, None, T01="4")
            with pytest.raises(TimeoutError):
                sending.result(timeout=0.1)
            store.change(connection, meeting.id, state="opened")
        with pytest.raises(Refused):
            sending.result(timeout=10)


def test_when_the_session_ends_or_the_company_takes_it_back_the_voice_is_gone(meeting: Meeting) -> None:
    voice = joins(meeting)
    says(meeting, voice, T01="2")
    stages.withdraw(meeting.database, **meeting.owned, now=NOW)
    with pytest.raises(NoSuchVoice):
        says(meeting, voice, T01="4")


def test_before_the_start_a_link_leads_nowhere(database: Database) -> None:
    waiting = Meeting.prepared(database).agreed()
    with pytest.raises(NoSuchRound):
        joins(waiting)


def test_the_invitation_says_who_asks_for_whom_and_how_long(meeting: Meeting) -> None:
    told = joining.invited(meeting.database, token=token(meeting, "management"), actor=None, now=NOW)
    assert (told.company, told.leader, told.organisation) == (
        "Musterdreherei",
        "Toni Beispiel",
        "Beratung Nord",
    )
    assert (told.role, told.questions, told.minutes, told.recognisable) == ("management", 12, 5, True)
    assert told.refused is None


def test_who_leads_the_session_has_no_voice(meeting: Meeting) -> None:
    told = joining.invited(meeting.database, token=token(meeting), actor=meeting.advisor, now=NOW)
    assert told.refused == Reason.LEADER_HAS_NO_VOICE
    with pytest.raises(Refused):
        joins(meeting, actor=meeting.advisor)
    joins(meeting, actor=replace(meeting.advisor, person_id=uuid4()))


def test_a_role_takes_in_more_than_are_expected_but_not_any_number(meeting: Meeting) -> None:
    for _ in range(10):
        joins(meeting, "management")
    with pytest.raises(Refused) as refused:
        joins(meeting, "management")
    assert refused.value.reason == Reason.ROUND_FULL
    joins(meeting, "production")
