"""Units: teams or sites answer for themselves, a node is the mean over them."""

from typing import Any

import pytest

from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.routing import Path, UnknownAnswer, check_answers, route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Level, Score, State
from tests.questionnaires.builders import a_node, a_question, a_questionnaire, an_option, answers


def teams(**more: Any) -> Questionnaire:
    """q1 is asked of the whole, q2 to q4 of every team; q4 only where q2 is at least 1."""
    page = [a_question("q1"), a_question("q2")]
    later = [a_question("q3"), a_question("q4", ask_if={"fact": "q2", "at_least": 1})]
    below = a_node("practice", "q3", "q4", scale=None)
    node = a_node("teams", "q2", below, aggregate="units", **more)
    return a_questionnaire(page, later, tree=[a_node("root", "q1", node)])


def way(questionnaire: Questionnaire, **given: str) -> Path:
    return route(
        questionnaire, answers(**{key.replace("_", "@"): word for key, word in given.items()}), "short"
    )


def scores(questionnaire: Questionnaire, **given: str) -> dict[str, Score]:
    """Every score by id; `q2_A="4"` is the answer of team A."""
    return {found.id: found for found in score(questionnaire, way(questionnaire, **given)).roots[0].walk()}


BOTH = {"q1": "2", "q2_A": "4", "q3_A": "4", "q4_A": "2", "q2_B": "1", "q3_B": "0", "q4_B": "0"}


def test_a_node_is_the_mean_over_its_units() -> None:
    """DSOMM. A: (4 + 3) / 2 = 3.5 points, B: (1 + 0) / 2 = 0.5."""
    found = scores(teams(), **BOTH)
    assert [found[id_].points for id_ in ("teams@A", "teams@B", "teams", "root")] == [3.5, 0.5, 2.0, 2.0]
    assert [found[id_].points for id_ in ("practice@A", "practice@B", "q2@A", "q2@B")] == [3, 0, 4, 1]


def test_every_unit_has_a_way_of_its_own() -> None:
    path = way(teams(), **(BOTH | {"q2_B": "0"}))
    assert list(path.units) == ["A", "B"]
    assert ["q4" in path.units[unit].asked for unit in "AB"] == [True, False]
    assert scores(teams(), **(BOTH | {"q2_B": "0"}))["q4@B"].state is State.HIDDEN


def test_what_a_unit_does_not_know_widens_the_bounds_of_the_whole() -> None:
    found = scores(teams(), **(BOTH | {"q2_B": "dk"}))
    assert (found["teams"].lower, found["teams"].upper) == (3.5 / 8, 5.5 / 8)
    assert found["teams"].coverage == 0.75


def test_what_was_answered_for_the_whole_holds_for_units_that_say_nothing_else() -> None:
    found = scores(teams(), q1="2", q2="4", q3="4", q4="4", q2_A="0", q3_B="0")
    assert [found[id_].points for id_ in ("q2@A", "q2@B", "q3@A", "q3@B")] == [0, 4, 4, 0]


def test_without_units_the_answers_of_the_whole_are_scored() -> None:
    found = scores(teams(), q1="2", q2="4", q3="4", q4="2")
    assert (found["teams"].points, found["practice"].points) == (3.5, 3)


def test_the_order_in_which_units_answered_changes_nothing() -> None:
    assert scores(teams(), **BOTH) == scores(teams(), **dict(reversed(BOTH.items())))


@pytest.mark.parametrize("key", ["q1@A", "q9@A", "q2@", "@A", "q2 @A"])
def test_only_questions_below_a_node_of_units_are_answered_by_unit(key: str) -> None:
    with pytest.raises(UnknownAnswer, match="unknown question"):
        check_answers(teams(), {key: Answer("4")})


def test_an_answer_of_a_unit_is_checked_like_any_other() -> None:
    check_answers(teams(), {"q2@Werk Süd": Answer("4")})
    with pytest.raises(UnknownAnswer, match="q2@A: no option '9'"):
        check_answers(teams(), {"q2@A": Answer("9")})


@pytest.mark.parametrize(
    ("policy", "points"),
    [("exclude", 4), ("zero", 2), ({"constant": 1}, 2.5), ("target", 3.5), ("fail", None)],
)
def test_a_unit_without_any_answer_counts_by_policy(policy: Any, points: float | None) -> None:
    given = {"q2_A": "4", "q3_A": "4", "q4_A": "4", "q2_B": "dk", "q3_B": "dk", "q4_B": "dk"}
    assert scores(teams(missing=policy), **given)["teams"].points == points


