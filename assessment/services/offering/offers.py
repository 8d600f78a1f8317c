"""The offers of one report, narrowed by kind and area or named one by one; and one offer for everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessment.errors import NoSuchOffer, OfferNotShown
from assessment.services.offering import in_force
from assessment.services.runs import QUESTIONNAIRE
from assessment.store.database import Database
from matching import freshness
from matching.catalogue import Catalogue
from matching.eligibility import judge, withheld
from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.routing import route
from questionnaires.text import Text
from reports.offered import Offer
from reports.offering import Teller
from reports.report import Report


@dataclass(frozen=True, slots=True)
class Wanted:
    """Kinds and areas a visitor wants to see; where nothing is chosen, all."""

    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.areas)

    def takes(self, offer: Offer) -> bool:
        """An offer of an older report, which names no areas, belongs to all of them."""
        of_kind = not self.kinds or offer.kind in self.kinds
        return of_kind and (not self.areas or not offer.areas or bool({*offer.areas} & {*self.areas}))


@dataclass(frozen=True, slots=True)
class Shared:
    """An offer as anybody may see it: no company is known, so every condition is told as a rule."""

    offer: Offer
    needs: tuple[Text, ...]
    areas: dict[str, Text]


def narrowed(report: Report, wanted: Wanted) -> Report:
    """The report with those offers alone that are wanted. What it knows about them stays."""
    groups = ("first", "further", "excluded")
    kept = {group: tuple(filter(wanted.takes, getattr(report.offers, group))) for group in groups}
    return report.model_copy(update={"offers": report.offers.model_copy(update=kept)})


def named(report: Report, ids: Iterable[str]) -> tuple[Offer, ...]:
    """The offers with these ids that the report holds, in this order, each once."""
    by_id = {offer.id: offer for offer in report.offers.every}
    return tuple(by_id[id_] for id_ in dict.fromkeys(ids) if id_ in by_id)


def shared(database: Database, *, offer_id: str, today: date) -> Shared:
    """One offer for everybody. Raises NoSuchOffer or OfferNotShown."""
    with database.reading() as connection:
        offers = in_force.offers(connection)
    questionnaire = library.released(QUESTIONNAIRE)
    entry = offers.offer.get(offer_id)
    if entry is None:
        raise NoSuchOffer(offer_id)
    verdict = judge(entry, {}, today)
    reason = withheld(entry) or ("ended" if verdict.value is False else None)
    if reason:
        raise OfferNotShown(entry.name, reason)
    nobody = route(questionnaire, {}, questionnaire.checks[0].id)
    return Shared(
        offer=Teller(questionnaire, nobody, offers).offer(entry, verdict),
        needs=tuple(questionnaire.need[need].title for need in entry.needs),
        areas={area: _called(questionnaire, area) for area in entry.areas},
    )


@dataclass(frozen=True, slots=True)
class News:
    """What is known of an offer since a result was made that shows it: that it is over, or confirmed."""

    over: bool
    confirmed_on: date | None


def news(offers: Catalogue, offer: Offer, today: date) -> News | None:
    """None where nothing has changed, or the catalogue has the offer no more."""
    entry = offers.offer.get(offer.id)
    if entry is None:
        return None
    over = withheld(entry) == "ended" or freshness.entry(entry, today).hidden == "end_passed"
    fresh = judge(entry, {}, today).confirmed and not offer.confirmed
    return News(over, entry.status.confirmed_on if fresh else None) if over or fresh else None


def _called(questionnaire: Questionnaire, area: str) -> Text:
    node = questionnaire.node[area]
    return node.short or node.title
