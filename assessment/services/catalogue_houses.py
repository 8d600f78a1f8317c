"""Which organisation here is which house of the content: a chamber that districts name, a door behind offers.

What is sent to a house, and what it counts, follows from this; so operators say it, and nobody for their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from assessment.errors import NoSuchOrganisation
from assessment.services import policy
from assessment.services.policy import Action, Place, Staff
from assessment.store import audit, people
from assessment.store.database import Database
from matching import catalogue
from matching.houses import House, Part, houses


@dataclass(frozen=True, slots=True)
class Choice:
    """A house that an organisation can be; `taken_by` is what another one is called that is this already."""

    house: House
    taken_by: str | None


def known() -> Mapping[str, House]:
    """All houses of the content, by id."""
    return {house.id: house for house in houses(catalogue.released())}


def choices(database: Database, *, actor: Staff, organisation_id: UUID) -> Mapping[Part, tuple[Choice, ...]]:
    """What an organisation can be, by what houses are there for. Raises Refused."""
    policy.require(actor, Action.SAY_HOUSE, Place(organisation_id))
    with database.reading() as connection:
        others = [one for one in people.houses_of_catalogue(connection) if one.id != organisation_id]
    taken = {one.catalogue_id: one.name for one in others if one.catalogue_id}
    found: dict[Part, tuple[Choice, ...]] = {}
    for house in known().values():
        found[house.part] = (*found.get(house.part, ()), Choice(house, taken.get(house.id)))
    return found


def say(database: Database, *, actor: Staff, organisation_id: UUID, catalogue_id: str | None) -> bool:
    """Says which house an organisation is, None for none. False where another one is that already.

    Raises Refused, NoSuchOrganisation. `catalogue_id` must be one of `known`.
    """
    policy.require(actor, Action.SAY_HOUSE, Place(organisation_id))
    with database.writing() as connection:
        found = {one.id: one.catalogue_id for one in people.houses_of_catalogue(connection)}
        if people.organisation(connection, organisation_id) is None:
            raise NoSuchOrganisation
        if catalogue_id and catalogue_id in [house for id_, house in found.items() if id_ != organisation_id]:
            return False
        people.be_house(connection, organisation_id, catalogue_id)
        audit.by(connection, actor, "house_said", "organisation", organisation_id)
        return True
