"""What an author can get wrong in the tree and in what comes first, where it takes more than one line."""

from typing import Any

import pytest

from questionnaires import lint
from questionnaires.definition import Action, Questionnaire
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import Node
from tests.questionnaires.builders import KINDS, WORDS, a_node, a_question, a_questionnaire, an_option


def told(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    return [(finding.subject, finding.message) for finding in lint.findings(questionnaire)]


def tree(*nodes: Node, questions: int = 2, **more: Any) -> Questionnaire:
    """Questions q1, q2 ... of five levels below a root with these nodes; no fields to be read."""
    page = [a_question(f"q{n}") for n in range(1, questions + 1)]
    return a_questionnaire(page, tree=nodes, **({"fields": None} | more))


# --- points ------------------------------------------------------------------------------------


def test_a_sum_can_have_as_many_points_as_its_children_together() -> None:
    def with_gate(points: float) -> Questionnaire:
        parts = a_node("parts", "q1", "q2", aggregate="sum")
        return tree(a_node("root", parts, gates=[{"level": 1, "nodes": ["parts"], "at_least": points}]))

    assert told(with_gate(8)) == []
    assert told(with_gate(8.5)) == [("root", "parts has no points of 8.5 or more")]


@pytest.mark.parametrize(
    ("written", "most"),
    [({"aggregate": "mean"}, 4), ({"aggregate": "points_ratio"}, 1), ({"range": (0, 100)}, 100)],
)
def test_a_target_lies_within_the_points_of_its_node(written: dict[str, Any], most: float) -> None:
    parts = a_node("parts", "q1", "q2", **written)
    assert told(tree(a_node("root", parts.model_copy(update={"target": most})))) == []
    assert told(tree(a_node("root", parts.model_copy(update={"target": most + 1})))) == [
        ("parts", f"expected a target from 0 to {most:g} for parts, found {most + 1:g}")
    ]


def test_a_constant_of_a_mean_of_all_items_is_one_for_items() -> None:
    def leaves(points: float) -> Questionnaire:
        parts = a_node("parts", "q1", "q2", aggregate="sum")
        return tree(a_node("root", parts, aggregate="leaf_mean", missing={"constant": points}))

    assert told(leaves(4)) == []
    assert [message for _, message in told(leaves(8))] == [
        "expected a constant from 0 to 4 for q1, found 8",
        "expected a constant from 0 to 4 for q2, found 8",
    ]


def test_a_gate_is_compared_with_what_an_answer_can_be_worth_and_not_with_the_range() -> None:
    question = a_question("q1", **KINDS["within"].written)
    root = a_node("root", "q1", gates=[{"level": 1, "question": "q1", "at_least": 4}])
    tiny = a_questionnaire([question], tree=[root], fields=None)
    assert told(tiny) == [("root", "no option of q1 has a value of 4 or more")]


@pytest.mark.parametrize(("kind", "objected"), [("wide", False), ("below", True)])
def test_a_ratio_needs_points_from_0_up(kind: str, objected: bool) -> None:
    question = a_question("q1", **KINDS[kind].written)
    root = a_node("root", "q1", aggregate="points_ratio")
    found = told(a_questionnaire([question], tree=[root], fields=None))
    assert found == [("q1", "expected points from 0 up, since root takes their ratio")] * objected


# --- what comes first --------------------------------------------------------------------------


def ordered(**after: str) -> list[Question]:
    return [a_question(id_, after=tuple(before.split())) for id_, before in after.items()]


def test_prerequisites_that_go_round_in_a_circle_are_told_for_each_of_them() -> None:
    circle = a_questionnaire(ordered(a="b", b="c", c="a", d="a"), tree=[a_node("root", *"abcd")])
    assert told(circle) == [(id_, f"expected a beginning: {id_} comes after itself") for id_ in "abc"]


def test_prerequisites_may_meet_again() -> None:
    diamond = a_questionnaire(ordered(a="", b="a", c="a", d="b c a"), tree=[a_node("root", *"abcd")])
    assert [message for _, message in told(diamond) if "beginning" in message] == []


def test_actions_have_prerequisites_of_their_own() -> None:
    actions = (
        Action(id="ask", title=WORDS, after=("plan",)),
        Action(id="plan", title=WORDS, after=("ask",)),
        Action(id="do", title=WORDS, after=("plan",)),
    )
    found = told(tree(a_node("root", "q1", "q2"), actions=actions))
    assert [subject for subject, _ in found] == ["ask", "plan"]


def test_a_long_chain_of_prerequisites_is_no_trouble() -> None:
    chain = ordered(**{f"q{n}": f"q{n - 1}" if n else "" for n in range(300)})
    found = told(a_questionnaire(chain, tree=[a_node("root", *(question.id for question in chain))]))
    assert [message for _, message in found if "beginning" in message] == []


# --- matrices ----------------------------------------------------------------------------------

ROWS = [{"id": f"r{n}", "title": WORDS} for n in range(3)]


def matrix(**more: Any) -> Questionnaire:
    entry = a_question("m", kind="matrix", rows=more.pop("rows", ROWS), **more)
    return a_questionnaire([entry], tree=[a_node("root", "m")], fields=None)


def test_what_is_wrong_with_all_rows_is_told_once_about_the_matrix() -> None:
    assert told(matrix(needs=["luck"])) == [("m", "unknown need 'luck'")]
    options = [an_option("a", value=0), an_option("a", value=1)]
    assert told(matrix(options=options)) == [
        ("m", "expected one option with the id a; dont_know and not_applicable are taken")
    ]


def test_what_is_wrong_with_one_row_is_told_about_that_row() -> None:
    rows = [*ROWS[:2], ROWS[2] | {"needs": ["luck"]}]
    assert told(matrix(rows=rows)) == [("r2", "unknown need 'luck'")]


def test_a_matrix_outside_of_the_tree_is_told_as_such() -> None:
    entry = a_question("m", kind="matrix", rows=ROWS)
    tiny = a_questionnaire([entry, a_question("q1")], tree=[a_node("root", "q1")], fields=None)
    assert told(tiny) == [("m", "m stands nowhere in the tree: name it under children")]


def test_rows_that_stand_nowhere_are_told_one_by_one_where_another_one_stands_in_the_tree() -> None:
    entry = a_question("m", kind="matrix", rows=ROWS)
    tiny = a_questionnaire([entry], tree=[a_node("root", "r1")], fields=None)
    assert told(tiny) == [
        (r, f"{r} stands nowhere in the tree: name it under children") for r in ("r0", "r2")
    ]


def test_a_row_that_is_named_in_the_tree_beside_its_matrix_counts_twice() -> None:
    entry = a_question("m", kind="matrix", rows=ROWS)
    tiny = a_questionnaire([entry], tree=[a_node("root", "m", "r1")], fields=None)
    assert told(tiny) == [("r1", "expected in one place of the tree, found in 2")]


def test_a_row_may_not_have_the_id_of_another_question_or_matrix() -> None:
    entry = a_question("m", kind="matrix", rows=[*ROWS, {"id": "m", "title": WORDS}])
    found = told(a_questionnaire([entry, a_question("r1")], tree=[a_node("root", "m")]))
    assert ("m", "expected one question or node with the id m, found 2") in found
    assert ("r1", "expected one question or node with the id r1, found 2") in found
    assert all("expected one question or node" in message for _, message in found)


# --- rules over kinds --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "rule", "message"),
    [
        ({"kind": "text"}, {"at_least": 1}, "it says nothing that a rule could read"),
        ({"kind": "text"}, {"is": "a"}, "it says nothing that a rule could read"),
        ({"kind": "number", "limits": (0, 9)}, {"at_least": 4}, None),
        ({"kind": "number", "limits": (0, 9)}, {"is": "4"}, "it has numbers; is does not fit"),
        ({"kind": "several", "options": "a b"}, {"is": "a"}, None),
        ({}, {"at_least": 1}, None),
        (
            {},
            {"is": "1"},
            "it is read as its points (0 to 4): use at_least or at_most, or give each option a fact",
        ),
        (
            {},
            {"in": ["1"]},
            "it is read as its points (0 to 4): use at_least or at_most, or give each option a fact",
        ),
        ({"kind": "several", "options": "a b"}, {"not_in": ["a", "b"]}, None),
        ({"kind": "several", "options": "a b"}, {"in": ["c"]}, "it has no code 'c'; known: a, b"),
        ({"kind": "several", "options": "a b"}, {"at_least": 1}, "it has codes; at_least does not fit"),
    ],
)
def test_a_rule_fits_what_a_kind_of_question_can_tell(
    written: dict[str, Any], rule: dict[str, Any], message: str | None
) -> None:
    given = dict(written)
    if "options" in given:
        given["options"] = [an_option(code) for code in given["options"].split()]
    source = a_question("it", **given)
    asked = a_question("q2", ask_if={"fact": "it"} | rule)
    scored = [q.id for q in (source, asked) if q.scored]
    tiny = a_questionnaire([source], [asked], tree=[a_node("root", *scored)], fields=None)
    assert told(tiny)[:1] == ([] if message is None else [("q2", message)])


def test_all_ticks_together_may_be_what_leads_to_a_question() -> None:
    source = a_question("it", kind="several", options=[an_option(code) for code in "abc"])
    both = {"all": [{"fact": "it", "is": "a"}, {"fact": "it", "is": "b"}]}
    asked = a_question("q2", ask_if=both)
    assert told(a_questionnaire([source], [asked], tree=[a_node("root", "q2")], fields=None)) == []


def test_a_text_keeps_no_question_from_being_reached_another_way() -> None:
    sources = [a_question("said", kind="text"), a_question("council", codes="yes no")]
    rule = {"any": [{"fact": "said", "is": "x"}, {"fact": "council", "is": "yes"}]}
    page = [a_question("q2", ask_if=rule)]
    found = told(a_questionnaire(sources, page, tree=[a_node("root", "q2")], fields=None))
    assert found == [("q2", "said says nothing that a rule could read")]
