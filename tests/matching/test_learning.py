"""Weights from outcomes: nothing without them, never against the experts without proof, always explained."""

from functools import cache
from math import fsum, log
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from matching.acceptance import NONE, Acceptance, acceptance, own
from matching.catalogue import released
from matching.challenger import challenge
from matching.feedback import LABELS, OUTCOMES, Event, decisions, propensity
from matching.learned import Learned
from matching.learning import fit, learn, training_rows
from matching.ranking import match
from matching.trees import Node, Tree
from matching.weights import LEARNABLE
from tests.matching.builders import TODAY, a_catalogue, a_supplier, an_offer
from tests.matching.outcomes import DAY, an_outcome, far_is_better, near_is_better

EXPERTS = released().weights
NEEDS = ("cybersecurity", "hydrogen", "charging")


def events() -> st.SearchStrategy[list[Event]]:
    """Any outcomes of three companies with three offers."""
    one = st.builds(
        lambda offer, company, position, needs, near, outcome: (
            an_outcome(offer)
            .of(company)
            .at(position)
            .for_needs(*needs)
            .with_features(nearness=near)
            .being(outcome)
        ),
        st.sampled_from(["lab", "fund", "hub"]),
        st.sampled_from(["a", "b", "c"]),
        st.integers(1, 12),
        st.lists(st.sampled_from(NEEDS), unique=True),
        st.floats(0, 1),
        st.sampled_from(OUTCOMES),
    )
    return st.lists(one, max_size=25)


# --- outcomes


def test_every_outcome_says_something_or_nothing() -> None:
    said = {outcome: label and (label.accepted, label.weight) for outcome, label in LABELS.items()}
    assert said == {
        "done": (True, 1.0),
        "taken_up": (True, 0.7),
        "done_without_help": (False, 0.5),
        "rejected": (False, 1.0),
        "not_reachable": None,
        "planned": (True, 0.4),
    }


@pytest.mark.parametrize(("position", "weight"), [(1, 1), (3, 3), (5, 5), (6, 5), (60, 5)])
def test_a_decision_counts_more_where_few_look_and_never_more_than_five_times(
    position: int, weight: float
) -> None:
    assert an_outcome().at(position).done().weight == pytest.approx(weight)
    assert an_outcome().at(position).being("taken_up").weight == pytest.approx(0.7 * weight)


def test_further_down_fewer_look() -> None:
    seen = [propensity(position) for position in range(1, 30)]
    assert seen == sorted(seen, reverse=True)
    assert seen[0] == 1


def test_who_could_not_be_reached_decided_nothing() -> None:
    assert decisions([an_outcome().being("not_reachable")]) == []


def test_only_a_rejection_has_a_reason() -> None:
    rejected = an_outcome().rejected()
    assert Event.model_validate(rejected.model_dump() | {"reason": "too_far"}).reason == "too_far"
    with pytest.raises(ValidationError, match="expected no reason for done"):
        Event.model_validate(an_outcome().done().model_dump() | {"reason": "too_far"})


# --- acceptance


def test_an_offer_nobody_decided_about_stands_at_zero() -> None:
    counts = acceptance([an_outcome("lab").done()])
    assert counts.log_odds("fund", ["cybersecurity"]) == 0
    assert Acceptance().log_odds("lab", ["cybersecurity"]) == 0


def test_the_log_odds_are_shrunk_twice() -> None:
    counts = acceptance([an_outcome().of(c).done() for c in "ab"] + [an_outcome("fund").rejected()])
    usual = (2 + 2.5) / 8
    offer = (2 + 5 * usual) / 7
    for_the_need = (2 + 5 * offer) / 7
    against_all = log(usual / (1 - usual))
    assert counts.log_odds("lab", ["cybersecurity"]) == pytest.approx(
        log(for_the_need / (1 - for_the_need)) - against_all
    )
    assert counts.log_odds("lab", []) == pytest.approx(log(offer / (1 - offer)) - against_all)
    assert counts.log_odds("lab", ["hydrogen"]) == pytest.approx(counts.log_odds("lab", []))


