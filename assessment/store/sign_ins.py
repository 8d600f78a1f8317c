"""How staff come in: links that can be used once, sessions, and how often somebody has tried.

Of links and sessions only hashes are kept. What a token is good for is decided in one statement that also
uses it up, so of two who use it at the same moment one wins.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Delete, ForeignKey, LargeBinary, String, case, delete, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, insert_for
from assessment.store.factors import HAS_SECOND
from assessment.store.people import (
    EMAIL_LENGTH,
    Membership,
    Organisation,
    OrganisationRow,
    Person,
    PersonRow,
    SeatRow,
)

APART = timedelta(minutes=5)
"""How far the clocks of two machines may differ. What was made later than that from now was made by a clock
that was ahead, and would be good for as long: it opens nothing."""


class Link(Base):
    """`purpose`: sign_in, invitation (to an organisation, in a role) or advice (offered by `invited_by`).

    A link to sign in without `person_id` was asked for with an address that has no account: it opens nothing.
    """

    __tablename__ = "link"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    purpose: Mapped[str] = mapped_column(String(10))
    email: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    role: Mapped[str | None] = mapped_column(String(20))
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    claimed_at: Mapped[datetime | None]


class Session(Base):
    """Somebody who is signed in. How long it may rest unused is written in the cookie, signed.

    `half`: the second step is still to be taken, and nothing is open until then. `sure_at`: when somebody
    last proved who they are.
    """

    __tablename__ = "staff_session"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    half: Mapped[bool]
    sure_at: Mapped[datetime | None]


class Attempt(Base):
    """How often `subject_hash` (an address, a network) has tried since a moment."""

    __tablename__ = "attempt"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    since: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


@dataclass(frozen=True, slots=True)
class LinkRow:
    id: UUID
    email: str | None
    person_id: UUID | None
    organisation_id: UUID | None
    role: str | None
    invited_by: UUID | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SessionRow:
    """`has_second`: whether the account has something for a second step."""

    id: UUID
    person: PersonRow
    seats: tuple[SeatRow, ...]
    sure_at: datetime | None
    has_second: bool


_LINK = (
    Link.id,
    Link.email,
    Link.person_id,
    Link.organisation_id,
    Link.role,
    Link.invited_by,
    Link.expires_at,
)
_PERSON = (Person.id, Person.email, Person.name, Person.language)
_SEAT = (Organisation.id, Organisation.name, Organisation.kind, Membership.role)
_ITS_OWN = Membership.person_id == Person.id
_ITS_HOME = Membership.organisation_id == Organisation.id


def put_link(
    connection: Connection, *, token_hash: bytes, purpose: str, link: LinkRow, now: datetime
) -> None:
    values = {name: getattr(link, name) for name in LinkRow.__slots__}
    connection.execute(
        insert(Link), values | {"token_hash": token_hash, "purpose": purpose, "created_at": now}
    )


def link(connection: Connection, token_hash: bytes, purpose: str, now: datetime) -> LinkRow | None:
    """A link that can still be used."""
    found = connection.execute(select(*_LINK).where(*_usable(token_hash, purpose, now))).first()
    return LinkRow(*found) if found else None


def claim(connection: Connection, token_hash: bytes, purpose: str, now: datetime) -> LinkRow | None:
    """Uses a link up; None where it does not exist, is too old, or somebody was quicker."""
    used = update(Link).where(*_usable(token_hash, purpose, now)).values(claimed_at=now).returning(*_LINK)
    found = connection.execute(used).first()
    return LinkRow(*found) if found else None


def _usable(token_hash: bytes, purpose: str, now: datetime) -> tuple[Any, ...]:
    named = (Link.token_hash == token_hash, Link.purpose == purpose)
    return (*named, Link.claimed_at.is_(None), Link.expires_at > now, Link.created_at <= now + APART)


def invitations_to(connection: Connection, organisation_id: UUID, now: datetime) -> list[LinkRow]:
    """The invitations that nobody has accepted yet."""
    waiting = (Link.purpose == "invitation", Link.claimed_at.is_(None), Link.expires_at > now)
    rows = connection.execute(
        select(*_LINK).where(Link.organisation_id == organisation_id, *waiting).order_by(Link.created_at)
    )
    return [LinkRow(*row) for row in rows]


def withdraw_invitation(connection: Connection, organisation_id: UUID, link_id: UUID) -> bool:
    same = (Link.id == link_id, Link.organisation_id == organisation_id, Link.purpose == "invitation")
    return connection.execute(delete(Link).where(*same, Link.claimed_at.is_(None))).rowcount > 0


def withdraw_offers(connection: Connection, person_id: UUID, organisation_id: UUID) -> None:
    """The unused links that a person has made for an organisation: offers of advice, and invitations."""
    theirs = (Link.invited_by == person_id, Link.organisation_id == organisation_id)
    connection.execute(delete(Link).where(*theirs, Link.claimed_at.is_(None)))


def forget_address(connection: Connection, email: str) -> int:
    """All links that were made for an address, invitations too; how many."""
    return connection.execute(delete(Link).where(Link.email == email)).rowcount


def forget_links(connection: Connection, email: str) -> None:
    """The links to sign in with this address: only the newest opens anything."""
    connection.execute(delete(Link).where(Link.purpose == "sign_in", Link.email == email))


# --- sessions ----------------------------------------------------------------------------------


def begin(
    connection: Connection,
    *,
    token_hash: bytes,
    person_id: UUID,
    half: bool,
    now: datetime,
    ends_at: datetime,
) -> None:
    row = {"id": uuid4(), "token_hash": token_hash, "person_id": person_id, "half": half}
    connection.execute(
        insert(Session), row | {"created_at": now, "ends_at": ends_at, "sure_at": None if half else now}
    )


def session(connection: Connection, token_hash: bytes, now: datetime) -> SessionRow | None:
    """Who is signed in by a token, with all memberships. One statement: it precedes every page of staff."""
    told = select(*_PERSON, *_SEAT, Session.id, Session.sure_at, HAS_SECOND)
    joined = told.select_from(Session).join(Person)
    seated = joined.outerjoin(Membership, _ITS_OWN).outerjoin(Organisation, _ITS_HOME)
    found = seated.where(Session.token_hash == token_hash, Session.ends_at > now, Session.half.is_(False))
    rows = connection.execute(found.order_by(Organisation.name, Membership.role)).all()
    if not rows:
        return None
    seats = tuple(SeatRow(OrganisationRow(*row[4:7]), row[7]) for row in rows if row[7])
    session_id, sure_at, has_second = rows[0][8:]
    return SessionRow(session_id, PersonRow(*rows[0][:4]), seats, sure_at, bool(has_second))


def half_session(connection: Connection, token_hash: bytes, now: datetime) -> PersonRow | None:
    """Who has taken the first step by a token, and not yet the second."""
    joined = select(*_PERSON).select_from(Session).join(Person)
    waiting = (Session.token_hash == token_hash, Session.ends_at > now, Session.half.is_(True))
    found = connection.execute(joined.where(*waiting)).first()
    return PersonRow(*found) if found else None


def sessions_of(connection: Connection, person_id: UUID, now: datetime) -> list[tuple[UUID, datetime]]:
    """The sessions of a person with their beginnings, the newest first."""
    whole = (Session.person_id == person_id, Session.ends_at > now, Session.half.is_(False))
    mine = select(Session.id, Session.created_at).where(*whole).order_by(Session.created_at.desc())
    return [(row[0], row[1]) for row in connection.execute(mine)]


def finish(connection: Connection, token_hash: bytes, now: datetime) -> UUID | None:
    """Ends a half session, whose second step has been taken; whose it was, or None."""
    waiting = (Session.token_hash == token_hash, Session.ends_at > now, Session.half.is_(True))
    return connection.execute(delete(Session).where(*waiting).returning(Session.person_id)).scalar()


def renew(connection: Connection, session_id: UUID, *, token_hash: bytes, now: datetime) -> datetime | None:
    """Gives a session another token, since somebody has just proved who they are; when it ends."""
    renewed = update(Session).where(Session.id == session_id, Session.half.is_(False))
    sure = renewed.values(token_hash=token_hash, sure_at=now).returning(Session.ends_at)
    return connection.execute(sure).scalar()


def end(connection: Connection, token_hash: bytes) -> UUID | None:
    """Ends a session; whose it was, or None."""
    ended = delete(Session).where(Session.token_hash == token_hash).returning(Session.person_id)
    return connection.execute(ended).scalar()


def end_all(connection: Connection, person_id: UUID, *, but: UUID | None = None) -> int:
    """Ends all sessions of a person, except one where that is named."""
    ended = delete(Session).where(Session.person_id == person_id)
    return connection.execute(ended.where(Session.id != but) if but else ended).rowcount


# --- attempts ----------------------------------------------------------------------------------


def count_attempt(
    connection: Connection, *, kind: str, subject_hash: bytes, now: datetime, since: datetime
) -> int:
    """Counts one more attempt; how many there were since then. One statement, so no two count the same. What
    a clock that was ahead has counted counts no more: it would shut somebody out until then."""
    row = {"kind": kind, "subject_hash": subject_hash, "since": now, "count": 1}
    new = insert_for(connection, Attempt).values(row)
    over = or_(Attempt.since <= since, Attempt.since > now + APART)
    counted = {
        "since": case((over, now), else_=Attempt.since),
        "count": case((over, 1), else_=Attempt.count + 1),
    }
    upsert = new.on_conflict_do_update(index_elements=["kind", "subject_hash"], set_=counted)
    number: int = connection.execute(upsert.returning(Attempt.count)).scalar_one()
    return number


def forget(*, now: datetime, attempts_before: datetime, longer: Mapping[str, datetime]) -> tuple[Delete, ...]:
    """Of links and sessions whose time is over, and attempts that do not count any more.

    `longer`: the kinds of attempts that count for longer, with their own moment.
    """
    return (
        delete(Link).where(Link.expires_at <= now),
        delete(Session).where(Session.ends_at <= now),
        delete(Attempt).where(Attempt.since <= attempts_before, Attempt.kind.not_in(longer)),
        *(
            delete(Attempt).where(Attempt.since <= before, Attempt.kind == kind)
            for kind, before in longer.items()
        ),
    )
