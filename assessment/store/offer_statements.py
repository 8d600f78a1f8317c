"""What operators said about offers: that they hold, or are over. Only ever added; the newest one counts."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base
from assessment.store.people import Person

SOURCE_LENGTH = 200
"""Characters, at most."""


class OfferStatement(Base):
    """`said` is holds, over or taken_back; `until` the last day of the offer if it has one; `source` how the
    operator knows. Who said it is forgotten with the account, that it was said is not."""

    __tablename__ = "offer_statement"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    offer: Mapped[str] = mapped_column(String(80), index=True)
    said: Mapped[str] = mapped_column(String(10))
    until: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    said_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement as it was read; `by` is the name of who made it, None once the account is gone."""

    offer: str
    said: str
    until: date | None
    source: str
    said_at: datetime
    by: str | None


_IN_ORDER = (OfferStatement.said_at, OfferStatement.id)
_FULL = (
    select(
        OfferStatement.offer,
        OfferStatement.said,
        OfferStatement.until,
        OfferStatement.source,
        OfferStatement.said_at,
        Person.name,
    )
    .join(Person, Person.id == OfferStatement.person_id, isouter=True)
    .order_by(*_IN_ORDER)
)


def newest(connection: Connection) -> dict[str, StatementRow]:
    """By offer, what was said last, with who said it."""
    return {row[0]: StatementRow(*row) for row in connection.execute(_FULL)}


def of_offer(connection: Connection, offer: str) -> list[StatementRow]:
    """All that was said about an offer, the newest first."""
    rows = connection.execute(_FULL.where(OfferStatement.offer == offer))
    return [StatementRow(*row) for row in rows][::-1]


def add(
    connection: Connection,
    *,
    offer: str,
    said: str,
    until: date | None,
    source: str,
    person_id: UUID | None,
    moment: datetime,
) -> UUID:
    id_ = uuid4()
    row = {"id": id_, "offer": offer, "said": said, "until": until, "source": source}
    connection.execute(insert(OfferStatement), row | {"person_id": person_id, "said_at": moment})
    return id_
