"""Passkeys (WebAuthn): a device signs a challenge once its owner has shown a finger, a face or a PIN.

Possession and owner are checked together, so a passkey counts as both steps. It names its account by itself:
nobody types an address. A challenge goes out once, is kept as a hash, and is used up by the first answer.
What the device says is read by `authenticators`, which is loaded when somebody has a passkey in hand.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from assessment.errors import WrongProof
from assessment.services import policy
from assessment.services.policy import Action, Staff
from assessment.services.sign_in import attempts, changes
from assessment.services.sign_in.changes import Change, Letterhead
from assessment.services.sign_in.one_time_codes import forget_without_second
from assessment.services.sign_in.sessions import SignedIn, begin_session, make_sure
from assessment.services.sign_in.sites import Site
from assessment.services.sign_in.tokens import hashed
from assessment.store import passkeys as store
from assessment.store.database import Database
from assessment.store.passkeys import NAME_LENGTH, PasskeyRow

__all__ = ["NAME_LENGTH"]

CHALLENGE_LIFE = timedelta(minutes=5)
REGISTER, SIGN_IN, CONFIRM = "register", "sign_in", "confirm"


def options_to_register(database: Database, *, actor: Staff, site: Site) -> str:
    """What a browser needs to make a passkey, as JSON. Raises Refused."""
    from assessment.services.sign_in import authenticators

    policy.require(actor, Action.CHANGE_SIGN_IN)
    with database.reading() as connection:
        known = store.of_person(connection, actor.person_id)
    asked = authenticators.ask_to_register(site, actor, [one.credential_id for one in known])
    _send_out(database, asked.challenge, REGISTER, actor.person_id, actor.now)
    return asked.options


def register(
    database: Database, *, actor: Staff, site: Site, name: str, credential: str, letterhead: Letterhead
) -> None:
    """Takes a new passkey into use. Raises Refused, WrongProof."""
    from assessment.services.sign_in import authenticators

    policy.require(actor, Action.CHANGE_SIGN_IN)
    answer, challenge = authenticators.read_made(credential)
    _take_back(database, challenge, REGISTER, actor.person_id, actor.now)
    made = authenticators.made(answer, challenge, site)
    kept: dict[str, Any] = {"credential_id": made.credential_id, "public_key": made.credential_public_key}
    kept |= {"sign_count": made.sign_count, "name": name, "now": actor.now}
    try:
        with database.writing() as connection:
            store.put(connection, person_id=actor.person_id, **kept)
            changes.made(connection, actor, Change.PASSKEY_ADDED, letterhead)
    except IntegrityError:  # somebody has it already
        raise WrongProof from None


def remove(database: Database, *, actor: Staff, passkey_id: UUID, letterhead: Letterhead) -> bool:
    """False where the actor has no such passkey (any more). Raises Refused."""
    policy.require(actor, Action.CHANGE_SIGN_IN)
    with database.writing() as connection:
        removed = store.remove(connection, actor.person_id, passkey_id)
        if removed:
            forget_without_second(connection, actor.person_id)
            changes.made(connection, actor, Change.PASSKEY_REMOVED, letterhead)
        return removed


def options_to_sign_in(database: Database, *, site: Site, network: str, now: datetime) -> str:
    """What a browser needs to show any passkey it has, as JSON. Raises TooManyAttempts, SignInUnavailable."""
    attempts.count_try(database, network=network, now=now)
    return _options(database, SIGN_IN, None, site, now)


def options_to_confirm(database: Database, *, actor: Staff, site: Site) -> str:
    policy.require(actor, Action.SEE_ACCOUNT)
    return _options(database, CONFIRM, actor.person_id, site, actor.now)


def sign_in(
    database: Database, *, credential: str, site: Site, network: str, replaces: str | None, now: datetime
) -> SignedIn:
    """Both steps at once. Raises WrongProof, TooManyAttempts, SignInUnavailable."""
    attempts.count_try(database, network=network, now=now)
    passkey, sign_count = _shown(database, credential, SIGN_IN, None, site, now)
    with database.writing() as connection:
        if not store.used(connection, passkey, sign_count=sign_count, now=now):
            raise WrongProof
        return begin_session(connection, passkey.person_id, replaces=replaces, now=now, whole=True)


def confirm(database: Database, *, actor: Staff, credential: str, site: Site, network: str) -> SignedIn:
    """Makes sure of somebody again. Raises WrongProof, TooManyAttempts, SignInUnavailable."""
    policy.require(actor, Action.SEE_ACCOUNT)
    attempts.count_try(database, network=network, now=actor.now)
    passkey, sign_count = _shown(database, credential, CONFIRM, actor.person_id, site, actor.now)
    with database.writing() as connection:
        own = passkey.person_id == actor.person_id
        if not own or not store.used(connection, passkey, sign_count=sign_count, now=actor.now):
            raise WrongProof
        return make_sure(connection, actor)


def _options(database: Database, purpose: str, person_id: UUID | None, site: Site, now: datetime) -> str:
    from assessment.services.sign_in import authenticators

    asked = authenticators.ask_to_show(site)
    _send_out(database, asked.challenge, purpose, person_id, now)
    return asked.options


def _shown(
    database: Database, credential: str, purpose: str, person_id: UUID | None, site: Site, now: datetime
) -> tuple[PasskeyRow, int]:
    """The passkey that has signed a challenge of ours, and how often it says it has signed so far."""
    from assessment.services.sign_in import authenticators

    answer, challenge = authenticators.read_shown(credential)
    _take_back(database, challenge, purpose, person_id, now)
    with database.reading() as connection:
        passkey = store.by_credential(connection, answer.raw_id)
    if passkey is None or answer.response.user_handle not in (None, passkey.person_id.bytes):
        raise WrongProof
    proven = authenticators.proven(answer, challenge, site, passkey.public_key, passkey.sign_count)
    return passkey, proven.new_sign_count


def _send_out(
    database: Database, challenge: bytes, purpose: str, person_id: UUID | None, now: datetime
) -> None:
    with database.writing() as connection:
        store.put_challenge(
            connection,
            token_hash=hashed(challenge.hex()),
            purpose=purpose,
            person_id=person_id,
            expires_at=now + CHALLENGE_LIFE,
        )


def _take_back(
    database: Database, challenge: bytes, purpose: str, person_id: UUID | None, now: datetime
) -> None:
    """Uses a challenge up for good, whatever comes of the answer. Raises WrongProof."""
    with database.writing() as connection:
        ours = store.claim_challenge(
            connection, token_hash=hashed(challenge.hex()), purpose=purpose, person_id=person_id, now=now
        )
        if not ours:
            raise WrongProof
