"""The order of a list to the last digit: what decides between two offers, and what has a place by rule."""

from typing import Any

import pytest

from matching.catalogue import released
from matching.eligibility import judge
from matching.relevance import Match
from matching.rules import ListRules, Network
from matching.selection import GOAL_MET, choose, helps, in_order, likeness
from tests.matching.builders import TODAY, a_rule, a_supplier, an_offer

RULES = released().rules


def by_rules(**changes: Any) -> ListRules:
    return RULES.model_copy(update=changes)


def listed(id_: str, utility: float, goal: float | None = None, **changes: Any) -> Match:
    """An offer of this utility that serves the first need it names."""
    offer = an_offer(id_, **changes)
    return Match(
        offer=offer,
        verdict=judge(offer, a_supplier().facts, TODAY),
        utility=utility,
        log_odds=0.0,
        fit="good",
        contributions=(),
        served=offer.needs[:1],
        goal=goal,
        features={},
    )


def order(*matches: Match, **rules: Any) -> str:
    return "".join(found.offer.id for found in in_order(by_rules(**rules), matches))


def first(*matches: Match, **rules: Any) -> str:
    changed = by_rules(**rules)
    return "".join(found.offer.id for found in choose(changed, in_order(changed, matches), told=True))


# --- one after the other


def test_the_more_useful_offer_comes_first() -> None:
    assert order(listed("a", 0.5), listed("b", 0.9), listed("c", 0.7)) == "bca"


def test_of_nearly_equal_offers_with_nothing_else_between_them_the_better_comes_first() -> None:
    assert order(listed("a", 0.699), listed("b", 0.701), nearly_equal=0.02) == "ba"


def test_what_differs_after_the_ninth_digit_is_equal() -> None:
    assert order(listed("a", 0.7), listed("b", 0.7 + 4e-10), nearly_equal=0.0) == "ba"
    assert order(listed("a", 0.7), listed("b", 0.7 + 4e-10), nearly_equal=0.02) == "ab"


def test_a_confirmed_offer_comes_first_even_if_as_much_of_it_is_open_and_it_is_older() -> None:
    asking = {"rules": [a_rule({"fact": "works_council", "is": "present"})]}
    confirmed = listed("b", 0.7, criteria=asking, status={"as_of": "2020", "confirmed_on": "2026-01-15"})
    sourced = listed("a", 0.7, status={"as_of": "2026-11"})
    assert len(confirmed.verdict.open) == len(sourced.verdict.open) == 1
    assert order(sourced, confirmed) == "ba"


@pytest.mark.parametrize(
    ("nearly_equal", "utility", "grade"),
    [(0.02, 0.711, 0.72), (0.02, 0.709, 0.7), (0.0, 0.711, 0.711), (1 / 3, 0.3, 0.333333333)],
)
def test_a_utility_is_told_in_steps_where_nearly_equal_counts_as_equal(
    nearly_equal: float, utility: float, grade: float
) -> None:
    assert by_rules(nearly_equal=nearly_equal).grade(utility) == grade


# --- which stand first

ALIKE: dict[str, Any] = {"needs": ["hydrogen", "charging", "heat"]}
HALF_ALIKE: dict[str, Any] = {"needs": ["hydrogen", "charging", "grid"]}
OTHER: dict[str, Any] = {"needs": ["ai_data", "cybersecurity", "succession"]}


def test_likeness_is_the_share_of_needs_in_common() -> None:
    one, other = an_offer(**ALIKE), an_offer(**HALF_ALIKE)
    assert likeness(one, other) == likeness(other, one) == 0.5
    assert likeness(one, one) == 1
    assert likeness(one, an_offer(**OTHER)) == 0


def test_a_less_useful_offer_for_something_else_comes_before_one_half_alike() -> None:
    """0.7 x 0.70 = 0.490 against 0.7 x 0.88 - 0.3 x 0.5 = 0.466."""
    found = listed("a", 0.9, **ALIKE), listed("b", 0.88, **HALF_ALIKE), listed("c", 0.7, **OTHER)
    assert first(*found, network=Network(at_least=0, offers=())) == "acb"


def test_worth_that_differs_after_the_ninth_digit_only_is_equal() -> None:
    """0.7 x 0.8 - 0.3 x 0.5 = 0.41 against 0.7 x 0.58571428628 = 0.4100000004."""
    found = (
        listed("a", 0.9, **ALIKE),
        listed("b", 0.8, **HALF_ALIKE),
        listed("c", 0.4100000004 / 0.7, **OTHER),
    )
    assert first(*found, nearly_equal=0.0, network=Network(at_least=0, offers=())) == "abc"


@pytest.mark.parametrize(("goal", "about"), [(GOAL_MET, True), (0.49, False), (None, False)])
def test_an_offer_that_serves_no_need_helps_if_it_is_half_about_the_goal(
    goal: float | None, about: bool
) -> None:
    found = listed("a", 0.5, goal)
    assert helps(found)
    assert helps(Match(**{name: getattr(found, name) for name in Match.__slots__} | {"served": ()})) is about


# --- the operator's network


def test_five_stand_first_even_if_all_are_of_the_network() -> None:
    own = [listed(id_, 0.5) for id_ in "abcdef"]
    assert first(*own, network=Network(at_least=1, offers=(*"abcdef",))) == "abcde"


def test_one_offer_of_the_network_is_enough_where_one_is_asked_for() -> None:
    found = [listed(id_, 0.9) for id_ in "abcdef"] + [listed("z", 0.2)]
    assert first(*found, network=Network(at_least=1, offers=("a", "z"))) == "abcde"


def test_where_one_stands_first_the_network_takes_its_place() -> None:
    found = listed("a", 0.9), listed("z", 0.2)
    assert first(*found, first=1, network=Network(at_least=1, offers=("z",))) == "z"
