"""Codes from an app (TOTP, RFC 6238): six digits, a new one every thirty seconds, each good once."""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

import pyotp
from sqlalchemy.engine import Connection

from assessment.errors import WrongProof
from assessment.services import policy
from assessment.services.policy import Action, Staff
from assessment.services.sign_in import attempts, changes, sealing
from assessment.services.sign_in.changes import Change, Letterhead
from assessment.services.sign_in.tidying import PROPOSAL_LIFE
from assessment.store import factors as store
from assessment.store.database import Database

SPAN = 30
"""Seconds that a code stands in the app."""
DRIFT = 1
"""How many spans the clock of a phone may be ahead or behind."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an app is set up with: the secret to type, and an address for it to scan."""

    secret: str
    address: str

    @property
    def grouped(self) -> str:
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


def propose(database: Database, *, actor: Staff, key: str) -> bool:
    """Makes a secret that opens nothing yet; False where an app is in use. Raises Refused."""
    policy.require(actor, Action.CHANGE_SIGN_IN)
    sealed = sealing.sealed(pyotp.random_base32(), key=key, owner=actor.person_id)
    with database.writing() as connection:
        found = store.one_time_code(connection, actor.person_id)
        if found and found.active_since:
            return False
        store.propose_code(connection, actor.person_id, sealed=sealed, now=actor.now)
        return True


def proposal(database: Database, *, actor: Staff, key: str, issuer: str) -> Proposal | None:
    """The secret that waits for its first code, if there is one. Raises Refused."""
    policy.require(actor, Action.CHANGE_SIGN_IN)
    with database.reading() as connection:
        found = store.one_time_code(connection, actor.person_id)
    if found is None or found.active_since or found.created_at + PROPOSAL_LIFE <= actor.now:
        return None
    secret = sealing.opened(found.sealed, key=key, owner=actor.person_id)
    if secret is None:
        return None
    return Proposal(secret, pyotp.TOTP(secret, name=actor.email, issuer=issuer).provisioning_uri())


def confirm(database: Database, *, actor: Staff, code: str, key: str, letterhead: Letterhead) -> None:
    """Puts the app to use by a first code from it. Raises Refused, WrongProof, TooManyAttempts."""
    policy.require(actor, Action.CHANGE_SIGN_IN)
    attempts.count_all(database, {"code": str(actor.person_id)}, actor.now)
    with database.writing() as connection:
        found = store.one_time_code(connection, actor.person_id)
        secret = sealing.opened(found.sealed, key=key, owner=actor.person_id) if found else None
        step = _step(secret, code, actor.now) if secret else None
        if step is None or not store.activate_code(connection, actor.person_id, step=step, now=actor.now):
            raise WrongProof
        changes.made(connection, actor, Change.CODES_ON, letterhead)


def remove(database: Database, *, actor: Staff, letterhead: Letterhead) -> bool:
    """False where there was none (any more). Raises Refused."""
    policy.require(actor, Action.CHANGE_SIGN_IN)
    with database.writing() as connection:
        removed = store.remove_code(connection, actor.person_id)
        if removed:
            forget_without_second(connection, actor.person_id)
            changes.made(connection, actor, Change.CODES_OFF, letterhead)
        return removed


def forget_without_second(connection: Connection, person_id: UUID) -> None:
    """Recovery codes stand in for something; without it there is nothing that they are good for."""
    if not store.has_second(connection, person_id):
        store.remove_recovery_codes(connection, person_id)


def use(connection: Connection, person_id: UUID, *, code: str, key: str, now: datetime) -> bool:
    """Uses a code up; False where it is wrong, too old, or has been used."""
    found = store.one_time_code(connection, person_id)
    secret = sealing.opened(found.sealed, key=key, owner=person_id) if found and found.active_since else None
    step = _step(secret, code, now) if secret else None
    return step is not None and store.use_step(connection, person_id, step)


def _step(secret: str, code: str, now: datetime) -> int | None:
    """The span of thirty seconds that a code belongs to, if it is one of those around now."""
    digits, today = "".join(code.split()).encode(), int(now.timestamp()) // SPAN
    spans = range(today - DRIFT, today + DRIFT + 1)
    right = [span for span in spans if compare_digest(pyotp.TOTP(secret).at(span * SPAN).encode(), digits)]
    return right[-1] if right else None
