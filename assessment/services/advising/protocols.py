"""The protocol of a session, and the days of its follow-up: read by both sides, from opening the board on.

Days and shared notes are written by the company and by whoever leads the session; the notes until it is
closed, since both sides have the protocol then. Of two who write at once, the later one is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchWorkshop, NothingAnswered
from assessment.services import runs
from assessment.services.advising import follow_up_days, protocol_parts
from assessment.services.advising.follow_up_days import FollowUp
from assessment.services.advising.mandates import code_of
from assessment.services.checks import results
from assessment.services.policy import Staff
from assessment.services.runs import OpenRun, WayIn
from assessment.services.workshops import meetings, outcomes
from assessment.services.workshops.meetings import State, Workshop
from assessment.services.workshops.rights import led, owned
from assessment.store import workshop_notes as store
from assessment.store import workshops as sessions
from assessment.store.database import Database
from assessment.store.workshop_notes import TITLE_LENGTH, DateRow
from assessment.store.workshops import NOTES_LENGTH, WorkshopRow
from questionnaires.text import Text
from reports.calendar import Appointment
from reports.protocol import Protocol
from reports.report import Operator, Report

__all__ = ["NOTES_LENGTH", "TITLE_LENGTH"]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What can be written down beside the protocol. `notes_open`: the shared notes may still be changed."""

    workshop: Workshop
    days: tuple[FollowUp, ...]
    may_write: bool

    @property
    def notes_open(self) -> bool:
        return self.may_write and not self.workshop.ended


@dataclass(frozen=True, slots=True)
class Written:
    """A day as somebody typed it; `id` is None for a new one."""

    id: UUID | None
    day: date
    title: str


# --- read ----------------------------------------------------------------------------------------


def protocol(
    database: Database, *, run_id: UUID, key: WayIn, workshop_id: UUID, operator: Operator, now: datetime
) -> Protocol:
    """As it was kept when the session was closed, before that as it stands.

    Raises KeyNeeded, NoSuchWorkshop.
    """
    workshop = _told(database, run_id, key, workshop_id)
    with database.reading() as connection:
        kept = store.protocol_of(connection, workshop.id)
    if kept:
        return Protocol.model_validate_json(kept)
    run = runs.opened(database, run_id=run_id, key=key)
    report = _report(database, run, operator, now)
    with database.reading() as connection:
        return protocol_parts.composed(connection, workshop, run, report, operator, clock.day(now))


def keep_closed(
    database: Database, *, run_id: UUID, key: WayIn, workshop_id: UUID, operator: Operator, now: datetime
) -> None:
    """After closing: keeps the protocol for good, and a new result of a check that had been finished."""
    results.finish_after_session(database, run_id=run_id, key=key, operator=operator, now=now)
    told = {"run_id": run_id, "key": key, "workshop_id": workshop_id}
    made = protocol(database, **told, operator=operator, now=now)  # type: ignore[arg-type]
    with database.writing() as connection:
        row = sessions.by_id(connection, workshop_id, to_change=True)
        if made.final and row and store.protocol_of(connection, row.id) is None:
            store.keep_protocol(connection, row.id, made.model_dump_json(), now)


def ahead(database: Database, *, run_id: UUID, key: WayIn, workshop_id: UUID) -> Ahead:
    """Raises KeyNeeded, NoSuchWorkshop."""
    workshop = _told(database, run_id, key, workshop_id)
    with database.reading() as connection:
        stored = store.dates_of(connection, [workshop.id])
    return Ahead(workshop, follow_up_days.of_session(workshop.row, stored), workshop.led or _is_company(key))


def appointments(
    database: Database, *, run_id: UUID, key: WayIn, workshop_id: UUID, now: datetime
) -> tuple[Appointment, ...]:
    """The days of the follow-up, for a calendar. Raises KeyNeeded, NoSuchWorkshop."""
    found = ahead(database, run_id=run_id, key=key, workshop_id=workshop_id)
    with database.reading() as connection:
        name = protocol_parts.name_of(connection, found.workshop.row, now)
    code = code_of(run_id)
    company = Text(de=name or f"Betrieb {code}", en=name or f"company {code}")
    changed = found.workshop.row.closed_at or found.workshop.row.opened_at or now
    return follow_up_days.appointments(found.workshop.row, found.days, company, changed)


def _told(database: Database, run_id: UUID, key: WayIn, workshop_id: UUID) -> Workshop:
    """A session of which there is something to tell."""
    workshop = meetings.one(database, run_id=run_id, key=key, workshop_id=workshop_id)
    if workshop.state not in outcomes.TOLD:
        raise NoSuchWorkshop
    return workshop


def _is_company(key: WayIn) -> bool:
    return isinstance(key, str)


def _report(database: Database, run: OpenRun, operator: Operator, now: datetime) -> Report | None:
    """What there is of a result: a company may come to its session without one."""
    try:
        return results.as_made(database, run, operator=operator, now=now)
    except NothingAnswered:
        return None


# --- write ---------------------------------------------------------------------------------------


def write(
    database: Database,
    *,
    run_id: UUID,
    key: WayIn,
    workshop_id: UUID,
    seen: int,
    days: Sequence[Written],
    notes: str | None,
) -> bool:
    """Writes days and shared notes; None for notes leaves them. False where somebody else wrote meanwhile.

    Raises KeyNeeded, NoSuchWorkshop, Refused.
    """
    with database.writing() as connection:
        row = _to_write(connection, run_id, key, workshop_id)
        fresh = _rows(connection, row, days)
        told = row.shared_notes if notes is None or row.state != State.OPENED else notes
        if _same(connection, row, fresh, told):
            return True
        if row.revision != seen:
            return False
        store.put_dates(connection, row.id, fresh)
        sessions.change(connection, row.id, shared_notes=told, revision=row.revision + 1)
        return True


def _to_write(connection: Connection, run_id: UUID, key: WayIn, workshop_id: UUID) -> WorkshopRow:
    if isinstance(key, Staff):
        row = led(connection, key, run_id, workshop_id)
    else:
        row = owned(connection, run_id, key, workshop_id)
    if row.state not in outcomes.TOLD:
        raise NoSuchWorkshop
    return row


def _rows(connection: Connection, row: WorkshopRow, days: Sequence[Written]) -> list[DateRow]:
    """Each with the id that it has in this session; whoever sends another one gets a new one."""
    stored = store.dates_of(connection, [row.id])
    left = {one.id for one in stored} | {one.id for one in follow_up_days.usual(row)}
    rows = []
    for one in days[: follow_up_days.MOST]:
        known = one.id if one.id in left else None
        left -= {one.id}
        rows.append(DateRow(known or uuid4(), row.id, one.day, one.title))
    return rows


def _same(connection: Connection, row: WorkshopRow, fresh: Sequence[DateRow], notes: str) -> bool:
    now = {(one.day, one.title) for one in store.dates_of(connection, [row.id])}
    return notes == row.shared_notes and now == {(one.day, one.title) for one in fresh}
