"""Offers that do not fit at present, told together where the reasons are the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from reports.language import N_, Language
from reports.offered import Offer
from reports.rules import change
from reports.wording import criterion

ELSEWHERE = N_("Passt derzeit nicht, weil Ihr Standort nicht im Gebiet des Angebots liegt.")
"""Said once for all offers that fail by their place alone; the place stands behind the name of each."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Offers that fail for the same reasons, each with its places, and what would change that."""

    reasons: tuple[str, ...]
    changes: tuple[str, ...]
    offers: tuple[tuple[Offer, str], ...]


def misfits(offers: Iterable[Offer], language: Language) -> list[Misfit]:
    """Offers that do not fit, those with the same reasons together; the fewest reasons first."""
    told = [(_reasons(offer, language), offer) for offer in offers]
    ordered = sorted(told, key=lambda pair: (len(pair[0]), pair[0] != (language.say(ELSEWHERE),), pair[0]))
    return [
        _misfit(reasons, [offer for _, offer in group], language)
        for reasons, group in groupby(ordered, key=lambda pair: pair[0])
    ]


def _by_place_alone(offer: Offer) -> bool:
    return [failing.reason for failing in offer.in_state("not_met")] == ["district_not_served"]


def _reasons(offer: Offer, language: Language) -> tuple[str, ...]:
    if _by_place_alone(offer):
        return (language.say(ELSEWHERE),)
    return tuple(dict.fromkeys(criterion(failing, language) for failing in offer.in_state("not_met")))


def _misfit(reasons: tuple[str, ...], offers: list[Offer], language: Language) -> Misfit:
    said = [change(failing, language) for offer in offers for failing in offer.in_state("not_met")]
    placed = tuple((offer, _places(offer, language) if _by_place_alone(offer) else "") for offer in offers)
    return Misfit(reasons, tuple(dict.fromkeys(filter(None, said))), placed)


def _places(offer: Offer, language: Language) -> str:
    """Where the offer is for; nothing where its name says so."""
    (failing,) = offer.in_state("not_met")
    places = ", ".join(language.text(place) for place in failing.places)
    return "" if places.casefold() in language.text(offer.name).casefold() else places
