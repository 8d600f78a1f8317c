"""Campaigns: links that a chamber hands out, and the checks that began by one.

`started` and `finished` count each check once and stay when the check is erased: who came by a link is known
only as long as the check is there, how many they were for as long as the campaign.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base
from assessment.store.people import NAME_LENGTH, Organisation

CODE_LENGTH = 12


class Campaign(Base):
    """`code` stands in the address of the link. `closed_at`: ended by hand, before its last day was over."""

    __tablename__ = "campaign"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(String(CODE_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    started: Mapped[int]
    finished: Mapped[int]


class Arrival(Base):
    """A check that began by a link. `counted`: the counters of the campaign count it."""

    __tablename__ = "arrival"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    arrived_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    counted: Mapped[bool]


@dataclass(frozen=True, slots=True)
class CampaignRow:
    id: UUID
    organisation_id: UUID
    organisation: str
    code: str
    name: str
    begins_on: date
    ends_on: date
    closed_at: datetime | None
    started: int
    finished: int


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    run_id: UUID
    campaign_id: UUID
    finished_at: datetime | None
    counted: bool


_CAMPAIGN = select(
    Campaign.id,
    Campaign.organisation_id,
    Organisation.name,
    Campaign.code,
    Campaign.name,
    Campaign.begins_on,
    Campaign.ends_on,
    Campaign.closed_at,
    Campaign.started,
    Campaign.finished,
).join(Organisation)
_ARRIVAL = select(Arrival.run_id, Arrival.campaign_id, Arrival.finished_at, Arrival.counted)


def _row(row: Sequence[Any]) -> CampaignRow:
    return CampaignRow(*row)


def make(connection: Connection, *, moment: datetime, **told: Any) -> None:
    """A new campaign that nobody has followed yet; `told` are its other columns."""
    row = told | {"created_at": moment, "closed_at": None, "started": 0, "finished": 0}
    connection.execute(insert(Campaign), row)


def one(connection: Connection, campaign_id: UUID) -> CampaignRow | None:
    found = connection.execute(_CAMPAIGN.where(Campaign.id == campaign_id)).first()
    return _row(found) if found else None


def by_code(connection: Connection, code: str) -> CampaignRow | None:
    found = connection.execute(_CAMPAIGN.where(Campaign.code == code)).first()
    return _row(found) if found else None


def by_run(connection: Connection, run_id: UUID) -> CampaignRow | None:
    """The campaign by whose link a check began."""
    found = connection.execute(_CAMPAIGN.join(Arrival).where(Arrival.run_id == run_id)).first()
    return _row(found) if found else None


def of(connection: Connection, organisation_ids: Collection[UUID]) -> list[CampaignRow]:
    """The campaigns of these organisations; the one that ends last stands first."""
    chosen = _CAMPAIGN.where(Campaign.organisation_id.in_(organisation_ids))
    rows = connection.execute(chosen.order_by(Campaign.ends_on.desc(), Campaign.name, Campaign.id))
    return [_row(row) for row in rows]


def close(connection: Connection, campaign_id: UUID, moment: datetime) -> bool:
    """Ends a campaign; False where somebody has already."""
    open_ = update(Campaign).where(Campaign.id == campaign_id, Campaign.closed_at.is_(None))
    return connection.execute(open_.values(closed_at=moment)).rowcount > 0


def arrive(
    connection: Connection, *, run_id: UUID, campaign_id: UUID, counted: bool, moment: datetime
) -> None:
    """Notes by which link a check began."""
    row = {"run_id": run_id, "campaign_id": campaign_id, "arrived_at": moment, "finished_at": None}
    connection.execute(insert(Arrival), row | {"counted": counted})


def arrivals(connection: Connection, run_ids: Collection[UUID]) -> list[ArrivalRow]:
    rows = connection.execute(_ARRIVAL.where(Arrival.run_id.in_(run_ids))) if run_ids else ()
    return [ArrivalRow(*row) for row in rows]


def uncount(connection: Connection, run_id: UUID) -> None:
    """Another check of the same company counts instead of this one."""
    connection.execute(update(Arrival).where(Arrival.run_id == run_id).values(counted=False))


def finish(connection: Connection, run_id: UUID, moment: datetime) -> bool:
    """Notes that a check that came by a link has a result, and counts it; False where that is known."""
    first = update(Arrival).where(Arrival.run_id == run_id, Arrival.finished_at.is_(None))
    noted = first.values(finished_at=moment).returning(Arrival.campaign_id, Arrival.counted)
    row = connection.execute(noted).first()
    if row and row.counted:
        count(connection, row.campaign_id, finished=1)
    return row is not None


def count(connection: Connection, campaign_id: UUID, *, started: int = 0, finished: int = 0) -> None:
    """Adds to the counters where they are, so that two at once count as two."""
    more = {"started": Campaign.started + started, "finished": Campaign.finished + finished}
    connection.execute(update(Campaign).where(Campaign.id == campaign_id).values(more))
