"""A place for new offers: without being shown, an offer never gathers the experience it would be shown for.

One of the first ten places of a list goes to an offer few have decided about, that names a need of the
company or is about its goal, and that would not have stood there by itself. Which place is drawn by lot out
of the fourth to the tenth; of the offers, the one shown least comes first, and the lot decides among equals.
The lot depends on the seed and the company only. The offer is marked (`Match.explored`), and its exposure
counted like any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from matching.acceptance import PSEUDO_DECISIONS, Acceptance
from matching.ranking import Matches
from matching.relevance import Match
from matching.rules import ListRules
from matching.selection import helps

PLACES = 10
UNTOUCHED = 3
"""The first three places always stand by their utility."""


@dataclass(frozen=True, slots=True)
class Exploring:
    """What is known of the offers, how often each was shown so far, and the seed of the lot."""

    acceptance: Acceptance
    shown: Mapping[str, int]
    seed: int

    def new(self, offer: str) -> bool:
        """An offer whose own decisions count less than what is known of all offers."""
        return self.acceptance.decided(offer) < PSEUDO_DECISIONS


def explore(matches: Matches, company: str, exploring: Exploring, rules: ListRules) -> Matches:
    """The same list with one marked place for a new offer; unchanged if there is none to show."""
    place = UNTOUCHED + _lot(exploring.seed, company) % (PLACES - UNTOUCHED)
    if len(matches.first) < rules.first:
        place = max(place, rules.first)
    listed = (*matches.first, *matches.further)
    fitting = [found for found in listed[PLACES:] if _may_stand(found, matches, place, exploring, rules)]
    if not fitting:
        return matches
    chosen = min(
        fitting,
        key=lambda found: (
            exploring.shown.get(found.offer.id, 0),
            _lot(exploring.seed, f"{company}\0{found.offer.id}"),
        ),
    )
    return _placed(matches, chosen, place)


def _lot(seed: int, drawn_for: str) -> int:
    return int.from_bytes(sha256(f"{seed}\0{drawn_for}".encode()).digest()[:8])


def _may_stand(found: Match, matches: Matches, place: int, exploring: Exploring, rules: ListRules) -> bool:
    if not exploring.new(found.offer.id) or not helps(found):
        return False
    first = matches.first[: rules.first - 1] if place < rules.first else ()
    beside = [other.offer.organisation for other in first]
    return beside.count(found.offer.organisation) < rules.of_one_organisation


def _placed(matches: Matches, chosen: Match, place: int) -> Matches:
    """The chosen offer at its place; the others keep their order, and the first list its length."""
    others = [found for found in (*matches.first, *matches.further) if found.offer.id != chosen.offer.id]
    listed = (*others[:place], replace(chosen, explored=True), *others[place:])
    length = len(matches.first)
    return replace(matches, first=listed[:length], further=listed[length:])
