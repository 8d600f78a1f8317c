"""Other systems: the tokens by which they come in, what they wrote with which key, links they had made.

Of tokens and links only hashes are kept. What a system was answered is sealed with the token and the key that
it sent along, so that nobody reads it in the database.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Date, Delete, ForeignKey, LargeBinary, String, delete, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.campaigns import Campaign
from assessment.store.database import Base, insert_for
from assessment.store.people import NAME_LENGTH, Organisation

SCOPES_LENGTH = 120


class Token(Base):
    """`scopes`: what it may do, with spaces between. `used_on`: the day of its last visit, no more."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scopes: Mapped[str] = mapped_column(String(SCOPES_LENGTH))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_on: Mapped[date | None] = mapped_column(Date)


class Write(Base):
    """What a system wrote with a key of its own, and what it was answered: the same again for the same."""

    __tablename__ = "idempotent_write"

    token_id: Mapped[UUID] = mapped_column(ForeignKey("api_token.id", ondelete="CASCADE"), primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int]
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(index=True)


class StartLink(Base):
    """A link by which a member begins a check. It does not say which check that has become."""

    __tablename__ = "start_link"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    campaign_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("campaign.id", ondelete="SET NULL"), index=True
    )
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    length: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class TokenRow:
    id: UUID
    organisation_id: UUID
    organisation: str
    kind: str
    name: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_on: date | None


@dataclass(frozen=True, slots=True)
class WriteRow:
    request_hash: bytes
    status: int
    answer: bytes


@dataclass(frozen=True, slots=True)
class StartLinkRow:
    """`campaign`: the code of the campaign that it belongs to, if any; `length`: of the check."""

    id: UUID
    organisation_id: UUID
    organisation: str
    campaign: str | None
    length: str
    expires_at: datetime


_TOKEN = (
    *(Token.id, Token.organisation_id, Organisation.name, Organisation.kind, Token.name, Token.scopes),
    *(Token.created_at, Token.expires_at, Token.revoked_at, Token.used_on),
)
_START = (
    *(StartLink.id, StartLink.organisation_id, Organisation.name, Campaign.code),
    *(StartLink.length, StartLink.expires_at),
)
_ITS_HOUSE = StartLink.organisation_id == Organisation.id
_ITS_CAMPAIGN = StartLink.campaign_id == Campaign.id


def _token(row: Any) -> TokenRow:
    told = [*row]
    told[5] = frozenset(told[5].split())
    return TokenRow(*told)


def put_token(
    connection: Connection,
    *,
    token_hash: bytes,
    organisation_id: UUID,
    name: str,
    scopes: frozenset[str],
    now: datetime,
    expires_at: datetime,
) -> UUID:
    token_id = uuid4()
    row = {"id": token_id, "organisation_id": organisation_id, "name": name, "token_hash": token_hash}
    more = {"scopes": " ".join(sorted(scopes)), "created_at": now, "expires_at": expires_at}
    connection.execute(insert(Token), row | more | {"revoked_at": None, "used_on": None})
    return token_id


def token(connection: Connection, token_hash: bytes, now: datetime) -> TokenRow | None:
    """A token that holds."""
    holds = (Token.token_hash == token_hash, Token.revoked_at.is_(None), Token.expires_at > now)
    found = connection.execute(select(*_TOKEN).join(Organisation).where(*holds)).first()
    return _token(found) if found else None


def tokens_of(connection: Connection, organisation_id: UUID) -> list[TokenRow]:
    """All tokens of an organisation, the newest first; also those that hold no more."""
    mine = select(*_TOKEN).join(Organisation).where(Token.organisation_id == organisation_id)
    return [_token(row) for row in connection.execute(mine.order_by(Token.created_at.desc(), Token.id))]


def use_token(connection: Connection, token_id: UUID, today: date) -> None:
    """Notes the day, once."""
    other = or_(Token.used_on.is_(None), Token.used_on != today)
    connection.execute(update(Token).where(Token.id == token_id, other).values(used_on=today))


def revoke(connection: Connection, organisation_id: UUID, token_id: UUID, now: datetime) -> bool:
    """False where it is none of theirs, or revoked already."""
    mine = (Token.id == token_id, Token.organisation_id == organisation_id, Token.revoked_at.is_(None))
    return connection.execute(update(Token).where(*mine).values(revoked_at=now)).rowcount > 0


# --- what was written ----------------------------------------------------------------------------


def claim_write(
    connection: Connection, *, token_id: UUID, key_hash: bytes, request_hash: bytes, now: datetime
) -> WriteRow | None:
    """Takes a key of a system for a request; what it was answered where it had been taken before.

    Whoever comes second while the first is still at it waits for its end, on both databases.
    """
    row = {"token_id": token_id, "key_hash": key_hash, "request_hash": request_hash}
    new = insert_for(connection, Write).values(row | {"status": 0, "answer": b"", "at": now})
    taken = connection.execute(new.on_conflict_do_nothing().returning(Write.key_hash)).first()
    if taken:
        return None
    same = (Write.token_id == token_id, Write.key_hash == key_hash)
    found = connection.execute(select(Write.request_hash, Write.status, Write.answer).where(*same)).one()
    return WriteRow(*found)


def answer_write(
    connection: Connection, *, token_id: UUID, key_hash: bytes, status: int, answer: bytes
) -> None:
    mine = update(Write).where(Write.token_id == token_id, Write.key_hash == key_hash)
    connection.execute(mine.values(status=status, answer=answer))


# --- links for members ---------------------------------------------------------------------------


def put_start(
    connection: Connection,
    *,
    token_hash: bytes,
    organisation_id: UUID,
    campaign_id: UUID | None,
    length: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    row = {"id": uuid4(), "organisation_id": organisation_id, "campaign_id": campaign_id, "length": length}
    more = {"token_hash": token_hash, "created_at": now, "expires_at": expires_at, "used_at": None}
    connection.execute(insert(StartLink), row | more)


def start(connection: Connection, token_hash: bytes, now: datetime) -> StartLinkRow | None:
    """A link that nobody has used yet, and that is not too old."""
    usable = (StartLink.token_hash == token_hash, StartLink.used_at.is_(None), StartLink.expires_at > now)
    joined = (
        select(*_START)
        .select_from(StartLink)
        .join(Organisation, _ITS_HOUSE)
        .outerjoin(Campaign, _ITS_CAMPAIGN)
    )
    found = connection.execute(joined.where(*usable)).first()
    return StartLinkRow(*found) if found else None


def use_start(connection: Connection, link_id: UUID, now: datetime) -> bool:
    """Uses a link up; False where somebody was quicker."""
    unused = (StartLink.id == link_id, StartLink.used_at.is_(None))
    return connection.execute(update(StartLink).where(*unused).values(used_at=now)).rowcount > 0


# --- what is over --------------------------------------------------------------------------------


def forget(*, now: datetime, writes_before: datetime, tokens_before: datetime) -> tuple[Delete, ...]:
    """Of answers kept for repetition, links past their time, tokens that ended long ago."""
    ended = or_(Token.revoked_at < tokens_before, Token.expires_at < tokens_before)
    return (
        delete(Write).where(Write.at < writes_before),
        delete(StartLink).where(StartLink.expires_at <= now),
        delete(Token).where(ended),
    )
