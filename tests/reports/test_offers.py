"""Offers are told with their reasons, and the words for every id they speak of."""

import pytest

from matching import catalogue
from reports.html import Fragments
from tests.reports.builders import SHORT, UNCERTAIN, WORKED, a_report, nobody_knows


@pytest.mark.parametrize("case", WORKED)
def test_every_offer_that_companies_may_see_stands_in_one_group(case: str) -> None:
    offers = a_report(case).offers
    told = [offer.id for group in (offers.first, offers.further, offers.excluded) for offer in group]

    assert len(told) == len(set(told))
    assert set(told) <= set(catalogue.released().offer)
    assert len(offers.first) == 5


@pytest.mark.parametrize("case", WORKED)
def test_every_id_has_its_words(case: str) -> None:
    offers = a_report(case).offers
    for offer in (*offers.first, *offers.further, *offers.excluded):
        assert {id_ for criterion in offer.criteria for id_ in criterion.based_on} <= set(offers.answers)
        assert {share.need for share in offer.needs} <= set(offers.needs)
        assert {part.feature for part in offer.contributions} <= set(offers.features)


def test_only_what_does_not_fit_fails_a_condition() -> None:
    offers = a_report(SHORT).offers

    assert not [offer.id for offer in (*offers.first, *offers.further) if offer.in_state("not_met")]
    assert all(offer.in_state("not_met") and offer.fit is None for offer in offers.excluded)


def test_a_condition_names_the_answer_it_rests_on() -> None:
    offers = a_report(SHORT).offers
    chamber = next(offer for offer in offers.excluded if offer.id == "hwk-bls")
    (failing,) = chamber.in_state("not_met")

    assert failing.reason == "rule_not_met"
    assert failing.condition is not None
    assert failing.based_on == ("membership",)
    assert offers.answers["membership"].answer is not None


def test_an_offer_from_elsewhere_names_its_places() -> None:
    elsewhere = next(offer for offer in a_report(SHORT).offers.excluded if offer.id == "wirego-goslar")
    (failing,) = elsewhere.in_state("not_met")

    assert [place.de for place in failing.places] == ["Landkreis Goslar"]


def test_contributions_are_told_by_need_the_strongest_first() -> None:
    best = a_report(SHORT, goal="Roboter in der Montage").offers.first[0]

    amounts = [share.amount for share in best.needs]
    assert amounts == sorted(amounts, reverse=True)
    assert best.reasons[0].amount == max(part.amount for part in best.contributions)


def test_facts_that_decide_about_offers_are_asked_by_their_question() -> None:
    open_facts = {fact.fact: fact for fact in a_report(UNCERTAIN).offers.open_facts}

    assert open_facts["group"].question == "group"
    assert open_facts["group"].title is not None
    assert len(open_facts["group"].offers) > 1


def test_the_list_says_what_it_lacked() -> None:
    assert [notice.code for notice in a_report(SHORT).offers.notices] == ["no_goal"]
    assert nobody_knows().offers.excluded == ()


def test_json_leaves_out_what_there_is_nothing_to_tell_about() -> None:
    written = a_report(SHORT).offers.first[0].model_dump()

    assert "cost" not in written
    assert all(criterion.get("places", True) for criterion in written["criteria"])


def test_the_bodies_of_the_district_stand_beside_the_offers() -> None:
    report = a_report(SHORT)

    assert [door.id for door in report.offers.doors] == ["ihk-braunschweig", "aa-braunschweig-goslar"]
    assert "Für Ihren Standort zuständig:" in Fragments(report, "de").offers
