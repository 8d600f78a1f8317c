"""The IMPULS rule as data: eighteen fields, the weakest of each dimension counts, fixed weights on top."""

from questionnaires import library
from questionnaires.library.cases import worked

CASES = worked("impuls_like", "1.0")
IMPULS = library.load(library.CONTENT / "impuls_like" / "1.0")
FIELDS = {
    "strategy": ("S1", "S2", "S3"),
    "factory": ("F1", "F2", "F3", "F4"),
    "operations": ("O1", "O2", "O3", "O4"),
    "products": ("P1", "P2"),
    "services": ("D1", "D2", "D3"),
    "employees": ("E1", "E2"),
}
WEIGHTS = {
    "strategy": 25,
    "factory": 14,
    "operations": 10,
    "products": 19,
    "services": 14,
    "employees": 18,
}
"""As printed in the study, p. 26."""


def test_the_worked_cases_meet_all_groups_and_both_kinds_of_gaps() -> None:
    assert {case.expect.scores["group"].level for case in CASES.values()} == {0, 1, 2}
    choices = [answer.choice for case in CASES.values() for answer in case.answers.values()]
    assert "dont_know" in choices
    assert any(len(case.answers) < len(IMPULS.question) for case in CASES.values())
    assert len(CASES) >= 6


def test_six_dimensions_are_the_minimum_of_their_fields() -> None:
    assert {id_: IMPULS.node[id_].children for id_ in FIELDS} == FIELDS
    assert {IMPULS.node[id_].aggregate for id_ in FIELDS} == {"min"}


def test_the_weights_are_the_published_ones() -> None:
    assert {id_: IMPULS.node[id_].weight for id_ in WEIGHTS} == WEIGHTS
    assert sum(WEIGHTS.values()) == 100
    assert {question.weight for question in IMPULS.question.values()} == {1.0}


def test_every_field_has_the_levels_0_to_5_but_innovation_management_begins_at_2() -> None:
    values = {id_: [option.value for option in q.options] for id_, q in IMPULS.question.items()}
    assert values.pop("S3") == [2, 3, 4, 5]
    assert all(found == [0, 1, 2, 3, 4, 5] for found in values.values())
    assert {question.range for question in IMPULS.question.values()} == {(0, 5)}


def test_a_field_cannot_be_declared_not_applicable() -> None:
    assert not any(question.not_applicable for question in IMPULS.question.values())


def test_it_says_what_it_reproduces_and_that_it_is_not_the_model() -> None:
    assert IMPULS.licence == "EUPL-1.2"
    assert IMPULS.notice is not None
    assert "nicht das Modell selbst" in IMPULS.notice.de
    assert "not the model itself" in IMPULS.notice.en
