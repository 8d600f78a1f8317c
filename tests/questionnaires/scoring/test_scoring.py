"""From answers to scores: the worked examples and the edge cases of the scoring design, by hand."""

import pytest

from questionnaires.routing import route
from questionnaires.scoring import item, score
from questionnaires.scoring.scorecard import Level, Score, State
from tests.questionnaires.builders import (
    a_node,
    a_question,
    a_questionnaire,
    an_option,
    answers,
    built,
    card,
    lowest,
    mean,
    scored,
)


def near(value: float | None) -> object:
    return pytest.approx(value, abs=1e-12)


# --- the worked examples of section 2.3 --------------------------------------------------------


def test_the_worked_example_of_eight_equal_items() -> None:
    found = scored(mean("2 3 dk na 4 1 - 2"))
    assert found.value == near(3.0 / 5)
    assert found.coverage == near(5 / 7)
    assert (found.lower, found.upper) == (near(3 / 7), near(5 / 7))
    assert found.not_applicable_share == near(1 / 8)
    assert found.published
    assert found.level == Level(2, 2)


@pytest.mark.parametrize(("missing", "value"), [("exclude", 0.6), ("exclude_by_coverage", 0.5)])
def test_a_child_with_few_answers_stays_in_the_sum(missing: str, value: float) -> None:
    """Dropping child 2 would give .2, although every completion lies in [.4, .6]."""
    children = (mean("4 0 0 0 0", name="one"), mean("4 4 4 dk dk", name="two"))
    found = scored(mean(*children, missing=missing))
    one, two = found.children
    assert (one.value, one.coverage, one.published) == (near(0.2), 1.0, True)
    assert (two.value, two.coverage, two.published) == (1.0, near(0.6), False)
    assert found.value == near(value)
    assert found.coverage == near(0.8)
    assert (found.lower, found.upper) == (near(0.4), near(0.6))


# --- nothing to count --------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["dk", "dk dk dk", "- -", "dk - dk", "dk na", "- (4)"])
def test_applicable_but_without_an_answer_is_unknown(words: str) -> None:
    found = scored(mean(words))
    assert (found.state, found.value, found.coverage) == (State.UNKNOWN, None, 0.0)
    assert (found.lower, found.upper) == (0.0, 1.0)
    assert (found.published, found.level) == (False, None)


@pytest.mark.parametrize("words", ["na", "na na", "()", "(3) ()", "na (4)"])
def test_all_not_applicable_or_hidden_is_not_applicable(words: str) -> None:
    found = scored(mean(words))
    assert (found.state, found.value, found.level) == (State.NOT_APPLICABLE, None, None)
    assert (found.coverage, found.lower, found.upper, found.published) == (0.0, 0.0, 1.0, False)


def test_the_two_kinds_of_null_are_kept_apart_in_the_parent() -> None:
    absent = scored(mean(mean("4 4"), mean("na na", weight=9)))
    assert (absent.value, absent.coverage, absent.lower, absent.upper) == (1.0, 1.0, 1.0, 1.0)
    unknown = scored(mean(mean("4 4"), mean("dk -")))
    assert (unknown.value, unknown.coverage, unknown.lower, unknown.upper) == (1.0, 0.5, 0.5, 1.0)
    both = scored(mean(mean("4 4"), mean("na"), mean("dk"), mean("2 2")))
    assert (both.value, both.coverage, both.lower, both.upper) == (0.75, near(2 / 3), 0.5, near(2.5 / 3))


def test_nulls_of_both_kinds_stay_apart_two_floors_up() -> None:
    nothing = scored(mean(mean(mean("na"), mean("()")), mean(mean("na"), mean("dk"))))
    assert [child.state for child in nothing.children] == [State.NOT_APPLICABLE, State.UNKNOWN]
    assert (nothing.state, nothing.coverage) == (State.UNKNOWN, 0.0)


def test_a_hidden_answer_is_kept_but_not_scored() -> None:
    assert scored(mean("4 3 (0)")).value == near(7 / 8)
    assert scored(mean("4 3 (0)")).children[2].state is State.HIDDEN


# --- one item, no weight -----------------------------------------------------------------------


@pytest.mark.parametrize("words", ["3", "3 na na", "3 () (0)", "3 dk@0", "3 -@0"])
def test_the_only_applicable_item_is_enough(words: str) -> None:
    found = scored(mean(words))
    assert (found.value, found.coverage, found.published) == (0.75, 1.0, True)


@pytest.mark.parametrize("words", ["3@9 dk", "3@9 -", "3@9 dk 4@0"])
def test_one_of_several_items_is_not_enough_however_much_it_weighs(words: str) -> None:
    found = scored(mean(words))
    assert found.coverage == near(0.9)
    assert not found.published


@pytest.mark.parametrize("context", ["0", "4", "dk", "na", "-"])
def test_an_item_without_weight_changes_nothing(context: str) -> None:
    alone, beside = scored(mean("3 1")), scored(mean(f"3 1 {context}@0"))
    assert summary(beside) == summary(alone)
    assert beside.not_applicable_share == 0.0


