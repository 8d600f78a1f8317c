"""Options that hold a node down, whatever else is answered."""

import pytest

from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Score
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


def test_a_cap_that_is_not_known_yet_lowers_only_what_is_certain() -> None:
    for open_ in ("dk", "-"):
        assert bounds(scored(mean(f"4 4 {open_}*caps", missing="exclude"))) == (4, near(0.3), 4)
    assert bounds(scored(mean("4 4 2*caps@0"))) == (1.5, 1.5, 1.5)


def test_a_cap_of_a_question_that_is_not_asked_or_does_not_apply_holds_nothing_down() -> None:
    assert scored(mean("4 4 (0)*caps")).points == 4
    assert scored(mean("4 4 na*caps")).points == 4


def test_the_lowest_of_several_caps_holds() -> None:
    for caps in ("2*caps@0 1*caps@0", "1*caps@0 2*caps@0"):
        assert scored(mean(f"4 4 {caps}")).points == near(0.6)


def test_a_tick_may_cap_and_so_may_leaving_all_open() -> None:
    ticks = [
        an_option("a", value=1, caps={"root": 2}),
        an_option("b", value=3, caps={"root": 1}),
        an_option("c", value=1),
    ]
    tiny = a_questionnaire(
        [a_question("q1"), a_question("q2", kind="several", options=ticks, weight=0)],
        tree=[a_node("root", "q1", "q2")],
    )
    found = {
        choice: bounds(score(tiny, route(tiny, answers(q1="4", q2=choice), "short")).roots[0])
        for choice in ("a", "b", "a b", "a c", "c", "dk")
    }
    assert found["a"] == found["a c"] == (2, 2, 2)
    assert found["b"] == found["a b"] == (1, 1, 1)
    assert (found["c"], found["dk"]) == ((4, 4, 4), (4, 1, 4))


def test_where_every_tick_caps_the_best_is_to_tick_none() -> None:
    ticks = [an_option("a", value=1, caps={"root": 2}), an_option("b", value=3, caps={"root": 1})]
    tiny = a_questionnaire(
        [a_question("q1"), a_question("q2", kind="several", options=ticks, weight=0)],
        tree=[a_node("root", "q1", "q2")],
    )
    found = score(tiny, route(tiny, answers(q1="4", q2="dk"), "short")).roots[0]
    assert bounds(found) == (4, 1, 4)


def test_where_every_option_caps_even_the_best_answer_will() -> None:
    """Also one that never counts itself."""
    options = [
        an_option("paper", kind="none", caps={"root": 1}),
        an_option("no", value=0, caps={"root": 2}),
        an_option("yes", value=4, caps={"root": 3}),
    ]
    tiny = a_questionnaire(
        [a_question("q1"), a_question("q2", options=options, weight=0)], tree=[a_node("root", "q1", "q2")]
    )
    found = {
        choice: bounds(score(tiny, route(tiny, answers(q1="4", q2=choice), "short")).roots[0])
        for choice in ("paper", "dk")
    }
    assert found == {"paper": (1, 1, 1), "dk": (3, 1, 3)}
