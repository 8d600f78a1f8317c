"""What a change of the catalogue would do to companies, before it is released: who gains, who loses, why.

Both catalogues are matched with the same profiles on the same day. A company has an offer if it is listed
for it, with a verdict of met or unknown; it gains what it has after the change only, and loses what it had.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.anonymous import Profiles
from matching.catalogue import Catalogue
from matching.ranking import Matches, match
from matching.reasons import Criterion

Standing = Literal["met", "unknown", "not_met", "withheld", "absent"]
HAS: tuple[Standing, ...] = ("met", "unknown")

Why = tuple[str, ...]
"""The codes of the conditions that fail or are open; of a withheld offer, the reason for that."""


@dataclass(frozen=True, slots=True)
class Standings:
    """How an offer stands with a company, and why: failing reasons, else open ones, else none."""

    standing: Standing
    why: Why = ()


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """The same change of the verdict for the same reasons, and for how many companies."""

    before: Standings
    after: Standings
    companies: int


@dataclass(frozen=True, slots=True)
class OfferChange:
    """What changes for one offer: the companies that gain and lose it, and every change of a verdict."""

    offer: str
    gain: tuple[str, ...]
    lose: tuple[str, ...]
    verdicts: tuple[VerdictChange, ...]


@dataclass(frozen=True, slots=True)
class ListChange:
    """What enters and leaves the first five offers of a company, and whether only their order changes."""

    company: str
    enter: tuple[str, ...]
    leave: tuple[str, ...]

    @property
    def reordered(self) -> bool:
        return not self.enter and not self.leave


@dataclass(frozen=True, slots=True)
class Simulation:
    """Offers and companies for which nothing changes are left out."""

    companies: int
    offers: tuple[OfferChange, ...]
    lists: tuple[ListChange, ...]


def simulate(old: Catalogue, new: Catalogue, profiles: Profiles, today: date) -> Simulation:
    """The change from one catalogue to the other for these companies on this day."""
    return difference(lists(old, profiles, today), lists(new, profiles, today))


def lists(catalogue: Catalogue, profiles: Profiles, today: date) -> dict[str, Matches]:
    """What each company sees. Made once, they can be held against several changes."""
    return {id_: match(catalogue, profile, today) for id_, profile in profiles.items()}


def difference(before: Mapping[str, Matches], after: Mapping[str, Matches]) -> Simulation:
    """What is different for the same companies."""
    stood = {id_: _standings(found) for id_, found in before.items()}
    stand = {id_: _standings(found) for id_, found in after.items()}
    offers = sorted({offer for standings in (*stood.values(), *stand.values()) for offer in standings})
    return Simulation(
        companies=len(before),
        offers=tuple(c for offer in offers if (c := _offer(offer, stood, stand)).verdicts),
        lists=tuple(told for id_ in before if (told := _list(id_, before[id_], after[id_]))),
    )


_ByOffer = Mapping[str, Standings]
_ABSENT = Standings("absent")


def _standings(found: Matches) -> dict[str, Standings]:
    listed = (*found.first, *found.further)
    stand = {m.offer.id: Standings("withheld", (m.reason,)) for m in found.withheld}
    for excluded in found.excluded:
        stand[excluded.offer.id] = Standings("not_met", _codes(excluded.verdict.failing))
    for one in listed:
        known: Standing = "met" if one.verdict.value else "unknown"
        stand[one.offer.id] = Standings(known, _codes(one.verdict.open))
    return stand


def _codes(criteria: tuple[Criterion, ...]) -> Why:
    return tuple(sorted({criterion.reason for criterion in criteria}))


def _offer(offer: str, before: Mapping[str, _ByOffer], after: Mapping[str, _ByOffer]) -> OfferChange:
    pairs = {id_: (before[id_].get(offer, _ABSENT), after[id_].get(offer, _ABSENT)) for id_ in before}
    counted = Counter(pair for pair in pairs.values() if pair[0] != pair[1])
    return OfferChange(
        offer=offer,
        gain=tuple(i for i, (was, is_) in pairs.items() if was.standing not in HAS and is_.standing in HAS),
        lose=tuple(i for i, (was, is_) in pairs.items() if was.standing in HAS and is_.standing not in HAS),
        verdicts=tuple(VerdictChange(*pair, companies=count) for pair, count in counted.most_common()),
    )


def _list(company: str, before: Matches, after: Matches) -> ListChange | None:
    was, is_ = ([m.offer.id for m in found.first] for found in (before, after))
    if was == is_:
        return None
    enter = tuple(offer for offer in is_ if offer not in was)
    return ListChange(company, enter, tuple(offer for offer in was if offer not in is_))
