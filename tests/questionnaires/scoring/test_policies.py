"""What is missing, does not apply or is not asked: every policy, by hand (scoring.md 1, traps 2 and 3)."""

from typing import Any

import pytest

from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.joining import AGGREGATES
from questionnaires.scoring.scorecard import Score, State
from tests.questionnaires.builders import (
    a_node,
    a_question,
    a_questionnaire,
    an_option,
    answers,
    mean,
    scored,
)


def near(value: float) -> object:
    return pytest.approx(value, abs=1e-12)


def bounds(found: Score) -> tuple[float | None, float, float]:
    """In points, so that they read as in the published rules."""
    return (found.points, found.in_points(found.lower), found.in_points(found.upper))


@pytest.mark.parametrize(
    ("policy", "points", "coverage"),
    [
        ("exclude", 4, 1),
        ("exclude_by_coverage", 4, 1),
        ("zero", 2, 1),
        ({"constant": 3}, 3.5, 1),
        ("target", 3.5, 1),
        ("fail", None, 0.5),
    ],
)
def test_what_does_not_apply_is_counted_in_each_of_four_published_ways_or_left_out(
    policy: Any, points: float | None, coverage: float
) -> None:
    """Trap 2: left out, the pass mark, the target (3 of 4), no points at all. All with certainty."""
    found = scored(mean("4 na", not_applicable=policy))
    assert (found.points, found.coverage) == (points, coverage)
    if points is not None:
        assert bounds(found) == (points, points, points)


@pytest.mark.parametrize(
    ("policy", "points"),
    [("exclude", 4), ("zero", 2), ({"constant": 3}, 3.5), ("target", 3.5), ("fail", None)],
)
def test_what_is_not_asked_may_be_counted_in_the_same_ways(policy: Any, points: float | None) -> None:
    assert scored(mean("4 (4)", hidden=policy)).points == points


@pytest.mark.parametrize(
    ("policy", "points"),
    [("exclude", 4), ("zero", 2), ({"constant": 3}, 3.5), ("target", 3.5), ("fail", None)],
)
def test_what_is_missing_counts_by_policy_but_is_never_certain(policy: Any, points: float | None) -> None:
    found = scored(mean("4 dk", missing=policy))
    assert (found.points, found.coverage) == (points, 0.5)
    assert (found.in_points(found.lower), found.in_points(found.upper)) == (2, 4)


def test_where_a_gap_fails_a_node_all_that_it_could_have_been_worth_stays_open() -> None:
    found = scored(mean("4 na", not_applicable="fail"))
    assert (found.points, found.in_points(found.lower), found.in_points(found.upper)) == (None, 2, 4)
    assert (found.state, found.published) == (State.ANSWERED, False)


def test_what_does_not_apply_counts_beside_what_is_not_known() -> None:
    """4 and 0 points; with what is left out between 4/3 and 8/3."""
    assert scored(mean("4 dk na", not_applicable="zero", missing="exclude")).points == 2


def test_every_node_has_policies_of_its_own() -> None:
    tree = mean(
        mean("4 na", not_applicable="zero"),
        mean("4 na", not_applicable={"constant": 1}),
        mean("4 na"),
        not_applicable="fail",
    )
    assert [child.points for child in scored(tree).children] == [2, 2.5, 4]
    assert scored(tree).points == near(8.5 / 3)


@pytest.mark.parametrize(("words", "state"), [("na na", State.NOT_APPLICABLE), ("dk na", State.UNKNOWN)])
def test_a_theme_with_nothing_but_gaps_has_no_score_and_not_0(words: str, state: State) -> None:
    """Trap 3."""
    theme = scored(mean(mean(words), mean("4"))).children[0]
    assert (theme.value, theme.points, theme.state) == (None, None, state)


@pytest.mark.parametrize(
    ("aggregate", "more"),
    [(name, {"reach": 1} if name == "staged" else {}) for name in AGGREGATES],
)
@pytest.mark.parametrize(("words", "state"), [("na", State.NOT_APPLICABLE), ("dk", State.UNKNOWN)])
def test_no_way_of_joining_makes_a_score_of_nothing(
    aggregate: str, more: dict[str, Any], words: str, state: State
) -> None:
    found = scored(mean(mean(words, stage=1), mean("na", stage=1), aggregate=aggregate, **more))
    assert (found.value, found.state) == (None, state)


