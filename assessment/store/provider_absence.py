"""When the people of a provider are away, and how many referrals they can have in hand at once.

Both hang on the organisation and go with it. Nobody is named: a house is away, not a person.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, upsert
from assessment.store.referrals import Referral


class ProviderAbsence(Base):
    """`ends_on` is the last day away."""

    __tablename__ = "provider_absence"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    begins_on: Mapped[date]
    ends_on: Mapped[date]
    said_at: Mapped[datetime]


class ProviderCapacity(Base):
    """`most`: so many referrals may be under way there at once. Without a row there is no limit."""

    __tablename__ = "provider_capacity"

    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    most: Mapped[int]


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    id: UUID
    organisation_id: UUID
    begins_on: date
    ends_on: date


_ABSENCE = tuple(getattr(ProviderAbsence, name) for name in AbsenceRow.__slots__)


def put(
    connection: Connection, *, organisation_id: UUID, begins_on: date, ends_on: date, now: datetime
) -> UUID:
    row = {"id": uuid4(), "organisation_id": organisation_id, "begins_on": begins_on, "ends_on": ends_on}
    connection.execute(insert(ProviderAbsence), row | {"said_at": now})
    return row["id"]  # type: ignore[return-value]


def one(connection: Connection, absence_id: UUID) -> AbsenceRow | None:
    found = connection.execute(select(*_ABSENCE).where(ProviderAbsence.id == absence_id)).first()
    return AbsenceRow(*found) if found else None


def of(connection: Connection, organisation_ids: Collection[UUID]) -> dict[UUID, tuple[AbsenceRow, ...]]:
    """By organisation, all that was said, also what is over: it counts for what was sent before."""
    if not organisation_ids:
        return {}
    chosen = select(*_ABSENCE).where(ProviderAbsence.organisation_id.in_(organisation_ids))
    found: dict[UUID, tuple[AbsenceRow, ...]] = {}
    for row in connection.execute(chosen.order_by(ProviderAbsence.begins_on, ProviderAbsence.id)):
        absence = AbsenceRow(*row)
        found[absence.organisation_id] = (*found.get(absence.organisation_id, ()), absence)
    return found


def of_one(connection: Connection, organisation_id: UUID | None) -> tuple[AbsenceRow, ...]:
    """The same for one; nothing where nobody in particular is meant."""
    return of(connection, [organisation_id]).get(organisation_id, ()) if organisation_id else ()


def end(connection: Connection, absence_id: UUID, ends_on: date) -> None:
    changed = update(ProviderAbsence).where(ProviderAbsence.id == absence_id)
    connection.execute(changed.values(ends_on=ends_on))


def forget(connection: Connection, absence_id: UUID) -> None:
    connection.execute(delete(ProviderAbsence).where(ProviderAbsence.id == absence_id))


# --- how many at once ----------------------------------------------------------------------------


def limits(connection: Connection, organisation_ids: Collection[UUID]) -> dict[UUID, int]:
    """By organisation, how many at most. Who sends there holds the organisation before."""
    if not organisation_ids:
        return {}
    chosen = select(ProviderCapacity.organisation_id, ProviderCapacity.most)
    chosen = chosen.where(ProviderCapacity.organisation_id.in_(organisation_ids))
    return {row[0]: row[1] for row in connection.execute(chosen)}


def limit(connection: Connection, organisation_id: UUID, most: int | None) -> None:
    """Instead of what was said before; None: no limit."""
    if most is None:
        mine = ProviderCapacity.organisation_id == organisation_id
        connection.execute(delete(ProviderCapacity).where(mine))
        return
    upsert(connection, ProviderCapacity, {"organisation_id": organisation_id, "most": most})


def in_hand(
    connection: Connection, organisation_ids: Collection[UUID], states: Collection[str], now: datetime
) -> dict[UUID, int]:
    """By organisation, how many referrals in these states are not over."""
    if not organisation_ids:
        return {}
    going = (Referral.state.in_(list(states)), Referral.ends_at > now)
    chosen = select(Referral.provider_id, func.count()).where(
        Referral.provider_id.in_(organisation_ids), *going
    )
    rows = connection.execute(chosen.group_by(Referral.provider_id))
    return {row[0]: row[1] for row in rows if row[0]}
