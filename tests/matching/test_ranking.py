from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.catalogue import Catalogue, released
from matching.offers import Offer
from matching.profile import Profile
from matching.ranking import NOTICES, Matches, match
from matching.rules import Network
from questionnaires.conditions import Range
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


def matched(who: CompanyBuilder, *offers: Offer) -> Matches:
    return match(a_catalogue(*offers), who.profile, TODAY)


def first(matches: Matches) -> list[str]:
    return [found.offer.id for found in matches.first]


def notices(matches: Matches) -> list[str]:
    return [notice.code for notice in matches.notices]


# --- order


def test_what_serves_the_larger_gap_comes_first() -> None:
    who = a_supplier().needing(hydrogen=0.2, charging=0.9)
    assert first(matched(who, an_offer("a", needs=["hydrogen"]), an_offer("b", needs=["charging"]))) == [
        "b",
        "a",
    ]


def test_a_confirmed_offer_comes_before_its_unconfirmed_equal() -> None:
    who = a_supplier().needing(automation_robotics=0.5)
    sourced = an_offer("a", status={"as_of": "2026-11"})
    confirmed = an_offer("b", status={"as_of": "2024", "confirmed_on": "2026-01-15"})
    assert first(matched(who, sourced, confirmed)) == ["b", "a"]


def test_among_equals_the_newer_entry_comes_first_then_the_id() -> None:
    who = a_supplier().needing(automation_robotics=0.5)
    offers = [
        an_offer(id_, status={"as_of": as_of}) for id_, as_of in (("c", "2025"), ("b", "2025"), ("d", "2026"))
    ]
    assert first(matched(who, *offers)) == ["d", "b", "c"]


def test_an_offer_without_a_date_comes_last_among_equals() -> None:
    who = a_supplier().needing(automation_robotics=0.5)
    assert first(matched(who, an_offer("a", status={"as_of": None}), an_offer("b"))) == ["b", "a"]


def test_five_are_shown_and_the_rest_on_request() -> None:
    offers = [an_offer(f"o{n}") for n in range(8)]
    matches = matched(a_supplier().needing(automation_robotics=0.5), *offers)
    assert (len(matches.first), len(matches.further)) == (5, 3)


def test_the_first_five_serve_more_than_one_need() -> None:
    who = a_supplier().needing(charging=0.9, hydrogen=0.8)
    alike = [an_offer(f"charging{n}", needs=["charging"]) for n in range(6)]
    assert "hydrogen" in first(matched(who, *alike, an_offer("hydrogen", needs=["hydrogen"])))[:2]


def test_at_most_two_of_the_first_five_are_of_one_organisation() -> None:
    who = a_supplier().needing(charging=0.9, hydrogen=0.2)
    bank = [an_offer(f"bank{n}", needs=["charging"], organisation="bank") for n in range(4)]
    others = [an_offer(f"other{n}", needs=["hydrogen"]) for n in range(2)]
    matches = matched(who, *bank, *others)
    assert sorted(first(matches)) == ["bank0", "bank1", "other0", "other1"]
    assert [m.offer.id for m in matches.further] == ["bank2", "bank3"]


@settings(deadline=None)
@given(profiles())
def test_the_first_five_of_the_real_catalogue_hold_the_rules(profile: Profile) -> None:
    found = match(released(), profile, TODAY).first
    houses = [m.offer.organisation for m in found]
    rules = released().rules
    assert len(found) <= rules.first
    ruled = [m.offer.organisation for m in found if not m.by_rule]
    assert all(ruled.count(house) <= rules.of_one_organisation for house in houses)


