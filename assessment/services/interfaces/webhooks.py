"""Addresses that an organisation wants to be told at: added, tried, removed."""

from uuid import UUID, uuid4

from assessment.errors import TooMany
from assessment.services import policy
from assessment.services.interfaces import calling, events
from assessment.services.policy import Action, Place, Staff
from assessment.services.sign_in.sealing import Purpose, sealed
from assessment.services.sign_in.tokens import new_token
from assessment.store import audit
from assessment.store import webhooks as store
from assessment.store.database import Database

BEGINS = "whsec_"
MOST = 5
"""Addresses of one organisation."""


def add(
    database: Database, *, actor: Staff, organisation_id: UUID, url: str, key: str, inside: bool = False
) -> str:
    """The secret with which we sign, told once; `key` seals it in the database.

    Raises Refused, TooMany, services.interfaces.calling.Unreached where the address cannot be one.
    """
    policy.require(actor, Action.KEEP_TOKENS, Place(organisation_id))
    calling.parsed(url, inside=inside)
    webhook_id, secret = uuid4(), BEGINS + new_token()
    with database.writing() as connection:
        if store.number_of(connection, organisation_id) >= MOST:
            raise TooMany(MOST)
        store.add(
            connection,
            webhook_id=webhook_id,
            organisation_id=organisation_id,
            url=url,
            sealed_secret=sealed(secret, key=key, owner=webhook_id, purpose=Purpose.WEBHOOKS),
            now=actor.now,
        )
        audit.by(connection, actor, "webhook_added", "webhook", webhook_id)
    return secret


def remove(database: Database, *, actor: Staff, organisation_id: UUID, webhook_id: UUID) -> bool:
    """False where it is gone already, or another organisation's. Raises Refused."""
    policy.require(actor, Action.KEEP_TOKENS, Place(organisation_id))
    with database.writing() as connection:
        removed = store.remove(connection, organisation_id, webhook_id)
        if removed:
            audit.by(connection, actor, "webhook_removed", "webhook", webhook_id)
        return removed


def try_out(database: Database, *, actor: Staff, organisation_id: UUID, webhook_id: UUID) -> UUID | None:
    """Writes a message that says nothing, and which one; None where the address is gone, or another
    organisation's. Raises Refused."""
    policy.require(actor, Action.KEEP_TOKENS, Place(organisation_id))
    with database.writing() as connection:
        if webhook_id not in {one.id for one in store.of(connection, [organisation_id])}:
            return None
        return events.put(connection, webhook_id=webhook_id, kind=events.TEST, told={}, now=actor.now)
