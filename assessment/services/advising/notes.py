"""What an advisor notes about a company for nobody else: not for the company, not for colleagues.

It is to be seen while the advisor may read the company's check, and goes when the check is erased. What both
sides share stands in the session and in its protocol.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection

from assessment.services import policy
from assessment.services.advising import mandates
from assessment.services.policy import Action, Staff
from assessment.services.runs import seen_by, unlocked
from assessment.store import workshop_notes as store
from assessment.store.database import Database
from assessment.store.mandates import MandateRow
from assessment.store.workshop_notes import NOTE_LENGTH, NoteRow

__all__ = ["NOTE_LENGTH"]


@dataclass(frozen=True, slots=True)
class Note:
    id: UUID
    text: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Notebook:
    """All notes of one advisor about one company, the newest first."""

    company: str
    code: str
    notes: tuple[Note, ...]


def notebook(database: Database, *, actor: Staff, run_id: UUID) -> Notebook:
    """Raises KeyNeeded for whoever does not advise this company."""
    with database.reading() as connection:
        company = _company(connection, actor, run_id).company_name
        rows = store.notes_of(connection, actor.person_id, run_id)
    notes = tuple(Note(row.id, row.text, row.changed_at) for row in rows)
    return Notebook(company, mandates.code_of(run_id), notes)


def add(database: Database, *, actor: Staff, run_id: UUID, text: str) -> None:
    """The same note twice is one: the form may be sent twice. Raises KeyNeeded."""
    with database.writing() as connection:
        mandate = _company(connection, actor, run_id)
        known = store.notes_of(connection, actor.person_id, run_id)
        if text and text not in {row.text for row in known}:
            home = mandate.organisation_id
            row = NoteRow(uuid4(), run_id, home, actor.person_id, text, actor.now)
            store.add_note(connection, row)


def change(database: Database, *, actor: Staff, run_id: UUID, note_id: UUID, text: str) -> bool:
    """Writes a note anew; an empty one is removed. False where there is none of theirs. Raises KeyNeeded."""
    if not text:
        return remove(database, actor=actor, run_id=run_id, note_id=note_id)
    with database.writing() as connection:
        if not _own(connection, actor, run_id, note_id):
            return False
        return store.change_note(connection, actor.person_id, note_id, text, actor.now) > 0


def remove(database: Database, *, actor: Staff, run_id: UUID, note_id: UUID) -> bool:
    """False where there is none of theirs. Raises KeyNeeded."""
    with database.writing() as connection:
        if not _own(connection, actor, run_id, note_id):
            return False
        return store.forget_note(connection, actor.person_id, note_id) > 0


def _own(connection: Connection, actor: Staff, run_id: UUID, note_id: UUID) -> bool:
    _company(connection, actor, run_id)
    return note_id in {row.id for row in store.notes_of(connection, actor.person_id, run_id)}


def _company(connection: Connection, actor: Staff, run_id: UUID) -> MandateRow:
    """The mandate by which this advisor reads the company."""
    run = unlocked(connection, run_id, actor, action=Action.PREPARE_WORKSHOP)
    standing = seen_by(connection, actor, run).mandates
    return next(one for one in standing if policy.advises(actor, one))
