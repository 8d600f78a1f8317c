"""Passkeys of staff, and the challenges that are out: each is answered once, or grows old.

A passkey is a pair of keys; only the public one is here, and of a challenge only its hash.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Delete, ForeignKey, LargeBinary, String, delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base

NAME_LENGTH = 60


class Passkey(Base):
    """`sign_count` is what the device has told last: a copy of it would fall behind."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class Challenge(Base):
    """`purpose`: register, sign_in or confirm. Without `person_id` nobody knows yet who will answer."""

    __tablename__ = "passkey_challenge"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    id: UUID
    person_id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


_PASSKEY = (
    Passkey.id,
    Passkey.person_id,
    Passkey.credential_id,
    Passkey.public_key,
    Passkey.sign_count,
    Passkey.name,
    Passkey.created_at,
    Passkey.last_used_at,
)


def put(
    connection: Connection,
    *,
    person_id: UUID,
    credential_id: bytes,
    public_key: bytes,
    sign_count: int,
    name: str,
    now: datetime,
) -> UUID:
    row = {"id": uuid4(), "person_id": person_id, "credential_id": credential_id, "public_key": public_key}
    row |= {"sign_count": sign_count, "name": name, "created_at": now, "last_used_at": None}
    connection.execute(insert(Passkey), row)
    return UUID(str(row["id"]))


def of_person(connection: Connection, person_id: UUID) -> list[PasskeyRow]:
    """The passkeys of somebody, the oldest first."""
    mine = select(*_PASSKEY).where(Passkey.person_id == person_id).order_by(Passkey.created_at, Passkey.id)
    return [PasskeyRow(*row) for row in connection.execute(mine)]


def by_credential(connection: Connection, credential_id: bytes) -> PasskeyRow | None:
    found = connection.execute(select(*_PASSKEY).where(Passkey.credential_id == credential_id)).first()
    return PasskeyRow(*found) if found else None


def used(connection: Connection, passkey: PasskeyRow, *, sign_count: int, now: datetime) -> bool:
    """Notes a use; False where the passkey is gone or has been used at the same moment."""
    same = (Passkey.id == passkey.id, Passkey.sign_count == passkey.sign_count)
    noted = update(Passkey).where(*same).values(sign_count=sign_count, last_used_at=now)
    return connection.execute(noted).rowcount > 0


def remove(connection: Connection, person_id: UUID, passkey_id: UUID) -> bool:
    same = (Passkey.id == passkey_id, Passkey.person_id == person_id)
    return connection.execute(delete(Passkey).where(*same)).rowcount > 0


def remove_all(connection: Connection, person_id: UUID) -> None:
    connection.execute(delete(Passkey).where(Passkey.person_id == person_id))


# --- challenges --------------------------------------------------------------------------------


def put_challenge(
    connection: Connection, *, token_hash: bytes, purpose: str, person_id: UUID | None, expires_at: datetime
) -> None:
    row = {"token_hash": token_hash, "purpose": purpose, "person_id": person_id}
    connection.execute(insert(Challenge), row | {"expires_at": expires_at})


def claim_challenge(
    connection: Connection, *, token_hash: bytes, purpose: str, person_id: UUID | None, now: datetime
) -> bool:
    """Uses a challenge up; False where it is not out, or for another purpose or person."""
    same = (Challenge.token_hash == token_hash, Challenge.purpose == purpose, Challenge.expires_at > now)
    whose = Challenge.person_id.is_(None) if person_id is None else Challenge.person_id == person_id
    return connection.execute(delete(Challenge).where(*same, whose)).rowcount > 0


def forget_challenges(now: datetime) -> Delete:
    return delete(Challenge).where(Challenge.expires_at <= now)
