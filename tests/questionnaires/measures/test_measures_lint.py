"""What can be wrong between measures and their questionnaire, each told where it stands."""

import shutil
from pathlib import Path

import pytest

from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.measures import Measure, lint
from questionnaires.measures.library import CONTENT, load
from tests.questionnaires.builders import a_need, a_node, a_question, a_questionnaire
from tests.questionnaires.measures.measured import KINDS, a_measure, some

NEEDED = a_need("learning")


def asked(*ids: str) -> Questionnaire:
    """Questions with five levels that count, one context question, one of exposure."""
    pages = [a_question(id_) for id_ in (*ids, "context", "pressure")]
    tree = [a_node("exposure", "pressure"), a_node("readiness", a_node("area", *ids))]
    return a_questionnaire(pages, tree=tree, needs=(NEEDED,))


GOOD = a_measure("begin_it", q1="01"), a_measure("extend_it", q1="23")


def told(*measures: Measure, of: Questionnaire | None = None) -> list[tuple[str, str]]:
    found = lint.findings(of or asked("q1"), some(*measures))
    return [(flaw.subject, flaw.message) for flaw in found]


def test_measures_that_lead_on_from_every_level_are_fine() -> None:
    assert told(*GOOD) == []


def test_a_level_from_which_no_measure_leads_on_is_told() -> None:
    assert told(a_measure("begin_it", q1="01"), a_measure("extend_it", q1="3")) == [
        ("q1", "q1: expected a measure that leads on from level 2")
    ]
    assert told(GOOD[0]) == [("q1", "q1: expected a measure that leads on from levels 2, 3")]


def test_a_question_without_any_measure_is_told() -> None:
    assert told(*GOOD, of=asked("q1", "q2")) == [
        ("q2", "q2: expected a measure that leads on from levels 0, 1, 2, 3")
    ]


def test_one_measure_for_a_whole_question_is_too_little() -> None:
    assert told(a_measure("all_of_it", q1="0123")) == [("q1", "q1: expected at least 2 measures, found 1")]
    assert told(a_measure("all_of_it", q1="0123"), a_measure("more_of_it", q1="0")) == []


def test_every_kind_of_question_must_have_its_measures() -> None:
    q = a_questionnaire(list(KINDS.values()), tree=[a_node("all", *KINDS)], needs=(NEEDED,), fields=None)
    assert {subject: said.rpartition("from ")[2] for subject, said in told(of=q)} == {
        "levels": "levels 0, 1, 2, 3",
        "options": "levels 0, 1",
        "ticks": "levels 0, 1, 2, 3",
        "number": "levels 0, 1, 2, 3",
        "below": "levels 0, 1, 2, 3",
    }


@pytest.mark.parametrize(
    ("closes", "expected"),
    [
        ({"q9": "0"}, "more_of_it: unknown question 'q9'"),
        ({"context": "0"}, "more_of_it: expected a question of which more is better, found context"),
        ({"pressure": "0"}, "more_of_it: expected a question of which more is better, found pressure"),
        ({"q1": "34"}, "more_of_it: expected levels from 0 to 3 of q1, found 4"),
    ],
)
def test_a_measure_that_nobody_reaches_is_told(closes: dict[str, str], expected: str) -> None:
    assert told(*GOOD, a_measure("more_of_it", **closes)) == [("more_of_it", expected)]


def test_what_only_rates_how_much_a_question_matters_needs_no_measure() -> None:
    pages = [a_question("q1", relevance="r1"), a_question("r1")]
    q = a_questionnaire(pages, tree=[a_node("all", "q1", "r1")], needs=(NEEDED,), fields=None)
    assert told(*GOOD, of=q) == []


def test_an_unknown_need_is_told() -> None:
    other = a_questionnaire([a_question("q1")], tree=[a_node("all", "q1")], fields=None)
    assert [said for _, said in told(*GOOD, of=other)] == [
        "begin_it: unknown need 'learning'",
        "extend_it: unknown need 'learning'",
    ]


def test_an_unknown_prerequisite_is_told() -> None:
    assert told(*GOOD, a_measure("more_of_it", "unheard_of", q1="0")) == [
        ("more_of_it", "more_of_it: unknown measure 'unheard_of'")
    ]


def test_prerequisites_in_a_circle_are_told_at_each_measure_of_it() -> None:
    circle = (
        a_measure("first_one", "third_one", q1="0123"),
        a_measure("second_one", "first_one", q1="0"),
        a_measure("third_one", "second_one", q1="0"),
        a_measure("own_tail", "own_tail", q1="0"),
        a_measure("outside_it", "first_one", q1="0"),
    )
    assert [said for _, said in told(*circle)] == [
        "first_one: expected a beginning, but third_one comes after it as well",
        "second_one: expected a beginning, but first_one comes after it as well",
        "third_one: expected a beginning, but second_one comes after it as well",
        "own_tail: expected a beginning, but own_tail comes after it as well",
    ]


def test_two_measures_of_the_same_title_are_told() -> None:
    same = a_measure("more_of_it", q1="0").model_copy(update={"title": GOOD[0].title})
    messages = {said for _, said in told(*GOOD, same)}
    assert messages == {"more_of_it: expected a title of its own, found that of begin_it"}


# --- where it is told --------------------------------------------------------------------------

READINESS = library.released("readiness")


def spoilt(folder: Path, file: str, old: str, new: str) -> list[str]:
    """What is told of the released measures with one mistake in them, with its place."""
    copy = Path(shutil.copytree(CONTENT / "readiness", folder / "readiness"))
    text = (copy / file).read_text(encoding="utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    lines = (copy / file).read_text(encoding="utf-8").splitlines()
    found = lint.problems(READINESS, load(copy))
    return [f"{lines[p.place.line - 1].strip()} -> {p.message}" for p in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "closes: {T06: [0]}",
            "closes: {T66: [0]}",
            [
                "closes: {T66: [0]} -> automation_shortlist: unknown question 'T66'",
                "closes: {T06: [3]} -> T06: expected a measure that leads on from level 0",
            ],
        ),
        (
            "needs: [cybersecurity]",
            "needs: [bravery]",
            ["needs: [bravery] -> security_basics: unknown need 'bravery'"],
        ),
        (
            "after: [joint_rules_next_system]",
            "after: [joint_rules]",
            ["after: [joint_rules] -> ai_into_daily_use: unknown measure 'joint_rules'"],
        ),
    ],
)
def test_it_is_told_on_the_line_on_which_it_stands(
    tmp_path: Path, old: str, new: str, expected: list[str]
) -> None:
    assert sorted(spoilt(tmp_path, "technology.yaml", old, new)) == sorted(expected)


def test_a_question_about_which_nothing_is_written_is_told_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (problem,) = lint.problems(asked("q1"), load(tmp_path / "tiny"))
    assert (problem.place.file, problem.place.line) == (tmp_path / "tiny", 1)