@pytest.mark.parametrize("context", ["0 0", "dk dk", "na na"])
def test_a_branch_without_weight_changes_nothing(context: str) -> None:
    assert summary(scored(mean(mean("3 1"), mean(context, weight=0)))) == summary(scored(mean(mean("3 1"))))


def summary(found: Score) -> tuple[object, ...]:
    counts = tuple(found.count(state) for state in State)
    numbers = (found.value, found.coverage, found.lower, found.upper)
    return (*numbers, found.published, found.level, found.state, counts, found.not_applicable_share)


def test_weights_count_in_proportion() -> None:
    found = scored(mean("4@3 0@1 dk@4"))
    assert (found.value, found.coverage, found.lower, found.upper) == (0.75, 0.5, 0.375, 0.875)


# --- coverage ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "4 4 dk",
        "4@0.1 4@0.1 dk@0.1",
        "4@0.1 4@0.9 dk@0.1 dk@0.1 -@0.3",
        "1 1 1 1 - dk",
        "4 4 dk na",
        "4 4 dk (0)",
    ],
)
def test_coverage_of_exactly_two_thirds_is_enough(words: str) -> None:
    found = scored(mean(words))
    assert found.coverage == near(2 / 3)
    assert found.published


def test_two_thirds_are_enough_in_a_tree_of_thirds() -> None:
    assert scored(mean(mean("4 4 dk"), mean("1 dk 3"), mean("4 - 4"))).published


@pytest.mark.parametrize("words", ["4 4 dk -", "4@1.9 4@0.09 dk@1"])
def test_less_than_two_thirds_is_not_shown_but_keeps_its_bounds(words: str) -> None:
    found = scored(mean(words))
    assert not found.published
    assert found.value is not None
    assert 0 < found.lower < found.upper


def test_what_does_not_apply_is_counted_among_what_was_asked() -> None:
    assert scored(mean("4 na@2 dk - ()")).not_applicable_share == near(2 / 5)
    assert scored(mean("na na")).not_applicable_share == 1.0
    assert scored(mean("() (4)")).not_applicable_share == 0.0
    assert scored(mean(mean("na 4"), mean("4 4"))).not_applicable_share == near(1 / 4)


def test_states_are_counted_over_the_whole_tree() -> None:
    found = scored(mean(mean("4 dk na"), mean("- (2) 1")))
    counts = {state: found.count(state) for state in State if found.count(state)}
    assert counts == {
        State.ANSWERED: 2,
        State.DONT_KNOW: 1,
        State.NOT_APPLICABLE: 1,
        State.OPEN: 1,
        State.HIDDEN: 1,
    }
    assert found.count(State.DONT_KNOW, State.OPEN) == 2


# --- other ways to join ------------------------------------------------------------------------


def test_the_lowest_of_necessary_conditions_counts() -> None:
    found = scored(lowest("4 1 3"))
    assert (found.value, found.lower, found.upper) == (0.25, 0.25, 0.25)


def test_an_unknown_condition_can_only_pull_the_lowest_down() -> None:
    found = scored(lowest("4 3 dk"))
    assert (found.value, found.lower, found.upper) == (0.75, 0.0, 0.75)


def test_a_value_never_leaves_its_bounds_where_means_and_minima_mix() -> None:
    """The minimum is surely 0, but weighing it by its coverage alone would give 1 / 1.2."""
    found = scored(mean(lowest("0 dk dk dk dk"), "4"))
    assert (found.lower, found.value, found.upper) == (0.5, 0.5, 0.5)


def test_a_profile_without_a_total_has_coverage_but_no_value() -> None:
    found = scored(mean(mean("4 4"), mean("0 dk"), aggregate="none"))
    assert (found.state, found.value, found.coverage) == (State.ANSWERED, None, 0.75)
    assert (found.lower, found.upper, found.published, found.level) == (0.0, 1.0, False, None)


# --- item values -------------------------------------------------------------------------------


def test_values_are_places_in_the_range_of_their_question() -> None:
    options = [an_option("bad", value=-2), an_option("fair", value=1), an_option("good", value=2)]
    question = a_question("q1", options=options, range=(-2, 2))
    tiny = a_questionnaire([question], tree=[a_node("root", "q1")])
    found = {
        o: score(tiny, route(tiny, answers(q1=o), "short")).node("q1").value for o in ("bad", "fair", "good")
    }
    assert found == {"bad": 0.0, "fair": 0.75, "good": 1.0}


def test_points_from_elsewhere_may_stand_in_for_those_of_an_answer() -> None:
    """Such as the mean of what several people chose; never where there is no answer to stand in for."""
    tiny = built(mean("4 2 dk"))
    path = route(tiny, answers("4 2 dk"), "short")
    found = score(tiny, path, {"q1": 1.5, "q3": 4.0})
    assert [child.points for child in found.roots[0].children] == [1.5, 2, None]
    assert item(tiny.question["q1"], path).points == 4
    assert item(tiny.question["q1"], path).id == "q1"


def test_only_an_answered_item_may_be_shown() -> None:
    found = scored(mean("4 dk - na"))
    assert [child.published for child in found.children] == [True, False, False, False]


