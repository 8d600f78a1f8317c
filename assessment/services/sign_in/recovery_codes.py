"""Codes for the day on which the phone is lost: ten, shown once, each good once as a second step."""

from hashlib import sha256
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import keys, policy
from assessment.services.policy import Action, Staff
from assessment.services.sign_in import changes
from assessment.services.sign_in.changes import Change, Letterhead
from assessment.store import factors as store
from assessment.store.database import Database

NUMBER = 10


def make(database: Database, *, actor: Staff, letterhead: Letterhead) -> list[str]:
    """A new set, to be shown now and never again; the old one is worth nothing any more. Raises Refused.

    Empty where the account has no second step that they could stand in for.
    """
    policy.require(actor, Action.CHANGE_SIGN_IN)
    codes = [keys.new() for _ in range(NUMBER)]
    with database.writing() as connection:
        if not store.has_second(connection, actor.person_id):
            return []
        hashes = [hashed(actor.person_id, code) for code in codes]
        store.put_recovery_codes(connection, actor.person_id, hashes)
        changes.made(connection, actor, Change.RECOVERY_CODES_MADE, letterhead)
    return codes


def use(connection: Connection, person_id: UUID, *, typed: str) -> bool:
    """Uses a code up; False where it is wrong, somebody else's, or has been used."""
    code = keys.normalised(typed)
    return code is not None and store.use_recovery_code(connection, person_id, hashed(person_id, code))


def hashed(person_id: UUID, code: str) -> bytes:
    """A code has 80 random bits, so a plain hash is enough; no two accounts have the same."""
    return sha256(person_id.bytes + code.encode()).digest()
