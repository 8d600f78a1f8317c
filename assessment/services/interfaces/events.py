"""What happens is written down for the systems that want to know, in the transaction in which it happens.

A message names no company: it says which referral, which offer, and how it stands. Whoever may know more asks
for it with a token.
"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection

from assessment.store import webhooks as store

REFERRAL, TEST = "referral.status", "test"
KINDS = (REFERRAL, TEST)


def referral_changed(
    connection: Connection,
    *,
    referral_id: UUID,
    run_id: UUID,
    offer: str,
    state: str,
    now: datetime,
    organisation_ids: Collection[UUID | None],
) -> None:
    """Tells the organisations at both ends how a referral stands now; None are those that are gone."""
    told = {"referral": {"id": str(referral_id), "offer": offer, "state": state, "since": now.isoformat()}}
    theirs = {one for one in organisation_ids if one}
    for hook in store.of(connection, theirs):
        put(connection, webhook_id=hook.id, kind=REFERRAL, told=told, now=now, run_id=run_id)


def put(
    connection: Connection,
    *,
    webhook_id: UUID,
    kind: str,
    told: Mapping[str, object],
    now: datetime,
    run_id: UUID | None = None,
) -> UUID:
    """One message for one address; its id."""
    delivery_id = uuid4()
    text = {"id": str(delivery_id), "type": kind, "created_at": now.isoformat(), "data": told}
    store.put(
        connection,
        delivery_id=delivery_id,
        webhook_id=webhook_id,
        kind=kind,
        text=json.dumps(text, ensure_ascii=False),
        now=now,
        run_id=run_id,
    )
    return delivery_id
