from math import exp, fsum, log

import pytest
from hypothesis import given, settings

from matching.catalogue import released
from matching.eligibility import judge
from matching.features import AREA, VALUES, Candidate, company
from matching.offers import AREAS, Offer
from matching.profile import Profile
from matching.ranking import match
from matching.relevance import Match, rate
from matching.weights import FEATURES, Feature
from tests.matching.builders import (
    TODAY,
    CompanyBuilder,
    a_catalogue,
    a_company,
    a_rule,
    a_supplier,
    an_offer,
)
from tests.matching.strategies import profiles


def value(feature: Feature, offer: Offer, who: CompanyBuilder, *others: Offer) -> float:
    """One feature of an offer, among itself and others."""
    candidates = [Candidate(o, judge(o, who.facts, TODAY)) for o in (offer, *others)]
    return VALUES[feature](candidates[0], company(who.profile, a_catalogue(offer, *others), candidates))


def test_every_feature_has_a_value_and_a_weight() -> None:
    assert set(VALUES) == set(FEATURES) == set(released().weights.features)


def test_every_area_has_a_nearness() -> None:
    assert set(AREA) == set(AREAS)


# --- features


def test_the_offer_that_covers_most_of_the_needs_covers_all_that_can_be_covered() -> None:
    who = a_company().needing(cybersecurity=0.8, hydrogen=0.4, charging=0.9)
    both = an_offer("both", needs=["cybersecurity", "hydrogen"])
    one = an_offer("one", needs=["hydrogen"])
    assert value("needs", both, who, one) == pytest.approx(1)
    assert value("needs", one, who, both) == pytest.approx(0.4 / 1.2)


def test_needs_after_the_third_count_by_half() -> None:
    offer = an_offer(needs=["cybersecurity", "hydrogen", "charging", "ai_data"])
    assert offer.serves == {"cybersecurity": 1, "hydrogen": 1, "charging": 1, "ai_data": 0.5}


@pytest.mark.parametrize(
    ("codes", "fit"),
    [
        (["25.61"], 1.0),
        (["25.6"], 0.75),
        (["25.6", "25.7"], 0.5),
        (["25.7"], 0.5),
        (["22"], 0.25),
        (["other"], 0.25),
        (["25.6", "22"], 0.25),
    ],
)
def test_sectors_are_compared_class_by_class(codes: list[str], fit: float) -> None:
    offer = an_offer(criteria={"rules": [a_rule({"fact": "sector", "under": ["25.61"]})]})
    assert value("sector", offer, a_company().in_sector(*codes)) == fit


def test_an_offer_that_only_shuts_a_sector_out_is_open_to_all() -> None:
    offer = an_offer(criteria={"rules": [a_rule({"not": {"fact": "sector", "under": ["45"]}})]})
    assert offer.sectors == ()
    assert value("sector", offer, a_company().in_sector("25.6")) == 0.25


def test_the_sectors_of_an_offer_are_those_any_of_its_rules_names() -> None:
    rule = {
        "any": [{"fact": "sector", "under": ["24"]}, {"all": [{"fact": "sector", "under": ["25", "29.3"]}]}]
    }
    assert an_offer(criteria={"rules": [a_rule(rule)]}).sectors == ("24", "25", "29.3")


@pytest.mark.parametrize(
    ("scope", "remote", "nearness"),
    [
        (["03102"], False, 1.0),
        (["03101", "03102", "03157"], False, 0.9),
        (["03101", "03102", "03103"], False, 0.8),
        ("niedersachsen", False, 0.7),
        ("deutschland", False, 0.6),
        ("deutschland", True, 1.0),
    ],
)
def test_nearness_follows_the_districts_an_offer_serves(
    scope: list[str] | str, remote: bool, nearness: float
) -> None:
    offer = an_offer(criteria={"district": scope}, remote=remote)
    assert value("nearness", offer, a_supplier()) == nearness


def test_the_responsible_body_is_as_near_as_one_in_the_district() -> None:
    scope = {"district": ["03103", "03151", "03154", "03158"]}
    agency, other = an_offer("aa-helmstedt", criteria=scope), an_offer("other", criteria=scope)
    wolfsburg = a_company().in_district("03103")
    assert (value("nearness", agency, wolfsburg), value("nearness", other, wolfsburg)) == (1.0, 0.8)


@pytest.mark.parametrize("who", [a_company(), a_company().in_district("03")])
def test_a_company_elsewhere_has_no_neighbours(who: CompanyBuilder) -> None:
    assert value("nearness", an_offer(criteria={"district": ["03102"]}), who) == 0.8


