"""Private notes of an advisor: nobody else reads them."""

from datetime import timedelta
from typing import Any

import pytest

from assessment.errors import KeyNeeded
from assessment.services import runs
from assessment.services.advising import mandates, notes
from assessment.services.policy import Role, Staff
from assessment.store import workshop_notes as store
from assessment.store.database import Database
from tests.assessment.house import DAY, NOW
from tests.assessment.meetings import Meeting


@pytest.fixture
def meeting(database: Database) -> Meeting:
    return Meeting.prepared(database)


def read(meeting: Meeting, actor: Staff | None = None) -> list[str]:
    run_id = meeting.company.run_id
    book = notes.notebook(meeting.database, actor=actor or meeting.advisor, run_id=run_id)
    return [note.text for note in book.notes]


def write(meeting: Meeting, text: str, actor: Staff | None = None) -> None:
    run_id = meeting.company.run_id
    notes.add(meeting.database, actor=actor or meeting.advisor, run_id=run_id, text=text)


def test_the_newest_note_comes_first_and_the_same_twice_is_one(meeting: Meeting) -> None:
    write(meeting, "Nachfolge offen")
    for _ in range(2):
        write(meeting, "Halle 2 zeigen lassen", meeting.later(1).advisor)
    assert read(meeting) == ["Halle 2 zeigen lassen", "Nachfolge offen"]


def test_a_colleague_of_the_same_organisation_reads_none_and_changes_none(meeting: Meeting) -> None:
    write(meeting, "Nachfolge offen")
    colleague = meeting.house.takes_in("kim@example.org", "Kim", Role.ADVISOR)
    mine = notes.notebook(meeting.database, actor=meeting.advisor, run_id=meeting.company.run_id).notes[0]
    about: dict[str, Any] = {"actor": colleague, "run_id": meeting.company.run_id, "note_id": mine.id}
    assert read(meeting, colleague) == []
    assert not notes.change(meeting.database, **about, text="Anders")
    assert not notes.remove(meeting.database, **about)
    assert read(meeting) == ["Nachfolge offen"]


def test_a_note_is_changed_and_removed(meeting: Meeting) -> None:
    write(meeting, "Nachfolge offen")
    mine = notes.notebook(meeting.database, actor=meeting.advisor, run_id=meeting.company.run_id).notes[0]
    about: dict[str, Any] = {"actor": meeting.advisor, "run_id": meeting.company.run_id, "note_id": mine.id}
    assert notes.change(meeting.database, **about, text="Nachfolge geklärt")
    assert read(meeting) == ["Nachfolge geklärt"]
    assert notes.change(meeting.database, **about, text="")
    assert read(meeting) == []
    assert not notes.remove(meeting.database, **about)


def test_once_the_mandate_ends_the_notes_are_not_seen_and_come_back_with_a_new_one(meeting: Meeting) -> None:
    write(meeting, "Nachfolge offen")
    after = meeting.later(400).advisor
    with pytest.raises(KeyNeeded):
        read(meeting, after)
    mandates.give(
        meeting.database,
        run_id=meeting.company.run_id,
        key=meeting.company.key,
        organisation_id=meeting.house.id,
        company_name="",
        text_version="1",
        now=NOW + 400 * DAY - timedelta(hours=1),
    )
    assert read(meeting, after) == ["Nachfolge offen"]


def test_erasing_the_check_erases_the_notes(meeting: Meeting) -> None:
    write(meeting, "Nachfolge offen")
    runs.erase(meeting.database, run_id=meeting.company.run_id, key=meeting.company.key, now=NOW)
    with meeting.database.reading() as connection:
        kept = store.notes_of(connection, meeting.advisor.person_id, meeting.company.run_id)
    assert kept == []
