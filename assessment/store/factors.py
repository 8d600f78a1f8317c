"""What staff prove who they are by, beside their mailbox: a password, one-time codes, recovery codes.

A password is kept as a slow hash, the secret of one-time codes sealed, a recovery code as a hash. What can be
used once is used up in the statement that looks for it, so of two who try at the same moment one wins.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Delete,
    ForeignKey,
    LargeBinary,
    String,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base
from assessment.store.passkeys import Passkey
from assessment.store.people import Person

HASH_LENGTH = 200


class Password(Base):
    __tablename__ = "password"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    changed_at: Mapped[datetime]


class OneTimeCode(Base):
    """An app that shows codes. Without `active_since` nobody has shown yet that it works: it opens nothing.

    `last_step` is the latest span of thirty seconds of which a code was used: none is good for a second
    time.
    """

    __tablename__ = "one_time_code"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    active_since: Mapped[datetime | None]
    last_step: Mapped[int]


class RecoveryCode(Base):
    __tablename__ = "recovery_code"

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)


HAS_SECOND = or_(
    exists().where(OneTimeCode.person_id == Person.id, OneTimeCode.active_since.is_not(None)),
    exists().where(Passkey.person_id == Person.id),
)
"""Whether the person of a statement has something for a second step."""


@dataclass(frozen=True, slots=True)
class PasswordRow:
    person_id: UUID
    hash: str


@dataclass(frozen=True, slots=True)
class OneTimeCodeRow:
    sealed: bytes
    created_at: datetime
    active_since: datetime | None
    last_step: int


@dataclass(frozen=True, slots=True)
class FactorsRow:
    """Since when somebody has a password and an app, and how many recovery codes are left."""

    password_since: datetime | None
    codes_since: datetime | None
    recovery_codes: int


def of_person(connection: Connection, person_id: UUID) -> FactorsRow:
    password = select(Password.changed_at).where(Password.person_id == person_id).scalar_subquery()
    app = select(OneTimeCode.active_since).where(OneTimeCode.person_id == person_id).scalar_subquery()
    left = select(func.count()).where(RecoveryCode.person_id == person_id).scalar_subquery()
    return FactorsRow(*connection.execute(select(password, app, left)).one())


def has_second(connection: Connection, person_id: UUID) -> bool:
    return bool(connection.execute(select(HAS_SECOND).where(Person.id == person_id)).scalar())


# --- passwords ---------------------------------------------------------------------------------


def password_for(connection: Connection, email: str) -> PasswordRow | None:
    """The password that belongs to an address, if there is an account with one."""
    mine = select(Password.person_id, Password.hash).join(Person).where(Person.email == email)
    found = connection.execute(mine).first()
    return PasswordRow(*found) if found else None


def put_password(connection: Connection, person_id: UUID, *, hashed: str, now: datetime) -> None:
    connection.execute(delete(Password).where(Password.person_id == person_id))
    connection.execute(insert(Password), {"person_id": person_id, "hash": hashed, "changed_at": now})


def keep_password(connection: Connection, person_id: UUID, *, hashed: str, instead: str) -> bool:
    """Puts another hash of the same password; False where it has been changed or removed meanwhile."""
    same = (Password.person_id == person_id, Password.hash == instead)
    return connection.execute(update(Password).where(*same).values(hash=hashed)).rowcount > 0


def remove_password(connection: Connection, person_id: UUID) -> bool:
    return connection.execute(delete(Password).where(Password.person_id == person_id)).rowcount > 0


# --- one-time codes ----------------------------------------------------------------------------


def one_time_code(connection: Connection, person_id: UUID) -> OneTimeCodeRow | None:
    told = (
        OneTimeCode.sealed_secret,
        OneTimeCode.created_at,
        OneTimeCode.active_since,
        OneTimeCode.last_step,
    )
    found = connection.execute(select(*told).where(OneTimeCode.person_id == person_id)).first()
    return OneTimeCodeRow(*found) if found else None


def propose_code(connection: Connection, person_id: UUID, *, sealed: bytes, now: datetime) -> None:
    """A secret that is not in use yet, instead of the one proposed before. There must be none in use."""
    waiting = (OneTimeCode.person_id == person_id, OneTimeCode.active_since.is_(None))
    connection.execute(delete(OneTimeCode).where(*waiting))
    row = {"person_id": person_id, "sealed_secret": sealed, "created_at": now}
    connection.execute(insert(OneTimeCode), row | {"active_since": None, "last_step": 0})


def activate_code(connection: Connection, person_id: UUID, *, step: int, now: datetime) -> bool:
    waiting = (OneTimeCode.person_id == person_id, OneTimeCode.active_since.is_(None))
    activated = update(OneTimeCode).where(*waiting).values(active_since=now, last_step=step)
    return connection.execute(activated).rowcount > 0


AHEAD = 10
"""Steps that no phone and no clock of ours is ahead of another."""


def use_step(connection: Connection, person_id: UUID, step: int) -> bool:
    """Uses up the codes up to this step; False where somebody has done so already. A step far ahead was used
    when the clock was wrong: it would shut its owner out until then."""
    last = OneTimeCode.last_step
    unused = (OneTimeCode.person_id == person_id, or_(last < step, last > step + AHEAD))
    used = update(OneTimeCode).where(*unused, OneTimeCode.active_since.is_not(None)).values(last_step=step)
    return connection.execute(used).rowcount > 0


def remove_code(connection: Connection, person_id: UUID) -> bool:
    return connection.execute(delete(OneTimeCode).where(OneTimeCode.person_id == person_id)).rowcount > 0


def forget_proposals(before: datetime) -> Delete:
    """Of secrets that nobody has put to use."""
    old = (OneTimeCode.active_since.is_(None), OneTimeCode.created_at <= before)
    return delete(OneTimeCode).where(*old)


# --- recovery codes ----------------------------------------------------------------------------


def put_recovery_codes(connection: Connection, person_id: UUID, hashes: list[bytes]) -> None:
    """A new set; the old one is worth nothing from now on."""
    remove_recovery_codes(connection, person_id)
    connection.execute(insert(RecoveryCode), [{"code_hash": one, "person_id": person_id} for one in hashes])


def use_recovery_code(connection: Connection, person_id: UUID, code_hash: bytes) -> bool:
    same = (RecoveryCode.person_id == person_id, RecoveryCode.code_hash == code_hash)
    return connection.execute(delete(RecoveryCode).where(*same)).rowcount > 0


def remove_recovery_codes(connection: Connection, person_id: UUID) -> None:
    connection.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
