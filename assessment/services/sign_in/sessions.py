"""Who is signed in: sessions begin, become whole by a second step, are made sure of again, and end.

The token changes at every step, so whoever planted or copied one before has nothing afterwards.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchLink, Refused
from assessment.services import policy
from assessment.services.policy import Kind, Reason, Role, Seat, Staff
from assessment.services.sign_in.tokens import hashed, new_token
from assessment.store import audit, factors, people
from assessment.store import sign_ins as store
from assessment.store.database import Database
from assessment.store.people import PersonRow, SeatRow

SESSION_LIFE = timedelta(days=7)
RESTING = timedelta(hours=12)
"""How long a session may stay unused; `web.staff_cookie` holds to it."""
HALF_LIFE = timedelta(minutes=10)
"""How long somebody has for the second step."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The session of somebody, with the token that only their browser knows.

    `half`: the second step is still to be taken. `again`: they were signed in here already. `seated`: they
    belong to an organisation; all others only keep checks in their account.
    """

    token: str
    person: PersonRow
    ends_at: datetime
    half: bool = False
    again: bool = False
    seated: bool = True


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody sees of their own account: since when they are signed in, and where."""

    person: PersonRow
    seats: tuple[Seat, ...]
    sessions: tuple[tuple[UUID, datetime], ...]


def begin_session(
    connection: Connection, person_id: UUID, *, replaces: str | None, now: datetime, whole: bool = False
) -> SignedIn:
    """A new session with a new token, within the transaction of whoever has made sure who it is.

    It is only half of one where the account has something for a second step, unless that is taken already.
    """
    person = people.seen(connection, person_id, now)
    if person is None:
        raise NoSuchLink
    half = not whole and factors.has_second(connection, person_id)
    before = store.end(connection, hashed(replaces)) if replaces else None
    token, ends = new_token(), now + (HALF_LIFE if half else SESSION_LIFE)
    store.begin(connection, token_hash=hashed(token), person_id=person.id, half=half, now=now, ends_at=ends)
    step = "first_step" if half else "signed_in"
    audit.note(connection, step, "person", person.id, person_id=person.id, at=now)
    seated = bool(people.seats_of(connection, person_id))
    return SignedIn(token, person, ends, half, before == person.id, seated)


def finish_session(connection: Connection, token: str, now: datetime) -> SignedIn:
    """Makes a half session whole, within the transaction that has used the second proof up."""
    person_id = store.finish(connection, hashed(token), now)
    if person_id is None:
        raise Refused(Reason.SIGN_IN_NEEDED)
    return begin_session(connection, person_id, replaces=None, now=now, whole=True)


def make_sure(connection: Connection, actor: Staff) -> SignedIn:
    """Notes that somebody has proved again who they are; the session goes on with another token."""
    token, person = new_token(), people.named(connection, actor.person_id)
    ends = None
    if actor.session_id:
        ends = store.renew(connection, actor.session_id, token_hash=hashed(token), now=actor.now)
    if person is None or ends is None:
        raise Refused(Reason.SIGN_IN_NEEDED)
    audit.by(connection, actor, "confirmed", "person", person.id)
    return SignedIn(token, person, ends, again=True, seated=bool(actor.seats))


def of_token(
    database: Database, *, token: str, now: datetime, demanded: Collection[str] = ()
) -> Staff | None:
    """Who is signed in by this token, with what they are by now; None for nobody.

    `demanded` names the roles that must have a second step of signing in.
    """
    with database.reading() as connection:
        found = store.session(connection, hashed(token), now)
    if found is None:
        return None
    seats = _seats(found.seats)
    lacks = policy.lacks_second(seats, demanded, has_second=found.has_second)
    person = found.person
    return Staff(person.id, person.name, person.email, seats, now, found.id, found.sure_at, lacks)


def half_of(database: Database, *, token: str, now: datetime) -> PersonRow | None:
    """Who has taken the first step by this token, and not yet the second."""
    with database.reading() as connection:
        return store.half_session(connection, hashed(token), now)


def staff_of(connection: Connection, person_id: UUID | None, now: datetime) -> Staff | None:
    """What the policy needs to know of a person who need not be signed in; None where the account is gone."""
    person = people.named(connection, person_id) if person_id else None
    if person_id is None or person is None:
        return None
    return Staff(person.id, person.name, person.email, _seats(people.seats_of(connection, person_id)), now)


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
            audit.note(connection, "signed_out", "person", person_id, person_id=person_id, at=now)


def sign_out_everywhere(database: Database, *, actor: Staff) -> int:
    """Ends all sessions of somebody, this one too; how many there were."""
    with database.writing() as connection:
        ended = store.end_all(connection, actor.person_id)
        audit.by(connection, actor, "signed_out_everywhere", "person", actor.person_id)
        return ended


def _seats(rows: Iterable[SeatRow]) -> tuple[Seat, ...]:
    return tuple(
        Seat(row.organisation.id, row.organisation.name, Kind(row.organisation.kind), Role(row.role))
        for row in rows
    )
