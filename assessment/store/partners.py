"""Companies that want to find others: their opt-in, their contact, and what each pair said to one another.

The contact stands in a table of its own, which is read by two queries only: the owner's, and the one for
pairs where both said yes. Everything hangs on the entry and the entry on the run, so that a run that is
erased, or an opt-in that is withdrawn, leaves nothing on the other side either.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Delete,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    and_,
    delete,
    func,
    not_,
    or_,
    select,
    union,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store import consents
from assessment.store.consents import Consent, ConsentRow, Purpose
from assessment.store.database import Base, insert_for, upsert

NAME_LENGTH, CONTACT_LENGTH, DESCRIPTION_LENGTH = 120, 120, 200


class PartnerEntry(Base):
    """An opt-in with what is matched, as of the answers of `run_revision`. `secret` makes references."""

    __tablename__ = "partner_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), unique=True)
    run_revision: Mapped[int]
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    company: Mapped[str] = mapped_column(Text)
    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consent.id", ondelete="CASCADE"), unique=True)


class PartnerContact(Base):
    __tablename__ = "partner_contact"

    entry_id: Mapped[UUID] = mapped_column(
        ForeignKey("partner_entry.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    kind: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(CONTACT_LENGTH))
    description: Mapped[str] = mapped_column(String(DESCRIPTION_LENGTH))


class PartnerPair(Base):
    """What two companies said; `first` is the one with the smaller id. A word once said keeps its moment."""

    __tablename__ = "partner_pair"

    first_id: Mapped[UUID] = mapped_column(
        ForeignKey("partner_entry.id", ondelete="CASCADE"), primary_key=True
    )
    second_id: Mapped[UUID] = mapped_column(
        ForeignKey("partner_entry.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    first_yes_at: Mapped[datetime | None]
    first_no_at: Mapped[datetime | None]
    second_yes_at: Mapped[datetime | None]
    second_no_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An opt-in with the consent on which it stands."""

    id: UUID
    run_id: UUID
    run_revision: int
    secret: bytes
    company: str
    consent: ConsentRow


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Who to call or write to; `kind` is email or phone."""

    name: str
    kind: str
    address: str
    description: str


@dataclass(frozen=True, slots=True)
class Said:
    """When one side said yes, and when it said no or took its yes back."""

    yes: datetime | None = None
    no: datetime | None = None


_OWN = ("id", "run_id", "run_revision", "secret", "company")
_CONSENT = tuple(getattr(Consent, name) for name in ConsentRow.__slots__)
_ENTRY = select(*(getattr(PartnerEntry, name) for name in _OWN), *_CONSENT).join(
    Consent, PartnerEntry.consent_id == Consent.id
)
_CONTACT = (
    PartnerContact.name,
    PartnerContact.kind,
    PartnerContact.address,
    PartnerContact.description,
)


def standing(connection: Connection, run_id: UUID, now: datetime, most: int) -> list[EntryRow]:
    """Opt-ins that hold now, for one company: its own, those with which it has to do, and so many of the
    newest."""
    own = select(PartnerEntry.id).where(PartnerEntry.run_id == run_id)
    newest = select(Consent.id).where(*_holds(now)).order_by(Consent.given_at.desc(), Consent.id).limit(most)
    wanted = union(
        own,
        select(PartnerPair.second_id).where(PartnerPair.first_id == own.scalar_subquery()),
        select(PartnerPair.first_id).where(PartnerPair.second_id == own.scalar_subquery()),
        select(PartnerEntry.id).where(PartnerEntry.consent_id.in_(newest)),
    )
    rows = connection.execute(
        _ENTRY.where(*_holds(now), PartnerEntry.id.in_(wanted)).order_by(PartnerEntry.id)
    )
    return [_entry(row) for row in rows]


def _holds(now: datetime) -> tuple[Any, ...]:
    return consents.standing(Purpose.PARTNERS, now)


def _entry(row: Sequence[Any]) -> EntryRow:
    own, consent = row[: len(_OWN)], row[len(_OWN) : len(_OWN) + len(_CONSENT)]
    return EntryRow(**dict(zip(_OWN, own, strict=True)), consent=ConsentRow(*consent))


def of_run(connection: Connection, run_id: UUID, now: datetime) -> tuple[EntryRow, ContactRow] | None:
    """A company's own opt-in with its own contact."""
    joined = _ENTRY.add_columns(*_CONTACT).join(PartnerContact, PartnerContact.entry_id == PartnerEntry.id)
    row = connection.execute(joined.where(PartnerEntry.run_id == run_id, *_holds(now))).first()
    return (_entry(row), ContactRow(*row[-len(_CONTACT) :])) if row else None


