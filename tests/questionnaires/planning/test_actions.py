"""The actions that answers call for, and in which order to take them."""

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.definition import Action, Questionnaire
from questionnaires.planning.actions import Called, actions
from questionnaires.planning.priorities import priorities
from questionnaires.routing import route
from questionnaires.scoring import score
from tests.questionnaires.builders import WORDS, a_node, a_question, a_questionnaire, an_option, answers


def an_action(id_: str, *after: str, effort: int = 1) -> Action:
    return Action.model_validate({"id": id_, "title": WORDS, "effort": effort, "after": after})


def model(called: dict[str, str], *known: Action, ask_full: str = "") -> Questionnaire:
    """Questions with a bad answer that calls for actions and a good one; `called`: actions by question."""
    questions = [
        a_question(
            id_,
            check="full" if id_ == ask_full else "short",
            options=[an_option("bad", value=0, actions=tuple(ids.split())), an_option("good", value=1)],
        )
        for id_, ids in called.items()
    ]
    return a_questionnaire(questions, tree=[a_node("all", *called)], actions=known, fields=None)


def called(q: Questionnaire, check: str = "short", **given_: str) -> list[Called]:
    path = route(q, answers(**given_), check)
    return list(actions(q, path, priorities(q, score(q, path))))


def ids(found: list[Called]) -> list[str]:
    return [one.action for one in found]


def test_an_action_names_the_questions_that_call_for_it() -> None:
    q = model({"q1": "plan", "q2": "plan train", "q3": "train"}, an_action("plan"), an_action("train"))
    found = called(q, q1="bad", q2="bad", q3="good")
    assert [(one.action, one.questions) for one in found] == [("plan", ("q1", "q2")), ("train", ("q2",))]
    assert [one.size for one in found] == [0.75, 0.75]


def test_good_answers_and_hidden_ones_call_for_nothing() -> None:
    q = model({"q1": "plan", "q2": "train"}, an_action("plan"), an_action("train"), ask_full="q2")
    assert called(q, q1="good", q2="bad") == []
    assert ids(called(q, "full", q1="good", q2="bad")) == ["train"]


def test_what_has_to_come_first_does_and_is_as_urgent() -> None:
    bad, good = an_option("bad", value=0, actions=("last",)), an_option("good", value=4)
    half = an_option("half", value=2, actions=("first",))
    questions = [a_question("q1", options=[bad, half, good]), a_question("q2", options=[bad, half, good])]
    known = (an_action("last", "middle"), an_action("middle", "first"), an_action("first", effort=3))
    q = a_questionnaire(questions, actions=known, tree=[a_node("all", "q1", "q2")], fields=None)
    assert called(q, q1="bad", q2="half") == [
        Called("first", ("q2",), 0.75, ()),
        Called("last", ("q1",), 0.75, ("first",)),
    ]


def test_ties_lower_effort_then_order() -> None:
    known = (an_action("hard", effort=3), an_action("easy"), an_action("simple"))
    assert ids(called(model({"q1": "simple hard easy"}, *known), q1="bad")) == ["easy", "simple", "hard"]


def test_an_answer_without_a_gap_may_call_for_something_too() -> None:
    q = model({"q1": "plan"}, an_action("plan"))
    (found,) = actions(q, route(q, answers(q1="bad"), "short"))
    assert (found.action, found.size) == ("plan", 0.0)


def test_an_answer_that_another_one_settled_calls_for_its_actions() -> None:
    settling = an_option("none", sets={"q2": "bad"}, value=0), an_option("some", value=1)
    bad = an_option("bad", value=0, actions=("plan",)), an_option("good", value=1)
    pages = [a_question("q1", options=settling), a_question("q2", options=bad)]
    (found,) = called(a_questionnaire(pages, actions=(an_action("plan"),), fields=None), q1="none")
    assert found.questions == ("q2",)


def test_every_team_calls_by_its_name_and_what_is_said_for_all_counts_once() -> None:
    bad = an_option("bad", value=0, actions=("plan",)), an_option("good", value=1)
    questions = [a_question("q1", options=bad), a_question("q2", options=bad)]
    tree = a_node("all", a_node("teams", "q1", "q2", aggregate="units"))
    q = a_questionnaire(questions, actions=(an_action("plan"),), tree=[tree], fields=None)
    (found,) = called(q, q2="bad", **{"q1@a": "bad", "q1@b": "good"})
    assert (found.questions, found.size) == (("q2", "q1@a"), 0.75)


@given(
    st.lists(st.sampled_from(["bad", "good"]), min_size=4, max_size=4),
    st.lists(st.sets(st.integers(0, 2), max_size=2), min_size=4, max_size=4),
    st.lists(st.integers(1, 3), min_size=4, max_size=4),
)
def test_nothing_comes_before_what_it_needs(
    given_: list[str], after: list[set[int]], efforts: list[int]
) -> None:
    known = [
        an_action(f"a{n}", *(f"a{e}" for e in sorted(before) if e < n), effort=effort)
        for n, (before, effort) in enumerate(zip(after, efforts, strict=True))
    ]
    q = model({f"q{n}": f"a{n}" for n in range(4)}, *known)
    found = called(q, **{f"q{n}": word for n, word in enumerate(given_)})
    assert sorted(ids(found)) == [f"a{n}" for n, word in enumerate(given_) if word == "bad"]
    for place, one in enumerate(found):
        assert set(one.first) <= set(ids(found[:place]))
    assert [one.size for one in found] == sorted((one.size for one in found), reverse=True)
