"""Accounts that staff have elsewhere, at the house that the operator trusts; and who is on the way there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    Delete,
    ForeignKey,
    LargeBinary,
    String,
    UniqueConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base

SUBJECT_LENGTH = 255


class OtherAccount(Base):
    """Whom the other house calls `subject`. One account there for one here, and the other way round."""

    __tablename__ = "other_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("person_id", "issuer"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    since: Mapped[datetime]
    last_used_at: Mapped[datetime]


class Departure(Base):
    """Somebody who has left for the other house and may come back once, with what only we two know.

    `invitation_hash`: of the link to an organisation that they want to accept this way.
    """

    __tablename__ = "departure"

    state_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(64))
    invitation_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    expires_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class OtherAccountRow:
    id: UUID
    issuer: str
    since: datetime
    last_used_at: datetime


@dataclass(frozen=True, slots=True)
class DepartureRow:
    nonce: str
    verifier: str
    invitation_hash: bytes | None


def put(connection: Connection, *, person_id: UUID, issuer: str, subject: str, now: datetime) -> None:
    row = {"id": uuid4(), "person_id": person_id, "issuer": issuer, "subject": subject}
    connection.execute(insert(OtherAccount), row | {"since": now, "last_used_at": now})


def use(connection: Connection, *, issuer: str, subject: str, now: datetime) -> UUID | None:
    """Whose account that is, if anybody's; and notes that it was used."""
    same = (OtherAccount.issuer == issuer, OtherAccount.subject == subject)
    used = update(OtherAccount).where(*same).values(last_used_at=now).returning(OtherAccount.person_id)
    return connection.execute(used).scalar()


def of_person(connection: Connection, person_id: UUID) -> list[OtherAccountRow]:
    told = (OtherAccount.id, OtherAccount.issuer, OtherAccount.since, OtherAccount.last_used_at)
    mine = select(*told).where(OtherAccount.person_id == person_id).order_by(OtherAccount.since)
    return [OtherAccountRow(*row) for row in connection.execute(mine)]


def remove(connection: Connection, person_id: UUID, account_id: UUID) -> bool:
    same = (OtherAccount.id == account_id, OtherAccount.person_id == person_id)
    return connection.execute(delete(OtherAccount).where(*same)).rowcount > 0


# --- on the way --------------------------------------------------------------------------------


def put_departure(
    connection: Connection, *, state_hash: bytes, departure: DepartureRow, expires_at: datetime
) -> None:
    row = {name: getattr(departure, name) for name in DepartureRow.__slots__}
    connection.execute(insert(Departure), row | {"state_hash": state_hash, "expires_at": expires_at})


def claim_departure(connection: Connection, state_hash: bytes, now: datetime) -> DepartureRow | None:
    """Who comes back, once; None for somebody who never left, or too long ago."""
    out = delete(Departure).where(Departure.state_hash == state_hash, Departure.expires_at > now)
    told = (Departure.nonce, Departure.verifier, Departure.invitation_hash)
    found = connection.execute(out.returning(*told)).first()
    return DepartureRow(*found) if found else None


def forget_departures(now: datetime) -> Delete:
    return delete(Departure).where(Departure.expires_at <= now)
