"""Which questions are asked, and why the others are not."""

import re

import pytest

from questionnaires.answers import Answer
from questionnaires.conditions import Range, one_of
from questionnaires.definition import Questionnaire
from questionnaires.routing import Path, UnknownAnswer, check_answers, route
from tests.questionnaires.builders import (
    WHY_NOT,
    a_question,
    a_questionnaire,
    an_option,
    answers,
    level_question,
)

SHARES = (
    an_option("none", value=0, fact={"min": 0, "max": 0}),
    an_option("half", value=2, fact={"min": 40, "max": 60}),
    an_option("all", value=4, fact={"min": 95, "max": 100}),
)


def shop() -> Questionnaire:
    """First page: council, share (a fact in percent). Then parts, agreement, and two of the full check."""
    facts = [
        a_question("council", codes="present absent"),
        a_question("share", fact="percent", options=SHARES),
    ]
    page = [
        a_question("parts", ask_if={"fact": "percent", "at_least": 50}),
        a_question("agreement", codes="yes no", ask_if={"fact": "council", "is": "present"}),
        a_question("depth", check="full"),
        a_question("plan", check="full", ask_if={"fact": "share", "at_most": 50}),
    ]
    return a_questionnaire(facts, page, [level_question("last")])


def path(check: str = "full", **given: str) -> Path:
    return route(shop(), answers(**given), check)


def test_without_answers_everything_of_the_check_is_asked() -> None:
    assert path("full").asked == ("council", "share", "parts", "agreement", "depth", "plan", "last")
    assert path("short").asked == ("council", "share", "parts", "agreement", "last")


def test_what_the_short_check_leaves_out_is_hidden_as_such() -> None:
    hidden = path("short").hidden
    assert {id_: why.reason for id_, why in hidden.items()} == {
        "depth": "not_in_check",
        "plan": "not_in_check",
    }
    assert all(why.verdict is None for why in hidden.values())


def test_a_question_routed_past_names_the_answer_that_led_past_it() -> None:
    why = path(council="absent").hidden["agreement"]
    assert why.reason == "routed_past"
    assert why.verdict is not None
    assert [(t.comparison.fact, t.found) for t in why.verdict.traces] == [("council", one_of("absent"))]


@pytest.mark.parametrize("unknown", ["dk", "half", "-"])
def test_an_unknown_condition_asks(unknown: str) -> None:
    """A don't-know, a range on both sides of the limit, and no answer yet."""
    found = path(share=unknown)
    assert {"parts", "plan"} <= set(found.asked)


@pytest.mark.parametrize(("share", "asked"), [("none", "plan"), ("all", "parts")])
def test_a_clear_fact_decides(share: str, asked: str) -> None:
    assert {"parts", "plan"} & set(path(share=share).asked) == {asked}


def test_a_fact_is_known_by_the_question_and_by_its_own_name() -> None:
    facts = path(share="half", last="3").facts
    assert facts["share"] == facts["percent"] == Range(40, 60)
    assert facts["last"] == Range(3, 3)


def test_dont_know_open_and_not_applicable_are_no_facts() -> None:
    facts = path(council="dk", last="na").facts
    assert facts["council"] is facts["share"] is facts["last"] is None


def test_answers_to_hidden_questions_are_kept_out_until_they_are_asked_again() -> None:
    given = {"council": "absent", "agreement": "yes", "depth": "4"}
    found = path("short", **given)
    assert set(found.answers) == {"council"}
    assert not {"agreement", "depth"} & set(found.facts)
    again = path("full", **(given | {"council": "present"}))
    assert again.answers["agreement"] == Answer("yes")
    assert again.answers["depth"] == Answer("4")


def test_a_hidden_answer_is_no_fact_for_later_questions() -> None:
    chain = a_questionnaire(
        [a_question("first", codes="yes no")],
        [a_question("second", codes="yes no", ask_if={"fact": "first", "is": "yes"})],
        [a_question("third", codes="yes no", ask_if={"fact": "second", "is": "yes"})],
    )
    found = route(chain, answers(first="no", second="no"), "short")
    assert "second" not in found.facts
    assert found.asked == ("first", "third")  # unknown, so it asks


def test_the_order_in_which_answers_came_in_changes_nothing() -> None:
    given = answers(council="absent", share="all", parts="2", last="1")
    assert route(shop(), given, "full") == route(shop(), dict(reversed(given.items())), "full")


def test_pages_without_a_question_to_ask_are_left_out() -> None:
    pages = a_questionnaire(
        [a_question("council", codes="present absent")],
        [a_question("agreement", codes="yes no", ask_if={"fact": "council", "is": "present"})],
        [level_question("last")],
    )
    found = route(pages, answers(council="absent"), "short")
    assert [section.id for section in found.sections(pages)] == ["page1", "page3"]
    assert found.open_in(pages.section["page2"]) == []
    assert found.open_in(pages.section["page3"]) == ["last"]


def test_a_dont_know_is_an_answer_and_leaves_nothing_open() -> None:
    found = path(council="dk", share="dk")
    assert found.open_in(shop().section["page1"]) == []


# --- settled by an earlier answer --------------------------------------------------------------