@given(events(), st.sampled_from(NEEDS))
def test_one_more_acceptance_never_lowers_the_offer(known: list[Event], need: str) -> None:
    more = [*known, an_outcome("lab").for_needs(need).done()]
    assert acceptance(more).log_odds("lab", [need]) >= acceptance(known).log_odds("lab", [need]) - 1e-12


@given(events())
def test_leaving_one_out_is_as_if_it_had_never_been(known: list[Event]) -> None:
    decided = decisions(known)
    counts = acceptance(decided)
    for place, event in enumerate(decided):
        others = acceptance([*decided[:place], *decided[place + 1 :]])
        assert counts.log_odds(event.offer, event.needs, own(event)) == pytest.approx(
            others.log_odds(event.offer, event.needs), abs=1e-9
        )


# --- the regression


def test_without_outcomes_the_weights_are_those_of_the_experts() -> None:
    learned = learn([], EXPERTS)
    assert learned.weights == EXPERTS.numbers
    assert learned.bias == EXPERTS.bias


def test_who_could_not_be_reached_changes_no_weight() -> None:
    assert learn([an_outcome().being("not_reachable")] * 20, EXPERTS) == learn([], EXPERTS)


def test_the_expert_list_stays_as_it_is_without_outcomes() -> None:
    who = a_supplier().needing(automation_robotics=0.6, energy_efficiency=0.3).profile
    assert match(released(), who, TODAY, learn([], EXPERTS)) == match(released(), who, TODAY)


def test_what_is_taken_up_counts_more() -> None:
    near, far = learn(near_is_better(30), EXPERTS), learn(far_is_better(30), EXPERTS)
    assert near.weights["nearness"] > EXPERTS.numbers["nearness"] > far.weights["nearness"]


@settings(deadline=None, max_examples=30)
@given(events())
def test_no_weight_is_ever_negative(known: list[Event]) -> None:
    assert min(learn(known, EXPERTS).weights.values()) >= 0


@settings(deadline=None, max_examples=20)
@given(events(), st.randoms(use_true_random=False))
def test_the_order_of_the_outcomes_changes_nothing(known: list[Event], lot: Random) -> None:
    shuffled = list(known)
    lot.shuffle(shuffled)
    assert learn(shuffled, EXPERTS) == learn(known, EXPERTS)


def test_more_of_the_same_outcome_moves_the_weight_further() -> None:
    moved = [learn(near_is_better(count), EXPERTS).weights["nearness"] for count in (0, 4, 12, 40)]
    assert moved == sorted(moved)
    assert len(set(moved)) == 4


def test_the_minimum_is_one() -> None:
    rows = training_rows(decisions(near_is_better(12)), acceptance(decisions(near_is_better(12))))
    found = fit(rows, EXPERTS)

    def loss(weights: np.ndarray) -> float:
        z = found.intercept + rows.x @ weights
        away = weights - np.array([EXPERTS.numbers[feature] for feature in LEARNABLE])
        return float((rows.weights * (np.logaddexp(0, z) - rows.y * z)).sum() + 5 * (away**2).sum())

    least = loss(found.weights)
    for place in range(len(LEARNABLE)):
        for step in (-0.01, 0.01):
            moved = found.weights.copy()
            moved[place] = max(0.0, moved[place] + step)
            assert loss(moved) >= least - 1e-6


def test_the_words_for_the_fit_keep_their_scale() -> None:
    known = near_is_better(30)
    learned = learn(known, EXPERTS)
    rows = training_rows(decisions(known), acceptance(decisions(known)))
    experts = rows.x @ np.array([EXPERTS.numbers[f] for f in LEARNABLE]) + EXPERTS.bias
    now = rows.x @ np.array([learned.weights[f] for f in LEARNABLE]) + learned.bias
    assert np.average(now, weights=rows.weights) == pytest.approx(np.average(experts, weights=rows.weights))


