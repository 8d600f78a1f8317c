"""Who did what to which object, and when. Entries are only ever added: the database itself refuses the rest.

No answers, no names and no addresses stand in here. The ids have no foreign keys, since the entry outlives
what it speaks of.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import String, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base


class Entry(Base):
    """Without `person_id` it was somebody with the key of a run, or the operator at the command line."""

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[UUID]


def note(
    connection: Connection,
    *,
    at: datetime,
    person_id: UUID | None,
    action: str,
    object_kind: str,
    object_id: UUID,
) -> None:
    row = {"id": uuid4(), "at": at, "person_id": person_id, "action": action}
    connection.execute(insert(Entry), row | {"object_kind": object_kind, "object_id": object_id})


def entries(connection: Connection) -> list[tuple[str, UUID | None, str, UUID]]:
    """Action, person, kind and id of the object, in order of time."""
    told = select(Entry.action, Entry.person_id, Entry.object_kind, Entry.object_id)
    rows = connection.execute(told.order_by(Entry.at, Entry.id))
    return [(row[0], row[1], row[2], row[3]) for row in rows]