def test_whole_themes_that_do_not_apply_or_are_not_asked_are_told_apart() -> None:
    """One item that was declared is enough to make it a declaration."""
    themes = [mean("na na"), mean("() (3)"), mean("na (3)")]
    more = {"not_applicable": {"constant": 0}, "hidden": {"constant": 4}}
    points = [scored(mean(theme, mean("2"), **more)).points for theme in themes]
    assert points == [1, 3, 1]


def test_a_failing_node_has_no_value_and_its_parent_decides_what_that_means() -> None:
    failing = mean("4 dk", missing="fail")
    assert scored(mean(failing, mean("2"), missing="exclude")).points == 2
    assert scored(mean(failing, mean("2"), missing="zero")).points == 1
    assert scored(mean(failing, mean("2"), missing="fail")).points is None
    found = scored(mean(failing, mean("2"), missing="exclude"))
    assert (found.in_points(found.lower), found.in_points(found.upper), found.coverage) == (2, 3, 0.75)


def test_a_stand_in_below_does_not_speak_for_a_theme_that_nobody_knows() -> None:
    """By coverage nothing of it was answered, so beside another theme it has no share."""
    unknown = mean("dk dk", missing="zero")
    assert scored(mean(unknown, mean("4"))).points == 4
    assert scored(mean(unknown, mean("4"), missing="exclude")).points == 2
    assert scored(mean(unknown)).points == 0


def test_nulls_of_both_kinds_stay_apart_under_every_policy_of_the_middle() -> None:
    tree = mean(mean(mean("na"), mean("dk")), mean(mean("na"), mean("()")), mean("4"))
    both, absent, known = scored(tree).children
    assert (both.state, absent.state, known.state) == (State.UNKNOWN, State.NOT_APPLICABLE, State.ANSWERED)
    assert scored(tree).coverage == 0.5


def test_a_constant_beyond_what_a_child_can_have_stops_at_its_end() -> None:
    """A sum of what applies may have less to give than the author thought of."""
    tree = mean(mean("dk na", aggregate="sum"), mean("0 0", aggregate="sum"), missing={"constant": 8})
    assert scored(tree).value == 0.5


def test_a_target_of_its_own_stands_in_for_a_question() -> None:
    question = a_question("q2", target=1)
    tiny = a_questionnaire([a_question("q1"), question], tree=[a_node("root", "q1", "q2", missing="target")])
    assert score(tiny, route(tiny, answers(q1="4"), "short")).roots[0].points == 2.5


def test_a_constant_is_in_the_points_of_what_it_stands_for() -> None:
    """0 and -1 of -2 to 2 points."""
    assert scored(mean("2*below dk*below", missing={"constant": -1})).points == -0.5


def test_where_all_are_stand_ins_their_weights_decide() -> None:
    """2 of 4 points, and three times 4."""
    themes = [mean("dk", missing={"constant": 2}), mean("dk", missing={"constant": 4}, weight=3)]
    assert scored(mean(*themes)).points == 3.5


def test_a_target_beyond_what_a_child_can_have_stops_at_its_end() -> None:
    """As a constant does: where something does not apply, less is to be had."""
    tree = mean(mean("dk na", aggregate="sum", target=8), mean("0 0", aggregate="sum"), missing="target")
    assert scored(tree).value == 0.5


def unscored(policy: str) -> Score:
    """An answer that never counts beside one that does, below a node that would count all else."""
    options = [an_option("no", value=0), an_option("yes", value=4), an_option("other", kind="none")]
    page = [a_question("q1"), a_question("q2", options=options), a_question("q3", options=options)]
    root = a_node(
        "root", "q1", "q2", a_node("n1", "q3"), missing=policy, not_applicable=policy, hidden=policy
    )
    tiny = a_questionnaire(page, tree=[root])
    return score(tiny, route(tiny, answers(q1="4", q2="other", q3="other"), "short")).roots[0]


@pytest.mark.parametrize("policy", ["exclude", "zero", "target", "fail"])
def test_an_option_that_never_counts_counts_under_no_policy(policy: str) -> None:
    found = unscored(policy)
    assert bounds(found) == (4, 4, 4)
    assert (found.coverage, found.count(State.UNSCORED), found.not_applicable_share) == (1, 2, 0)
