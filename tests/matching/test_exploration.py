"""New offers get one marked place of ten, drawn by lot."""

from collections import Counter

from matching.acceptance import Acceptance, acceptance
from matching.catalogue import released
from matching.exploration import PLACES, UNTOUCHED, Exploring, explore
from matching.ranking import Matches, match
from questionnaires.library import needs
from tests.matching.builders import TODAY, a_catalogue, a_supplier, an_offer
from tests.matching.outcomes import an_outcome

RULES = released().rules

WHO = a_supplier().needing(**dict.fromkeys(needs(), 0.5)).profile
"""A company that could use almost any help there is."""
LIST = match(released(), WHO, TODAY)
NEW = Exploring(Acceptance(), {}, seed=1)


def ids(found: Matches) -> list[str]:
    return [listed.offer.id for listed in (*found.first, *found.further)]


def marked(found: Matches) -> list[int]:
    return [place for place, m in enumerate((*found.first, *found.further), 1) if m.explored]


def test_one_of_the_first_ten_places_is_marked_but_never_one_of_the_first_three() -> None:
    places = Counter(tuple(marked(explore(LIST, f"c{n}", NEW, RULES))) for n in range(200))
    assert set(places) == {(place,) for place in range(UNTOUCHED + 1, PLACES + 1)}


def test_no_offer_is_lost_and_the_others_keep_their_order() -> None:
    for n in range(30):
        found = explore(LIST, f"c{n}", NEW, RULES)
        (place,) = marked(found)
        chosen = ids(found)[place - 1]
        assert [offer for offer in ids(found) if offer != chosen] == [o for o in ids(LIST) if o != chosen]
        assert len(found.first) == len(LIST.first)
        assert chosen not in ids(LIST)[:PLACES]


def test_the_lot_depends_on_seed_and_company_alone() -> None:
    assert explore(LIST, "a", NEW, RULES) == explore(LIST, "a", Exploring(Acceptance(), {}, seed=1), RULES)
    drawn = {
        tuple(ids(explore(LIST, "a", Exploring(Acceptance(), {}, seed), RULES))[:PLACES]) for seed in range(9)
    }
    assert len(drawn) > 1


def test_what_was_shown_least_comes_first() -> None:
    chosen = {ids(explore(LIST, "a", NEW, RULES))[marked(explore(LIST, "a", NEW, RULES))[0] - 1]}
    often = Exploring(Acceptance(), dict.fromkeys(chosen, 3), seed=1)
    found = explore(LIST, "a", often, RULES)
    assert ids(found)[marked(found)[0] - 1] not in chosen


def test_an_offer_with_five_decisions_is_not_new() -> None:
    many = [an_outcome(offer).of(c).done() for offer in ids(LIST) for c in "abcde"]
    assert explore(LIST, "a", Exploring(acceptance(many), {}, seed=1), RULES) == LIST


def test_what_serves_no_need_is_not_tried_out_on_a_company() -> None:
    useful = [an_offer(f"useful-{n}") for n in range(12)]
    useless = [an_offer(f"useless-{n}", needs=["hydrogen"]) for n in range(12)]
    who = a_supplier().needing(automation_robotics=0.5).profile
    found = match(a_catalogue(*useful, *useless), who, TODAY)
    for n in range(20):
        (place,) = marked(explore(found, f"c{n}", NEW, RULES))
        assert ids(explore(found, f"c{n}", NEW, RULES))[place - 1].startswith("useful")


def test_no_organisation_gets_a_third_place_among_the_first_five() -> None:
    offers = [an_offer(f"a-{n:02}", organisation="one") for n in range(12)]
    found = match(a_catalogue(*offers), a_supplier().needing(automation_robotics=0.5).profile, TODAY)
    for n in range(20):
        first = explore(found, f"c{n}", NEW, RULES).first
        assert Counter(m.offer.organisation for m in first)["one"] <= 2


def test_a_short_list_has_no_place_to_give() -> None:
    found = match(a_catalogue(an_offer()), a_supplier().needing(automation_robotics=0.5).profile, TODAY)
    assert explore(found, "a", NEW, RULES) == found
