"""The gate, the card and the switch: no model comes into force that is worse, or that nobody let in."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import pytest

from matching.catalogue import released
from matching.feedback import Event, Shown
from matching.learned import Learned
from matching.model_card import Exposure, Model, Refused, Switch
from matching.proposing import gate, propose
from matching.replay import constant, experts, regression, replay
from tests.matching.outcomes import DAY, an_outcome, far_is_better, near_is_better

WEIGHTS = released().weights
TODAY = date(2027, 9, 1)


def proposed(events: Sequence[Event], in_force: Model | None = None, shown: Sequence[Shown] = ()) -> Model:
    return propose(events, shown, released(), in_force, TODAY)


@cache
def of_many() -> Model:
    """Learned from so many companies that a second model was tried: that takes seconds."""
    return proposed(near_is_better(60, decided=9))


def only(feature: str) -> Learned:
    """A model that looks at one feature alone."""
    weights = {f: float(f == feature) for f in WEIGHTS.numbers}
    return Learned.model_validate({"weights": weights, "bias": 0})


# --- replay


def test_a_model_that_orders_as_companies_decided_is_better() -> None:
    found = replay(near_is_better(20), constant(only("specificity")), constant(only("nearness")), seed=0)
    assert (found.before, found.after, found.gain) == (0.5, 1.0, 0.5)
    assert found.not_worse
    assert found.better


def test_a_model_that_orders_the_other_way_is_worse() -> None:
    found = replay(far_is_better(20), constant(only("specificity")), constant(only("nearness")), seed=0)
    assert found.gain == -0.5
    assert not found.not_worse


def test_the_same_model_is_not_worse() -> None:
    found = replay(near_is_better(20), experts(WEIGHTS), experts(WEIGHTS), seed=0)
    assert (found.gain, found.standard_error, found.not_worse, found.better) == (0, 0, True, False)


def test_pairs_that_few_could_see_count_more() -> None:
    shown = [
        an_outcome("a").at(1).with_features(nearness=1.0).done(),
        an_outcome("b").at(1).with_features(nearness=0.5).rejected(),
        an_outcome("c").at(4).with_features(nearness=0.9).rejected(),
        an_outcome("d").at(1).with_features(nearness=0.7).done(),
    ]
    found = replay(shown, experts(WEIGHTS), constant(only("nearness")), seed=0)
    assert found.after == pytest.approx((1 + 4 + 1) / (1 + 4 + 1 + 4))


def test_one_company_alone_proves_nothing() -> None:
    found = replay(near_is_better(1), experts(WEIGHTS), constant(only("nearness")), seed=0)
    assert (found.standard_error, found.not_worse) == (None, False)


def test_no_company_judges_a_model_it_taught() -> None:
    taught: list[set[str]] = []

    def watching(decided: Sequence[Event]) -> object:
        taught.append({event.company for event in decided})

        def score(others: Sequence[Event]) -> list[float]:
            assert taught[-1].isdisjoint(event.company for event in others)
            return [0.0] * len(others)

        return score

    replay(near_is_better(12), watching, experts(WEIGHTS), seed=3)  # type: ignore[arg-type]
    assert len(taught) == 5


def test_the_folds_follow_the_seed() -> None:
    one, same, other = (
        replay(near_is_better(11), experts(WEIGHTS), regression(WEIGHTS), seed=seed) for seed in (1, 1, 2)
    )
    assert one == same
    assert one.companies == other.companies


# --- the gate


def test_a_model_without_outcomes_is_the_experts_and_cannot_pass() -> None:
    model = proposed([])
    assert model.card.gate == "too_few"
    assert model.learned == Learned.by_experts(WEIGHTS)
    assert (model.card.since, model.card.until, model.card.decisions) == (None, None, 0)


def test_a_model_that_helps_passes() -> None:
    model = proposed(near_is_better(30))
    assert model.card.gate == "not_worse"
    assert Switch().turned_on(model).learned == model.learned


@pytest.mark.parametrize(
    ("decided", "found"),
    [(near_is_better(20), "not_worse"), (far_is_better(20), "worse"), (near_is_better(1), "too_few")],
    ids=["the same way", "the other way", "one company"],
)
def test_the_gate_refuses_a_worse_model(decided: list[Event], found: str) -> None:
    assert gate(replay(decided, constant(only("specificity")), constant(only("nearness")), seed=0)) == found


def test_a_model_must_not_fall_below_the_experts_either() -> None:
    better, worse = (
        replay(decided, constant(only("specificity")), constant(only("nearness")), seed=0)
        for decided in (near_is_better(20), far_is_better(20))
    )
    assert (gate(better, better), gate(better, worse)) == ("not_worse", "worse")


def test_a_model_in_force_that_turns_out_worse_than_the_experts_is_said_to_be_so() -> None:
    good = proposed(near_is_better(30)).card
    assert good.in_force_with_experts.gain == 0
    assert not good.fall_back
    worse = good.in_force_with_experts.model_copy(update={"gain": -0.1})
    turned = good.model_copy(update={"gate": "worse", "in_force_with_experts": worse})
    assert turned.fall_back


def test_a_refused_model_never_comes_into_force() -> None:
    good = proposed(near_is_better(30))
    worse = good.model_copy(update={"card": good.card.model_copy(update={"gate": "worse"})})
    with pytest.raises(Refused) as refused:
        Switch().turned_on(worse)
    assert refused.value.gate == "worse"
    assert Switch(model=worse).learned is None


def test_few_companies_try_no_second_model() -> None:
    assert proposed(near_is_better(30)).card.second_model.reason == "too_few_companies"
    assert proposed(near_is_better(51)).card.second_model.reason == "too_few_decisions"


def test_a_second_model_must_be_better_than_the_first() -> None:
    trial = of_many().card.second_model
    assert trial.comparison is not None
    assert trial.taken_over is trial.comparison.better
    assert trial.reason == ("better" if trial.taken_over else "not_better")


# --- card and switch


def test_the_card_says_what_it_was_made_of_and_what_it_changed() -> None:
    events = [*near_is_better(30), an_outcome().of("c0").on(DAY - timedelta(9)).being("not_reachable")]
    card = proposed(events).card
    assert (card.since, card.until) == (DAY - timedelta(9), DAY + timedelta(29))
    assert (card.companies, card.decisions, card.made_on) == (30, 120, TODAY)
    assert card.outcomes == {"done": 60, "not_reachable": 1, "rejected": 60}
    assert card.weights["nearness"].before == WEIGHTS.numbers["nearness"]
    assert card.weights["nearness"].after > card.weights["nearness"].before
    assert card.catalogue == released().revision


def test_the_next_card_starts_from_the_model_in_force() -> None:
    before = proposed(near_is_better(20))
    card = proposed(near_is_better(30), in_force=before).card
    assert card.weights["nearness"].before == before.learned.weights["nearness"]


def test_exposure_is_counted_by_provider_and_district() -> None:
    shown = [an_outcome("kean").in_district("03102").done(), an_outcome("gone").being("not_reachable")]
    explored = Shown(company="b", offer="kean", position=7, date=DAY, district="03102", explored=True)
    card = proposed([], shown=[*shown, explored]).card
    assert card.exposure_of_providers == {
        released().offer["kean"].organisation: Exposure(shown=2, explored=1),
        "gone": Exposure(shown=1, explored=0),
    }
    assert card.exposure_in_districts == {
        "03102": Exposure(shown=2, explored=1),
        "unknown": Exposure(shown=1, explored=0),
    }


def test_a_model_survives_json() -> None:
    model = of_many()
    assert Model.model_validate_json(model.model_dump_json()) == model


def test_a_card_of_an_earlier_version_can_still_be_read() -> None:
    model = proposed(near_is_better(3))
    written = model.model_dump(mode="json")
    written["card"] |= {"standing": "accepted", "decided_by": "operator", "decided_on": "2027-09-01"}
    assert Model.model_validate(written) == model


def test_the_same_outcomes_give_the_same_model() -> None:
    events = near_is_better(20)
    assert proposed(events) == proposed(events[::-1])


def test_learning_is_off_until_it_is_turned_on_and_off_again_at_once() -> None:
    model = proposed(near_is_better(20))
    assert Switch().learned is None
    turned_on = Switch().turned_on(model)
    assert turned_on.learned == model.learned
    assert turned_on.turned_off().learned is None
    assert Switch.model_validate_json(turned_on.model_dump_json()) == turned_on
