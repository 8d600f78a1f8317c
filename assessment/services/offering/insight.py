"""What the network learns from all results together, without anybody in them: figures with a minimum count.

A figure stands for companies, never for one: fewer than five are not told. Where figures add up to something
that is told as well, a single hidden one could be reckoned back, so that the smallest of the others is hidden
along with it. All come from the newest lists of finished checks and are gone with them.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assessment import clock
from assessment.errors import NoSuchOffer
from assessment.services import policy
from assessment.services.offering import feedback, in_force
from assessment.services.policy import Action, Staff
from assessment.store import offer_feedback as store
from assessment.store.database import Database
from assessment.store.offer_feedback import ListRow
from matching import simulate
from matching.anonymous import read_profile
from matching.catalogue import Catalogue
from matching.eligibility import shown
from matching.feedback import SAID, Event
from matching.offers import District, Offer
from matching.statements import Said, Statement, with_statements
from questionnaires import library
from questionnaires.text import Text
from reports.cohorts.counts import LEAST, told, told_apart

FIRST = 5
"""Places of a list that everybody reads."""
SAID_LATELY = 2_000
"""Outcomes that are read, the newest."""
TRIED_ON = 40
"""Companies on which a change is tried while a page waits: the newest, twenty milliseconds for each."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of companies under a name; None where there are too few to tell."""

    name: Text
    companies: int | None


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation: for how many companies it stands among the first, how many took up one of its offers,
    and for how many none of those they judged was the right one."""

    name: str
    companies: int | None
    accepted: int | None
    refused: int | None


@dataclass(frozen=True)
class Insight:
    """`companies` counts the lists that all this comes from; None where there are too few."""

    companies: int | None
    since: date | None
    unmet: tuple[Figure, ...]
    providers: tuple[Provider, ...]
    districts: tuple[Figure, ...]
    never_first: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a word about an offer would change: companies that win or lose it, and for how many it enters or
    leaves the first places; None where there are too few to tell."""

    said: Said
    gain: int | None
    lose: int | None
    first_lists: int | None


@dataclass(frozen=True)
class Trial:
    """An offer, and what either word about it would change for so many companies."""

    offer: Offer
    companies: int | None
    outlooks: tuple[Outlook, ...]


def insight(database: Database, *, actor: Staff) -> Insight:
    """Raises Refused."""
    policy.require(actor, Action.SEE_INSIGHT)
    with database.reading() as connection:
        lists = store.lists(connection, feedback.MOST_LISTS)
        offers, events = in_force.offers(connection), feedback.events(connection, SAID_LATELY)
    if len(lists) < LEAST:
        return Insight(None, None, (), (), (), ())
    firsts = [{place["offer"] for place in json.loads(row.places)[:FIRST]} for row in lists]
    return Insight(
        companies=len(lists),
        since=min(row.shown_on for row in lists),
        unmet=_unmet(lists),
        providers=_providers(offers, firsts, [one for one in events if one.outcome in SAID and one.label]),
        districts=_districts(offers.districts, Counter(row.district or "" for row in lists)),
        never_first=_never_first(offers, firsts),
    )


def _unmet(lists: Iterable[ListRow]) -> tuple[Figure, ...]:
    """Strong needs that no offer serves which the company may use, the most frequent first."""
    counted = Counter(need for row in lists for need in json.loads(row.unmet))
    known = library.needs()
    figures = [Figure(known[need].title, told(number)) for need, number in counted.items() if need in known]
    return tuple(sorted(figures, key=lambda figure: (-(figure.companies or 0), figure.name.de)))


def _providers(
    offers: Catalogue, firsts: Iterable[set[str]], decided: Iterable[Event]
) -> tuple[Provider, ...]:
    house = {offer.id: offer.organisation for offer in offers.offers}
    names = _names(offers.offers)
    stands = Counter(one for first in firsts for one in {house[offer] for offer in first if offer in house})
    judged: dict[tuple[str, str], bool] = {}
    for event in decided:
        pair = (house.get(event.offer, ""), event.company)
        judged[pair] = judged.get(pair, False) or event.accepted
    said = Counter((one, accepted) for (one, _), accepted in judged.items())
    return tuple(
        Provider(names[one], told(number), *_both(said[one, True], said[one, False]))
        for one, number in stands.most_common()
    )


def _names(offers: Iterable[Offer]) -> dict[str, str]:
    """What organisations are called: the briefest that resembles their id, or else the briefest."""
    found: dict[str, str] = {}
    for offer in offers:
        id_, name = offer.organisation, BESIDE.split(offer.operator, 1)[0]
        found[id_] = min(found.get(id_, name), name, key=lambda said: (_unlike(said, id_), len(said), said))
    return found


def _unlike(name: str, id_: str) -> bool:
    return id_.partition("-")[0] not in name.lower()


def _both(yes: int, no: int) -> tuple[int | None, int | None]:
    """Two numbers that say something only together: neither is told if one of them must not be."""
    hidden = told(yes) is None or told(no) is None or not yes + no
    return (None, None) if hidden else (yes, no)


BESIDE = re.compile(r",(?![^(]*\))| \(")
"""What follows is who else takes part, or what of the house."""

ELSEWHERE = {
    "03": Text(de="anderswo in Niedersachsen", en="elsewhere in Lower Saxony"),
    "de": Text(de="anderswo in Deutschland", en="elsewhere in Germany"),
    "": Text(de="nicht angegeben", en="not stated"),
}


def _districts(known: Mapping[str, District], counts: Mapping[str, int]) -> tuple[Figure, ...]:
    figures = told_apart(counts)
    names = {key: district.name for key, district in known.items()} | ELSEWHERE
    return tuple(Figure(names[key], figures[key]) for key in names if key in figures)


def _never_first(offers: Catalogue, firsts: Iterable[set[str]]) -> tuple[Offer, ...]:
    """Offers that companies see, but that stand among the first of nobody."""
    seen = {offer for first in firsts for offer in first}
    return tuple(offer for offer in offers.offers if shown(offer) and offer.id not in seen)


def trial(database: Database, *, actor: Staff, offer_id: str) -> Trial:
    """Raises Refused, NoSuchOffer."""
    policy.require(actor, Action.SEE_INSIGHT)
    with database.reading() as connection:
        offers, lists = in_force.offers(connection), store.lists(connection, TRIED_ON)
    offer = offers.offer.get(offer_id)
    if offer is None:
        raise NoSuchOffer(offer_id)
    if len(lists) < LEAST:
        return Trial(offer, None, ())
    today = clock.day(actor.now)
    profiles = {str(row.run_id): read_profile(json.loads(row.profile)) for row in lists}
    words: tuple[Said, ...] = ("holds", "over")
    before, found = simulate.lists(offers, profiles, today), []
    for said in words:
        changed = with_statements(offers, [Statement(offer_id, said, today, offer.status.valid_until)])
        after = simulate.lists(changed, profiles, today)
        found.append(_outlook(said, offer_id, simulate.difference(before, after)))
    return Trial(offer, len(lists), tuple(found))


def _outlook(said: Said, offer_id: str, found: simulate.Simulation) -> Outlook:
    its = [change for change in found.offers if change.offer == offer_id]
    moved = sum(offer_id in (*one.enter, *one.leave) for one in found.lists)
    return Outlook(
        said,
        gain=told(sum(len(change.gain) for change in its)),
        lose=told(sum(len(change.lose) for change in its)),
        first_lists=told(moved),
    )
