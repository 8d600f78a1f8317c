"""What a company lets a chamber see, item by item. The consent itself is one of `store.consents`.

An item that was taken back stays as proof, without what it told; it goes with the consent.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, Update, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store import consents
from assessment.store.consents import Consent, ConsentRow, Purpose
from assessment.store.database import Base
from assessment.store.people import EMAIL_LENGTH, NAME_LENGTH, Organisation

PHONE_LENGTH = 40


class SharedItem(Base):
    """`item`: see services.campaigns.items. `name`, `email` and `phone` are told by one item only, and empty
    in all others."""

    __tablename__ = "shared_item"

    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consent.id", ondelete="CASCADE"), primary_key=True)
    item: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH))
    withdrawn_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class ItemRow:
    item: str
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SharingRow:
    """A consent with what it lets the organisation see."""

    id: UUID
    run_id: UUID
    organisation_id: UUID
    organisation: str
    company_name: str
    given_at: datetime
    ends_at: datetime
    items: tuple[ItemRow, ...]


NOTHING = {"name": "", "email": "", "phone": ""}
_SHARING = (
    Consent.id,
    Consent.run_id,
    Consent.organisation_id,
    Organisation.name,
    Consent.company_name,
    Consent.given_at,
    Consent.ends_at,
)
_ITEM = (SharedItem.item, SharedItem.name, SharedItem.email, SharedItem.phone)


def give(connection: Connection, consent: ConsentRow, items: Iterable[ItemRow]) -> None:
    """One for each receiver: what was shared with it before ends, with all that it told."""
    end(connection, run_id=consent.run_id, organisation_id=consent.organisation_id, now=consent.given_at)
    consents.give(connection, consent)
    rows = [
        {"consent_id": consent.id, "withdrawn_at": None}
        | {name: getattr(row, name) for name in ItemRow.__slots__}
        for row in items
    ]
    connection.execute(insert(SharedItem), rows)


def of_run(connection: Connection, run_id: UUID, now: datetime) -> list[SharingRow]:
    """What a company shares now, the oldest first."""
    return _found(connection, Consent.run_id == run_id, now)


def with_organisations(
    connection: Connection, organisation_ids: Collection[UUID], now: datetime
) -> list[SharingRow]:
    """What is shared now with these organisations, by the company's name."""
    found = _found(connection, Consent.organisation_id.in_(organisation_ids), now)
    return sorted(found, key=lambda row: (row.company_name.casefold(), row.given_at, row.id.hex))


def one(connection: Connection, consent_id: UUID, now: datetime) -> SharingRow | None:
    return next(iter(_found(connection, Consent.id == consent_id, now)), None)


def _found(connection: Connection, which: ColumnElement[bool], now: datetime) -> list[SharingRow]:
    """Consents that stand, each with the items that do. One statement."""
    joined = select(*_SHARING, *_ITEM).select_from(Consent).join(Organisation).join(SharedItem)
    standing = joined.where(
        which, *consents.standing(Purpose.CHAMBER, now), SharedItem.withdrawn_at.is_(None)
    )
    rows = connection.execute(standing.order_by(Consent.given_at, Consent.id, SharedItem.item))
    return [_sharing(list(group)) for _, group in groupby(rows, key=lambda row: row[0])]


def _sharing(rows: Sequence[Sequence[Any]]) -> SharingRow:
    """One consent from its rows, one for each item."""
    width = len(_SHARING)
    items = tuple(ItemRow(*row[width:]) for row in rows)
    return SharingRow(*(*rows[0][:width], items))


def end_item(connection: Connection, consent_id: UUID, item: str, now: datetime) -> bool:
    """Takes one item back; False where it is not shared."""
    same = (SharedItem.consent_id == consent_id, SharedItem.item == item, SharedItem.withdrawn_at.is_(None))
    ended = update(SharedItem).where(*same).values(withdrawn_at=now, **NOTHING)
    return connection.execute(ended).rowcount > 0


def end(connection: Connection, *, run_id: UUID, now: datetime, **which: UUID | None) -> int:
    """Takes all items back that are shared by the consents of a run with these values; how many consents."""
    same = [getattr(Consent, name) == value for name, value in which.items()]
    chosen = select(Consent.id).where(
        Consent.run_id == run_id, Consent.purpose == Purpose.CHAMBER, Consent.withdrawn_at.is_(None), *same
    )
    mine = update(SharedItem).where(SharedItem.consent_id.in_(chosen), SharedItem.withdrawn_at.is_(None))
    connection.execute(mine.values(withdrawn_at=now, **NOTHING))
    return consents.withdraw(connection, run_id=run_id, now=now, purpose=Purpose.CHAMBER, **which)


def forget_contacts(now: datetime) -> Update:
    """Takes contacts away from what has ended by itself."""
    over = select(Consent.id).where(Consent.ends_at <= now)
    told = or_(*(getattr(SharedItem, name) != "" for name in NOTHING))
    return update(SharedItem).where(SharedItem.consent_id.in_(over), told).values(**NOTHING)