def backups() -> Questionnaire:
    """Who has no backups is asked neither for their age nor for a plan, which would hide the drill."""
    options = [
        an_option("none", value=0, sets={"age": "0", "tools": "paper"}),
        an_option("some", value=4),
        an_option("unsure", kind="dont_know", sets={"plan": "no"}),
    ]
    tools = [an_option("erp", value=1), an_option("paper", value=0, sets={"plan": "no"})]
    page = [
        a_question("backup", options=options),
        a_question("age", check="full"),
        a_question("tools", kind="several", options=tools),
    ]
    later = [
        a_question("plan", codes="yes no", ask_if={"fact": "backup", "at_least": 1}),
        a_question("drill", ask_if={"fact": "age", "at_least": 1}),
    ]
    last = [a_question("rest", ask_if={"fact": "plan", "is": "yes"})]
    return a_questionnaire(page, later, last)


def test_a_settled_question_is_not_asked_and_the_settled_answer_counts() -> None:
    found = route(backups(), answers(backup="none", age="4", tools="erp"), "full")
    assert found.asked == ("backup",)
    assert found.settled == {"age": "backup", "tools": "backup", "plan": "tools"}
    assert {id_: found.answers[id_].choice for id_ in ("age", "tools", "plan")} == {
        "age": "0",
        "tools": "paper",
        "plan": "no",
    }


def test_rules_read_a_settled_answer_like_any_other() -> None:
    found = route(backups(), answers(backup="none"), "full")
    assert {id_: why.reason for id_, why in found.hidden.items()} == {
        "drill": "routed_past",
        "rest": "routed_past",
    }


def test_a_question_is_settled_also_if_it_would_not_have_been_asked() -> None:
    """It is not in the short check, or a rule leads past it: its answer is known all the same."""
    found = route(backups(), answers(backup="none"), "short")
    assert {"age", "plan"} <= set(found.settled)
    assert not {"age", "plan"} & set(found.hidden)


def test_what_somebody_does_not_know_may_settle_a_question_too() -> None:
    found = route(backups(), answers(backup="unsure"), "full")
    assert (found.settled, found.answers["plan"]) == ({"plan": "backup"}, Answer("no"))


def test_settled_questions_are_neither_open_nor_on_a_page() -> None:
    questionnaire = backups()
    found = route(questionnaire, answers(backup="none"), "full")
    page = questionnaire.section["page1"]
    assert ([q.id for q in found.questions_of(page)], found.open_in(page)) == (["backup"], [])
    assert [section.id for section in found.sections(questionnaire)] == ["page1"]


def test_another_answer_unsettles_what_was_settled() -> None:
    found = route(backups(), answers(backup="some", age="4"), "full")
    assert (found.settled, found.answers["age"]) == ({}, Answer("4"))


# --- answers that the questionnaire does not offer ---------------------------------------------


def test_what_is_offered_is_accepted() -> None:
    given = answers(council="dk", share="half", last="na", parts="0")
    check_answers(shop(), given)


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("budget", Answer("3"), "budget: unknown question"),
        ("council", Answer("sometimes"), "council: no option 'sometimes'"),
        ("parts", Answer("5"), "parts: no option '5'"),
        ("parts", Answer(""), "parts: no option ''"),
        ("last", Answer("not_applicable"), f"last: expected one of the reasons: {WHY_NOT}"),
        ("last", Answer("not_applicable", "no_time"), f"last: expected one of the reasons: {WHY_NOT}"),
        ("parts", Answer("not_applicable", WHY_NOT), "parts: no option 'not_applicable'"),
        ("last", Answer("3", WHY_NOT), "last: no option '3'"),
        ("last", Answer("dont_know", WHY_NOT), "last: no option 'dont_know'"),
    ],
)
def test_what_is_not_offered_is_refused_by_name(question: str, answer: Answer, said: str) -> None:
    """Also an option that this version no longer has: it is refused before anything is computed."""
    with pytest.raises(UnknownAnswer) as refusal:
        check_answers(shop(), {"council": Answer("present"), question: answer})
    assert (refusal.value.question, str(refusal.value)) == (question, said)


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("hours 401", "expected a number from 0 to 400, found '401'"),
        ("hours 1,5", "expected a number from 0 to 400, found '1,5'"),
        ("groups skilled nobody", "'nobody' only stands by itself"),
        ("groups unsure nobody", "'unsure' only stands by itself"),
        ("groups nobody cooks", "no option 'nobody cooks'"),
        ("groups skilled skilled", "no option 'skilled skilled'"),
    ],
)
def test_a_number_or_ticks_that_are_not_offered_are_refused_with_what_is(choice: str, said: str) -> None:
    ticks = [an_option("skilled", value=1), an_option("nobody", value=0, alone=True)]
    unsure = an_option("unsure", kind="dont_know")
    groups = a_question("groups", kind="several", options=[*ticks, unsure])
    asked = a_questionnaire([a_question("hours", kind="number", limits=(0, 400)), groups], fields=None)
    question, _, written = choice.partition(" ")
    with pytest.raises(UnknownAnswer, match=f"^{re.escape(f'{question}: {said}')}$"):
        check_answers(asked, {question: Answer(written)})


def test_a_note_goes_with_every_answer() -> None:
    check_answers(
        shop(), {"parts": Answer("3", note="seit März"), "last": Answer("dont_know", note="Frau X fragen")}
    )
