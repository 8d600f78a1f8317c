"""What must hold for every tree of means and minima; for trees of anything see test_tree_properties."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questionnaires.scoring.scorecard import Level, Score, State
from tests.questionnaires.builders import (
    LEVELS,
    Part,
    lowest,
    mean,
    scored,
)
from tests.questionnaires.trees import ANY_TREES, TREES_OF_MEANS, Filled

SLACK = 1e-9


def near(value: float) -> object:
    return pytest.approx(value, abs=SLACK)


def nodes(found: Score) -> list[Score]:
    return [part for part in found.walk() if part.children and part.value is not None]


# --- bounds ------------------------------------------------------------------------------------


@given(TREES_OF_MEANS)
def test_in_trees_of_means_value_and_coverage_make_the_bounds_at_every_level(tree: Part) -> None:
    for part in nodes(scored(tree)):
        certain = part.coverage * (part.value or 0.0)
        assert part.lower == near(certain)
        assert part.upper == near(certain + 1 - part.coverage)


def contains_every_completion(tree: Part) -> None:
    filled = Filled(tree)
    vague = {part.id: part for part in filled.score.walk()}
    for complete in filled.completions():
        for part in nodes(complete):
            bounds = vague[part.id]
            assert bounds.lower - SLACK <= (part.value or 0.0) <= bounds.upper + SLACK


@pytest.mark.parametrize(
    "tree",
    [
        mean("2 dk na 4 -"),
        mean(mean("dk 4"), mean("na dk"), mean("0 1 dk", weight=3)),
        mean(lowest("dk 3"), lowest("dk dk"), "4@2"),
        lowest(mean("dk 3"), mean("- 0 4"), mean("na")),
        lowest(lowest("dk 2"), mean("dk 4", missing="exclude")),
        mean(mean("dk"), mean("dk@0 1"), "dk", missing="exclude"),
    ],
)
def test_bounds_contain_every_completion(tree: Part) -> None:
    """All answers to all open items, one after the other."""
    contains_every_completion(tree)


# --- don't-knows -------------------------------------------------------------------------------


@given(ANY_TREES, st.data())
def test_a_dont_know_widens_the_bounds_and_costs_coverage(tree: Part, data: st.DataObject) -> None:
    """It never raises what is certain. The mean of what is known may rise: then its upper bound says so."""
    filled = Filled(tree)
    position = data.draw(st.sampled_from(filled.positions(LEVELS) or [-1]))
    assume(position >= 0)
    before, after = filled.score, filled.changed(position, "dk")
    assert after.coverage < before.coverage
    assert after.lower <= before.lower + SLACK
    assert after.upper >= before.upper - SLACK


@given(TREES_OF_MEANS, st.data())
def test_a_dont_know_is_worth_no_more_than_the_best_answer_and_no_less_than_the_worst(
    tree: Part, data: st.DataObject
) -> None:
    filled = Filled(tree)
    position = data.draw(st.sampled_from(filled.positions(LEVELS) or [-1]))
    assume(position >= 0)
    unknown = filled.changed(position, "dk").value
    if unknown is not None:
        worst, best = (filled.changed(position, level).value for level in ("0", "4"))
        assert (worst or 0.0) - SLACK <= unknown <= (best or 0.0) + SLACK


@given(TREES_OF_MEANS, st.data())
def test_in_trees_of_means_a_dont_know_raises_the_value_only_in_place_of_an_answer_below_it(
    tree: Part, data: st.DataObject
) -> None:
    filled = Filled(tree)
    position = data.draw(st.sampled_from(filled.positions(LEVELS) or [-1]))
    assume(position >= 0)
    before, after = filled.score.value, filled.changed(position, "dk").value
    assert before is not None
    answered = int(filled.words[position]) / 4
    if after is not None and after > before + SLACK:
        assert answered < before


def test_a_dont_know_in_place_of_a_low_answer_raises_the_mean_but_not_what_is_certain() -> None:
    """Why "never raises a score" can only be said of the lower bound."""
    honest, evasive = scored(mean("0 4 4 4 4")), scored(mean("dk 4 4 4 4"))
    assert (honest.value, honest.lower) == (0.8, 0.8)
    assert (evasive.value, evasive.lower, evasive.upper) == (1.0, 0.8, 1.0)


# --- monotone, and independent of what does not matter -----------------------------------------


GATES = st.lists(
    st.tuples(st.just("q1"), st.integers(1, 4), st.sampled_from([1.0, 2.0, 3.0, 4.0])), max_size=3
)


@given(GATES, st.lists(st.sampled_from(["2", "3", "4", "dk"]), min_size=1, max_size=4))
def test_a_higher_key_answer_never_lowers_the_level_and_a_dont_know_leaves_it_open(
    gates: list[tuple[str, int, float]], others: list[str]
) -> None:
    def level(key: str) -> Level:
        found = scored(mean(" ".join([key, *others, "4"]), gates=tuple(gates))).level
        assert found is not None
        return found

    known = [level(key) for key in LEVELS]
    assert all(found.low == found.high for found in known)
    assert [found.low for found in known] == sorted(found.low for found in known)
    unknown = level("dk")
    assert unknown.low <= unknown.high
    assert (unknown.low < unknown.high) is bool(unknown.blocked_by)
    assert unknown.low <= known[-1].high


@given(ANY_TREES)
def test_a_value_is_shown_only_with_enough_answers(tree: Part) -> None:
    for part in nodes(scored(tree)):
        answered, unknown = part.count(State.ANSWERED), part.count(State.DONT_KNOW, State.OPEN)
        if part.published:
            assert part.coverage >= 2 / 3 - SLACK
            assert answered >= 2 or (answered, unknown) == (1, 0)
