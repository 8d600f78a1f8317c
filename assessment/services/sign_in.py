"""Staff come in by a link from their mailbox, and stay for some days or until they leave.

What is told to somebody who asks for a link is the same whether or not the address has an account, and so is
what is done meanwhile. A token has 256 random bits and is kept only as a hash.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from assessment.errors import NoSuchLink, SignInUnavailable, TooManyAttempts
from assessment.mail import letters
from assessment.services.policy import Kind, Role, Seat, Staff
from assessment.store import audit, outbox, people
from assessment.store import sign_ins as store
from assessment.store.database import Database
from assessment.store.people import PersonRow, SeatRow
from assessment.store.sign_ins import LinkRow

LINK_LIFE = timedelta(minutes=15)
SESSION_LIFE = timedelta(days=7)
RESTING = timedelta(hours=12)
"""How long a session may stay unused; `web.staff_cookie` holds to it."""

WINDOW = LINK_LIFE
"""In which attempts are counted. Not longer than a link lives: whoever uses up somebody else's attempts shuts
nobody out, since the last link that was mailed is good for as long."""
MOST = {"address": 5, "network": 30, "claim": 60}
"""How often in a window: links for one address, links asked for and links tried by one network address."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The session of somebody, with the token that only their browser knows."""

    token: str
    person: PersonRow
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody sees of their own account: since when they are signed in, and where."""

    person: PersonRow
    seats: tuple[Seat, ...]
    sessions: tuple[tuple[UUID, datetime], ...]


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hashed(token: str) -> bytes:
    return sha256(token.encode()).digest()


def cleaned(email: str) -> str:
    """An address as it is kept and compared."""
    return email.strip().lower()


def request_link(
    database: Database,
    *,
    email: str,
    network: str,
    language: str,
    operator: str,
    link: Callable[[str], str],
    now: datetime,
) -> None:
    """Mails a link to whoever has an account. `link` makes an address of a token, `network` is who asks.

    Raises TooManyAttempts, and SignInUnavailable where attempts cannot be counted.
    """
    email, token = cleaned(email), new_token()
    try:
        with database.writing() as connection:
            _count(connection, "address", email, now)
            _count(connection, "network", network, now)
            store.forget_links(connection, email)
            person = people.by_email(connection, email)
            _put_link(connection, email, person, token, now)
            _mail(connection, email, person, link(token), language, operator, now)
    except SQLAlchemyError as error:
        raise SignInUnavailable from error


def _put_link(
    connection: Connection, email: str, person: PersonRow | None, token: str, now: datetime
) -> None:
    ends = now + LINK_LIFE
    row = LinkRow(uuid4(), email, person.id if person else None, None, None, None, ends)
    store.put_link(connection, token_hash=hashed(token), purpose="sign_in", link=row, now=now)


def _mail(
    connection: Connection,
    email: str,
    person: PersonRow | None,
    link: str,
    language: str,
    operator: str,
    now: datetime,
) -> None:
    """Written for everybody, so that it takes as long, and put into the outbox for those with an account."""
    spoken, minutes = person.language if person else language, int(LINK_LIFE.total_seconds() // 60)
    letter = letters.written("sign_in", spoken, link=link, minutes=minutes, operator=operator)
    if person:
        outbox.put(connection, recipient=email, letter=letter, now=now, expires_at=now + LINK_LIFE)


def _count(connection: Connection, kind: str, subject: str, now: datetime) -> None:
    counted = store.count_attempt(
        connection, kind=kind, subject_hash=hashed(subject), now=now, since=now - WINDOW
    )
    if counted > MOST[kind]:
        raise TooManyAttempts(int(WINDOW.total_seconds() // 60))


def claim(
    database: Database, *, token: str, network: str, replaces: str | None = None, now: datetime
) -> SignedIn:
    """Uses a link up and begins a session; the one which the browser had, `replaces`, ends.

    Raises NoSuchLink, TooManyAttempts, and SignInUnavailable where attempts cannot be counted.
    """
    count_try(database, network=network, now=now)
    with database.writing() as connection:
        link = store.claim(connection, hashed(token), "sign_in", now)
        if link is None or link.person_id is None:
            raise NoSuchLink
        return begin_session(connection, link.person_id, replaces=replaces, now=now)


def count_try(database: Database, *, network: str, now: datetime) -> None:
    """Counts that a network address tries a link, whatever comes of it."""
    try:
        with database.writing() as connection:
            _count(connection, "claim", network, now)
    except SQLAlchemyError as error:
        raise SignInUnavailable from error


def begin_session(
    connection: Connection, person_id: UUID, *, replaces: str | None, now: datetime
) -> SignedIn:
    """A new session with a new token, within the transaction of whoever has made sure who it is."""
    person = people.seen(connection, person_id, now)
    if person is None:
        raise NoSuchLink
    if replaces:
        store.end(connection, hashed(replaces))
    token, ends = new_token(), now + SESSION_LIFE
    store.begin(connection, token_hash=hashed(token), person_id=person.id, now=now, ends_at=ends)
    _note(connection, "signed_in", person.id, now)
    return SignedIn(token, person, ends)


def tidy(database: Database, *, now: datetime) -> None:
    """Forgets what nobody can use any more."""
    with database.writing() as connection:
        store.forget(connection, now=now, attempts_before=now - WINDOW)


def of_token(database: Database, *, token: str, now: datetime) -> Staff | None:
    """Who is signed in by this token, with what they are by now; None for nobody."""
    with database.reading() as connection:
        session = store.session(connection, hashed(token), now)
    return _staff(session.person, session.seats, now) if session else None


def staff_of(connection: Connection, person_id: UUID, now: datetime) -> Staff | None:
    """What the policy needs to know of a person who need not be signed in."""
    person = people.named(connection, person_id)
    return _staff(person, people.seats_of(connection, person_id), now) if person else None


def account(database: Database, *, actor: Staff) -> Account:
    with database.reading() as connection:
        person = people.named(connection, actor.person_id)
        if person is None:
            raise NoSuchLink
        sessions = store.sessions_of(connection, person.id, actor.now)
        return Account(person, actor.seats, tuple(sessions))


def sign_out(database: Database, *, token: str, now: datetime) -> None:
    with database.writing() as connection:
        person_id = store.end(connection, hashed(token))
        if person_id:
            _note(connection, "signed_out", person_id, now)


def sign_out_everywhere(database: Database, *, actor: Staff) -> int:
    """Ends all sessions of somebody, this one too; how many there were."""
    with database.writing() as connection:
        ended = store.end_all(connection, actor.person_id)
        _note(connection, "signed_out_everywhere", actor.person_id, actor.now)
        return ended


def _staff(person: PersonRow, rows: Iterable[SeatRow], now: datetime) -> Staff:
    seats = tuple(
        Seat(row.organisation.id, row.organisation.name, Kind(row.organisation.kind), Role(row.role))
        for row in rows
    )
    return Staff(person.id, person.name, person.email, seats, now)


def _note(connection: Connection, action: str, person_id: UUID, now: datetime) -> None:
    audit.note(
        connection, at=now, person_id=person_id, action=action, object_kind="person", object_id=person_id
    )
