"""All accounts with what people do by them, for the list at the command line."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from assessment.store.factors import HAS_SECOND
from assessment.store.kept_checks import KeptCheck
from assessment.store.people import Membership, Organisation, Person


class AccountRow(NamedTuple):
    """`seats`: role and organisation. `keeps`: how many checks are kept in it."""

    email: str
    name: str
    last_seen_at: datetime
    has_second: bool
    keeps: int
    seats: tuple[tuple[str, str], ...]


def everybody(connection: Connection) -> list[AccountRow]:
    """By address. One statement."""
    keeps = select(func.count()).where(KeptCheck.person_id == Person.id).scalar_subquery()
    told = select(
        Person.email, Person.name, Person.last_seen_at, HAS_SECOND, keeps, Membership.role, Organisation.name
    )
    joined = told.select_from(Person).outerjoin(Membership).outerjoin(Organisation)
    found: dict[str, AccountRow] = {}
    for row in connection.execute(joined.order_by(Person.email, Organisation.name, Membership.role)):
        known = found.get(row[0]) or AccountRow(row[0], row[1], row[2], bool(row[3]), row[4], ())
        seats = (*known.seats, (row[5], row[6])) if row[5] else known.seats
        found[row[0]] = known._replace(seats=seats)
    return list(found.values())


def kept_in(connection: Connection, person_id: UUID) -> list[UUID]:
    """The checks that somebody keeps."""
    return list(
        connection.execute(select(KeptCheck.run_id).where(KeptCheck.person_id == person_id)).scalars()
    )
