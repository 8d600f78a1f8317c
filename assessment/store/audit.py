"""Who did what to which object, and when. Entries are only ever added: the database itself refuses the rest,
but for those behind the horizon, which `services.privacy.retention` moves: since then the log is complete.

No answers, no names and no addresses stand in here. The ids have no foreign keys, since the entry outlives
what it speaks of.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID, uuid4

from sqlalchemy import Delete, String, Update, delete, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base


class Entry(Base):
    """Without `person_id` it was somebody with the key of a run, or the operator at the command line."""

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[UUID] = mapped_column(index=True)


class Horizon(Base):
    """One row. Without `complete_since` no entry has ever been erased."""

    __tablename__ = "audit_horizon"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complete_since: Mapped[datetime | None]


class Actor(Protocol):
    """Somebody who is signed in, as of `now`."""

    @property
    def person_id(self) -> UUID: ...

    @property
    def now(self) -> datetime: ...


def by(connection: Connection, actor: Actor, action: str, object_kind: str, object_id: UUID) -> None:
    note(connection, action, object_kind, object_id, person_id=actor.person_id, at=actor.now)


def note(
    connection: Connection,
    action: str,
    object_kind: str,
    object_id: UUID,
    *,
    person_id: UUID | None,
    at: datetime,
) -> None:
    """For whoever is no `Actor`: a company, the operator at the command line, somebody on their way in."""
    row = {"id": uuid4(), "at": at, "person_id": person_id, "action": action}
    connection.execute(insert(Entry), row | {"object_kind": object_kind, "object_id": object_id})


def entries(connection: Connection) -> list[tuple[str, UUID | None, str, UUID]]:
    """Action, person, kind and id of the object, in order of time."""
    told = select(Entry.action, Entry.person_id, Entry.object_kind, Entry.object_id)
    rows = connection.execute(told.order_by(Entry.at, Entry.id))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


class About(NamedTuple):
    at: datetime
    person_id: UUID | None
    action: str
    object_kind: str
    object_id: UUID


def about(connection: Connection, ids: Collection[UUID]) -> list[About]:
    """What was done to these objects, or by these people, in order of time."""
    told = select(Entry.at, Entry.person_id, Entry.action, Entry.object_kind, Entry.object_id)
    theirs = or_(Entry.object_id.in_(ids), Entry.person_id.in_(ids))
    return [About(*row) for row in connection.execute(told.where(theirs).order_by(Entry.at, Entry.id))]


def move_horizon(moment: datetime) -> Update:
    """To this moment, if any entry lies before it: until then the database lets none go."""
    behind = select(Entry.id).where(Entry.at < moment).exists()
    return update(Horizon).where(behind).values(complete_since=moment)


def forget_before(moment: datetime) -> Delete:
    """Of what lies behind the horizon, which has to be moved first."""
    return delete(Entry).where(Entry.at < moment)
