"""What the system of an organisation reads: the companies that show it something, and frozen figures."""

from datetime import date
from uuid import UUID

from assessment.errors import NoSuchFigures, NoSuchMember
from assessment.services import policy
from assessment.services.campaigns import members
from assessment.services.campaigns.members import Member
from assessment.services.figures import freezing
from assessment.services.policy import Action, Place, System
from assessment.store import sharing as store
from assessment.store.database import Database
from reports.cohorts.statistics import Statistics


def listed(
    database: Database, *, system: System, after: UUID | None, limit: int
) -> tuple[list[Member], UUID | None]:
    """One page in the order of their ids, and after which the next one begins: None at the end.

    An id that is gone meanwhile loses nobody and shows nobody twice. Raises Refused.
    """
    policy.require(system, Action.READ_SHARED, Place(system.organisation_id))
    with database.reading() as connection:
        found = store.with_organisations(connection, [system.organisation_id], system.now)
    later = sorted((row for row in found if after is None or row.id > after), key=lambda row: row.id)
    page = [Member(row) for row in later[:limit]]
    return page, page[-1].shared.id if len(later) > limit else None


def one(database: Database, *, system: System, consent_id: UUID) -> Member:
    """Raises Refused, NoSuchMember: also where it shows nothing (any more), or not to this organisation."""
    policy.require(system, Action.READ_SHARED, Place(system.organisation_id))
    with database.reading() as connection:
        row = store.one(connection, consent_id, system.now)
        if row is None or row.organisation_id != system.organisation_id:
            raise NoSuchMember
        return members.shown(connection, row, system.now)


def figures(
    database: Database, *, system: System, day: date | None
) -> tuple[tuple[date, ...], Statistics | None]:
    """The days of which figures were frozen, the newest first, and the figures of one of them, or the newest:
    None while there are none. They are the same for everybody who may read any.

    Raises Refused, NoSuchFigures.
    """
    policy.require(system, Action.READ_FIGURES, Place(system.organisation_id))
    with database.reading() as connection:
        days = freezing.days(connection)
        if day and day not in days:
            raise NoSuchFigures
        return days, freezing.of_day(connection, day or days[0]) if days else None
