"""The rule of the EU's Digital Maturity Assessment as data: equal parts, plain means, bands closed above."""

import pytest

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.library.cases import worked
from questionnaires.routing import route
from questionnaires.scoring import score

CASES = worked("dma_like", "1.0")
DMA = library.load(library.CONTENT / "dma_like" / "1.0")
PARTS = {
    "D1": {"Q1-invested": 10, "Q1-planned": 10, "Q2": 10},
    "D2": {"Q3": 10, "Q4": 7},
    "D3": {"Q5": 7, "Q6": 8},
    "D4": {"Q7": 8, "Q8": 6},
    "D5": {"Q9": 5},
    "D6": {"Q10": 10, "Q11": 5},
}
"""How many ticks or rows each part of a dimension has."""
MATRICES = {"Q4": [0, 1, 2, 3, 4, 5], "Q9": [0, 1, 2, 3, 4, 5], "Q11": [0, 0.5, 1]}


def test_the_worked_cases_meet_all_bands_and_both_kinds_of_gaps() -> None:
    overall = [c.expect.scores["overall"] for c in CASES.values() if "overall" in c.expect.scores]
    dimensions = [e for c in CASES.values() for id_, e in c.expect.scores.items() if id_ in PARTS]
    assert {expected.level for expected in [*overall, *dimensions]} >= {0, 1, 2, 3}
    choices = {answer.choice for case in CASES.values() for answer in case.answers.values()}
    assert {"", "dont_know"} <= choices
    assert any(len(case.answers) < len(DMA.question) for case in CASES.values())
    assert len(CASES) >= 6


def test_the_dimensions_have_the_published_parts() -> None:
    assert [child.id for child in DMA.node["overall"].children if not isinstance(child, str)] == list(PARTS)
    for dimension, parts in PARTS.items():
        children = DMA.node[dimension].children
        assert [child if isinstance(child, str) else child.id for child in children] == list(parts)
        for id_, size in parts.items():
            there = DMA.group[id_].rows if id_ in DMA.group else DMA.question[id_].options
            assert len(there) == size


def test_every_part_weighs_alike_and_what_is_missing_counts_0() -> None:
    assert {(node.aggregate, node.missing, node.weight) for node in DMA.node.values()} == {
        ("mean", "zero", 1.0)
    }
    assert {question.weight for question in DMA.question.values()} == {1.0}


@pytest.mark.parametrize("answers", [{}, {"Q7": Answer("stored")}, {"Q7": Answer("dont_know")}])
def test_a_score_is_always_shown_however_much_is_missing(answers: dict[str, Answer]) -> None:
    card = score(DMA, route(DMA, answers, "whole"))
    assert all(card.node(id_).published for id_ in ("overall", *PARTS))


def test_every_tick_is_worth_one_also_the_negative_one() -> None:
    for parts in PARTS.values():
        for id_ in set(parts) - set(MATRICES):
            assert {option.value for option in DMA.question[id_].options} == {1}
            assert DMA.question[id_].range == (0, parts[id_])
    assert DMA.question["Q7"].options[1].id == "not_digital"


def test_the_rows_have_the_published_grades() -> None:
    for id_, values in MATRICES.items():
        assert [option.value for option in DMA.group[id_].options] == values


@pytest.mark.parametrize(
    ("points", "band"), [(0, 0), (25, 0), (25.2, 1), (50, 1), (50.01, 2), (75, 2), (75.5, 3), (100, 3)]
)
def test_the_bands_are_closed_above(points: float, band: int) -> None:
    assert DMA.scales["bands"].reached(points / 100) == band


def test_facts_about_the_company_are_not_scored() -> None:
    assert not any(question.scored for question in DMA.section["company"].questions)


def test_it_says_what_it_reproduces_and_that_it_is_not_the_model() -> None:
    assert DMA.licence == "EUPL-1.2"
    assert DMA.notice is not None
    assert "nicht das Modell selbst" in DMA.notice.de
    assert "not the model itself" in DMA.notice.en
