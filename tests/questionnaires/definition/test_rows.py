"""A matrix and a rated item: written once, asked row by row, joined under their own id."""

from typing import Any

import pytest

from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire, Section
from questionnaires.definition.questions import Question, Reason
from questionnaires.definition.rows import Rows
from questionnaires.library import SectionFile
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.scoring.scorecard import Score, State
from questionnaires.text import Text
from tests.questionnaires.builders import (
    WHY_NOT,
    WORDS,
    a_node,
    a_question,
    a_questionnaire,
    an_option,
    answers,
)

STEM = Text(de="Wie weit sind Sie?", en="How far are you?")
REASON = Reason(id=WHY_NOT, text=WORDS)


def title(words: str) -> Text:
    return Text(de=words, en=words)


def row(id_: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "title": title(id_)} | more


def matrix(*rows: dict[str, Any], **more: Any) -> Any:
    given: dict[str, Any] = {
        "kind": "matrix",
        "text": STEM,
        "rows": rows or (row("r1"), row("r2"), row("r3")),
    }
    return a_question("m", **(given | more))


def rated() -> Any:
    ratings = [
        {"id": "done", "title": title("done"), "weight": 2},
        {"id": "written", "title": title("written")},
    ]
    return a_question("GV.1", kind="rated", ratings=ratings).model_copy(update={"title": title("Roles")})


def expanded(entry: Rows) -> tuple[Question, ...]:
    return Section.model_validate({"id": "page", "title": WORDS, "questions": [entry]}).questions


def below(entry: Rows, **more: Any) -> Questionnaire:
    """The entry as the only child of a node."""
    return a_questionnaire([entry], tree=[a_node("root", entry.id, **more)])


def scores(questionnaire: Questionnaire, **given: str) -> Score:
    path = route(questionnaire, answers(**given), "short")
    return score(questionnaire, path).roots[0]


# --- the questions -----------------------------------------------------------------------------


def test_every_row_of_a_matrix_is_a_question_of_its_own() -> None:
    found = expanded(matrix())
    assert [(q.id, q.title.de, q.text, q.group) for q in found] == [
        ("r1", "r1", STEM, "m"),
        ("r2", "r2", STEM, "m"),
        ("r3", "r3", STEM, "m"),
    ]
    assert all([option.id for option in q.options] == ["0", "1", "2", "3", "4"] for q in found)
    assert all(q.accepts(Answer("4")) and not q.accepts(Answer("5")) for q in found)


def test_rows_share_what_their_matrix_has() -> None:
    rule = {"fact": "before", "is": "yes"}
    found = expanded(
        matrix(views=["works_council"], needs=["n1"], effort=3, ask_if=rule, check="full", after=["before"])
    )
    assert {(q.views, q.needs, q.effort, q.check, q.after) for q in found} == {
        (("works_council",), ("n1",), 3, "full", ("before",))
    }
    assert all(q.ask_if is not None for q in found)


def test_a_row_may_have_its_own_text_hint_weight_needs_and_reasons() -> None:
    own = row("r1", text=WORDS, hint=STEM, weight=3, needs=["n2"], not_applicable=[REASON])
    first, second = expanded(matrix(own, row("r2"), needs=["n1"], hint=WORDS))
    assert (first.text, first.hint, first.weight, first.needs, first.not_applicable) == (
        WORDS,
        STEM,
        3,
        ("n2",),
        (REASON,),
    )
    assert (second.text, second.hint, second.weight, second.needs, second.not_applicable) == (
        STEM,
        WORDS,
        1,
        ("n1",),
        (),
    )


def test_a_row_may_have_no_needs_although_its_matrix_has_some() -> None:
    first, _ = expanded(matrix(row("r1", needs=[]), row("r2"), needs=["n1"]))
    assert first.needs == ()


def test_the_weight_of_a_matrix_is_that_of_its_node_and_not_of_its_rows() -> None:
    entry = matrix(weight=5)
    assert [q.weight for q in expanded(entry)] == [1, 1, 1]
    assert below(entry).node["m"].weight == 5


def test_a_rated_item_is_a_question_for_every_rating() -> None:
    found = expanded(rated())
    assert [(q.id, q.title.en, q.weight, q.group) for q in found] == [
        ("GV.1.done", "Roles: done", 2, "GV.1"),
        ("GV.1.written", "Roles: written", 1, "GV.1"),
    ]