def test_all_items_of_all_units_may_be_joined_whatever_lies_between() -> None:
    """The mean of six items, with a target in place of the one that nobody knows."""
    page = [a_question("q1"), a_question("q2", target=1)]
    node = a_node("teams", a_node("inner", "q1", "q2"), aggregate="units")
    tiny = a_questionnaire(page, tree=[a_node("root", node, aggregate="leaf_mean", missing="target")])
    found = scores(tiny, q1_A="4", q2_A="dk", q1_B="2", q2_B="1")
    assert found["root"].points == 2.0


def test_a_gate_over_what_units_answer_must_be_passed_by_all_of_them() -> None:
    page = [a_question("q1"), a_question("q2")]
    gates = [{"level": 2, "question": "q2", "at_least": 3}]
    node = a_node("teams", "q1", "q2", aggregate="units", gates=gates)
    tiny = a_questionnaire(page, tree=[a_node("root", node, gates=gates)])
    best = {"q1_A": "4", "q1_B": "4", "q2_A": "4"}
    levels = [
        [scores(tiny, **best, q2_B=word)[id_].level for id_ in ("root", "teams")] for word in ("3", "2", "dk")
    ]
    assert levels == [[Level(4, 4)] * 2, [Level(1, 1)] * 2, [Level(1, 4, ("q2",))] * 2]


def test_a_gate_may_be_about_the_mean_over_all_units() -> None:
    gates = [{"level": 1, "nodes": ["teams"], "at_least": 2}]
    node = a_node("teams", "q1", aggregate="units")
    tiny = a_questionnaire([a_question("q1")], tree=[a_node("root", node, gates=gates)])
    assert scores(tiny, q1_A="4", q1_B="0")["root"].level == Level(2, 2)
    assert scores(tiny, q1_A="3", q1_B="0")["root"].level == Level(0, 0)


def capped_teams() -> Questionnaire:
    options = [an_option("no", value=0, caps={"teams": 1}), an_option("yes", value=4)]
    page = [a_question("q1"), a_question("q2", options=options, weight=0)]
    node = a_node("teams", "q1", "q2", aggregate="units")
    return a_questionnaire(page, tree=[a_node("root", node)])


def test_what_a_unit_answers_caps_that_unit_alone() -> None:
    found = scores(capped_teams(), q1_A="4", q2_A="no", q1_B="4", q2_B="yes")
    assert [found[id_].points for id_ in ("teams@A", "teams@B", "teams")] == [1, 4, 2.5]
    assert (found["teams"].lower, found["teams"].upper) == (2.5 / 4, 2.5 / 4)


def test_a_cap_that_a_unit_leaves_open_lowers_only_its_own_bound() -> None:
    found = scores(capped_teams(), q1_A="4", q2_A="dk", q1_B="4", q2_B="yes")
    assert (found["teams"].points, found["teams"].lower, found["teams"].upper) == (4, 2.5 / 4, 1)


def test_an_answer_of_the_whole_caps_every_unit() -> None:
    found = scores(capped_teams(), q1_A="4", q1_B="0", q2="no")
    assert [found[id_].points for id_ in ("teams@A", "teams@B", "teams")] == [1, 0, 0.5]


def test_a_unit_has_no_level_of_its_own_and_only_the_mean_over_all_is_rounded() -> None:
    """A: 3.5 points, B: 0.5 points; rounded down before the mean, they would give 1.5."""
    gates = [{"level": 1, "question": "q2", "at_least": 4}]
    found = scores(teams(rounding={"mode": "truncate"}, gates=gates), **BOTH)
    assert [found[id_].points for id_ in ("teams@A", "teams@B", "teams")] == [3.5, 0.5, 2.0]
    assert [found[id_].level for id_ in ("teams@A", "teams@B", "teams")] == [None, None, Level(0, 0)]


def test_units_are_scored_also_where_their_node_has_no_weight_in_the_whole() -> None:
    found = scores(teams(weight=0), **BOTH)
    assert [found[id_].points for id_ in ("teams@A", "teams@B", "teams", "root")] == [3.5, 0.5, 2.0, 2.0]
    assert [found[id_].weight for id_ in ("teams@A", "teams@B", "teams")] == [1, 1, 0]


def test_stages_may_be_climbed_by_units() -> None:
    """Mean points of the teams at each stage: 4 and 2."""
    stages = [a_node(f"s{n}", f"q{n}", stage=n, aggregate="units", scale=None) for n in (1, 2)]
    page = [a_question("q1"), a_question("q2")]
    root = a_node("root", *stages, aggregate="staged", reach=3, scale=None)
    found = scores(a_questionnaire(page, tree=[root]), q1_A="4", q1_B="4", q2_A="4", q2_B="0")
    assert found["root"].points == 1
