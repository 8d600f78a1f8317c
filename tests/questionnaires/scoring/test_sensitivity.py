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


def test_without_a_value_there_is_nothing_to_vary() -> None:
    assert of(mean("dk -")) is None


@given(ANY_TREES)
def test_no_weights_lead_out_of_what_the_answers_allow(root: Part) -> None:
    found = of(root)
    if found:
        assert -1e-9 <= found.low <= found.high <= 1 + 1e-9
