"""Tokens of systems: made for an organisation, shown once, revoked at any time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from assessment.errors import Refused, TooMany
from assessment.services import houses_by_name, policy
from assessment.services.houses_by_name import Found
from assessment.services.policy import SCOPES_IN, Action, Kind, Place, Reason, Scope, Staff
from assessment.services.sign_in.tokens import hashed, new_token
from assessment.store import audit, people, webhooks
from assessment.store import interfaces as store
from assessment.store.database import Database
from assessment.store.interfaces import TokenRow
from assessment.store.people import OrganisationRow
from assessment.store.webhooks import DeliveryRow, WebhookRow

BEGINS = "wk_"
"""So that a token is recognised wherever one turns up that should not be there."""
LIVES = (30, 90, 180, 365)
"""Days, of which one is chosen."""
MOST = 20
"""Tokens that hold at the same time, for one organisation."""
SHOWN = 20
"""Deliveries, the newest."""


@dataclass(frozen=True, slots=True)
class Interfaces:
    """What an organisation has in the way of interfaces; `scopes` are those that its tokens may have."""

    organisation: OrganisationRow
    scopes: tuple[Scope, ...]
    tokens: tuple[TokenRow, ...]
    webhooks: tuple[WebhookRow, ...]
    deliveries: tuple[DeliveryRow, ...]


def houses(database: Database, *, actor: Staff, name: str = "") -> Found:
    """The organisations whose interfaces somebody keeps, by name. Raises Refused."""
    policy.require(actor, Action.KEEP_TOKENS)
    with database.reading() as connection:
        if policy.decide(actor, Action.SEE_ORGANISATIONS).allowed:
            return houses_by_name.find(connection, name)
        own = [people.organisation(connection, one) for one in {seat.organisation_id for seat in actor.seats}]
    kept = [one for one in own if one and policy.decide(actor, Action.KEEP_TOKENS, Place(one.id)).allowed]
    return Found(tuple(sorted(kept, key=lambda one: (one.name, one.id))))


def board(database: Database, *, actor: Staff, organisation_id: UUID) -> Interfaces:
    """Raises Refused."""
    policy.require(actor, Action.KEEP_TOKENS, Place(organisation_id))
    with database.reading() as connection:
        house = people.organisation(connection, organisation_id)
        if house is None:
            raise Refused(Reason.OTHER_ORGANISATION)
        return Interfaces(
            house,
            SCOPES_IN[Kind(house.kind)],
            tuple(store.tokens_of(connection, organisation_id)),
            tuple(webhooks.of(connection, [organisation_id])),
            tuple(webhooks.deliveries(connection, organisation_id, SHOWN)),
        )


def make(
    database: Database,
    *,
    actor: Staff,
    organisation_id: UUID,
    name: str,
    scopes: Collection[Scope],
    days: int,
) -> str:
    """The token, which is told once and never stored. Raises Refused, TooMany."""
    policy.require(actor, Action.KEEP_TOKENS, Place(organisation_id))
    token, ends = BEGINS + new_token(), actor.now + timedelta(days=days)
    with database.writing() as connection:
        house = people.organisation(connection, organisation_id)
        if house is None or not set(scopes) <= set(SCOPES_IN[Kind(house.kind)]):
            raise Refused(Reason.ROLE_NOT_HERE)
        held = [one for one in store.tokens_of(connection, organisation_id) if holds(one, actor)]
        if len(held) >= MOST:
            raise TooMany(MOST)
        token_id = store.put_token(
            connection,
            token_hash=hashed(token),
            organisation_id=organisation_id,
            name=name,
            scopes=frozenset(scopes),
            now=actor.now,
            expires_at=ends,
        )
        audit.by(connection, actor, "token_made", "api_token", token_id)
    return token


def holds(token: TokenRow, actor: Staff) -> bool:
    return token.revoked_at is None and token.expires_at > actor.now


def revoke(database: Database, *, actor: Staff, organisation_id: UUID, token_id: UUID) -> bool:
    """False where somebody has already, or it is another organisation's. Raises Refused."""
    policy.require(actor, Action.KEEP_TOKENS, Place(organisation_id))
    with database.writing() as connection:
        revoked = store.revoke(connection, organisation_id, token_id, actor.now)
        if revoked:
            audit.by(connection, actor, "token_revoked", "api_token", token_id)
        return revoked