def put(connection: Connection, entry: EntryRow, contact: ContactRow) -> None:
    """Writes the opt-in of a run, and its consent. One that is there keeps id and secret, so pairs stay."""
    told = {name: getattr(entry, name) for name in _OWN}
    values: dict[str, Any] = told | {"consent_id": consents.give(connection, entry.consent)}
    kept = {"id", "run_id", "secret"}
    fresh = insert_for(connection, PartnerEntry).values(values)
    entry_id = connection.execute(
        fresh.on_conflict_do_update(
            index_elements=["run_id"], set_={name: fresh.excluded[name] for name in values.keys() - kept}
        ).returning(PartnerEntry.id)
    ).scalar_one()
    words = {name: getattr(contact, name) for name in ContactRow.__slots__}
    upsert(connection, PartnerContact, {"entry_id": entry_id} | words)


def withdraw(connection: Connection, run_id: UUID, now: datetime) -> None:
    """Removes the opt-in of a run; contact and pairs go with it by the foreign keys. Its consent ends."""
    connection.execute(delete(PartnerEntry).where(PartnerEntry.run_id == run_id))
    consents.withdraw(connection, run_id=run_id, now=now, purpose=Purpose.PARTNERS)


# --- pairs -------------------------------------------------------------------------------------

_SAID = (
    PartnerPair.first_yes_at,
    PartnerPair.first_no_at,
    PartnerPair.second_yes_at,
    PartnerPair.second_no_at,
)


def said_with(connection: Connection, entry_id: UUID) -> dict[UUID, tuple[Said, Said]]:
    """By the other company: what this one said, and what the other one said."""
    mine = or_(PartnerPair.first_id == entry_id, PartnerPair.second_id == entry_id)
    rows = connection.execute(select(PartnerPair.first_id, PartnerPair.second_id, *_SAID).where(mine))
    return dict(_seen_by(entry_id, *row) for row in rows)


def _seen_by(
    entry_id: UUID, first: UUID, second: UUID, *said: datetime | None
) -> tuple[UUID, tuple[Said, Said]]:
    sides = Said(*said[:2]), Said(*said[2:])
    return (second, sides) if first == entry_id else (first, (sides[1], sides[0]))


def say(connection: Connection, *, entry_id: UUID, to: UUID, word: str, moment: datetime) -> None:
    """Writes one side's `yes` or `no` in its own column, whatever the other side writes at the same time.

    Raises IntegrityError where either entry has gone meanwhile.
    """
    first, second = sorted((entry_id, to), key=lambda id_: id_.bytes)
    column = f"{'first' if first == entry_id else 'second'}_{word}_at"
    row = {"first_id": first, "second_id": second, **dict.fromkeys((c.key for c in _SAID), None)}
    fresh = insert_for(connection, PartnerPair).values(row | {column: moment})
    kept = func.coalesce(PartnerPair.__table__.c[column], fresh.excluded[column])
    connection.execute(
        fresh.on_conflict_do_update(index_elements=["first_id", "second_id"], set_={column: kept})
    )


def contacts_of(connection: Connection, entry_ids: Collection[UUID]) -> dict[UUID, ContactRow]:
    """The contacts of other companies: for those only with whom both sides said yes."""
    told = select(PartnerContact.entry_id, *_CONTACT).where(PartnerContact.entry_id.in_(entry_ids))
    return {row[0]: ContactRow(*row[1:]) for row in connection.execute(told)}


# --- what is not kept --------------------------------------------------------------------------


def forget_expired(now: datetime) -> Delete:
    """Of opt-ins whose time is over, with all that hangs on them."""
    over = select(Consent.id).where(Consent.purpose == Purpose.PARTNERS, Consent.ends_at <= now)
    return delete(PartnerEntry).where(PartnerEntry.consent_id.in_(over))


def forget_pairs(before: datetime) -> Delete:
    """Of pairs that came to nothing, and of which nobody has said anything since `before`."""
    silent = [or_(column.is_(None), column < before) for column in _SAID]
    agreed = and_(
        PartnerPair.first_yes_at.is_not(None),
        PartnerPair.second_yes_at.is_not(None),
        PartnerPair.first_no_at.is_(None),
        PartnerPair.second_no_at.is_(None),
    )
    return delete(PartnerPair).where(*silent, not_(agreed))


def new_id() -> UUID:
    return uuid4()
