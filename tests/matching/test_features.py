"""What was learned and what a goal adds, as features of one offer, worked out by hand."""

from math import log

import pytest

from matching.acceptance import Acceptance, OfferTally, Tally
from matching.catalogue import released
from matching.eligibility import judge
from matching.features import MANY, VALUES, Candidate, company, similarities
from matching.learned import Learned
from matching.offers import Offer
from matching.ranking import match
from matching.trees import LEAF, Combination, Node, Tree
from matching.weights import LEARNABLE, Feature
from tests.matching.builders import TODAY, a_catalogue, a_company, an_offer

OFFER = an_offer(needs=["hydrogen"], status={"confirmed_on": "2026-11-01"})
WHO = a_company().needing(hydrogen=0.5)

NUMBERS: dict[Feature, float] = {
    "needs": 2.0,
    "goal": 0.0,
    "sector": 0.4,
    "nearness": 0.0,
    "specificity": 0.0,
    "settledness": 0.0,
    "acceptance": 3.0,
}
LEARNED = Learned(
    weights=NUMBERS,
    bias=-1.5,
    acceptance=Acceptance(
        total=Tally(accepted=3, decided=4),
        offers={
            OFFER.id: OfferTally(accepted=3, decided=4, needs={"hydrogen": Tally(accepted=2, decided=2)})
        },
    ),
    combination=Combination(
        intercept=0.5,
        weights=dict.fromkeys(LEARNABLE, 0.0) | {"nearness": 2.0},
        baseline=1.0,
        trees=(Tree(nodes=(Node(feature=LEAF, threshold=0, left=0, right=0, value=0.25),)),),
    ),
)

USUAL = (3 + 5 / 2) / (4 + 5)
OF_OFFER = (3 + 5 * USUAL) / (4 + 5)
OF_NEED = (2 + 5 * OF_OFFER) / (2 + 5)
ACCEPTANCE = log(OF_NEED / (1 - OF_NEED)) - log(USUAL / (1 - USUAL))
COMBINATION = 0.5 * ((1.0 + 0.25) - (0.5 + 2.0 * 0.6))
"""Half of what the trees say more than the sum: the offer is of the whole country, 0.6 near."""


def test_what_was_learned_counts_in_every_term() -> None:
    (found,) = match(a_catalogue(OFFER), WHO.profile, TODAY, LEARNED).first
    assert found.features == pytest.approx(
        {
            "needs": 1,
            "sector": 0.25,
            "nearness": 0.6,
            "specificity": 1,
            "settledness": 1,
            "acceptance": ACCEPTANCE,
            "combination": COMBINATION,
        }
    )
    combined = released().weights.features["combination"].weight * COMBINATION
    assert found.log_odds == pytest.approx(-1.5 + 2.0 + 0.4 * 0.25 + 3.0 * ACCEPTANCE + combined)


def test_without_a_second_model_nothing_is_added() -> None:
    candidate = Candidate(OFFER, judge(OFFER, WHO.facts, TODAY))
    reading = company(WHO.profile, a_catalogue(OFFER), [candidate])
    assert VALUES["combination"](candidate, reading) == 0


def test_a_need_that_an_offer_serves_by_the_way_counts_half() -> None:
    by_the_way = an_offer("all", needs=["charging", "heat", "grid", "hydrogen"])
    rated = match(a_catalogue(OFFER, by_the_way), WHO.profile, TODAY).first
    assert {found.offer.id: found.features["needs"] for found in rated} == {"offer": 1, "all": 0.5}


# --- the goal


def _said(id_: str, words: str) -> Offer:
    return an_offer(id_, name={"de": words, "en": words}, summary={"de": words, "en": words})


ABOUT = [_said(f"a{n:02}", " ".join(["Montage", *(f"{n}x{k}" for k in range(n + 1))])) for n in range(MANY)]
"""Twenty offers about assembly, each with one more word beside that than the one before."""
OTHERS = [_said(f"b{n:02}", f"{('Verpackung', 'Lieferung')[n % 2]} {n}y") for n in range(2 * MANY)]
CATALOGUE = a_catalogue(*ABOUT, *OTHERS)
IDS = [offer.id for offer in ABOUT]


def test_among_many_offers_what_chance_brings_does_not_count() -> None:
    among_many = similarities("Montage", CATALOGUE, IDS)
    among_few = similarities("Montage", CATALOGUE, IDS[: MANY - 1])
    assert [id_ for id_, value in among_many.items() if value] == IDS[: MANY // 2]
    assert all(among_few.values())


def test_the_best_offer_for_a_goal_counts_in_full_and_in_part_where_it_is_hardly_about_it() -> None:
    assert max(similarities("Montage", CATALOGUE, IDS).values()) == 1
    assert 0 < max(similarities("Verpackung Montur", CATALOGUE, IDS).values()) < 1
    assert similarities("qxj", CATALOGUE, IDS) == {}


def test_a_goal_with_nobody_who_fits_is_no_error() -> None:
    assert similarities("Montage", CATALOGUE, []) == {}