# --- what a list shows of it


@cache
def second() -> Learned:
    known = near_is_better(60, decided=9)
    decided = decisions(known)
    counts = acceptance(decided)
    rows = training_rows(decided, counts)
    challenger = challenge(fit(rows, EXPERTS), rows)
    assert challenger is not None
    return learn(known, EXPERTS).model_copy(update={"combination": challenger.combination})


def test_learned_terms_add_up_as_the_others_do() -> None:
    offers = [an_offer(f"offer-{n}", needs=[need]) for n, need in enumerate((*NEEDS, *NEEDS[:2]))]
    who = a_supplier().needing(cybersecurity=0.8, hydrogen=0.4).profile
    matches = match(a_catalogue(*offers), who, TODAY, second())
    features = [term.feature for term in matches.first[0].contributions]
    assert features[-2:] == ["acceptance", "combination"]
    for found in (*matches.first, *matches.further):
        assert fsum(term.amount for term in found.contributions) == pytest.approx(
            found.log_odds - matches.average, abs=1e-12
        )


def test_without_a_learned_model_no_list_speaks_of_experience() -> None:
    found = match(released(), a_supplier().needing(hydrogen=0.4).profile, TODAY).first[0]
    assert {"acceptance", "combination"}.isdisjoint(term.feature for term in found.contributions)


def test_what_others_took_up_comes_first_among_equals() -> None:
    offers = a_catalogue(an_offer("a"), an_offer("b"))
    learned = learn([an_outcome("b").of(c).for_needs("automation_robotics").done() for c in "abc"], EXPERTS)
    who = a_supplier().needing(automation_robotics=0.5).profile
    first, second = sorted(match(offers, who, TODAY, learned).first, key=lambda found: -found.utility)
    assert (first.offer.id, second.offer.id) == ("b", "a")


# --- the second model


def test_trees_as_data_say_what_scikit_learn_says() -> None:
    decided = decisions(near_is_better(60, decided=9))
    rows = training_rows(decided, acceptance(decided))
    challenger = challenge(fit(rows, EXPERTS), rows)
    assert challenger is not None
    read, scores = challenger.combination, challenger.scores(rows.x)
    for row, score in zip(rows.x.tolist(), scores.tolist(), strict=True):
        x = dict(zip(LEARNABLE, row, strict=True))
        total = fsum(read.weights[f] * x[f] for f in LEARNABLE) + read.added(x)
        assert read.intercept + total == pytest.approx(score, abs=1e-6)


@given(st.lists(st.floats(0, 1), min_size=7, max_size=7), st.sampled_from(LEARNABLE), st.floats(0, 1))
def test_more_of_a_feature_never_lowers_an_offer(values: list[float], feature: str, more: float) -> None:
    read = second().combination
    assert read is not None
    less = dict(zip(LEARNABLE, values, strict=True))
    greater = {f: value + (more if f == feature else 0) for f, value in less.items()}
    one, other = (fsum(read.weights[f] * x[f] for f in LEARNABLE) + read.added(x) for x in (less, greater))
    assert other >= one - 1e-9


def test_a_second_model_needs_both_answers() -> None:
    decided = decisions([an_outcome().of(c).done() for c in "abcdef"])
    rows = training_rows(decided, acceptance(decided))
    assert challenge(fit(rows, EXPERTS), rows) is None


def test_a_tree_that_leads_back_is_refused() -> None:
    node = Node(feature=0, threshold=0.5, left=0, right=0, value=0)
    with pytest.raises(ValidationError, match="expected node 0 to lead to later ones"):
        Tree(nodes=(node,))


def test_a_learned_model_survives_json() -> None:
    assert Learned.model_validate_json(second().model_dump_json()) == second()


def test_nothing_is_left_out_of_an_event_on_its_way_through_json() -> None:
    event = an_outcome().in_district("03102").on(DAY).rejected()
    assert Event.model_validate_json(event.model_dump_json()) == event
    assert own(an_outcome().being("not_reachable")) == NONE
