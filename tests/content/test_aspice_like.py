"""The Automotive SPICE rule as data: a level needs L of its own attributes and F of all below."""

import pytest

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.library.cases import Case, worked
from questionnaires.routing import route
from questionnaires.scoring import score

CASES = worked("aspice_like", "1.0")
ASPICE = library.load(library.CONTENT / "aspice_like" / "1.0")
ATTRIBUTES = {
    1: ["PA1.1"],
    2: ["PA2.1", "PA2.2"],
    3: ["PA3.1", "PA3.2"],
    4: ["PA4.1", "PA4.2"],
    5: ["PA5.1", "PA5.2"],
}
"""The nine process attributes by capability level."""
PROCESSES = ("SWE.1", "MAN.3")
N, P, L, F = range(4)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_worked_case_hides_what_it_says(case: Case) -> None:
    hidden = route(ASPICE, case.answers, case.check).hidden
    assert {id_ for id_, why in hidden.items() if why.reason == "routed_past"} == set(case.expect.hidden)


def test_the_worked_cases_meet_all_ratings_both_kinds_of_gaps_and_every_length() -> None:
    choices = {answer.choice for case in CASES.values() for answer in case.answers.values()}
    assert {*"nplf", "dont_know", "not_applicable"} <= choices
    assert {case.check for case in CASES.values()} == set(ASPICE.check)
    levels = {
        case.expect.scores[p].level for case in CASES.values() for p in PROCESSES if p in case.expect.scores
    }
    assert levels == {None, 0, 1, 2, 3, 5}
    assert len(CASES) >= 6


def test_an_open_attribute_leaves_a_range_of_levels_up_to_the_one_assessed() -> None:
    case = CASES["attribute_without_evidence"]
    level = score(ASPICE, route(ASPICE, case.answers, case.check)).node("SWE.1").level
    assert level is not None
    assert (level.low, level.high) == (1, 3)


@pytest.mark.parametrize("process", PROCESSES)
def test_a_level_needs_largely_and_all_below_fully(process: str) -> None:
    node = ASPICE.node[process]
    assert (node.aggregate, node.reach, node.hold) == ("staged", L, F)
    assert node.stages == {k: (f"{process}.CL{k}",) for k in ATTRIBUTES}
    assert {ASPICE.node[f"{process}.CL{k}"].aggregate for k in ATTRIBUTES} == {"min"}


@pytest.mark.parametrize("process", PROCESSES)
def test_the_nine_attributes_belong_to_their_levels_and_weigh_alike(process: str) -> None:
    for k, attributes in ATTRIBUTES.items():
        level = ASPICE.node[f"{process}.CL{k}"]
        children = [child if isinstance(child, str) else child.id for child in level.children]
        assert children == [f"{process}.{attribute}" for attribute in attributes]
        assert level.weight == len(attributes)


def test_base_practices_have_the_published_ids() -> None:
    rows = [question.id for question in ASPICE.group["SWE.1.PA1.1"].expanded]
    assert rows == [f"SWE.1.BP{n}" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("percent", "rating"),
    [("0", N), ("15", N), ("15.01", P), ("50", P), ("50.01", L), ("85", L), ("85.01", F), ("100", F)],
)
def test_the_bands_are_closed_above(percent: str, rating: int) -> None:
    assert ASPICE.question["MAN.3.PA1.1"].points(Answer(percent)) == rating


def test_processes_are_never_combined() -> None:
    assert ASPICE.node["processes"].aggregate == "none"


def test_it_says_what_it_reproduces_and_that_it_is_not_the_model() -> None:
    assert ASPICE.licence == "EUPL-1.2"
    assert ASPICE.notice is not None
    assert "nicht das Modell selbst" in ASPICE.notice.de
    assert "not the model itself" in ASPICE.notice.en
