"""Every number explained: what made it, what lifted and lowered it, what does not count, what is next."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from questionnaires import explain as explaining
from questionnaires import library
from questionnaires.conditions import parse
from questionnaires.definition import Questionnaire
from questionnaires.explain import CODES, Explanation, Remark, explain
from questionnaires.library.cases import worked
from questionnaires.routing import route
from questionnaires.scoring import score
from tests.questionnaires.builders import (
    WORDS,
    Part,
    a_node,
    a_question,
    a_questionnaire,
    answers,
    answers_of,
    built,
    level_question,
    lowest,
    mean,
)
from tests.questionnaires.trees import TREES_OF_MEANS


def explained(
    questionnaire: Questionnaire, given: dict[str, Any], check: str = "short"
) -> dict[str, Explanation]:
    path = route(questionnaire, given, check)
    return explain(questionnaire, path, score(questionnaire, path))


def of(root: Part) -> Explanation:
    """The explanation of a small tree's root, which is called n1."""
    return explained(built(root), answers_of(root))["n1"]


def said(remarks: Sequence[Remark]) -> list[tuple[str, str]]:
    return [(remark.code, remark.part) for remark in remarks]


# --- what made it, what lifted and lowered it ----------------------------------------------------


def test_a_mean_is_made_of_the_answers_by_their_weight() -> None:
    found = of(mean("4 1@3 dk"))
    assert [(r.part, r.points, r.share) for r in found.counted] == [("q1", 4, 0.25), ("q2", 1, 0.75)]


def test_what_lies_above_lifts_and_what_lies_below_lowers_the_largest_first() -> None:
    found = of(mean("4 2 0 1"))  # the mean is 1.75
    assert {r.part: r.points for r in found.lifted} == pytest.approx({"q1": 2.25 / 4, "q2": 0.25 / 4})
    assert {r.part: r.points for r in found.lowered} == pytest.approx({"q3": 1.75 / 4, "q4": 0.75 / 4})
    assert [r.part for r in (*found.lifted, *found.lowered)] == ["q1", "q2", "q3", "q4"]


@given(TREES_OF_MEANS)
def test_what_lifts_a_mean_weighs_what_lowers_it(root: Part) -> None:
    found = of(root)
    lifted, lowered = (sum(r.points or 0.0 for r in side) for side in (found.lifted, found.lowered))
    assert lifted == pytest.approx(lowered, abs=1e-9)


@given(TREES_OF_MEANS)
def test_the_shares_of_what_counts_make_up_the_whole_and_give_the_value(root: Part) -> None:
    questionnaire = built(root)
    path = route(questionnaire, answers_of(root), "short")
    card = score(questionnaire, path)
    for id_, found in explain(questionnaire, path, card).items():
        node = card.node(id_)
        if node.value is not None:
            assert sum(r.share or 0.0 for r in found.counted) == pytest.approx(1, abs=1e-9)
            values = [(r.share or 0.0) * (card.node(r.part).value or 0.0) for r in found.counted]
            assert sum(values) == pytest.approx(node.value, abs=1e-9)


def test_of_a_minimum_the_lowest_decides_and_each_of_several() -> None:
    found = of(lowest("3 1 dk 1"))
    assert (found.lifted, said(found.lowered)) == ((), [("decides", "q2"), ("decides", "q4")])


def a_ladder(**more: Any) -> Questionnaire:
    """Two stages of two questions: reached with 2 points if all below have 3."""
    stages = [
        a_node(
            f"stage{n}", f"q{2 * n - 1}", f"q{2 * n}", aggregate="min", missing="zero", stage=n, scale=None
        )
        for n in (1, 2)
    ]
    root = a_node("ladder", *stages, aggregate="staged", reach=2, hold=3, scale=None, **more)
    return a_questionnaire([level_question(f"q{n}") for n in range(1, 5)], tree=[root])


def test_stages_end_where_a_part_falls_short_and_that_is_what_the_next_one_needs() -> None:
    found = explained(a_ladder(), answers("2 3 4 4"))["ladder"]
    assert said(found.lowered) == [("holds_back", "stage1")]
    assert [(r.code, r.part, r.points) for r in found.next] == [("needs_part", "stage1", 3)]


def test_above_the_highest_stage_there_is_nothing_to_need() -> None:
    found = explained(a_ladder(), answers("3 3 2 2"))["ladder"]
    assert (said(found.lowered), said(found.next)) == ([], [("highest", "ladder")])


def test_an_answer_that_follows_from_another_says_so() -> None:
    sets = {"id": "none", "value": 0, "text": WORDS, "sets": {"q2": "0"}}
    first = a_question("q1", options=[sets, {"id": "some", "value": 4, "text": WORDS}])
    questionnaire = a_questionnaire([first, level_question("q2")], tree=[a_node("work", "q1", "q2")])
    found = explained(questionnaire, answers("none"))["work"]
    assert [(r.code, r.part, r.by) for r in found.counted] == [
        ("counts", "q1", ()),
        ("follows", "q2", ("q1",)),
    ]


def test_a_cap_names_the_question_that_holds_the_node_down() -> None:
    caps = [
        {"id": "no", "value": 0, "text": WORDS, "caps": {"work": 1}},
        {"id": "yes", "value": 4, "text": WORDS},
    ]
    pages = [a_question("q1", options=caps, weight=0.1), level_question("q2")]
    questionnaire = a_questionnaire(pages, tree=[a_node("work", "q1", "q2")])
    found = explained(questionnaire, answers("no 4"))["work"].counted[-1]
    assert (found.code, found.points, found.by) == ("capped", 1, ("q1",))
    assert "capped" not in [r.code for r in explained(questionnaire, answers("yes 4"))["work"].counted]


# --- what does not count, and why ----------------------------------------------------------------


