"""What funders are told: published numbers, frozen by day, and figures that staff type in for each quarter.

Both are only ever added. Numbers of a day never change once they were published; of what was typed in, the
newest entry counts, and the earlier ones stay to be looked up.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, insert_for
from assessment.store.people import Person

SET_LENGTH, TEXT_LENGTH = 40, 300
"""Characters, at most."""


class FunderNumbers(Base):
    """`numbers` is JSON: reports.funder.published.Published. It names no company and hangs on none."""

    __tablename__ = "funder_numbers"

    as_of: Mapped[date] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    numbers: Mapped[str] = mapped_column(Text)


class FunderEntry(Base):
    """A figure of a set for the quarter that ends on a day, of a chamber or of the network (no organisation).

    `number` counts the entries of a figure. Either a value or a text; neither: it was taken back. Who typed
    it is forgotten with the account.
    """

    __tablename__ = "funder_entry"
    __table_args__ = (Index("ix_funder_entry_set_id", "set_id", "organisation_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    set_id: Mapped[str] = mapped_column(String(SET_LENGTH))
    organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    quarter: Mapped[date]
    indicator: Mapped[str] = mapped_column(String(SET_LENGTH))
    number: Mapped[int]
    value: Mapped[float | None]
    words: Mapped[str | None] = mapped_column(String(TEXT_LENGTH))
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    entered_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class NumbersRow:
    as_of: date
    made_at: datetime
    numbers: str


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One figure as it is typed in; `number` is its place among those of the figure."""

    indicator: str
    number: int
    value: float | None
    words: str | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it was read; `by` is the name of who typed it, None once the account is gone."""

    id: UUID
    quarter: date
    indicator: str
    value: float | None
    words: str | None
    entered_at: datetime
    by: str | None


_NUMBERS = select(FunderNumbers.as_of, FunderNumbers.made_at, FunderNumbers.numbers).order_by(
    FunderNumbers.as_of
)
_ENTRIES = (
    select(
        FunderEntry.id,
        FunderEntry.quarter,
        FunderEntry.indicator,
        FunderEntry.value,
        FunderEntry.words,
        FunderEntry.entered_at,
        Person.name,
    )
    .join(Person, Person.id == FunderEntry.entered_by, isouter=True)
    .order_by(FunderEntry.number, FunderEntry.entered_at, FunderEntry.id)
)


def numbers(connection: Connection) -> list[NumbersRow]:
    """All that were published, the oldest first."""
    return [NumbersRow(*row) for row in connection.execute(_NUMBERS)]


def publish(connection: Connection, row: NumbersRow) -> bool:
    """Keeps the numbers of a day, unless there are some already; whether it did."""
    fresh = insert_for(connection, FunderNumbers).values(asdict(row))
    once = fresh.on_conflict_do_nothing(index_elements=["as_of"])
    return connection.execute(once.returning(FunderNumbers.as_of)).first() is not None


def entries(connection: Connection, set_id: str, organisation_id: UUID | None) -> list[EntryRow]:
    """All entries of a set, the oldest first, so that the last one of a figure and quarter counts."""
    chosen = _ENTRIES.where(FunderEntry.set_id == set_id, FunderEntry.organisation_id == organisation_id)
    return [EntryRow(*row) for row in connection.execute(chosen)]


def add(
    connection: Connection,
    *,
    set_id: str,
    organisation_id: UUID | None,
    quarter: date,
    said: Iterable[NewEntry],
    person_id: UUID,
    moment: datetime,
) -> None:
    """All that somebody has typed in at once, in one statement."""
    of = {"set_id": set_id, "organisation_id": organisation_id, "quarter": quarter}
    by = {"entered_by": person_id, "entered_at": moment}
    rows = [{"id": uuid4()} | of | asdict(one) | by for one in said]
    if rows:
        connection.execute(insert(FunderEntry), rows)
