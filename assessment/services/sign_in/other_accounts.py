"""Signing in with an account at the house that the operator trusts.

It never makes a right: it says who somebody is, by an address which that house has checked, and only people
who have been invited come in. From the first time on the account there belongs to the person here, whatever
becomes of the address. A second step is asked for as after a link.
"""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import NoAccount, NoSuchLink, OtherAccountRefused
from assessment.services import policy
from assessment.services.policy import Action, Staff
from assessment.services.sign_in import attempts, changes
from assessment.services.sign_in.changes import Change, Letterhead
from assessment.services.sign_in.joining import join
from assessment.services.sign_in.sessions import SignedIn, begin_session
from assessment.services.sign_in.tokens import cleaned, hashed, new_token
from assessment.store import other_accounts as store
from assessment.store import people as persons
from assessment.store import sign_ins as links
from assessment.store.database import Database
from assessment.store.other_accounts import SUBJECT_LENGTH, DepartureRow

if TYPE_CHECKING:
    from assessment.services.sign_in.provider import Identity, Provider

AWAY = timedelta(minutes=15)
"""How long somebody may take to come back."""


def leave(
    database: Database, provider: "Provider", *, invitation: str | None, network: str, now: datetime
) -> tuple[str, str]:
    """Where to send somebody, and the state by which their browser is known when it comes back.

    `invitation`: the token of one that they want to accept this way.
    Raises TooManyAttempts, SignInUnavailable, OtherAccountUnavailable.
    """
    attempts.count_try(database, network=network, now=now)
    state, nonce, verifier = new_token(), new_token(), secrets.token_urlsafe(48)
    address = provider.way_there(state=state, nonce=nonce, verifier=verifier, now=now)
    departure = DepartureRow(nonce, verifier, hashed(invitation) if invitation else None)
    with database.writing() as connection:
        store.put_departure(connection, state_hash=hashed(state), departure=departure, expires_at=now + AWAY)
    return address, state


def arrive(
    database: Database,
    provider: "Provider",
    *,
    state: str,
    code: str,
    language: str,
    network: str,
    replaces: str | None,
    letterhead: Letterhead,
    now: datetime,
) -> SignedIn:
    """Somebody comes back with a code, once.

    Raises OtherAccountRefused, OtherAccountUnavailable, NoAccount, NoSuchLink, TooManyAttempts,
    SignInUnavailable.
    """
    attempts.count_try(database, network=network, now=now)
    known, invitation_hash = _known(database, provider, state, code, now)
    with database.writing() as connection:
        owner = store.use(connection, issuer=provider.issuer, subject=known.subject, now=now)
        person = owner or _invited(connection, invitation_hash, known, language, now)
        if owner is None:
            _keep(connection, provider.issuer, known, person, letterhead, now)
        elif invitation_hash:
            _join(connection, invitation_hash, known, language, now, owner)
        return begin_session(connection, person, replaces=replaces, now=now)


def remove(database: Database, *, actor: Staff, account_id: UUID, letterhead: Letterhead) -> bool:
    """False where the actor has no such account (any more). Raises Refused."""
    policy.require(actor, Action.CHANGE_SIGN_IN)
    with database.writing() as connection:
        removed = store.remove(connection, actor.person_id, account_id)
        if removed:
            changes.made(connection, actor, Change.OTHER_ACCOUNT_REMOVED, letterhead)
        return removed


def _known(
    database: Database, provider: "Provider", state: str, code: str, now: datetime
) -> "tuple[Identity, bytes | None]":
    """Who has come back, and the hash of the invitation with which they left. The departure is used up."""
    with database.writing() as connection:
        departure = store.claim_departure(connection, hashed(state), now)
    if departure is None:
        raise OtherAccountRefused("state")
    known = provider.identity(code=code, nonce=departure.nonce, verifier=departure.verifier, now=now)
    if not 0 < len(known.subject) <= SUBJECT_LENGTH:
        raise OtherAccountRefused("sub")
    return known, departure.invitation_hash


def _invited(
    connection: Connection, invitation_hash: bytes | None, known: "Identity", language: str, now: datetime
) -> UUID:
    """Who has an account at the address that the other house has checked, or is invited to one."""
    if not known.verified:
        raise OtherAccountRefused("email_verified")
    if invitation_hash:
        return _join(connection, invitation_hash, known, language, now)
    person = persons.by_email(connection, cleaned(known.email))
    if person is None:
        raise NoAccount
    return person.id


def _join(
    connection: Connection,
    invitation_hash: bytes,
    known: "Identity",
    language: str,
    now: datetime,
    owner: UUID | None = None,
) -> UUID:
    """Accepts an invitation: only at the address that it was sent to, only for the account's own person."""
    row = links.claim(connection, invitation_hash, "invitation", now)
    if row is None or row.email is None:
        raise NoSuchLink
    if not known.verified or cleaned(known.email) != row.email:
        raise OtherAccountRefused("email")
    name = " ".join(known.name.split())[: persons.NAME_LENGTH] or row.email.partition("@")[0]
    joined = join(connection, row, name=name, language=language, now=now)
    if owner not in (None, joined.id):
        raise OtherAccountRefused("sub")
    return joined.id


def _keep(
    connection: Connection,
    issuer: str,
    known: "Identity",
    person_id: UUID,
    letterhead: Letterhead,
    now: datetime,
) -> None:
    """Keeps whose account that is. A second one there with the address of the first is somebody else's."""
    if any(account.issuer == issuer for account in store.of_person(connection, person_id)):
        raise OtherAccountRefused("sub")
    store.put(connection, person_id=person_id, issuer=issuer, subject=known.subject, now=now)
    person = persons.named(connection, person_id)
    if person:
        changes.tell(connection, person, Change.OTHER_ACCOUNT_JOINED, letterhead, now)