def test_every_gap_says_why_it_does_not_count() -> None:
    found = of(mean(mean("- dk"), "4 dk - na (3)", "2@0"))
    assert said(found.not_counted) == [
        ("unknown", "n2"),
        ("dont_know", "q4"),
        ("open", "q5"),
        ("not_applicable", "q6"),
        ("not_in_check", "q7"),
        ("weightless", "q8"),
    ]


def test_a_question_that_is_routed_past_names_the_facts_that_led_past_it() -> None:
    later = level_question("q1").model_copy(update={"ask_if": parse({"fact": "council", "is": "present"})})
    questionnaire = a_questionnaire(
        [a_question("council", codes="present absent")],
        [later, level_question("q2")],
        tree=[a_node("n", "q1", "q2")],
    )
    (found,) = explained(questionnaire, answers("", council="absent", q2="3"))["n"].not_counted
    assert (found.code, found.part, found.by) == ("routed_past", "q1", ("council",))


def test_what_stands_in_for_a_gap_is_said_with_its_points() -> None:
    node = a_node("work", "q1", "q2", "q3", missing={"constant": 2}, not_applicable="zero")
    questionnaire = a_questionnaire([level_question(f"q{n}") for n in (1, 2, 3)], tree=[node])
    found = explained(questionnaire, answers("4 dk na"))["work"]
    assert [(r.code, r.part, r.points) for r in found.not_counted] == [
        ("stands_in", "q2", 2),
        ("stands_in", "q3", 0),
    ]


def test_a_gap_that_prevents_a_value_is_named() -> None:
    node = a_node("work", "q1", "q2", missing="fail")
    questionnaire = a_questionnaire([level_question("q1"), level_question("q2")], tree=[node])
    assert said(explained(questionnaire, answers("4 dk"))["work"].not_counted) == [("prevents", "q2")]


# --- what the next level needs -------------------------------------------------------------------


def test_the_next_level_needs_the_points_up_to_its_threshold() -> None:
    (found,) = of(mean("2 1")).next  # 1.5 of 4 is level 1, level 2 begins at 2 of 4
    assert found.code == "needs_points"
    assert found.points == pytest.approx(0.5)


def test_a_gate_that_is_not_passed_is_what_the_next_level_needs() -> None:
    found = of(mean("1 4 4 4", gates=(("q1", 2, 3.0),)))  # the mean alone would be level 3
    assert [(r.code, r.part, r.points) for r in found.next] == [("needs_part", "q1", 3)]


def test_a_gate_over_what_every_team_answers_names_the_team_that_falls_short() -> None:
    teams = a_node("teams", "q1", aggregate="units", scale=None)
    gate = {"level": 2, "question": "q1", "at_least": 3}
    root = a_node("all", teams, "q2", gates=[gate])
    questionnaire = a_questionnaire([level_question("q1"), level_question("q2")], tree=[root])
    found = explained(questionnaire, answers(**{"q1@a": "4", "q1@b": "2", "q2": "4"}))["all"]
    assert [(r.code, r.part, r.points) for r in found.next] == [("needs_part", "q1@b", 3)]


def test_a_part_whose_open_answers_still_decide_is_what_the_next_level_needs() -> None:
    """The mean of what is answered would pass the gate; with the open answer it may not."""
    questions = [level_question(f"q{n}") for n in (1, 2, 3)]
    gate = {"level": 2, "nodes": ["part"], "at_least": 3}
    root = a_node("all", a_node("part", "q1", "q2", missing="exclude"), "q3", gates=[gate])
    found = explained(a_questionnaire(questions, tree=[root]), answers("3 dk 4"))["all"]
    assert [(r.code, r.part, r.points) for r in found.next] == [("needs_part", "part", 3)]


def test_too_much_that_does_not_apply_keeps_a_level_away() -> None:
    node = a_node("work", "q1", "q2", "q3", gates=[{"level": 2, "not_applicable_at_most": 1}])
    questionnaire = a_questionnaire([level_question(f"q{n}") for n in (1, 2, 3)], tree=[node])
    found = explained(questionnaire, answers("4 na na"))["work"]
    assert [(r.code, r.points) for r in found.next] == [("too_many_absent", 1)]


@given(TREES_OF_MEANS)
def test_a_node_with_so_many_points_more_would_be_on_the_next_level(root: Part) -> None:
    questionnaire = built(root)
    path = route(questionnaire, answers_of(root), "short")
    card = score(questionnaire, path)
    for id_, found in explain(questionnaire, path, card).items():
        node, scale = card.node(id_), questionnaire.scales["maturity"]
        for remark in found.next:
            if remark.code == "needs_points":
                value = (node.value or 0.0) + (remark.points or 0.0) / (node.high - node.low)
                assert scale.reached(value) == scale.reached(node.value or 0.0) + 1


# --- all of it -----------------------------------------------------------------------------------


def test_every_code_that_is_said_is_described() -> None:
    source = Path(explaining.__file__).read_text(encoding="utf-8")
    states = {"dont_know", "open", "unknown", "not_applicable", "unscored", "not_in_check", "routed_past"}
    named = set(re.findall(r'"(\w+)"', source.split("Every code, and what it says")[1])) & set(CODES)
    assert named | states == set(CODES)


@pytest.mark.parametrize("name", worked("readiness", "1.0"))
def test_every_node_of_the_readiness_questionnaire_is_explained(name: str) -> None:
    readiness, case = library.released("readiness", "1.0"), worked("readiness", "1.0")[name]
    found = explained(readiness, dict(case.answers), case.check)
    assert found.keys() == readiness.node.keys()
    for explanation in found.values():
        for group in (explanation.counted, explanation.lowered, explanation.not_counted, explanation.next):
            assert {remark.code for remark in group} <= set(CODES)
