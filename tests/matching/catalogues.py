"""Catalogues of any size, made of the real one: real offers for other districts, sizes, sectors and needs."""

from dataclasses import replace
from random import Random
from typing import Any

from matching.catalogue import Catalogue, released
from matching.offers import AREAS, CompanyRule, Criteria, Limits, Offer
from questionnaires.library import needs

LIMITS = (0, 10, 50, 100, 250, 500)
SECTORS = [
    "24",
    "24.5",
    "25",
    "25.5",
    "25.6",
    "26",
    "28",
    "29",
    "29.3",
    "29.32",
    "30",
    "45",
    "49",
    "62",
    "71",
]


def many_offers(number: int, random: Random) -> Catalogue:
    """A catalogue of so many offers. Those of the real one come first; a third of them stay as they are."""
    real = released()
    offers = tuple(_like(real.offers[n % len(real.offers)], n, random, real) for n in range(number))
    return replace(real, offers=offers, documents={}, revision="many")


def _like(offer: Offer, number: int, random: Random, real: Catalogue) -> Offer:
    """One of the same kind, with the same words and status."""
    copied = number >= len(real.offers)
    if not copied and random.random() < 1 / 3:
        return offer
    wanted = {**offer.serves, **dict.fromkeys(random.sample([*needs()], random.randint(0, 3)), 0)}
    changes: dict[str, Any] = {
        "id": f"{offer.id}-{number}" if copied else offer.id,
        "organisation": f"{offer.organisation}-{number % 7}" if copied else offer.organisation,
        "needs": tuple(random.sample([*wanted], random.randint(1, len(wanted)))),
        "remote": random.random() < 0.2,
        "criteria": _criteria(offer, random, real),
    }
    return Offer.model_construct(**{**{name: getattr(offer, name) for name in Offer.model_fields}, **changes})


def _criteria(offer: Offer, random: Random, real: Catalogue) -> Criteria:
    keys = random.sample([*real.districts], random.randint(1, 5))
    scopes: list[str | tuple[str, ...]] = [tuple(sorted(keys)), *AREAS]
    rules = [rule for rule in offer.criteria.rules if random.random() < 0.8]
    if random.random() < 0.4:
        sectors = {"fact": "sector", "under": random.sample(SECTORS, random.randint(1, 4))}
        rules.append(CompanyRule.model_validate({"id": "sectors", "rule": sectors, "text": offer.name}))
    low, high = sorted(random.sample(LIMITS, 2))
    limits = Limits(min=low or None, max=random.choice((high, high - 1, None)))
    return Criteria(
        district=random.choice(scopes),
        employees=random.choice((None, limits, limits)),
        sme=random.random() < 0.4,
        rules=tuple(rules),
    )
