"""What holds for any company and any offer of the real catalogue: knowing more of the right things only."""

from dataclasses import replace
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from matching.catalogue import released
from matching.eligibility import Verdict, judge
from matching.features import Candidate
from matching.offers import Offer
from matching.profile import Profile
from matching.ranking import match
from matching.relevance import rate
from matching.text import LONGEST_GOAL
from questionnaires.conditions import Fact, both, comparisons
from questionnaires.text import Text
from tests.matching.builders import TODAY, a_catalogue, a_company, an_offer
from tests.matching.strategies import companies, profiles

OFFERS = released().offers
ASKED_OF_ALL = frozenset({"district", "employees", "group"})
"""Facts that any offer may be judged by, beside those that its own rules name."""


def with_met(verdict: Verdict, met: int) -> Verdict:
    """The verdict with so many of its open conditions met."""
    keys = [judged.id for judged in verdict.open][:met]
    criteria = tuple(replace(c, value=True) if c.id in keys else c for c in verdict.criteria)
    return Verdict(both([judged.value for judged in criteria]), criteria)


@given(profiles(), st.sampled_from(OFFERS), st.integers(0, 5))
def test_one_more_condition_met_never_lowers_an_offer(profile: Profile, offer: Offer, met: int) -> None:
    verdict = judge(offer, profile.facts, TODAY)
    fewer, more = (
        rate([Candidate(offer, with_met(verdict, number))], profile, released()).matches[0].utility
        for number in (met, met + 1)
    )
    assert more >= fewer


@given(companies(), companies(), st.sampled_from(OFFERS))
def test_a_fact_that_an_offer_does_not_ask_about_changes_no_verdict(
    facts: dict[str, Fact | None], others: dict[str, Fact | None], offer: Offer
) -> None:
    asked = {c.fact for rule in offer.criteria.rules for c in comparisons(rule.rule)} | ASKED_OF_ALL
    irrelevant = {name: fact for name, fact in others.items() if name not in asked}

    assert judge(offer, facts | irrelevant, TODAY) == judge(offer, facts, TODAY)


@given(companies(), st.sampled_from(OFFERS), st.sampled_from(["de", "en"]), st.text(min_size=1, max_size=30))
def test_what_an_offer_says_in_one_language_changes_no_verdict(
    facts: dict[str, Fact | None], offer: Offer, code: str, words: str
) -> None:
    said = Text.model_construct(**(offer.summary.model_dump() | {code: words}))
    rewritten = offer.model_copy(update={"name": said, "summary": said, "notes": said})

    assert judge(rewritten, facts, TODAY) == judge(offer, facts, TODAY)


@given(companies(), st.randoms(use_true_random=False), st.dates(date(2026, 1, 1), date(2029, 1, 1)))
def test_the_order_of_facts_changes_no_verdict(
    facts: dict[str, Fact | None], lot: Random, today: date
) -> None:
    shuffled = list(facts.items())
    lot.shuffle(shuffled)

    assert [judge(offer, dict(shuffled), today) for offer in OFFERS[::9]] == [
        judge(offer, facts, today) for offer in OFFERS[::9]
    ]


def test_a_verdict_says_whether_the_operator_confirmed_the_offer() -> None:
    for status, confirmed in (
        ({"confirmed_on": "2026-11-01"}, True),
        ({"confirmed_on": "2020-11-01"}, False),
    ):
        assert judge(an_offer(status=status), {}, TODAY).confirmed is confirmed


def test_a_goal_is_called_shortened_only_beyond_its_longest_form() -> None:
    catalogue = a_catalogue(an_offer())
    for letters, told in ((LONGEST_GOAL, False), (LONGEST_GOAL + 1, True)):
        notices = match(catalogue, a_company().aiming_at("a" * letters).profile, TODAY).notices
        assert ("goal_shortened" in {notice.code for notice in notices}) is told
        assert {"characters": LONGEST_GOAL} in [n.arguments for n in notices] or not told
