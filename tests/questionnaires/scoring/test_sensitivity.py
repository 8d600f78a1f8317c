"""How much a value hangs on its weights."""

from math import sqrt

import pytest
from hypothesis import given

from questionnaires.definition import Questionnaire
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Score
from questionnaires.scoring.sensitivity import DRAWS, KAPPA, SEED, Sensitivity, sensitivity
from tests.questionnaires.builders import (
    WORDS,
    Part,
    a_node,
    a_question,
    a_questionnaire,
    answers,
    answers_of,
    built,
    lowest,
    mean,
)
from tests.questionnaires.trees import ANY_TREES

SIX = (0.35, 0.62, 0.48, 0.71, 0.40, 0.55)
"""The example of the scoring design, 2.6."""


def of_six() -> tuple[Questionnaire, Score]:
    """Six items with equal weights and these values."""
    options = [{"id": str(value), "value": value, "text": WORDS} for value in (0, *SIX, 1)]
    questions = [a_question(f"q{n}", options=options) for n in range(1, 7)]
    questionnaire = a_questionnaire(questions, tree=[a_node("total", *(q.id for q in questions))])
    path = route(questionnaire, answers(" ".join(map(str, SIX))), "short")
    return questionnaire, score(questionnaire, path).node("total")


def of(root: Part) -> Sensitivity | None:
    questionnaire = built(root)
    return sensitivity(
        questionnaire, score(questionnaire, route(questionnaire, answers_of(root), "short")).roots[0]
    )


def test_the_worked_example_comes_out() -> None:
    found = sensitivity(*of_six())
    assert found
    assert found.value == pytest.approx(0.518, abs=5e-4)
    assert [found.low, found.high] == pytest.approx([0.490, 0.547], abs=0.002)


@pytest.mark.parametrize("kappa", [10.0, 30.0, 50.0])
def test_the_spread_is_that_of_the_closed_form(kappa: float) -> None:
    """Var = (sum w x^2 - (sum w x)^2) / (kappa + 1)"""
    found = sensitivity(*of_six(), kappa=kappa, draws=20_000)
    assert found
    variance = (sum(x * x for x in SIX) / 6 - (sum(SIX) / 6) ** 2) / (kappa + 1)
    assert found.deviation == pytest.approx(sqrt(variance), rel=0.03)


def test_how_it_was_drawn_is_kept_with_the_result_and_gives_the_same_again() -> None:
    found = sensitivity(*of_six())
    assert found
    assert (found.kappa, found.draws, found.seed) == (KAPPA, DRAWS, SEED)
    assert sensitivity(*of_six()) == found
    assert sensitivity(*of_six(), seed=1) != found


def test_where_all_are_equal_no_weight_matters() -> None:
    found = of(mean(mean("2 2"), "2 2 dk"))
    assert found
    assert [found.low, found.high] == pytest.approx([0.5, 0.5])


def test_sections_change_places_with_the_weights_within_them() -> None:
    found = of(mean(mean("0 4", name="torn"), mean("2 3", name="even"), mean("4 4", name="far")))
    assert found
    assert found.lowest["far"] == 0
    assert 0.5 < found.lowest["torn"] < 1
    assert sum(found.lowest.values()) == pytest.approx(1)


def test_a_minimum_follows_its_lowest_child() -> None:
    found = of(lowest(mean("0 4"), mean("4 4")))
    assert found
    assert found.low < found.value < found.high


def test_a_median_follows_its_middle_child() -> None:
    found = of(mean(mean("4 4"), mean("0 4"), mean("0 0"), aggregate="median"))
    assert found
    assert found.low < found.value < found.high
    middle = of(mean(mean("0 4"), missing="exclude"))
    assert middle
    assert found.deviation == pytest.approx(middle.deviation, rel=0.1)


def test_a_stage_is_not_reached_by_halves_so_no_weight_moves_it() -> None:
    stages = [mean("4 3", stage=1), mean("4 0", stage=2)]
    found = of(mean(mean(*stages, aggregate="staged", reach=3), "2"))
    assert found
    assert found.value == 0.5
    assert [found.low, found.high, found.deviation] == pytest.approx([0.5, 0.5, 0])
    first = of(mean(*[mean("0 0", stage=1)], aggregate="staged", reach=3))
    assert first
    assert (first.value, first.low, first.high) == (0, 0, 0)


def test_declared_weights_are_the_middle_of_those_drawn() -> None:
    """Var = (sum w x^2 - (sum w x)^2) / (kappa + 1), here .25 * .75 / 51, and three times as much weight
    on the first makes it three times as far from the second."""
    found = of(mean("4@1 0@3"))
    assert found
    assert (found.low + found.high) / 2 == pytest.approx(0.25, abs=0.02)
    assert found.deviation == pytest.approx(sqrt(0.25 * 0.75 / (KAPPA + 1)), rel=0.05)


def test_what_units_answered_is_varied_like_any_other_part() -> None:
    page = [a_question("q1"), a_question("q2")]
    node = a_node("teams", "q1", "q2", aggregate="units")
    questionnaire = a_questionnaire(page, tree=[a_node("root", node)])
    path = route(questionnaire, answers(**{"q1@A": "4", "q2@A": "0", "q1@B": "4", "q2@B": "4"}), "short")
    found = sensitivity(questionnaire, score(questionnaire, path).node("teams"))
    assert found
    assert set(found.lowest) == {"teams@A", "teams@B"}
    assert found.low < found.value < found.high


def test_without_a_value_there_is_nothing_to_vary() -> None:
    assert of(mean("dk -")) is None


@given(ANY_TREES)
def test_no_weights_lead_out_of_what_the_answers_allow(root: Part) -> None:
    found = of(root)
    if found:
        assert -1e-9 <= found.low <= found.high <= 1 + 1e-9
