"""Sessions of a company with its advisor: who leads it, how far it is, and who is expected in which role.

Everything hangs on the session and the session on the run, so that a run that is erased leaves nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, delete, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base
from assessment.store.people import Organisation, Person

AIM_LENGTH, NOTES_LENGTH = 500, 5000
"""Characters, at most."""
UNDER_WAY = ("running", "opened")
"""The states in which the advisor works along with the company, as it has agreed."""
ENDED = ("closed", "withdrawn")
"""Those in which nothing is written any more."""


class Workshop(Base):
    """`state` is one of services.workshops.meetings.State. `shown_roles` says how the board was opened;
    `undiscussed` names what lay apart and was not settled, once it is closed. `revision` counts the changes
    of what the company agrees to and of the shared notes. When the account of its leader goes, a session
    stays: it is the company's."""

    __tablename__ = "workshop"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    aim: Mapped[str] = mapped_column(Text)
    day: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    text_version: Mapped[str | None] = mapped_column(String(20))
    agreed_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    shown_roles: Mapped[bool | None]
    shared_notes: Mapped[str] = mapped_column(Text)
    undiscussed: Mapped[list[str] | None] = mapped_column(JSON)
    revision: Mapped[int]
    created_at: Mapped[datetime]


class WorkshopSide(Base):
    """A role that is expected; `token_hash` finds it by its link, `answered` is how many did, once opened."""

    __tablename__ = "workshop_role"

    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    expected: Mapped[int]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    answered: Mapped[int | None]


@dataclass(frozen=True, slots=True)
class WorkshopRow:
    id: UUID
    run_id: UUID
    organisation_id: UUID
    person_id: UUID | None
    aim: str
    day: date
    state: str
    text_version: str | None
    agreed_at: datetime | None
    started_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    shown_roles: bool | None
    shared_notes: str
    undiscussed: list[str] | None
    revision: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class RoleRow:
    role: str
    expected: int
    answered: int | None = None


WORKSHOP = tuple(getattr(Workshop, name) for name in WorkshopRow.__slots__)
_ROW = select(*WORKSHOP)


def put(connection: Connection, workshop: WorkshopRow) -> None:
    """A new session, without roles."""
    connection.execute(insert(Workshop), _values(workshop))


def _values(row: WorkshopRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in WorkshopRow.__slots__}


def change(connection: Connection, workshop_id: UUID, **changed: Any) -> None:
    """Writes these columns."""
    connection.execute(update(Workshop).where(Workshop.id == workshop_id).values(**changed))


def by_id(connection: Connection, workshop_id: UUID, *, to_change: bool = False) -> WorkshopRow | None:
    """The session; with `to_change` nobody else changes it until the transaction ends."""
    chosen = _ROW.where(Workshop.id == workshop_id)
    found = connection.execute(chosen.with_for_update(of=Workshop) if to_change else chosen).first()
    return WorkshopRow(*found) if found else None


def of_run(connection: Connection, run_id: UUID) -> list[WorkshopRow]:
    """All of a run, the newest first."""
    chosen = _ROW.where(Workshop.run_id == run_id).order_by(Workshop.created_at.desc(), Workshop.id)
    return [WorkshopRow(*row) for row in connection.execute(chosen)]


def of_runs(connection: Connection, run_ids: Collection[UUID]) -> list[WorkshopRow]:
    """All of these runs, the newest first."""
    chosen = _ROW.where(Workshop.run_id.in_(run_ids)).order_by(Workshop.created_at.desc(), Workshop.id)
    return [WorkshopRow(*row) for row in connection.execute(chosen)]


def left_standing(connection: Connection, before: datetime) -> list[WorkshopRow]:
    """Those that began before this moment and were never closed, or whose leader is gone."""
    left = or_(Workshop.started_at < before, Workshop.person_id.is_(None))
    chosen = _ROW.where(Workshop.state.in_(UNDER_WAY), left)
    return [WorkshopRow(*row) for row in connection.execute(chosen)]


def leaders(connection: Connection, run_id: UUID, states: Collection[str]) -> frozenset[UUID]:
    """Who leads a session of this run that is in one of these states."""
    chosen = select(Workshop.person_id).where(Workshop.run_id == run_id, Workshop.state.in_(states))
    return frozenset(id_ for id_ in connection.execute(chosen).scalars() if id_)


def forget(connection: Connection, workshop_id: UUID) -> None:
    """Removes a session with all that hangs on it."""
    connection.execute(delete(Workshop).where(Workshop.id == workshop_id))


# --- roles ---------------------------------------------------------------------------------------


def expect(connection: Connection, workshop_id: UUID, expected: Mapping[str, int]) -> None:
    """Writes who is expected, in place of what was written before."""
    connection.execute(delete(WorkshopSide).where(WorkshopSide.workshop_id == workshop_id))
    rows = [{"workshop_id": workshop_id, "role": role, "expected": n} for role, n in expected.items()]
    if rows:
        connection.execute(insert(WorkshopSide), rows)


def roles_of(connection: Connection, workshop_id: UUID) -> list[RoleRow]:
    told = select(WorkshopSide.role, WorkshopSide.expected, WorkshopSide.answered)
    rows = connection.execute(told.where(WorkshopSide.workshop_id == workshop_id))
    return [RoleRow(*row) for row in rows]


def change_role(connection: Connection, workshop_id: UUID, role: str, **changed: Any) -> None:
    mine = (WorkshopSide.workshop_id == workshop_id, WorkshopSide.role == role)
    connection.execute(update(WorkshopSide).where(*mine).values(**changed))


def names(connection: Connection, workshop: WorkshopRow) -> tuple[str, str]:
    """Who leads it, empty once their account is gone, and for which organisation."""
    told = select(Person.name, Organisation.name).select_from(Workshop).outerjoin(Person).join(Organisation)
    found = connection.execute(told.where(Workshop.id == workshop.id)).first()
    return (found[0] or "", found[1]) if found else ("", "")


def by_token(connection: Connection, token_hash: bytes) -> tuple[WorkshopRow, str] | None:
    """The session and the role that a link leads to."""
    joined = _ROW.add_columns(WorkshopSide.role).join(WorkshopSide)
    found = connection.execute(joined.where(WorkshopSide.token_hash == token_hash)).first()
    return (WorkshopRow(*found[:-1]), found[-1]) if found else None


def new_id() -> UUID:
    return uuid4()
