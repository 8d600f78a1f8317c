"""What stands beside an offer on the page of a company: news, what it said of it, and places there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assessment.services.offering import feedback, in_force, offers
from assessment.services.offering.feedback import Given
from assessment.services.offering.offers import News
from assessment.services.places import applying
from assessment.services.places.applying import Standing
from assessment.services.runs import OpenRun
from assessment.store.database import Database
from matching.offers import Offer as Entry
from reports.offered import Offer


@dataclass(frozen=True)
class Beside:
    """`names`: the entries of the catalogue by id, for reasons that speak of other offers."""

    news: News | None
    given: Given
    standings: tuple[Standing, ...]
    names: Mapping[str, Entry]


def beside(database: Database, run: OpenRun, offer: Offer, *, today: date, kept: bool = False) -> Beside:
    """For a run that has been opened. There are news only where the result was `kept`, not made just now."""
    with database.reading() as connection:
        given = feedback.given(connection, run.id, offer.id)
        standings = applying.standings(connection, run.id, offer.id, listed=given.shown, today=today)
        if not kept and not any(standing.reasons for standing in standings):
            return Beside(None, given, standings, {})
        catalogue = in_force.offers(connection)
    news = offers.news(catalogue, offer, today) if kept else None
    return Beside(news, given, standings, catalogue.offer)
