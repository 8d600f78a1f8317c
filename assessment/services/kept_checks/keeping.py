"""What somebody who is signed in does with the checks in their account: keep, take up, take out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import keys, policy, runs
from assessment.services.policy import Action, Staff
from assessment.services.runs import Begun
from assessment.services.sign_in.sealing import Purpose, opened, sealed
from assessment.store import audit
from assessment.store import kept_checks as store
from assessment.store.database import Database


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who keeps a check, and the signing key by which keys are sealed."""

    actor: Staff
    secret: str


def keep(database: Database, *, run_id: UUID, key: str | None, keeper: Keeper) -> None:
    """Keeps a check of which the browser holds the key. Raises Refused, KeyNeeded."""
    policy.require(keeper.actor, Action.KEEP_CHECKS)
    with database.writing() as connection:
        run = runs.unlocked(connection, run_id, key)
        put(connection, keeper.actor.person_id, Begun(run.id, key or ""), keeper.secret, keeper.actor.now)


def keep_follow_up(connection: Connection, *, earlier_id: UUID, begun: Begun, keeper: Keeper) -> None:
    """Keeps a check that has just begun with the answers of one which this person keeps, too.

    Others who keep the earlier one have no key of the new one, and get none by this.
    """
    actor = keeper.actor
    allowed = policy.decide(actor, Action.KEEP_CHECKS).allowed
    if allowed and store.keeps(connection, actor.person_id, earlier_id):
        put(connection, actor.person_id, begun, keeper.secret, actor.now)


def keeps(database: Database, *, actor: Staff, run_id: UUID) -> bool:
    with database.reading() as connection:
        return store.keeps(connection, actor.person_id, run_id)


def taken_up(database: Database, *, run_id: UUID, keeper: Keeper) -> Begun | None:
    """A kept check with its key, for the browser to hold. Raises Refused.

    None where it is not kept (any more), or where the signing key has been replaced since it was sealed.
    """
    policy.require(keeper.actor, Action.KEEP_CHECKS)
    person_id = keeper.actor.person_id
    with database.reading() as connection:
        found = store.sealed_key(connection, person_id, run_id)
    if found is None:
        return None
    seal, key_hash = found
    key = opened(seal, key=keeper.secret, owner=person_id, purpose=Purpose.CHECKS)
    return Begun(run_id, key) if key and keys.hashed(key) == key_hash else None


def take_out(database: Database, *, actor: Staff, run_id: UUID) -> bool:
    """Takes a check out of the account; its link still opens it. False where it was not kept.

    Raises Refused.
    """
    policy.require(actor, Action.KEEP_CHECKS)
    with database.writing() as connection:
        return store.take_out(connection, actor.person_id, run_id)


def put(connection: Connection, person_id: UUID, begun: Begun, secret: str, now: datetime) -> None:
    """The log says of the person that they keep something, and not what: it outlives taking it out."""
    seal = sealed(begun.key, key=secret, owner=person_id, purpose=Purpose.CHECKS)
    store.put(connection, person_id=person_id, run_id=begun.run_id, sealed_key=seal, moment=now)
    audit.note(connection, "check_kept", "person", person_id, person_id=person_id, at=now)
