"""What it takes to reach a level: the better answers to each question, and the cheapest of them together."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from questionnaires.answers import Answer, Answers
from questionnaires.definition import Questionnaire
from questionnaires.definition.kinds import Number
from questionnaires.definition.questions import Question
from questionnaires.definition.tree import Gate, Scale
from questionnaires.planning.betterment import better
from questionnaires.planning.differences import NoLevels, Way
from questionnaires.planning.reaching import cheapest, cheapest_sum
from questionnaires.planning.whatif import to_level
from questionnaires.routing import route
from questionnaires.scoring import score
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
from tests.questionnaires.trees import Filled, trees


def ways(q: Questionnaire, written: str, level: int) -> Way | None:
    return to_level(q, answers(written), "full", "all", level)


def moves(way: Way | None) -> list[tuple[str, str, int]]:
    assert way
    return [(move.question, move.choice, move.effort) for move in way.moves]


def by_team() -> Questionnaire:
    first = a_question("kind", codes="big small")
    second = a_question("q2", ask_if={"fact": "kind", "is": "big"})
    tree = a_node("all", a_node("teams", "q1", "q2", aggregate="units"))
    return a_questionnaire([first], [a_question("q1"), second], tree=[tree])


# --- better answers of every kind --------------------------------------------------------------


def climbed(question: Question, choice: str | None) -> list[tuple[str, float, int]]:
    answer = None if choice is None else Answer(choice)
    return [(one.answer.choice, one.points, one.levels) for one in better(question, answer)]


def test_levels_are_climbed_one_by_one() -> None:
    assert climbed(a_question("q1"), "2") == [("3", 3, 1), ("4", 4, 2)]
    assert climbed(a_question("q1"), "4") == []


def test_what_is_not_known_may_be_the_worst() -> None:
    expected = [("0", 0, 1), ("2", 2, 2), ("3", 3, 3), ("4", 4, 4)]
    assert climbed(a_question("q1"), "dont_know") == climbed(a_question("q1"), None)
    assert climbed(a_question("q1"), None)[-3:] == expected[-3:]


def test_options_with_the_same_points_are_one_level() -> None:
    options = [an_option(id_, value=value) for id_, value in (("a", 0), ("b", 2), ("c", 2), ("d", 1))]
    assert climbed(a_question("q1", options=options), "a") == [("d", 1, 1), ("b", 2, 2)]


def test_ticks_are_added_by_weight_and_bad_ones_taken_away() -> None:
    values = {"a": 1.0, "b": 3.0, "c": -2.0, "d": 0.0}
    options = [*(an_option(id_, value=v) for id_, v in values.items()), an_option("e", value=0, alone=True)]
    question = a_question("q1", kind="several", options=options)
    assert climbed(question, "c") == [("b c", 1, 1), ("b", 3, 2), ("a b", 4, 3)]
    assert climbed(question, "e")[-1] == ("a b", 4, 2)
    assert climbed(question, None)[-1] == ("a b", 4, 2)


def test_a_number_climbs_by_steps_or_by_quarters() -> None:
    steps_ = [{"from": 0, "value": 0}, {"from": 10, "value": 1}, {"above": 50, "value": 2}]
    question = a_number(limits=(0, 100), steps=steps_)
    assert climbed(question, "3") == [("10", 1, 1), ("75", 2, 2)]
    falling = a_number(limits=(0, 100), steps=[{"from": 0, "value": 2}, {"from": 10, "value": 0}])
    assert climbed(falling, "30") == [("0", 2, 1)]
    assert climbed(a_number(limits=(0, 8)), "3") == [("4", 4, 1), ("6", 6, 2), ("8", 8, 3)]


def a_number(**more: Any) -> Question:
    return Number.model_validate({"id": "q1", "title": WORDS, "kind": "number"} | more)


# --- the way to a level ------------------------------------------------------------------------


def test_the_cheapest_way_takes_the_weighty_and_easy_answers() -> None:
    q = whole(a_question("q1", effort=3), a_question("q2"), a_question("q3", weight=2.0))
    found = ways(q, "0 0 0", 2)
    assert moves(found) == [("q3", "4", 4)]
    assert found
    assert (found.exact, found.effort, found.after.value) == (True, 4, 0.5)


def test_a_level_that_is_reached_takes_nothing() -> None:
    found = ways(whole(a_question("q1")), "3", 2)
    assert found
    assert (found.moves, found.effort, found.exact, found.before) == ((), 0, True, found.after)


@pytest.mark.parametrize("level", [3, 4, 5, 9])
def test_a_level_out_of_reach_has_no_way(level: int) -> None:
    """Nothing can be done about what does not apply; and no scale has nine levels."""
    reason = ({"id": "no_such_thing", "text": WORDS},)
    gate = Gate(level=3, not_applicable_at_most=0)
    q = whole(a_question("q1"), a_question("q2", not_applicable=reason), gates=(gate,))
    assert ways(q, "0 na", level) is None
    assert ways(q, "0 na", 2) is not None


def test_a_node_without_levels_has_no_way() -> None:
    with pytest.raises(NoLevels) as refusal:
        ways(whole(a_question("q1"), scale=None), "1", 1)
    assert refusal.value.node == "all"


def test_gates_are_passed_too() -> None:
    gate = Gate(question="q1", level=2, at_least=3)
    q = whole(a_question("q1", effort=3), a_question("q2"), gates=(gate,))
    assert moves(ways(q, "0 0", 2)) == [("q1", "3", 9), ("q2", "1", 1)]
    assert moves(ways(q, "dk 4", 2)) == [("q1", "3", 9)]


def test_a_staged_node_needs_all_of_its_stages() -> None:
    stages = [a_node(f"s{n}", f"q{n}", aggregate="min", stage=n) for n in (1, 2)]
    q = a_questionnaire(
        [a_question("q1"), a_question("q2")],
        tree=[a_node("all", *stages, aggregate="staged", scale=None, reach=2, hold=3)],
    )
    assert moves(ways(q, "0 0", 1)) == [("q1", "2", 2)]
    assert moves(ways(q, "0 0", 2)) == [("q1", "3", 3), ("q2", "2", 2)]


def test_caps_are_lifted_on_the_way() -> None:
    held = an_option("late", caps={"all": 1.0}), an_option("later", caps={"all": 0.0}), an_option("early")
    q = whole(a_question("q1"), a_question("when", options=held, effort=2), range=(0.0, 4.0))
    found = to_level(q, answers("4", when="later"), "full", "all", 2)
    assert moves(found) == [("when", "early", 4)]


def test_questions_that_are_opened_may_have_to_be_answered() -> None:
    first = a_question("q1", fact="plan")
    then = a_question("q2", ask_if={"fact": "q1", "at_least": 2})
    tree = a_node("all", "q1", "q2", missing="zero")
    q = a_questionnaire([first], [then], tree=[tree])
    assert moves(ways(q, "0", 1)) == [("q1", "1", 1)]
    assert moves(ways(q, "0", 3)) == [("q1", "4", 4), ("q2", "2", 2)]


def test_teams_may_each_have_their_part_in_the_way() -> None:
    given_ = answers(kind="small", **{"q1@a": "0", "q1@b": "2"})
    found = to_level(by_team(), given_, "full", "all", 3)
    assert found
    assert found.effort == 4
    assert {key for key, _, _ in moves(found)} <= {"q1@a", "q1@b"}
    assert moves(to_level(by_team(), given_, "full", "all", 1)) == []
    with pytest.raises(KeyError):
        to_level(by_team(), given_, "full", "q1", 1)


def test_what_has_to_come_first_stands_first() -> None:
    q = whole(a_question("q1", after=("q2",)), a_question("q2"))
    assert [id_ for id_, _, _ in moves(ways(q, "0 0", 4))] == ["q2", "q1"]


def test_a_strict_threshold_has_to_be_exceeded() -> None:
    bands = Scale(thresholds=(0.5,), levels=(WORDS, WORDS), strict=True)
    q = whole(a_question("q1"), a_question("q2")).model_copy(update={"scales": {"maturity": bands}})
    assert ways(q, "0 0", 1).effort == 5  # type: ignore[union-attr]


def test_many_questions_with_gaps_of_knowledge_give_a_way_that_need_not_be_the_cheapest() -> None:
    words = " ".join(["0", "1", "dk", "2"] * 6)
    tree = mean(*(mean(words, name=f"a{n}") for n in range(2)), name="all")
    found = to_level(built(tree), answers_of(tree), "short", "all", 3)
    assert found
    assert not found.exact
    assert found.after.level == Level(3, 3)
    assert found.effort == sum(move.effort for move in found.moves)


SMALL = trees(states=("0", "1", "2", "3", "4", "dk", "-", "na"), leaves=3)


def choices(word: str) -> Iterator[tuple[str, int]]:
    """Each answer that may be given instead, with its effort."""
    yield word, 0
    for level in range(5):
        if word in {"dk", "-"}:
            yield str(level), max(1, level)
        elif word in LEVELS and level > int(word):
            yield str(level), level - int(word)


def least_effort(filled: Filled, level: int) -> int | None:
    """By trying everything."""
    found = None
    for tried in product(*(choices(word) for word in filled.words)):
        effort = sum(cost for _, cost in tried)
        if found is None or effort < found:
            reached = filled.with_([word for word, _ in tried]).level
            found = effort if reached and reached.low >= level else found
    return found


@settings(max_examples=25)
@given(SMALL, st.integers(0, 4))
def test_the_way_reaches_the_level_and_no_other_takes_less(tree: Part, level: int) -> None:
    assume(len(list(tree.items)) <= 4)
    filled = Filled(tree)
    given_ = answers_of(tree)
    found = to_level(filled.questionnaire, given_, "short", "n1", level)
    least = least_effort(filled, level)
    assert (found.effort if found else None) == least
    if found:
        assert found.exact
        assert reached(filled.questionnaire, given_, found).low >= level


GATED = st.lists(st.tuples(st.just("q1"), st.integers(1, 4), st.sampled_from([1.0, 3.0])), max_size=2)


@settings(max_examples=25)
@given(GATED, st.lists(st.sampled_from(["0", "2", "3", "dk"]), min_size=2, max_size=4), st.integers(1, 4))
def test_with_gates_too_nothing_takes_less(
    gates: list[tuple[str, int, float]], words: list[str], level: int
) -> None:
    filled = Filled(mean(" ".join(words), gates=tuple(gates)))
    found = to_level(filled.questionnaire, answers_of(filled.tree), "short", "n1", level)
    assert found
    assert found.effort == least_effort(filled, level)
    assert reached(filled.questionnaire, answers_of(filled.tree), found).low >= level


def reached(q: Questionnaire, given_: Answers, way: Way) -> Level:
    """The level with the answers of the way."""
    new = {**given_, **{move.question: Answer(move.choice) for move in way.moves}}
    node = score(q, route(q, new, "short")).roots[0]
    assert node.level
    assert node.value == way.after.value
    return node.level


# --- the search itself -------------------------------------------------------------------------

COSTS = st.lists(
    st.lists(st.integers(1, 4), min_size=1, max_size=3).map(
        lambda x: [0, *(sum(x[:n]) for n in range(1, len(x) + 1))]
    ),
    min_size=1,
    max_size=4,
)


@given(COSTS, st.data())
def test_the_search_finds_the_cheapest_sum_in_both_ways(costs: list[list[int]], data: st.DataObject) -> None:
    gains = [[0.0, *sorted(data.draw(st.tuples(*[st.integers(0, 5)] * (len(c) - 1))))] for c in costs]
    wanted = data.draw(st.integers(0, 12))

    def total(rungs: tuple[int, ...]) -> float:
        return float(sum(gain[rung] for gain, rung in zip(gains, rungs, strict=True)))

    tried = [
        sum(c[r] for c, r in zip(costs, rungs, strict=True))
        for rungs in product(*(range(len(c)) for c in costs))
        if total(rungs) >= wanted
    ]
    summed = cheapest_sum(costs, gains, wanted)
    for steady in (True, False):
        found = cheapest(costs, lambda x: (total(x) >= wanted, total(x)), steady=steady, tries=10_000)
        assert (found.cost if found else None) == min(tried, default=None)
        assert found is None or found.exact
    assert (summed is None) is (not tried)
    if summed:
        assert sum(c[r] for c, r in zip(costs, summed, strict=True)) == min(tried)


def test_with_few_tries_exchanges_still_save() -> None:
    """Greedily, the dear ladder stays up; lowering it against two cheap ones saves one."""
    costs, gains = [[0, 5], [0, 2], [0, 2]], [[0, 10.0], [0, 3.9], [0, 3.9]]

    def measure(rungs: tuple[int, ...]) -> tuple[bool, float]:
        value = sum(gain[rung] for gain, rung in zip(gains, rungs, strict=True))
        return value >= 3, value

    found = cheapest(costs, measure, steady=True, tries=4)
    assert found
    assert (found.rungs in {(0, 1, 0), (0, 0, 1)}, found.cost, found.exact) == (True, 2, False)
