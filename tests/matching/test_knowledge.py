"""What is not known: it opens questions, and never closes a door."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.catalogue import released
from matching.eligibility import judge, shown
from matching.offers import Offer
from matching.profile import Profile
from matching.ranking import match
from questionnaires.conditions import Fact
from tests.matching.builders import TODAY, a_catalogue, a_company, a_rule, an_offer
from tests.matching.strategies import companies, profiles

OFFERS = st.sampled_from([offer for offer in released().offers if shown(offer)])


@settings(deadline=None)
@given(companies(complete=True), st.data(), OFFERS)
def test_unknown_facts_never_exclude(facts: dict[str, Fact], data: Any, offer: Offer) -> None:
    """And more: what is decided while facts are missing stays decided when they come."""
    silent = data.draw(st.sets(st.sampled_from(sorted(facts))))
    partly = judge(offer, {name: fact for name, fact in facts.items() if name not in silent}, TODAY)
    if partly.value is not None:
        assert judge(offer, facts, TODAY).value is partly.value


@settings(deadline=None)
@given(OFFERS)
def test_a_company_that_says_nothing_is_excluded_by_dates_alone(offer: Offer) -> None:
    assert {criterion.id for criterion in judge(offer, {}, TODAY).failing} <= {"status", "end"}


@settings(deadline=None)
@given(companies(), OFFERS)
def test_a_group_member_of_80_is_never_met_for_an_sme_programme(
    facts: dict[str, Fact | None], offer: Offer
) -> None:
    member = {**facts, **a_company().with_employees(80, 80).part_of_a_group().facts}
    if offer.criteria.sme:
        assert judge(offer, member, TODAY).value is not True


@settings(deadline=None)
@given(profiles())
def test_every_offer_leaves_a_verdict(profile: Profile) -> None:
    matches = match(released(), profile, TODAY)
    fitting = [found.offer.id for found in (*matches.first, *matches.further)]
    others = [found.offer.id for found in matches.excluded] + [found.offer.id for found in matches.withheld]
    assert sorted(fitting + others) == sorted(offer.id for offer in released().offers)
    assert all(m.verdict.value is not False for m in (*matches.first, *matches.further))
    assert all(m.verdict.failing for m in matches.excluded)


def test_an_open_fact_names_its_question_and_the_offers_it_decides_about() -> None:
    automotive = a_rule({"fact": "automotive_share", "at_least": 1})
    catalogue = a_catalogue(
        an_offer("grant", criteria={"sme": True}),
        an_offer("loan", criteria={"employees": {"max": 499}}),
        an_offer("hub", criteria={"rules": [automotive]}),
        an_offer("open"),
    )
    matches = match(catalogue, a_company().with_employees(50, 99).profile, TODAY)
    found = [(f.fact, f.question, set(f.offers)) for f in matches.open_facts]
    assert found == [("group", None, {"grant", "loan"}), ("automotive_share", "E06", {"hub"})]


def test_what_was_said_is_no_open_fact_even_where_it_leaves_a_condition_open() -> None:
    catalogue = a_catalogue(an_offer("grant", criteria={"sme": True}))
    matches = match(catalogue, a_company().with_employees(80, 80).part_of_a_group().profile, TODAY)
    assert [c.reason for c in matches.first[0].verdict.open] == ["sme_linked", "status_sourced"]
    assert matches.open_facts == ()


def test_offers_that_do_not_fit_anyway_ask_no_questions() -> None:
    elsewhere = an_offer("grant", criteria={"sme": True, "district": ["03153"]})
    unsaid = a_company().in_district("03101").profile
    assert match(a_catalogue(elsewhere), unsaid, TODAY).open_facts == ()
