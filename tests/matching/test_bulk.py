"""Very many companies and offers at once: each pair has the numbers it would get by itself."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import bulk
from matching.acceptance import Acceptance, OfferTally, Tally
from matching.bulk import table
from matching.bulk.best import NOBODY, graded, in_nines
from matching.bulk.block import TERMS, UNFIT
from matching.bulk.circuit import JOINS, TRUTHS
from matching.bulk.conditions import CONDITIONS
from matching.catalogue import Catalogue, released
from matching.eligibility import CRITERIA, judge, shown
from matching.features import VALUES, Candidate
from matching.learned import Learned
from matching.profile import Profile
from matching.ranking import match
from matching.relevance import rate
from matching.selection import in_order
from matching.trees import Combination, Node, Tree
from tests.matching.builders import TODAY, a_catalogue, a_company, a_rule, a_supplier, an_offer
from tests.matching.catalogues import many_offers
from tests.matching.strategies import profiles

RANDOMS = st.integers(0, 2**32).map(Random)


def differences(
    catalogue: Catalogue, companies: Sequence[Profile], learned: Learned | None = None
) -> list[object]:
    """Every verdict, log-odds and utility that is not exactly that of the pair by itself."""
    index = bulk.Index(catalogue, TODAY, learned)
    found = bulk.rate(index, companies)
    wrong: list[object] = []
    for row, profile in enumerate(companies):
        verdicts = [judge(offer, profile.facts, TODAY) for offer in index.offers]
        fitting = [
            number
            for number, (offer, verdict) in enumerate(zip(index.offers, verdicts, strict=True))
            if shown(offer) and verdict.value is not False
        ]
        candidates = [Candidate(index.offers[number], verdicts[number]) for number in fitting]
        matches = dict(zip(fitting, rate(candidates, profile, catalogue, learned).matches, strict=True))
        utilities = found.utilities(row)
        for number, verdict in enumerate(verdicts):
            one = matches.get(number)
            expected = (TRUTHS[verdict.value], one.log_odds if one else UNFIT, one.utility if one else 0)
            got = (found.verdict[row, number], found.log_odds[row, number], utilities[number])
            if got != expected:
                wrong.append((index.offers[number].id, got, expected))
    return wrong


def best_by_itself(catalogue: Catalogue, profile: Profile, learned: Learned | None = None) -> list[str]:
    matches = match(catalogue, profile, TODAY, learned)
    return [m.offer.id for m in in_order(catalogue.rules, [*matches.first, *matches.further])]


def best_of_many(catalogue: Catalogue, companies: Sequence[Profile], number: int) -> list[list[str]]:
    index = bulk.Index(catalogue, TODAY)
    found = bulk.best(index, companies, number)
    return [[index.offers[place].id for place in row if place != NOBODY] for row in found.offers.tolist()]


def assert_shown_alike(catalogue: Catalogue, profile: Profile, learned: Learned | None = None) -> None:
    short = bulk.shown(bulk.Index(catalogue, TODAY, learned), profile, more=7)
    whole = match(catalogue, profile, TODAY, learned)
    assert short.first == whole.first
    assert short.further == whole.further[:7]
    assert short.average == whole.average
    assert short.fitting == len(whole.first) + len(whole.further)


# --- the same numbers ------------------------------------------------------------------------------


@settings(deadline=None, max_examples=30)
@given(st.lists(profiles(), min_size=1, max_size=4))
def test_every_company_has_the_verdicts_and_scores_of_one_by_itself(companies: list[Profile]) -> None:
    assert differences(released(), companies) == []


@settings(deadline=None, max_examples=25)
@given(random=RANDOMS, companies=st.lists(profiles(), min_size=1, max_size=3))
def test_every_catalogue_gives_the_same_at_once_and_one_by_one(
    random: Random, companies: list[Profile]
) -> None:
    catalogue = many_offers(60, random)
    assert differences(catalogue, companies) == []
    assert best_of_many(catalogue, companies, 9) == [best_by_itself(catalogue, c)[:9] for c in companies]


@settings(deadline=None, max_examples=25)
@given(random=RANDOMS, profile=profiles(), goal=st.sampled_from([None, " ", "Roboter", "qqq", "save energy"]))
def test_what_is_shown_out_of_many_offers_is_what_the_whole_list_begins_with(
    random: Random, profile: Profile, goal: str | None
) -> None:
    assert_shown_alike(many_offers(80, random), replace(profile, goal=goal))


@settings(deadline=None, max_examples=15)
@given(profiles())
def test_what_is_shown_of_the_real_offers_is_what_the_whole_list_begins_with(profile: Profile) -> None:
    assert_shown_alike(released(), profile)


def test_goals_are_compared_for_each_company_among_its_own_offers() -> None:
    who = a_supplier().needing(automation_robotics=0.6, energy_efficiency=0.3)
    goals = ("Strom sparen", "introduce assembly robots", None, "  ", "qqq")
    companies = [replace(who.profile, goal=goal) for goal in goals]
    assert differences(released(), [*companies, a_company().aiming_at("Roboter").profile]) == []


def a_leaning() -> Learned:
    """Outcomes that speak for one offer, and a tree that asks for the nearness."""
    tally = OfferTally(accepted=4, decided=5, needs={"automation_robotics": Tally(accepted=3, decided=3)})
    leaves = [Node(feature=-1, threshold=0, left=-1, right=-1, value=value) for value in (-0.3, 0.2)]
    tree = Tree(nodes=(Node(feature=3, threshold=0.75, left=1, right=2, value=0), *leaves))
    weights = released().weights
    combination = Combination(intercept=-4, weights=weights.numbers, baseline=0.1, trees=(tree,))
    decided = {"roboson": tally, "inqa-coaching": OfferTally(accepted=0, decided=2)}
    acceptance = Acceptance(total=Tally(accepted=4, decided=7), offers=decided)
    numbers = weights.numbers | {"needs": 3.3}
    return Learned(weights=numbers, bias=-4.1, acceptance=acceptance, combination=combination)


@settings(deadline=None, max_examples=8)
@given(st.lists(profiles(), min_size=1, max_size=2))
def test_what_was_learned_counts_as_it_does_for_one(companies: list[Profile]) -> None:
    learned = a_leaning()
    assert differences(released(), companies, learned) == []
    assert differences(released(), companies, learned.model_copy(update={"combination": None})) == []
    assert_shown_alike(released(), companies[0], learned)


def test_links_are_counted_where_a_rule_asks_for_the_headcount() -> None:
    rule = {"any": [{"fact": "employees", "at_most": 99}, {"not": {"fact": "employees", "at_least": 10}}]}
    catalogue = a_catalogue(an_offer(criteria={"rules": [a_rule(rule)], "employees": {"min": 10}}))
    sized = a_company().with_employees(50, 99)
    kinds = (sized.independent(), sized.part_of_a_group(), sized, a_company(), a_company().independent())
    assert differences(catalogue, [who.profile for who in kinds]) == []


# --- the best --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [0.0, 0.02, 0.3])
def test_the_best_are_the_first_of_the_whole_list_however_grades_are_made(width: float) -> None:
    catalogue = many_offers(150, Random(5))
    rules = catalogue.rules.model_copy(update={"nearly_equal": width})
    catalogue = replace(catalogue, rules=rules)
    companies = [
        a_supplier().needing(cybersecurity=0.2, hydrogen=0.9).profile,
        a_company().profile,
        a_company().in_district("03101").needing(charging=0.5).profile,
    ]
    for number in (1, 20, 150, 400):
        expected = [best_by_itself(catalogue, profile)[:number] for profile in companies]
        assert best_of_many(catalogue, companies, number) == expected


def test_where_fewer_offers_fit_the_places_left_over_are_nobodys() -> None:
    catalogue = a_catalogue(an_offer("here", criteria={"district": ["03102"]}), an_offer("gone"))
    index = bulk.Index(catalogue, TODAY)
    found = bulk.best(index, [a_company().in_district("03101").profile], number=2)
    assert found.offers.tolist() == [[0, NOBODY]]
    assert np.isnan(found.utility[0]).tolist() == [False, True]
    assert found.verdict.tolist() == [[1, 0]]


@given(st.lists(st.floats(-1, 1) | st.integers(-(10**9), 10**9).map(lambda n: (n + 0.5) / 1e9), min_size=1))
def test_nine_digits_are_those_of_the_language(numbers: list[float]) -> None:
    assert in_nines(np.array(numbers)).tolist() == [round(round(number, 9) * 1e9) for number in numbers]


@given(st.lists(st.floats(0, 1), min_size=1), st.sampled_from([0.0, 1e-9, 0.02, 1.0]))
def test_grades_are_those_of_the_rules(utilities: list[float], width: float) -> None:
    rules = released().rules.model_copy(update={"nearly_equal": width})
    assert graded(rules, np.array(utilities)).tolist() == [rules.grade(one) for one in utilities]


# --- tables ----------------------------------------------------------------------------------------


def test_there_is_a_way_for_many_for_every_criterion_and_every_feature() -> None:
    assert list(CONDITIONS) == list(CRITERIA)
    assert list(TERMS) == list(VALUES)
    assert len(JOINS) == len(TRUTHS)


def test_companies_may_come_in_any_number_of_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    companies = [a_supplier().needing(hydrogen=size / 10).profile for size in range(1, 6)]
    whole = bulk.rate(bulk.Index(released(), TODAY), companies)
    monkeypatch.setattr(table, "PAIRS", 2 * len(released().offers))
    assert np.array_equal(bulk.rate(bulk.Index(released(), TODAY), companies).log_odds, whole.log_odds)
    assert differences(released(), companies) == []


def test_no_companies_and_no_offers_make_empty_tables() -> None:
    assert bulk.rate(bulk.Index(released(), TODAY), []).verdict.shape == (0, len(released().offers))
    assert bulk.rate(bulk.Index(a_catalogue(), TODAY), [a_supplier().profile]).log_odds.shape == (1, 0)
    assert_shown_alike(a_catalogue(), a_supplier().profile)


def test_a_list_is_made_without_this_package_and_without_numpy() -> None:
    program = (
        "import sys; from datetime import date; from matching import catalogue, profile, ranking;"
        "ranking.match(catalogue.released(), profile.Profile({}), date(2026, 11, 22));"
        "print([name for name in sys.modules if name in ('numpy', 'matching.bulk')])"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"