def test_a_matrix_may_be_about_facts_alone() -> None:
    (first, *_) = expanded(matrix(options=[an_option("yes"), an_option("no")]))
    assert not first.scored


def test_a_questionnaire_knows_rows_as_questions_and_the_matrix_as_a_group() -> None:
    tiny = below(matrix())
    assert list(tiny.question) == ["r1", "r2", "r3"]
    assert list(tiny.group) == ["m"]
    assert [entry.id for entry in tiny.sections[0].entries] == ["m"]
    assert tiny.tree[0].children == ("m",)


# --- the node ----------------------------------------------------------------------------------


def test_in_the_tree_a_matrix_is_the_node_that_joins_its_rows() -> None:
    tiny = below(matrix())
    assert list(tiny.node) == ["root", "m"]
    assert tiny.node["m"].children == ("r1", "r2", "r3")
    found = scores(tiny, r1="4", r2="1", r3="1")
    (node,) = found.children
    assert (node.id, node.value, node.points) == ("m", 0.5, 2.0)
    assert [item.id for item in node.children] == ["r1", "r2", "r3"]


@pytest.mark.parametrize(
    ("aggregate", "points", "high"), [("mean", 2.0, 4), ("sum", 6.0, 12), ("min", 1.0, 4)]
)
def test_the_author_says_how_rows_are_joined(aggregate: str, points: float, high: float) -> None:
    (node,) = scores(below(matrix(aggregate=aggregate)), r1="4", r2="1", r3="1").children
    assert (node.points, node.low, node.high) == (points, 0, high)


def test_the_points_of_a_matrix_may_be_rounded() -> None:
    """5/3 points, half away from zero, are two."""
    entry = matrix(rounding={"mode": "half_away"})
    assert scores(below(entry), r1="3", r2="1", r3="1").children[0].points == 2.0


def test_ratings_have_weights() -> None:
    found = scores(below(rated()), **{"GV.1.done": "4", "GV.1.written": "1"})
    assert found.children[0].points == 3.0


@pytest.mark.parametrize(
    ("policy", "points"), [("exclude", 4.0), ("zero", 2.0), ({"constant": 1}, 2.5), ("target", 3.5)]
)
def test_the_policies_of_the_node_above_hold_for_the_rows(policy: Any, points: float) -> None:
    """Target: three quarters of four points."""
    entry = matrix(row("r1"), row("r2"), not_applicable=[REASON])
    missing = scores(below(entry, missing=policy), r1="4", r2="dk")
    absent = scores(below(entry, not_applicable=policy), r1="4", r2="na")
    assert (missing.children[0].points, absent.children[0].points) == (points, points)
    assert (missing.coverage, absent.coverage) == (0.5, 1.0)


def test_a_matrix_that_is_not_asked_is_left_out_as_a_whole() -> None:
    entry = matrix(check="full")
    tiny = a_questionnaire([entry, a_question("q1")], tree=[a_node("root", "m", "q1")])
    found = scores(tiny, q1="4", r1="0")
    assert (found.value, found.coverage) == (1.0, 1.0)
    assert found.children[0].state is State.NOT_APPLICABLE


def test_a_gate_may_name_a_row_or_the_matrix() -> None:
    gate = {"level": 1, "nodes": ["m", "r1"], "at_least": 1}
    tiny = below(matrix(), gates=[gate])
    assert scores(tiny, r1="1", r2="4", r3="4").level.high == 3  # type: ignore[union-attr]
    assert scores(tiny, r1="0", r2="4", r3="4").level.high == 0  # type: ignore[union-attr]


def test_options_may_come_from_a_list_of_the_head() -> None:
    listed = [an_option("no", value=0), an_option("yes", value=2)]
    written = {"id": "m", "title": WORDS, "kind": "matrix", "options": "yes_no", "rows": [row("r1")]}
    page = {"sections": [{"id": "page", "title": WORDS, "questions": [written]}]}
    found = SectionFile.model_validate(page, context={"lists": {"yes_no": listed}})
    assert [option.id for option in found.sections[0].questions[0].options] == ["no", "yes"]
