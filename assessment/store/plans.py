"""Plans: what a company has decided to do, entry by entry.

An entry that was removed loses its words at once. What stays of it, if it ever stood in a calendar, is its
id, its day and its revision, so that the next calendar file can take it away there. It goes with the run.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base

TITLE_LENGTH, OWNER_LENGTH, NOTE_LENGTH = 200, 100, 1000
"""Characters, at most."""


class PlanEntry(Base):
    """`origin` names the step of the result that was chosen, `words` keeps its wording as JSON; both are
    empty for an entry of the company's own, which has a `title`. `revision` counts the changes of this entry,
    `calendar_day` is the last day under which it stood in a calendar."""

    __tablename__ = "plan_entry"
    __table_args__ = (UniqueConstraint("run_id", "origin"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"))
    position: Mapped[int]
    origin: Mapped[str | None] = mapped_column(String(80))
    words: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    owner: Mapped[str] = mapped_column(String(OWNER_LENGTH))
    due: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    calendar_day: Mapped[date | None]
    removed: Mapped[bool]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it was read."""

    id: UUID
    position: int
    origin: str | None
    words: str | None
    title: str
    owner: str
    due: date | None
    state: str
    note: str
    revision: int
    changed_at: datetime
    calendar_day: date | None
    removed: bool = False


_COLUMNS = tuple(EntryRow.__slots__)
_ROW = select(*(getattr(PlanEntry, name) for name in _COLUMNS))
_OF_RUN = _ROW.where(PlanEntry.run_id == bindparam("run_id")).order_by(PlanEntry.position, PlanEntry.id)


def of_run(connection: Connection, run_id: UUID) -> list[EntryRow]:
    """All entries in the company's order, and what is left of removed ones."""
    return [EntryRow(*row) for row in connection.execute(_OF_RUN, {"run_id": run_id})]


def of_runs(connection: Connection, run_ids: Collection[UUID]) -> dict[UUID, list[EntryRow]]:
    """The same for several plans, by run; a run without a plan is not there."""
    rows = connection.execute(_ROW.add_columns(PlanEntry.run_id).where(PlanEntry.run_id.in_(run_ids)))
    found: dict[UUID, list[EntryRow]] = {}
    for *row, run_id in rows:
        found.setdefault(run_id, []).append(EntryRow(*row))
    return found


def add(connection: Connection, run_id: UUID, entries: Iterable[EntryRow]) -> None:
    connection.execute(insert(PlanEntry), [asdict(entry) | {"run_id": run_id} for entry in entries])


def put(connection: Connection, entry: EntryRow) -> None:
    """Writes what has changed of an entry."""
    connection.execute(_PUT, asdict(entry) | {"entry": entry.id})


_PUT = (
    update(PlanEntry)
    .where(PlanEntry.id == bindparam("entry"))
    .values({name: bindparam(name) for name in _COLUMNS if name not in {"id", "position"}})
)


def arrange(connection: Connection, positions: Mapping[UUID, int]) -> None:
    """Gives entries another place. Their revision stays: what they say has not changed."""
    places = [{"entry": entry, "place": position} for entry, position in positions.items()]
    connection.execute(_ARRANGE, places)


_ARRANGE = update(PlanEntry).where(PlanEntry.id == bindparam("entry")).values(position=bindparam("place"))


def forget(connection: Connection, entry_ids: Iterable[UUID]) -> None:
    connection.execute(delete(PlanEntry).where(PlanEntry.id.in_(list(entry_ids))))


def new_id() -> UUID:
    return uuid4()
