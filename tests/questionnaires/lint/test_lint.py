"""What an author can get wrong between the parts of a questionnaire, each told where it stands."""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import lint
from questionnaires.conditions import Comparison, Fact, OneOf, Range, comparisons, one_of, parse
from questionnaires.definition import Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.lint import routing
from questionnaires.routing import route
from tests.questionnaires.builders import (
    a_node,
    a_question,
    a_questionnaire,
    an_option,
    answers,
    level_question,
)
from tests.questionnaires.folders import Folder, Mistake, tiny

MISTAKES = Mistake.all_of("mistakes_between_parts.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return tiny(tmp_path)


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_parts_that_do_not_fit_are_told_with_file_line_and_reason(folder: Folder, mistake: Mistake) -> None:
    told, expected = mistake.places(folder)
    assert told == [expected]


def test_all_findings_are_told_together(folder: Folder) -> None:
    for mistake in MISTAKES[10:13]:
        folder.replace(mistake.file, mistake.old, mistake.new)
    assert [problem.message.split(";")[0] for problem in folder.problems()] == [
        "unknown scale 'stairs'",
        "unknown need 'luck'",
        "unknown check 'endless'",
    ]


def test_a_rule_that_cannot_be_read_is_told_once(folder: Folder) -> None:
    folder.replace("second.yaml", "is: present", "is: sometimes")
    (problem,) = folder.problems()
    assert problem.message == "council has no code 'sometimes'; known: absent, present"


# --- which questions can be reached ------------------------------------------------------------


def routed(rule: Mapping[str, object], *earlier: Question) -> Questionnaire:
    questions = earlier or (a_question("council", codes="present absent"),)
    return a_questionnaire(questions, [a_question("asked", ask_if=rule)])


def unreachable(questionnaire: Questionnaire) -> list[str]:
    return [f.subject for f in lint.findings(questionnaire) if "no combination" in f.message]


def test_a_vague_answer_reaches_a_question_because_an_unknown_condition_asks() -> None:
    sector = a_question(
        "sector", options=[an_option("metal", fact=["24", "25"]), an_option("other", fact=["29"])]
    )
    assert unreachable(routed({"fact": "sector", "is": "25"}, sector)) == []
    size = a_question("size", options=[an_option(f"o{n}", fact={"min": n, "max": n + 9}) for n in (0, 10)])
    assert unreachable(routed({"fact": "size", "at_least": 15}, size)) == []
    assert unreachable(routed({"fact": "size", "at_least": 20}, size)) == ["asked"]


def test_more_combinations_than_can_be_tried_are_given_the_benefit_of_the_doubt() -> None:
    many = [a_question(f"f{n}", codes="a b c d e f g h") for n in range(5)]
    last_of_all = {"all": [{"fact": question.id, "is": "h"} for question in many]}
    assert unreachable(routed(last_of_all, *many)) == []


def test_few_combinations_are_all_tried() -> None:
    few = [a_question(f"f{n}", codes="a b c d e f g h") for n in range(4)]
    rule = {"all": [{"fact": question.id, "is": "h"} for question in few] + [{"fact": "f0", "is": "a"}]}
    assert unreachable(routed(rule, *few)) == ["asked"]


def test_a_check_ends_although_many_questions_have_many_combinations_to_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What can no longer be tried out has the benefit of the doubt."""
    monkeypatch.setattr(routing, "TRIES", 10_000)
    few = [a_question(f"f{n}", codes="a b c d e f g h") for n in range(4)]
    rule = {"all": [{"fact": question.id, "is": "h"} for question in few] + [{"fact": "f0", "is": "a"}]}
    late = [a_question(f"late{n}", ask_if=rule) for n in range(9)]
    assert unreachable(a_questionnaire(few, late)) == ["late0", "late1"]


def ways(questionnaire: Questionnaire) -> Iterator[dict[str, str]]:
    facts = ["council", "size"]
    options = ([option.id for option in questionnaire.question[name].options] for name in facts)
    for chosen in product(*options):
        yield dict(zip(facts, chosen, strict=True))


SIZES = [an_option("small", fact={"min": 1, "max": 49}), an_option("large", fact={"min": 50, "max": None})]
leaves = st.sampled_from(
    [
        {"fact": "council", "is": "present"},
        {"fact": "council", "not_in": ["present"]},
        {"fact": "size", "at_least": 50},
        {"fact": "size", "at_most": 49},
        {"fact": "size", "at_least": 100},
    ]
)
rules = st.recursive(
    leaves,
    lambda x: st.one_of(
        st.lists(x, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(x, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        x.map(lambda part: {"not": part}),
    ),
    max_leaves=5,
)


@given(rules)
def test_a_question_is_called_unreachable_exactly_if_no_answers_lead_to_it(rule: dict[str, object]) -> None:
    tried = routed(rule, a_question("council", codes="present absent"), a_question("size", options=SIZES))
    reached = any("asked" in route(tried, answers(**way), "short").asked for way in ways(tried))
    assert reached is not bool(unreachable(tried))


# --- comparisons and facts ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ({"fact": "it", "is": "29"}, True),
        ({"fact": "it", "in": ["29", "28"]}, True),
        ({"fact": "it", "under": ["2"]}, True),
        ({"fact": "it", "under": ["99"]}, True),
        ({"fact": "it", "is": "30"}, False),
        ({"fact": "it", "at_most": 30}, False),
    ],
)
def test_a_comparison_fits_codes_that_exist(rule: dict[str, object], fits: bool) -> None:
    comparison = next(comparisons(parse(rule)))
    assert isinstance(comparison, Comparison)
    assert (not list(routing.mismatches(comparison, [one_of("29"), one_of("28")]))) is fits


def test_a_fact_that_is_now_a_number_and_now_a_code_fits_no_comparison() -> None:
    facts: list[Fact] = [Range(1, 1), OneOf(frozenset({"a"}))]
    for rule in ({"fact": "it", "is": "a"}, {"fact": "it", "at_least": 1}):
        assert list(routing.mismatches(next(comparisons(parse(rule))), facts))


def test_an_option_that_says_nothing_fits_every_comparison() -> None:
    sector = a_question("sector", options=[an_option("metal", fact=["25"]), an_option("other", fact=[])])
    tried = routed({"fact": "sector", "under": ["25"]}, sector)
    assert [f for f in lint.findings(tried) if f.subject == "asked"] == []
    assert "asked" in route(tried, answers(sector="other"), "short").asked


def test_a_check_of_the_whole_finds_nothing_in_what_is_well_made() -> None:
    good = a_questionnaire(
        [level_question("q1")],
        [a_question("q2", ask_if={"fact": "q1", "at_least": 1})],
        tree=[a_node("exposure", "q1"), a_node("readiness", a_node("work", "q2"))],
    )
    assert lint.findings(good) == []
