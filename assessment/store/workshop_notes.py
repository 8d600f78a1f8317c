"""What is written down around a session: private notes of an advisor, the dates of the follow-up, and the
protocol as it stood when the session was closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base

TITLE_LENGTH, NOTE_LENGTH = 200, 5000
"""Characters, at most."""


class WorkshopNote(Base):
    """Nobody but `person_id` reads it: not the company, not colleagues."""

    __tablename__ = "workshop_note"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]


class WorkshopDate(Base):
    __tablename__ = "workshop_date"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))


class WorkshopProtocol(Base):
    """`protocol` is the whole Protocol as JSON: both sides have the same, whatever the plan says later."""

    __tablename__ = "workshop_protocol"

    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True)
    protocol: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class NoteRow:
    id: UUID
    run_id: UUID
    organisation_id: UUID
    person_id: UUID
    text: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class DateRow:
    id: UUID
    workshop_id: UUID
    day: date
    title: str


_NOTE = select(*(getattr(WorkshopNote, name) for name in NoteRow.__slots__))
_DATE = select(*(getattr(WorkshopDate, name) for name in DateRow.__slots__))


def notes_of(connection: Connection, person_id: UUID, run_id: UUID) -> list[NoteRow]:
    """The private notes of one advisor about one company, the newest first."""
    mine = (WorkshopNote.person_id == person_id, WorkshopNote.run_id == run_id)
    return [NoteRow(*row) for row in connection.execute(_NOTE.where(*mine).order_by(_NEWEST))]


_NEWEST = WorkshopNote.changed_at.desc()


def noted(connection: Connection, person_id: UUID, run_ids: Collection[UUID]) -> frozenset[UUID]:
    """About which of these companies this advisor has noted anything."""
    mine = (WorkshopNote.person_id == person_id, WorkshopNote.run_id.in_(run_ids))
    return frozenset(connection.execute(select(WorkshopNote.run_id).where(*mine)).scalars())


def add_note(connection: Connection, note: NoteRow) -> None:
    connection.execute(insert(WorkshopNote), {name: getattr(note, name) for name in NoteRow.__slots__})


def change_note(connection: Connection, person_id: UUID, note_id: UUID, text: str, moment: datetime) -> int:
    mine = (WorkshopNote.person_id == person_id, WorkshopNote.id == note_id)
    return connection.execute(update(WorkshopNote).where(*mine).values(text=text, changed_at=moment)).rowcount


def forget_note(connection: Connection, person_id: UUID, note_id: UUID) -> int:
    mine = (WorkshopNote.person_id == person_id, WorkshopNote.id == note_id)
    return connection.execute(delete(WorkshopNote).where(*mine)).rowcount


def dates_of(connection: Connection, workshop_ids: Collection[UUID]) -> list[DateRow]:
    """The dates of these sessions, the earliest first."""
    chosen = _DATE.where(WorkshopDate.workshop_id.in_(workshop_ids))
    return [
        DateRow(*row) for row in connection.execute(chosen.order_by(WorkshopDate.day, WorkshopDate.title))
    ]


def put_dates(connection: Connection, workshop_id: UUID, dates: Collection[DateRow]) -> None:
    """Writes the dates of a session, in place of what was written before."""
    connection.execute(delete(WorkshopDate).where(WorkshopDate.workshop_id == workshop_id))
    if dates:
        connection.execute(
            insert(WorkshopDate), [{name: getattr(one, name) for name in DateRow.__slots__} for one in dates]
        )


def protocol_of(connection: Connection, workshop_id: UUID) -> str | None:
    """The protocol that was kept when the session was closed."""
    kept = select(WorkshopProtocol.protocol).where(WorkshopProtocol.workshop_id == workshop_id)
    return connection.execute(kept).scalar()


def keep_protocol(connection: Connection, workshop_id: UUID, protocol: str, moment: datetime) -> None:
    row = {"workshop_id": workshop_id, "protocol": protocol, "kept_at": moment}
    connection.execute(insert(WorkshopProtocol), row)
