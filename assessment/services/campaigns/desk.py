"""Campaigns at the desk of whoever runs them: make one, hand out its link, end it, see its counters."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchCampaign
from assessment.services import policy
from assessment.services.campaigns import codes
from assessment.services.campaigns.stages import Stage, stage
from assessment.services.policy import Action, Place, Seat, Staff
from assessment.store import audit
from assessment.store import campaigns as store
from assessment.store.campaigns import CampaignRow
from assessment.store.database import Database
from assessment.store.people import NAME_LENGTH
from reports.cohorts.counts import told_in_steps

__all__ = ["NAME_LENGTH"]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as its chamber sees it. Counters are what `told_in_steps` tells of them."""

    id: UUID
    organisation_id: UUID
    organisation: str
    code: str
    name: str
    begins_on: date
    ends_on: date
    stage: Stage
    started: int | None
    finished: int | None


def houses(actor: Staff) -> tuple[Seat, ...]:
    """Where somebody may run campaigns: chamber officers in their chamber, operators for the network."""
    seats = {seat.organisation_id: seat for seat in actor.seats if _may(actor, seat.organisation_id)}
    return tuple(seats.values())


def _may(actor: Staff, organisation_id: UUID) -> bool:
    return policy.decide(actor, Action.RUN_CAMPAIGNS, Place(organisation_id)).allowed


def listed(database: Database, *, actor: Staff) -> tuple[Campaign, ...]:
    """The campaigns of these houses, the one that ends last first. Raises Refused."""
    policy.require(actor, Action.RUN_CAMPAIGNS)
    with database.reading() as connection:
        rows = store.of(connection, [seat.organisation_id for seat in houses(actor)])
    return tuple(_shown(row, clock.day(actor.now)) for row in rows)


def one(database: Database, *, actor: Staff, campaign_id: UUID) -> Campaign:
    """Raises Refused, NoSuchCampaign: also for those of other houses."""
    policy.require(actor, Action.RUN_CAMPAIGNS)
    with database.reading() as connection:
        return _shown(_own(connection, actor, campaign_id), clock.day(actor.now))


def make(
    database: Database, *, actor: Staff, organisation_id: UUID, name: str, begins_on: date, ends_on: date
) -> UUID:
    """A campaign with a link of its own; returns its id. Raises Refused."""
    policy.require(actor, Action.RUN_CAMPAIGNS, Place(organisation_id))
    id_ = uuid4()
    with database.writing() as connection:
        store.make(
            connection,
            id=id_,
            organisation_id=organisation_id,
            code=_free_code(connection),
            name=name,
            begins_on=begins_on,
            ends_on=ends_on,
            moment=actor.now,
        )
        audit.by(connection, actor, "campaign_made", "campaign", id_)
    return id_


def end(database: Database, *, actor: Staff, campaign_id: UUID) -> bool:
    """Ends a campaign before its last day; False where it was over. Raises Refused, NoSuchCampaign."""
    policy.require(actor, Action.RUN_CAMPAIGNS)
    with database.writing() as connection:
        row = _own(connection, actor, campaign_id)
        ended = stage(row, clock.day(actor.now)) is not Stage.OVER and store.close(
            connection, row.id, actor.now
        )
        if ended:
            audit.by(connection, actor, "campaign_ended", "campaign", row.id)
        return ended


def _own(connection: Connection, actor: Staff, campaign_id: UUID) -> CampaignRow:
    row = store.one(connection, campaign_id)
    if row is None or not _may(actor, row.organisation_id):
        raise NoSuchCampaign
    return row


def _free_code(connection: Connection) -> str:
    while store.by_code(connection, code := codes.new()):
        continue
    return code


def _shown(row: CampaignRow, today: date) -> Campaign:
    return Campaign(
        id=row.id,
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        code=row.code,
        name=row.name,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        stage=stage(row, today),
        started=told_in_steps(row.started),
        finished=told_in_steps(row.finished),
    )
