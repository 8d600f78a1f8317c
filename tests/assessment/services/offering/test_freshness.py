"""What operators say of offers counts at once, is kept with who said it, and can be taken back."""

from dataclasses import replace
from datetime import date

import pytest

from assessment.errors import NoSuchOffer, OfferNotShown, Refused
from assessment.services.offering import freshness, in_force, offers
from assessment.services.offering.freshness import Word
from assessment.services.policy import Staff
from assessment.store import audit
from assessment.store.database import Database
from matching import catalogue
from tests.assessment.house import DAY, NOW
from tests.assessment.services.desk import LAB, Guest, an_operator


@pytest.fixture
def operator(database: Database) -> Staff:
    return an_operator(database)


def says(database: Database, actor: Staff, word: Word, offer: str = LAB, until: date | None = None) -> None:
    freshness.say(database, actor=actor, offer_id=offer, word=word, until=until, source="Anruf")


def test_a_confirmed_offer_is_met_in_the_next_result_which_names_another_revision(
    database: Database, operator: Staff
) -> None:
    before = Guest.of(database).report
    says(database, operator, "holds")
    after = Guest.of(database).report

    reasons = [
        next(offer for offer in report.offers.every if offer.id == LAB).judged("status")
        for report in (before, after)
    ]
    assert [one and one.reason for one in reasons] == ["status_sourced", "status_confirmed"]
    assert before.catalogue_revision == catalogue.released().revision != after.catalogue_revision


def test_an_offer_that_is_over_is_told_to_nobody_until_that_is_taken_back(
    database: Database, operator: Staff
) -> None:
    says(database, operator, "over")
    with pytest.raises(OfferNotShown) as gone:
        offers.shared(database, offer_id=LAB, today=NOW.date())
    assert gone.value.reason == "ended"
    assert LAB not in {offer.id for offer in Guest.of(database).report.offers.every}

    says(database, replace(operator, now=NOW + DAY), "taken_back")
    assert offers.shared(database, offer_id=LAB, today=NOW.date()).offer.id == LAB
    assert in_force.read(database).catalogue is catalogue.released()


def test_a_result_that_was_kept_says_what_has_changed_since(database: Database, operator: Staff) -> None:
    kept = next(offer for offer in Guest.of(database).report.offers.open if offer.id == LAB)
    assert offers.news(in_force.read(database).catalogue, kept, NOW.date()) is None

    says(database, operator, "holds")
    held = offers.News(over=False, confirmed_on=NOW.date())
    assert offers.news(in_force.read(database).catalogue, kept, NOW.date()) == held
    says(database, replace(operator, now=NOW + DAY), "over")
    gone = offers.News(over=True, confirmed_on=None)
    assert offers.news(in_force.read(database).catalogue, kept, NOW.date()) == gone


def test_the_history_names_who_said_what_and_how_they_knew(database: Database, operator: Staff) -> None:
    says(database, operator, "holds", until=date(2027, 12, 31))
    says(database, replace(operator, now=NOW + DAY), "over")

    sheet = freshness.sheet(database, actor=operator, offer_id=LAB)
    assert [(one.said, one.until, one.by, one.source) for one in sheet.history] == [
        ("over", None, "Robin Entwurf", "Anruf"),
        ("holds", date(2027, 12, 31), "Robin Entwurf", "Anruf"),
    ]
    assert (sheet.entry.calls, sheet.spoken_for) == ("over", True)
    with database.reading() as connection:
        noted = [action for action, *_ in audit.entries(connection)]
    assert noted == ["offer_holds", "offer_over"]


def test_only_an_operator_says_anything_and_only_of_offers_there_are(
    database: Database, operator: Staff
) -> None:
    with pytest.raises(NoSuchOffer):
        says(database, operator, "holds", offer="nothing")
    with pytest.raises(Refused):
        says(database, replace(operator, seats=()), "holds")
    with pytest.raises(Refused):
        freshness.board(database, actor=replace(operator, seats=()))
