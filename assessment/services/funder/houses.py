"""Whose companies a report counts: those of the whole network, or of one chamber."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import policy
from assessment.services.policy import Action, Kind, Place, Staff
from assessment.store import people

NETWORK = None
"""In the place of a chamber: the whole network."""


@dataclass(frozen=True, slots=True)
class House:
    """`catalogue_id` is how districts and offers call the chamber."""

    id: UUID
    name: str
    catalogue_id: str


def require(actor: Staff, house: UUID | None) -> None:
    """Raises Refused where somebody may not report for these companies."""
    if house is NETWORK:
        policy.require(actor, Action.REPORT_FOR_NETWORK)
    else:
        policy.require(actor, Action.REPORT_TO_FUNDER, Place(house))


def hold(connection: Connection, house: UUID | None) -> None:
    """One after the other: who types in for the same house waits until the transaction ends."""
    if house is NETWORK:
        people.hold(connection, kind=Kind.NETWORK)
    else:
        people.hold(connection, id=house)


def require_any(actor: Staff) -> None:
    """Raises Refused where somebody may report for nobody."""
    policy.require(actor, Action.REPORT_TO_FUNDER)


def may_all(actor: Staff) -> bool:
    """Whether somebody may report for the whole network."""
    return policy.decide(actor, Action.REPORT_FOR_NETWORK).allowed


def choices(connection: Connection, actor: Staff, chambers: frozenset[str]) -> list[House]:
    """The chambers for which somebody may report; `chambers` are those that have districts."""
    found = []
    for organisation_id in dict.fromkeys(seat.organisation_id for seat in actor.seats):
        allowed = policy.decide(actor, Action.REPORT_TO_FUNDER, Place(organisation_id)).allowed
        row = people.organisation(connection, organisation_id) if allowed else None
        if row and row.catalogue_id in chambers:
            found.append(House(row.id, row.name, row.catalogue_id or ""))
    return found