def test_an_offer_for_one_thing_is_more_specific() -> None:
    assert value("specificity", an_offer(), a_company()) == 1
    assert value("specificity", an_offer(needs=["hydrogen", "charging"]), a_company()) == 0.5


def test_settledness_is_the_share_of_conditions_that_are_known() -> None:
    offer = an_offer(criteria={"sme": True, "district": ["03102"]})
    assert value("settledness", offer, a_supplier()) == pytest.approx(2 / 3)
    assert value("settledness", offer, a_company()) == 0


# --- the utility and its terms


def _adds_up(found: Match, average: float) -> None:
    assert log(found.utility / (1 - found.utility)) == pytest.approx(found.log_odds, abs=1e-9)
    assert fsum(term.amount for term in found.contributions) == pytest.approx(
        found.log_odds - average, abs=1e-12
    )
    for term in found.contributions:
        if term.feature == "needs":
            assert fsum(share for _, share in term.needs) == pytest.approx(term.amount, abs=1e-12)


@settings(deadline=None)
@given(profiles())
def test_contributions_add_up_to_the_difference_of_the_log_odds(profile: Profile) -> None:
    matches = match(released(), profile, TODAY)
    for found in (*matches.first, *matches.further):
        _adds_up(found, matches.average)


def test_contributions_add_up_with_a_goal_too() -> None:
    who = a_supplier().needing(automation_robotics=0.6, energy_efficiency=0.3).aiming_at("Strom sparen")
    matches = match(released(), who.profile, TODAY)
    assert "goal" in [term.feature for term in matches.first[0].contributions]
    for found in (*matches.first, *matches.further):
        _adds_up(found, matches.average)


def test_the_average_offer_contributes_nothing() -> None:
    matches = match(a_catalogue(an_offer()), a_supplier().needing(automation_robotics=0.5).profile, TODAY)
    assert [term.amount for term in matches.first[0].contributions] == [0.0] * 5


def test_the_utility_is_the_formula_in_the_content() -> None:
    weights = released().weights
    offer = an_offer(criteria={"sme": True}, remote=True)
    (found,) = match(a_catalogue(offer), a_supplier().needing(automation_robotics=0.5).profile, TODAY).first
    x: dict[Feature, float] = {
        "needs": 1,
        "sector": 0.25,
        "nearness": 1,
        "specificity": 1,
        "settledness": 2 / 3,
    }
    odds = weights.bias + sum(weights.features[feature].weight * value for feature, value in x.items())
    assert found.utility == pytest.approx(1 / (1 + exp(-odds)))


def test_a_larger_gap_lifts_the_offers_for_it_above_the_others() -> None:
    offers = an_offer("one", needs=["hydrogen"]), an_offer("other", needs=["charging"])
    utilities = []
    for gap in (0.2, 0.6):
        who = a_company().needing(hydrogen=gap, charging=0.4)
        found = rate(
            [Candidate(o, judge(o, who.facts, TODAY)) for o in offers], who.profile, a_catalogue(*offers)
        )
        utilities.append([rated.utility for rated in found.matches])
    (one_before, other_before), (one_after, other_after) = utilities
    assert one_after > one_before
    assert other_after < other_before


def test_served_needs_are_those_with_a_gap_the_strongest_first() -> None:
    offer = an_offer(needs=["charging", "hydrogen", "ai_data"])
    (found,) = match(a_catalogue(offer), a_company().needing(charging=0.1, hydrogen=0.9).profile, TODAY).first
    assert found.served == ("hydrogen", "charging")


def test_the_share_of_each_need_is_told_of_the_needs_only_the_largest_first() -> None:
    who = a_company().needing(charging=0.2, hydrogen=0.9, heat=0.5)
    offers = an_offer("a", needs=["hydrogen"]), an_offer("b", needs=["charging", "heat"])
    for found in match(a_catalogue(*offers), who.profile, TODAY).first:
        needs, *others = found.contributions
        amounts = [amount for _, amount in needs.needs]
        assert amounts == sorted(amounts, reverse=True)
        assert amounts[0] > 0 > amounts[-1]
        assert {need for need, _ in needs.needs} == {"charging", "heat", "hydrogen"}
        assert [term.needs for term in others] == [()] * 4


def test_nothing_to_rate_is_no_error() -> None:
    assert rate([], a_company().profile, a_catalogue()).matches == ()


def test_the_words_for_the_fit_follow_the_limits_in_the_content() -> None:
    weights = released().weights
    assert [weights.fit(word.at_least) for word in weights.fits] == ["very_good", "good", "partial"]
    assert weights.fit(weights.fits[0].at_least - 1e-9) == "good"
