"""The houses that the content names: who is responsible for a district, and who stands behind an offer.

>>> [house.name for house in houses(catalogue.released())][:1]
"""

import re
from dataclasses import dataclass
from typing import Literal

from matching.catalogue import Catalogue
from questionnaires.text import Text

Part = Literal["chamber", "craft_chamber", "employment_agency", "provider"]
_WORD = re.compile(r"\w+")
OF_DISTRICTS: tuple[Part, ...] = ("chamber", "craft_chamber", "employment_agency")


@dataclass(frozen=True, slots=True)
class House:
    """`id`: as districts and offers name it. `part`: what it is there for."""

    id: str
    name: Text
    part: Part


def houses(catalogue: Catalogue) -> tuple[House, ...]:
    """All of them, each once: first those of the districts, then providers; each part by its German name."""
    found: dict[str, House] = {}
    for part in OF_DISTRICTS:
        ids = {getattr(district, part) for district in catalogue.districts.values()}
        found |= {id_: House(id_, catalogue.offer[id_].name, part) for id_ in ids if id_ not in found}
    for offer in catalogue.offers:
        if offer.organisation not in found:
            found[offer.organisation] = House(
                offer.organisation, _name(catalogue, offer.organisation), "provider"
            )
    parts = (*OF_DISTRICTS, "provider")
    return tuple(sorted(found.values(), key=lambda one: (parts.index(one.part), one.name.de.casefold())))


def _name(catalogue: Catalogue, organisation: str) -> Text:
    """That of the offer that is the house itself; else what all its offers call it, or the shortest."""
    itself = catalogue.offer.get(organisation)
    if itself:
        return itself.name
    named = sorted((o.operator for o in catalogue.offers if o.organisation == organisation), key=len)
    words = [_WORD.findall(name) for name in named]
    shared = " ".join(word for word in words[0] if all(word in other for other in words))
    name = shared if len(set(named)) > 1 and shared else named[0]
    return Text(de=name, en=name)