@settings(deadline=None)
@given(profiles(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing(profile: Profile, random: Random) -> None:
    real = released()
    offers = list(real.offers)
    random.shuffle(offers)
    shuffled = Catalogue(tuple(offers), real.districts, real.weights, real.rules, real.revision)
    assert match(shuffled, profile, TODAY) == match(real, profile, TODAY)


# --- what does not fit


def test_what_does_not_fit_is_listed_with_its_reasons_the_nearest_first() -> None:
    here = a_company().in_district("03101").in_sector("22")
    rules = [a_rule({"fact": "sector", "under": ["25"]})]
    far = an_offer("a", criteria={"district": ["03153"], "rules": rules})
    near = an_offer("b", criteria={"rules": rules})
    excluded = matched(here, far, near).excluded
    assert [(e.offer.id, [c.reason for c in e.verdict.failing]) for e in excluded] == [
        ("b", ["rule_not_met"]),
        ("a", ["district_not_served", "rule_not_met"]),
    ]


def test_a_strong_need_without_an_offer_is_told() -> None:
    who = a_company().in_district("03101").needing(charging=0.9, hydrogen=0.8, ai_data=0.1)
    elsewhere = an_offer("elsewhere", needs=["hydrogen"], criteria={"district": ["03153"]})
    matches = matched(who, an_offer(needs=["charging"]), elsewhere)
    assert [gap.need for gap in matches.unmet_needs] == ["hydrogen"]


def test_an_offer_that_is_withheld_serves_no_need() -> None:
    hidden = an_offer(needs=["charging"], status={"state": "ended"})
    matches = matched(a_company().needing(charging=0.9), hidden, an_offer("other"))
    assert [gap.need for gap in matches.unmet_needs] == ["charging"]


# --- what the list says about itself


def test_without_a_goal_the_list_says_so() -> None:
    who = a_company().needing(automation_robotics=0.5)
    assert notices(matched(who, an_offer())) == ["no_goal"]
    assert notices(matched(who.aiming_at(" \n"), an_offer())) == ["no_goal"]
    assert notices(matched(who.aiming_at("Hilft das Angebot?"), an_offer())) == []


def test_without_gaps_the_list_is_not_matched_to_needs() -> None:
    matches = matched(a_company(), an_offer())
    assert notices(matches) == ["no_goal", "no_gaps"]
    assert first(matches) == ["offer"]
    assert [term.feature for term in matches.first[0].contributions] == [
        "sector",
        "nearness",
        "specificity",
        "settledness",
    ]


def test_when_nobody_fits_the_nearest_misses_are_named() -> None:
    missed = [an_offer(f"o{n}", criteria={"district": ["03153"]}) for n in range(5)]
    matches = matched(a_company().in_district("03101").needing(charging=0.9), *missed)
    assert first(matches) == []
    assert [(n.code, dict(n.arguments)) for n in matches.notices] == [
        ("no_goal", {}),
        ("nobody_fits", {"nearest": ("o0", "o1", "o2")}),
    ]


def test_offers_for_other_needs_are_no_first_choice() -> None:
    matches = matched(a_company().needing(charging=0.9), an_offer(needs=["hydrogen"]))
    assert (first(matches), [m.offer.id for m in matches.further]) == ([], ["offer"])
    assert notices(matches) == ["no_goal", "nobody_serves_needs"]


@settings(deadline=None)
@given(profiles())
def test_notices_carry_what_the_registry_says(profile: Profile) -> None:
    for notice in match(released(), profile, TODAY).notices:
        assert tuple(notice.arguments) == NOTICES[notice.code]


def test_every_notice_can_be_given() -> None:
    lists = [
        matched(a_company(), an_offer()),
        matched(a_company().in_district("03101"), an_offer(criteria={"district": ["03153"]})),
        matched(a_company().needing(charging=1), an_offer()),
        matched(a_company().aiming_at("Angebot " * 1000), an_offer()),
        matched(a_company().aiming_at("qxj qxj"), an_offer()),
    ]
    assert {code for matches in lists for code in notices(matches)} == set(NOTICES)
    given = [notice for matches in lists for notice in matches.notices]
    assert all(tuple(notice.arguments) == NOTICES[notice.code] for notice in given)


@pytest.mark.parametrize("goal", ["qxj", "\x00", "\ud800", "🤖", "Δ"])
def test_a_goal_that_matches_nothing_is_told_and_does_no_harm(goal: str) -> None:
    who = a_company().needing(automation_robotics=0.5)
    matches = matched(who.aiming_at(goal), an_offer())
    assert notices(matches) == ["goal_matches_nothing"]
    assert matches.first == matched(who, an_offer()).first


# --- what is not known, what nobody serves


def test_open_facts_are_asked_for_in_the_order_of_how_many_offers_they_decide_about() -> None:
    who = a_company().knowing(employees=Range(50, 249)).needing(automation_robotics=0.5)
    share = a_rule({"fact": "automotive_share", "at_least": 1})
    matches = matched(
        who,
        an_offer("a", criteria={"district": ["03102"], "rules": [share]}),
        an_offer("b", criteria={"district": ["03103"], "employees": {"max": 200}}),
        an_offer("c", criteria={"employees": {"max": 249}, "rules": [share]}),
        an_offer("d", criteria={"district": ["03102"]}),
    )
    assert [(fact.fact, fact.question, sorted(fact.offers)) for fact in matches.open_facts] == [
        ("district", None, ["a", "b", "d"]),
        ("automotive_share", "E06", ["a", "c"]),
        ("group", None, ["b", "c"]),
    ]


@pytest.mark.parametrize(("gap", "told"), [(0.3, ["charging"]), (0.29, [])])
def test_a_strong_need_that_no_offer_names_is_told(gap: float, told: list[str]) -> None:
    matches = matched(a_company().needing(charging=gap, hydrogen=0.9), an_offer(needs=["hydrogen"]))
    assert [unmet.need for unmet in matches.unmet_needs] == told


# --- rules of the list


def by_rules(who: CompanyBuilder, *offers: Offer, **changes: Any) -> Matches:
    """Matched with other rules than those of the released catalogue."""
    found = a_catalogue(*offers)
    return match(replace(found, rules=found.rules.model_copy(update=changes)), who.profile, TODAY)


def test_of_nearly_equal_offers_the_specialist_comes_first() -> None:
    who = a_supplier().needing(automation_robotics=0.5)
    generalist = an_offer("a", needs=["automation_robotics", "charging"])
    specialist = an_offer("b", needs=["automation_robotics"], criteria={"district": "niedersachsen"})
    assert first(by_rules(who, generalist, specialist, nearly_equal=0.2)) == ["b", "a"]


def test_an_offer_of_the_own_network_that_helps_has_a_marked_place_among_the_first() -> None:
    who = a_supplier().needing(charging=0.9, hydrogen=0.1)
    better = [an_offer(f"other{n}", needs=["charging"]) for n in range(6)]
    own = an_offer("own", needs=["hydrogen"], criteria={"district": ["03102"]}, remote=False)
    matches = by_rules(who, *better, own, network=Network(at_least=1, offers=("own",)), likeness=0.0)
    assert len(matches.first) == 5
    assert [m.offer.id for m in (*matches.first, *matches.further) if m.by_rule] == ["own"]
    assert matches.first[-1].by_rule


@pytest.mark.parametrize("needs", [["charging"], ["hydrogen"]])
def test_no_place_is_kept_for_the_network_where_it_does_not_help_or_the_rule_is_off(needs: list[str]) -> None:
    who = a_supplier().needing(charging=0.9)
    better = [an_offer(f"other{n}", needs=["charging"]) for n in range(6)]
    own = an_offer("z-own", needs=[*needs, "grid", "heat"])
    at_least = 1 if needs == ["hydrogen"] else 0
    matches = by_rules(who, *better, own, network=Network(at_least=at_least, offers=("z-own",)), likeness=0.0)
    assert "z-own" not in first(matches)


def test_an_offer_of_the_network_that_stands_there_by_itself_is_not_marked() -> None:
    who = a_supplier().needing(charging=0.9)
    matches = by_rules(who, an_offer("own", needs=["charging"]), network=Network(at_least=1, offers=("own",)))
    assert [found.by_rule for found in matches.first] == [False]
