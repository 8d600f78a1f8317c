"""A session goes from step to step, only with consent, only by whoever leads it, and ends without a trace."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assessment.errors import KeyNeeded, NoSuchWorkshop, Refused
from assessment.services import erasure, people, runs
from assessment.services.advising import mandates
from assessment.services.policy import Kind, Role
from assessment.services.workshops import meetings, stages
from assessment.services.workshops.meetings import State
from assessment.store.database import Database
from tests.assessment.house import DAY, NOW, House, a_company, on_sqlite
from tests.assessment.meetings import DAY_OF_MEETING, EXPECTED, SECRET, Meeting

"""For rules that no database knows of: once is enough."""


@pytest.fixture
def meeting(database: Database) -> Meeting:
    return Meeting.prepared(database)


def prepares(database: Database, meeting: Meeting, **more: Any) -> Any:
    told: dict[str, Any] = {"aim": "Ziel", "day": DAY_OF_MEETING, "expected": EXPECTED}
    told |= {"actor": meeting.advisor, "run_id": meeting.company.run_id} | more
    return stages.prepare(database, **told)


def state(meeting: Meeting) -> State:
    return meeting.seen().state


@on_sqlite
def test_the_company_reads_who_prepared_what_for_whom(meeting: Meeting) -> None:
    seen = meeting.seen()
    assert (seen.leader, seen.organisation, seen.state) == ("Toni Beispiel", "Beratung Nord", "prepared")
    assert [(role.role, role.expected) for role in seen.progress.roles] == list(EXPECTED.items())
    assert not seen.led


@on_sqlite
def test_without_consent_nothing_starts(database: Database, meeting: Meeting) -> None:
    stages.start(database, **meeting.led, secret=SECRET)
    assert state(meeting) == "prepared"


def test_the_company_agrees_to_what_it_has_read_and_not_to_something_newer(
    database: Database, meeting: Meeting
) -> None:
    told = meeting.seen().row
    stages.change(database, **meeting.led, aim="Neues Ziel", day=told.day, expected=EXPECTED)

    late = stages.agree(database, **meeting.owned, seen=told.revision, text_version="1", now=NOW)
    assert (late.state, late.row.aim) == ("prepared", "Neues Ziel")

    meeting.agreed()
    assert (state(meeting), meeting.seen().row.text_version) == ("agreed", "1")
    stages.change(database, **meeting.led, aim="Noch eins", day=told.day, expected=EXPECTED)
    assert state(meeting) == "prepared"


def test_a_second_preparation_of_the_same_advisor_is_the_same_session(
    database: Database, meeting: Meeting
) -> None:
    assert prepares(database, meeting, aim="Anders") == meeting.id
    assert meeting.seen().row.aim == "Anders"


@on_sqlite
def test_nobody_but_the_company_agrees(database: Database, meeting: Meeting) -> None:
    for key in (None, a_company(database).key, meeting.advisor):
        wrong: Any = meeting.owned | {"key": key}
        with pytest.raises(KeyNeeded):
            stages.agree(database, **wrong, seen=1, text_version="1", now=NOW)
        with pytest.raises(KeyNeeded):
            stages.withdraw(database, **wrong, now=NOW)
    assert state(meeting) == "prepared"


@on_sqlite
def test_a_colleague_reads_along_and_leads_nothing(database: Database, meeting: Meeting) -> None:
    meeting.agreed()
    colleague = meeting.house.takes_in("kim@example.org", "Kim", Role.ADVISOR)
    theirs: Any = meeting.led | {"actor": colleague}

    seen = meetings.one(database, run_id=meeting.company.run_id, key=colleague, workshop_id=meeting.id)
    assert (seen.state, seen.led) == ("agreed", False)
    for attempt in (
        lambda: stages.start(database, **theirs, secret=SECRET),
        lambda: stages.open_board(database, **theirs, shown_roles=True),
        lambda: stages.close(database, **theirs),
        lambda: stages.call_off(database, **theirs),
        lambda: prepares(database, meeting, actor=colleague),
    ):
        with pytest.raises(Refused):
            attempt()
    assert state(meeting) == "agreed"


@on_sqlite
def test_a_foreign_advisor_is_not_even_told_that_there_is_a_session(
    database: Database, meeting: Meeting
) -> None:
    stranger = House.of(database, "Fremd", Kind.ADVICE).takes_in("x@example.org", "X", Role.ADVISOR)
    with pytest.raises(KeyNeeded):
        meetings.of_run(database, run_id=meeting.company.run_id, key=stranger)
    with pytest.raises(KeyNeeded):
        prepares(database, meeting, actor=stranger)


@on_sqlite
def test_the_session_of_another_company_is_not_found(database: Database, meeting: Meeting) -> None:
    other = a_company(database)
    with pytest.raises(NoSuchWorkshop):
        stages.withdraw(database, run_id=other.run_id, key=other.key, workshop_id=meeting.id, now=NOW)
    assert state(meeting) == "prepared"


def test_progress_counts_who_came_and_who_is_done_and_nothing_else(
    database: Database, meeting: Meeting
) -> None:
    meeting.running().says("production", T01="3").says("production", done=False)
    _, told = meetings.live(
        database, run_id=meeting.company.run_id, key=meeting.advisor, workshop_id=meeting.id
    )
    (production,) = [role for role in told.roles if role.role == "production"]
    assert (production.expected, production.joined, production.answering, production.done) == (3, 2, 1, 1)


@on_sqlite
def test_a_role_of_few_is_shown_only_if_those_present_agree(database: Database, meeting: Meeting) -> None:
    assert stages.open_board(database, **meeting.running().led, shown_roles=False) == "nobody"
    meeting.says("management", T01="3")
    assert stages.open_board(database, **meeting.led, shown_roles=True) == "few"
    assert state(meeting) == "running"

    assert stages.open_board(database, **meeting.led, shown_roles=True, present_agree=True) == "opened"
    assert (state(meeting), meeting.seen().row.shown_roles) == ("opened", True)
    stages.open_board(database, **meeting.led, shown_roles=False)
    assert meeting.seen().row.shown_roles is True


def test_closing_erases_what_single_voices_said_and_keeps_how_many_there_were(
    database: Database, meeting: Meeting, tables: Callable[..., str]
) -> None:
    meeting.running().says("production", T01="3").says("production", T01="0").opened()
    assert stages.close(database, **meeting.led).state == "closed"
    assert tables("voice", "voice_answer") == "[[], []]"
    assert [role.done for role in meeting.seen().progress.roles if role.role == "production"] == [2]


@on_sqlite
def test_the_company_ends_it_at_any_time_and_the_voices_are_erased(
    database: Database, meeting: Meeting, tables: Callable[..., str]
) -> None:
    meeting.running().says("production", T01="3")
    assert stages.withdraw(database, **meeting.owned, now=NOW).state == "withdrawn"
    assert tables("voice", "voice_answer") == "[[], []]"
    assert stages.close(database, **meeting.led).state == "withdrawn"


def test_what_voices_said_in_a_session_that_nobody_closes_is_erased_after_thirty_days(
    database: Database, meeting: Meeting, tables: Callable[..., str]
) -> None:
    meeting.running().says("production", T01="3")
    ended = []
    for days in (30, 31, 32):
        with database.writing() as connection:
            ended.append(stages.end_left_standing(connection, NOW + days * DAY))
    assert ended == [0, 1, 0]
    assert state(meeting) == "withdrawn"
    assert tables("voice", "voice_answer") == "[[], []]"


@on_sqlite
def test_a_withdrawn_mandate_ends_the_session_and_its_leader_sees_nothing(
    database: Database, meeting: Meeting, tables: Callable[..., str]
) -> None:
    meeting.running().says("production", T01="3")
    own: dict[str, Any] = {"run_id": meeting.company.run_id, "key": meeting.company.key}
    (given,) = mandates.advice(database, **own, now=NOW).given
    mandates.withdraw(database, **own, mandate_id=given.id, now=NOW)

    with pytest.raises(KeyNeeded):
        meetings.one(database, run_id=own["run_id"], key=meeting.advisor, workshop_id=meeting.id)
    assert state(meeting) == "withdrawn"
    assert tables("voice", "voice_answer") == "[[], []]"


@on_sqlite
def test_a_mandate_that_ran_out_shuts_the_session_for_its_leader(
    database: Database, meeting: Meeting
) -> None:
    meeting.running()
    with pytest.raises(KeyNeeded):
        stages.open_board(database, **meeting.later(365).led, shown_roles=False)


@on_sqlite
def test_who_left_the_organisation_leads_nothing(database: Database, meeting: Meeting) -> None:
    meeting.agreed()
    operator = House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    seat: dict[str, Any] = {"organisation_id": meeting.house.id, "person_id": meeting.advisor.person_id}
    people.remove(database, actor=operator, **seat, role=Role.ADVISOR)
    gone = replace(meeting.advisor, seats=())
    with pytest.raises(KeyNeeded):
        stages.start(database, **meeting.led | {"actor": gone}, secret=SECRET)


def test_a_session_outlives_the_account_of_its_leader_and_what_single_voices_said_does_not(
    database: Database, meeting: Meeting, tables: Callable[..., str]
) -> None:
    meeting.running().says("production", T01="3")
    with database.writing() as connection:
        erasure.person(connection, meeting.advisor.person_id, meeting.advisor.email, NOW)
        ended = stages.end_left_standing(connection, NOW + DAY)

    assert ended == 1
    assert (state(meeting), meeting.seen().leader, meeting.seen().organisation) == (
        "withdrawn",
        "",
        "Beratung Nord",
    )
    assert tables("voice", "voice_answer") == "[[], []]"


def test_erasing_the_run_leaves_nothing_of_the_session(
    database: Database, meeting: Meeting, tables: Callable[..., str]
) -> None:
    meeting.running().says("production", T01="3").opened()
    runs.erase(database, run_id=meeting.company.run_id, key=meeting.company.key, now=NOW)
    names = ("workshop", "workshop_role", "voice", "voice_answer", "agreement", "workshop_note")
    assert set(tables(*names)) <= set("[], ")


def test_the_link_of_a_role_is_the_same_each_time_and_stands_nowhere(
    database: Database, meeting: Meeting, tables: Callable[..., str]
) -> None:
    meeting.running()
    links = {role: stages.token_of(meeting.id, role, SECRET) for role in EXPECTED}
    assert len(set(links.values())) == 3
    assert {len(token) for token in links.values()} == {43}
    assert not any(token in tables("workshop_role") for token in links.values())
    assert stages.token_of(meeting.id, "production", "t" * 32) not in links.values()


@on_sqlite
def test_what_an_advisor_left_standing_does_not_keep_the_next_one_out(
    database: Database, meeting: Meeting
) -> None:
    meeting.running()
    other, later = House.of(database, "Andere", Kind.ADVICE), NOW + 366 * DAY
    advisor = other.takes_in("lou@example.org", "Lou", Role.ADVISOR, now=later)

    again = Meeting.prepared(database, house=other, advisor=advisor, company=meeting.company, now=later)

    assert again.id != meeting.id
    assert state(meeting) == "withdrawn"
