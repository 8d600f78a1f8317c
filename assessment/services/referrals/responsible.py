"""Who is responsible for a company by its district: chamber, chamber of crafts, employment agency.

Pure, read off the tables of districts: never "the region", and never a guess for a place that these do not
hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assessment.services.runs import OpenRun
from matching import catalogue
from matching.catalogue import Catalogue
from matching.houses import OF_DISTRICTS, Part
from matching.offers import District, Offer

DISTRICT, MEMBERSHIP = "district", "membership"
"""The questions that say so."""
CHAMBERS: Mapping[str, tuple[Part, ...]] = {"ihk": ("chamber",), "hwk": ("craft_chamber",)}
"""By membership, which chambers speak for a company; both for whoever is in both, or has not said."""


@dataclass(frozen=True, slots=True)
class Responsible:
    """`bodies`: the offers that are these houses themselves; `chambers`: those to which the company belongs,
    as far as it has said."""

    district: District
    bodies: Mapping[Part, Offer]
    chambers: tuple[Offer, ...]

    def named_for(self, offer_id: str) -> tuple[Offer, ...]:
        """Whom a company is told about beside an offer: its chambers, and the agency if the offer is its."""
        agency, offer = self.bodies["employment_agency"], catalogue.released().offer.get(offer_id)
        agencys = offer is not None and offer.organisation == agency.organisation
        return (*self.chambers, agency) if agencys else self.chambers


def of_run(run: OpenRun) -> Responsible | None:
    """None for a place outside of these districts, and where none was told."""
    given = {name: run.path.answers.get(name) for name in (DISTRICT, MEMBERSHIP)}
    choices = {name: answer.choice if answer else None for name, answer in given.items()}
    return of(catalogue.released(), choices[DISTRICT], choices[MEMBERSHIP])


def of(offers: Catalogue, district: str | None, membership: str | None) -> Responsible | None:
    """The same by the options that were chosen."""
    found = offers.districts.get(district or "")
    if found is None:
        return None
    bodies = {part: offers.offer[getattr(found, part)] for part in OF_DISTRICTS}
    parts = CHAMBERS.get(membership or "", ("chamber", "craft_chamber"))
    return Responsible(found, bodies, tuple(bodies[part] for part in parts))


def doors_of(offer: Offer, responsible: Responsible | None) -> tuple[str, ...]:
    """The names under which somebody may receive it, the nearest first.

    What exists once for each house, as the funding of the employment agencies does, goes to the one that is
    responsible for the company, not to all of them or to a central one.
    """
    bodies = responsible.bodies.values() if responsible else ()
    theirs = (body.id for body in bodies if body.organisation == offer.organisation and body.id != offer.id)
    itself = offer.id in {body.id for body in bodies}
    return (offer.id,) if itself else (offer.id, *theirs)


@cache
def _bodies() -> Mapping[str, str]:
    """The houses that districts name, each with its organisation."""
    known = catalogue.released()
    ids = {getattr(one, part) for one in known.districts.values() for part in OF_DISTRICTS}
    return {id_: known.offer[id_].organisation for id_ in ids}


def house_of(offer: Offer) -> str:
    """Whose people receive what is sent to this offer: one agency is not the house of all agencies."""
    return offer.id if offer.id in _bodies() else offer.organisation


def organisation_of(house: str) -> str:
    """What a house of the districts is a part of; any other is that itself."""
    return _bodies().get(house, house)


def has_parts(organisation: str) -> bool:
    """Whether several houses receive for it, each for its own districts."""
    return any(id_ != organisation for id_, whole in _bodies().items() if whole == organisation)