def test_items_and_nodes_are_found_by_id_on_every_axis() -> None:
    found = card(mean("4", name="exposure"), mean(mean("0 1", name="work"), name="readiness"))
    assert found.node("exposure").value == 1.0
    assert found.node("work").value == 0.125
    assert found.node("q3").value == 0.25
    assert "work" in found
    assert "q9" not in found
    with pytest.raises(KeyError):
        found.node("q9")


# --- levels ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("0 0", 0),
        ("1 0", 0),
        ("1 1", 1),
        ("1@0.1 1@0.1 1@0.1", 1),
        ("2 1", 1),
        ("2 2", 2),
        ("3 3", 3),
        ("4@0.1 4@0.2 1@0.3 3@0.6", 2),
        ("4@0.1 4@0.2 3@0.3 2@0.2 3@0.4", 3),
        ("4 4 4 4 2", 4),
        ("4 4 4 3 3", 4),
        ("4 4 4 3 2", 3),
        ("4 4", 4),
    ],
)
def test_a_level_is_reached_at_its_threshold(words: str, level: int) -> None:
    assert scored(mean(words)).level == Level(level, level)


GATE = ("q1", 3, 3.0)
"""Level 3 needs at least a 3 in the first question."""


def gated(words: str, *gates: tuple[str, int, float]) -> Level | None:
    return scored(mean(words, gates=gates or (GATE,))).level


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("3 4 4 4", Level(4, 4)),
        ("2 4 4 4", Level(2, 2)),
        ("dk 4 4 4", Level(2, 4, ("q1",))),
        ("- 4 4 4", Level(2, 4, ("q1",))),
        ("dk 3 3 3", Level(2, 3, ("q1",))),
        ("dk 2 2 2", Level(2, 2)),
        ("0 1 1 1", Level(0, 0)),
        ("na 4 4 4", Level(4, 4)),
        ("(0) 4 4 4", Level(4, 4)),
        ("dk dk dk dk", None),
    ],
)
def test_a_key_item_that_is_not_known_leaves_the_level_between_two(words: str, level: Level | None) -> None:
    assert gated(words) == level


def test_the_highest_failed_key_item_decides() -> None:
    assert gated("0 2 4 4 4 4 4 4", ("q1", 4, 4), ("q2", 3, 3)) == Level(2, 2)


def test_only_key_items_that_would_lift_the_level_block_it() -> None:
    """Level 3 is lost for sure, so that an open key item of level 4 does not matter, one of level 2 does."""
    gates = (("q1", 3, 3), ("q2", 4, 3), ("q3", 2, 1))
    assert gated("0 dk 4 4 4 4 4 4 4 4", *gates) == Level(2, 2)
    assert gated("0 dk dk 4 4 4 4 4 4 4 4", *gates) == Level(1, 2, ("q3",))


def test_a_key_item_of_two_levels_is_named_once() -> None:
    assert gated("dk 4 4 4", ("q1", 2, 2), ("q1", 3, 3)) == Level(1, 4, ("q1",))


def test_a_gate_is_passed_exactly_at_its_value() -> None:
    options = [an_option(str(n), value=n / 10) for n in range(1, 5)]
    question = a_question("q1", options=options, range=(0.1, 0.4))
    root = a_node("root", "q1", gates=({"question": "q1", "level": 1, "at_least": 0.3},))
    tiny = a_questionnaire([question], tree=[root])
    assert score(tiny, route(tiny, answers(q1="3"), "short")).node("root").level == Level(2, 2)


# --- beside the mean ---------------------------------------------------------------------------


def test_the_lowest_child_and_the_spread_stand_beside_the_mean() -> None:
    found = scored(mean(mean("4 4", name="work"), mean("1 2", name="technology"), mean("3 3", name="sites")))
    assert found.lowest is not None
    assert (found.lowest.id, found.spread) == ("technology", near(1 - 0.375))


def test_children_that_are_not_shown_are_no_lowest_and_no_spread() -> None:
    found = scored(
        mean(mean("4 4", name="work"), mean("0 dk dk", name="technology"), mean("dk", name="sites"))
    )
    assert found.lowest is not None
    assert (found.lowest.id, found.spread) == ("work", 0.0)
    nothing = scored(mean(mean("0 dk dk"), mean("dk")))
    assert (nothing.lowest, nothing.spread) == (None, None)


def test_of_equal_children_the_first_is_the_lowest_even_if_binary_rounding_differs() -> None:
    found = scored(mean(mean("3@0.1 3@0.1", name="one"), mean("3 3", name="two")))
    one, two = found.children
    assert (one.value or 0) > (two.value or 0)
    assert found.lowest is one


def test_walking_a_tree_meets_every_part_once_from_the_top() -> None:
    found = scored(mean(mean("4", name="work"), "1", name="readiness"))
    assert [part.id for part in found.walk()] == ["readiness", "work", "q1", "q2"]
    assert [item.id for item in found.items] == ["q1", "q2"]


def test_the_same_answers_give_the_same_scorecard() -> None:
    tree = mean(mean("4 dk 2"), mean("na 1 -"))
    assert card(tree) == card(tree)
    assert built(tree).node["n1"].missing == "exclude_by_coverage"
