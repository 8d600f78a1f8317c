"""A password, for those who want one. It is kept as Argon2id only.

An unknown address costs as much as a known one: there is always a hash to check, and always one to be kept.
"""

from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assessment.errors import WrongProof
from assessment.services import policy
from assessment.services.policy import Action, Staff
from assessment.services.sign_in import attempts, changes, guessable
from assessment.services.sign_in.changes import Change, Letterhead
from assessment.services.sign_in.sessions import SignedIn, begin_session
from assessment.services.sign_in.tokens import cleaned, new_token
from assessment.store import factors as store
from assessment.store.database import Database
from assessment.store.factors import PasswordRow

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""19 MiB, two rounds, one lane: what OWASP asks for at least. Several people may come at once."""
PRODUCT = "Wandelkompass"


def sign_in(
    database: Database, *, email: str, password: str, network: str, replaces: str | None, now: datetime
) -> SignedIn:
    """Raises WrongProof, TooManyAttempts, SignInUnavailable."""
    email = cleaned(email)
    attempts.count_all(database, {"password": email, "claim": network}, now)
    with database.reading() as connection:
        found = store.password_for(connection, email)
    kept = _proven(found, password)
    fresh = kept.hash if not HASHER.check_needs_rehash(kept.hash) else hashed(password)
    with database.writing() as connection:
        if not store.keep_password(connection, kept.person_id, hashed=fresh, instead=kept.hash):
            raise WrongProof  # changed or removed at this moment
        return begin_session(connection, kept.person_id, replaces=replaces, now=now)


def fits(database: Database, *, actor: Staff, password: str) -> bool:
    """Whether that is the actor's own password. Count the attempt before."""
    with database.reading() as connection:
        found = store.password_for(connection, actor.email)
    try:
        return _proven(found, password).person_id == actor.person_id
    except WrongProof:
        return False


def put(database: Database, *, actor: Staff, password: str, letterhead: Letterhead) -> None:
    """Sets or changes the actor's password. Raises Refused, GuessablePassword."""
    policy.require(actor, Action.CHANGE_SIGN_IN)
    own = (PRODUCT, actor.name, actor.email, letterhead.operator, *(seat.name for seat in actor.seats))
    guessable.check(password, own)
    slow = hashed(password)  # outside the transaction: nobody else waits for it
    with database.writing() as connection:
        store.put_password(connection, actor.person_id, hashed=slow, now=actor.now)
        changes.made(connection, actor, Change.PASSWORD_SET, letterhead)


def remove(database: Database, *, actor: Staff, letterhead: Letterhead) -> bool:
    """False where there was none (any more). Raises Refused."""
    policy.require(actor, Action.CHANGE_SIGN_IN)
    with database.writing() as connection:
        removed = store.remove_password(connection, actor.person_id)
        if removed:
            changes.made(connection, actor, Change.PASSWORD_REMOVED, letterhead)
        return removed


def hashed(password: str) -> str:
    return HASHER.hash(guessable.normalised(password))


def _proven(found: PasswordRow | None, password: str) -> PasswordRow:
    nobodys = _nobodys_hash()
    try:
        HASHER.verify(found.hash if found else nobodys, guessable.normalised(password))
    except (VerificationError, InvalidHashError):
        raise WrongProof from None
    if found is None:
        raise WrongProof
    return found


@cache
def _nobodys_hash() -> str:
    return HASHER.hash(new_token())
