"""What would change if answers did, which steps lift a node most, and what it takes to reach a level."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.definition.kinds import Number
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import Gate
from questionnaires.planning.whatif import change, cheapest_steps
from questionnaires.routing import UnknownAnswer
from questionnaires.scoring.scorecard import Level
from tests.questionnaires.builders import (
    LEVELS,
    WORDS,
    Part,
    a_node,
    a_question,
    a_questionnaire,
    an_option,
    answers,
    answers_of,
    built,
    mean,
    whole,
)
from tests.questionnaires.trees import ANY_TREES, Filled


def a_number(**more: Any) -> Question:
    return Number.model_validate({"id": "q1", "title": WORDS, "kind": "number"} | more)


def steps(q: Questionnaire, written: str, **more: Any) -> list[tuple[str, str | None]]:
    return [(s.question, s.choice) for s in cheapest_steps(q, answers(written), "full", "all", **more)]


# --- the difference ----------------------------------------------------------------------------


def test_a_better_answer_lifts_its_node_and_those_above() -> None:
    tree = mean(mean("1 3", name="a"), mean("2 2", name="b"), name="top")
    found = change(built(tree), answers_of(tree), {"q1": Answer("3")}, "short")
    assert [(moved.node, moved.gain) for moved in found.moved] == [("top", 0.125), ("a", 0.25)]
    before, after = found.node("a").before, found.node("a").after
    assert before
    assert after
    assert (before.value, after.value, before.level, after.level) == (0.5, 0.75, Level(2, 2), Level(3, 3))
    assert [moved.node for moved in found.nodes] == ["top", "a", "b"]


def test_an_answer_taken_away_costs_coverage() -> None:
    tree = mean("1 3", name="a")
    found = change(built(tree), answers_of(tree), {"q1": None}, "short").node("a")
    assert found.after
    assert (found.after.coverage, found.after.lower, found.after.upper) == (0.5, 0.375, 0.875)
    nothing = change(built(tree), answers_of(tree), {"q1": None, "q2": None}, "short").node("a")
    assert nothing.gain is None


def test_the_same_answer_changes_nothing() -> None:
    tree = mean("1 3")
    found = change(built(tree), answers_of(tree), {"q1": Answer("1")}, "short")
    assert (found.moved, found.opened, found.closed, found.settled) == ((), (), (), ())


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("q1", Answer("5")),
        ("q1", Answer("not_applicable", "why not")),
        ("q9", Answer("1")),
        ("q9", None),
        ("q1@team", Answer("1")),
    ],
)
def test_what_is_not_offered_is_refused(key: str, answer: Answer | None) -> None:
    tree = mean("1 3")
    with pytest.raises(UnknownAnswer) as refusal:
        change(built(tree), answers_of(tree), {key: answer}, "short")
    assert refusal.value.question == key


def routed() -> Questionnaire:
    first = a_question("export", codes="yes no")
    sets = an_option("none", sets={"plan": "0"}), an_option("some")
    crew = a_question("crew", options=sets)
    far = a_question("far", ask_if={"fact": "export", "is": "yes"})
    return a_questionnaire(
        [first, crew], [far, a_question("plan")], tree=[a_node("all", "far", "plan", scale="maturity")]
    )


def test_questions_open_and_close_and_are_settled() -> None:
    given_ = answers(export="no", crew="some", plan="4", far="4")
    found = change(routed(), given_, {"export": Answer("yes"), "crew": Answer("none")}, "full")
    assert (found.opened, found.closed, found.settled) == (("far",), (), ("plan",))
    assert found.node("all").gain == -0.5
    back = change(routed(), given_ | answers(export="yes", crew="none"), given_, "full")
    assert (back.opened, back.closed, back.settled) == (("plan",), ("far",), ())


def by_team() -> Questionnaire:
    first = a_question("kind", codes="big small")
    second = a_question("q2", ask_if={"fact": "kind", "is": "big"})
    tree = a_node("all", a_node("teams", "q1", "q2", aggregate="units"))
    return a_questionnaire([first], [a_question("q1"), second], tree=[tree])


def test_teams_come_and_go_by_name() -> None:
    given_ = answers(kind="small", **{"q1@a": "4"})
    found = change(by_team(), given_, {"q1@b": Answer("0"), "kind": Answer("big")}, "full")
    assert found.opened == ("q1@b", "q2@a", "q2@b")
    assert found.closed == ()
    assert (found.node("teams@b").before, found.node("teams").gain) == (None, -0.5)
    gone = change(by_team(), given_, {"q1@a": None}, "full")
    assert gone.node("teams@a").after is None


@given(ANY_TREES, st.data())
def test_the_difference_is_that_of_two_scorecards(tree: Part, data: st.DataObject) -> None:
    filled = Filled(tree)
    words = data.draw(st.tuples(*(st.sampled_from([*LEVELS, "dk", "-"]) for _ in filled.words)))
    given_, other = answers_of(tree), answers_of(tree.filled(words))
    found = change(filled.questionnaire, given_, {id_: other.get(id_) for id_ in given_} | other, "short")
    one, two = ([n for n in x.walk() if n.children] for x in (filled.score, filled.with_(words)))
    for part, before, after in zip(found.nodes, one, two, strict=True):
        assert part.before
        assert part.after
        assert (part.node, part.before.value, part.after.value) == (before.id, before.value, after.value)
        assert (part.after.level, part.after.coverage) == (after.level, after.coverage)
        assert (part.after.lower, part.after.upper, part.after.points) == (
            after.lower,
            after.upper,
            after.points,
        )


# --- the next steps ----------------------------------------------------------------------------


def test_the_cheapest_steps_gain_most_for_their_effort() -> None:
    q = whole(a_question("q1", effort=2), a_question("q2"), a_question("q3", weight=3.0, effort=2))
    found = cheapest_steps(q, answers("0 0 0"), "full", "all")
    assert [(s.question, s.choice, s.effort) for s in found] == [
        ("q3", "1", 2),
        ("q2", "1", 1),
        ("q1", "1", 2),
    ]
    assert [round(s.gain, 4) for s in found] == [0.15, 0.05, 0.05]
    assert [s.level for s in found] == [Level(0, 0)] * 3


def test_a_step_up_to_the_target_stands_where_the_next_answer_gains_less() -> None:
    options = [{"id": str(n), "text": WORDS, "value": value} for n, value in enumerate((0, 1, 8, 10))]
    q = whole(a_question("q1", options=options), a_question("q2", options=options, target=1.0))
    assert steps(q, "0 0") == [("q1", "2"), ("q2", "1")]


def test_a_step_may_have_to_reach_further_but_never_beyond_the_target() -> None:
    q = whole(a_question("q1"), a_question("q2", target=1), a_question("q3", target=3))
    assert steps(q, "0 0 2", reach=2) == [("q2", "1"), ("q3", "3"), ("q1", "2")]


def test_what_cannot_be_bettered_is_no_step() -> None:
    q = whole(
        *(a_question(f"q{n}", not_applicable=({"id": "no_such_thing", "text": WORDS},)) for n in (1, 2, 3))
    )
    assert steps(q, "4 na -") == []


def test_a_dont_know_is_to_be_found_out_with_the_range_of_its_gain() -> None:
    q = whole(a_question("q1"), a_question("q2"))
    other, step = cheapest_steps(q, answers("2 dk"), "full", "all")
    assert (other.question, other.choice, other.gain) == ("q1", "3", 0.25)
    assert (step.question, step.action, step.choice) == ("q2", "find_out", None)
    assert (step.least, step.most, step.gain) == (-0.25, 0.25, 0.125)
    assert step.level == Level(1, 3)


def test_what_may_be_found_out_lies_between_the_worst_and_the_best_answer_of_every_kind() -> None:
    ticks = [an_option("a", value=3), an_option("b", value=-1), an_option("c", value=0, alone=True)]
    several = a_question("q2", kind="several", options=ticks)
    q = whole(a_question("q1"), several, a_number(id="q3", limits=(0, 10)), missing="zero")
    found = cheapest_steps(q, answers("2 dk dk"), "full", "all")
    assert [(s.question, s.action) for s in found] == [
        ("q2", "find_out"),
        ("q3", "find_out"),
        ("q1", "improve"),
    ]
    assert [(round(s.least, 9), round(s.most, 4)) for s in found[:2]] == [(0.0, 0.3333)] * 2


def test_where_nothing_is_known_gains_are_counted_from_what_is_certain() -> None:
    q = whole(a_question("q1"), a_question("q2"))
    found = cheapest_steps(q, answers("dk -"), "full", "all")
    assert [(s.question, s.least, s.most) for s in found] == [("q1", 0.0, 1.0)]


def test_ties_key_item_first_then_order() -> None:
    gate = Gate(question="q3", level=1, at_least=1)
    q = whole(*(a_question(f"q{n}") for n in (1, 2, 3)), gates=(gate,))
    assert [id_ for id_, _ in steps(q, "1 1 1")] == ["q3", "q1", "q2"]
    assert [id_ for id_, _ in steps(q, "1 1 1", count=1)] == ["q3"]


def test_what_is_short_of_its_target_comes_first_and_of_equals_what_stands_lowest() -> None:
    q = whole(*(a_question(f"q{n}", target=3) for n in (1, 2, 3)), a_question("q4", target=3, effort=2))
    assert [id_ for id_, _ in steps(q, "3 2 1 0", count=4)] == ["q3", "q2", "q4", "q1"]


def test_of_the_lowest_only_one_can_lift_a_minimum_and_of_two_none() -> None:
    q = whole(a_question("q1"), a_question("q2"), aggregate="min")
    assert steps(q, "1 2") == [("q1", "2")]
    assert steps(q, "1 1") == []


def test_a_cap_that_is_lifted_is_a_step() -> None:
    held = an_option("late", caps={"all": 1.0}), an_option("early")
    q = whole(a_question("q1"), a_question("when", options=held), range=(0.0, 4.0))
    (step,) = cheapest_steps(q, answers("4", when="late"), "full", "all")
    assert (step.question, step.choice, step.gain) == ("when", "early", 0.75)


def test_a_step_that_settles_or_opens_others_counts_with_them() -> None:
    loose = [an_option("low", value=0), an_option("high", value=1, sets={"q2": "4"})]
    q = whole(a_question("q1", options=loose), a_question("q2"))
    assert [(s.question, s.gain) for s in cheapest_steps(q, answers("low 0"), "full", "all")] == [
        ("q1", 1.0),
        ("q2", 0.125),
    ]


def test_the_answer_of_one_team_is_a_step() -> None:
    q = by_team()
    given_ = answers(kind="small", **{"q1@a": "3", "q1@b": "0"})
    found = cheapest_steps(q, given_, "full", "all")
    assert [(s.question, s.choice, s.gain) for s in found] == [("q1@b", "1", 0.125), ("q1@a", "4", 0.125)]


def test_a_node_that_is_not_there_has_no_steps() -> None:
    with pytest.raises(KeyError):
        cheapest_steps(whole(a_question("q1")), {}, "full", "none")


@given(ANY_TREES)
def test_every_step_gives_the_gain_it_states(tree: Part) -> None:
    filled = Filled(tree)
    given_ = answers_of(tree)
    for step in cheapest_steps(filled.questionnaire, given_, "short", "n1", count=99):
        assert step.most > 0
        possible = [step.choice] if step.choice else ["0", "4"]
        gains = [
            change(filled.questionnaire, given_, {step.question: Answer(choice)}, "short").node("n1")
            for choice in possible
        ]
        if filled.score.value is not None:
            found = [part.gain or 0.0 for part in gains]
            assert (min(found), max(found)) == (step.least, step.most)
