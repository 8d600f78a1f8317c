"""The kinds of questions: what each accepts, what an answer means, what it is worth, what rules learn."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from questionnaires.answers import Answer
from questionnaires.conditions import AllOf, OneOf, Range
from questionnaires.definition.kinds import as_number
from questionnaires.definition.questions import Question
from questionnaires.definition.rows import Entry
from tests.questionnaires.builders import WHY_NOT, WORDS, a_question, an_option

REASONS = [{"id": WHY_NOT, "text": WORDS}]


def single(**more: Any) -> Question:
    return a_question("q", not_applicable=REASONS, **more)


def several(*options: Any, **more: Any) -> Question:
    return a_question("q", kind="several", options=options or TOOLS, not_applicable=REASONS, **more)


def number(**more: Any) -> Question:
    return a_question("q", kind="number", not_applicable=REASONS, **({"limits": (0, 100)} | more))


def text(**more: Any) -> Question:
    return a_question("q", kind="text", not_applicable=REASONS, **more)


TOOLS = (
    an_option("erp", value=1),
    an_option("mes", value=2),
    an_option("paper", value=-1.5),
    an_option("none", value=0, alone=True),
)


def accepted(question: Question, *choices: str) -> list[str]:
    return [choice for choice in choices if question.accepts(Answer(choice))]


def worth(question: Question, *choices: str) -> list[float]:
    return [question.points(Answer(choice)) for choice in choices]


def meanings(question: Question, *choices: str) -> list[str]:
    return [question.meaning(Answer(choice)) for choice in choices]


# --- what all of them have ---------------------------------------------------------------------

ALL = pytest.mark.parametrize("question", [single(), several(), number(), text()], ids=lambda q: q.kind)


@ALL
def test_dont_know_and_does_not_apply_are_answers_to_every_question(question: Question) -> None:
    unknown, absent = Answer("dont_know"), Answer("not_applicable", WHY_NOT)
    assert question.accepts(unknown)
    assert question.accepts(absent)
    assert (question.meaning(unknown), question.meaning(absent)) == ("dont_know", "not_applicable")
    assert [question.fact(answer) for answer in (None, unknown, absent)] == [None, None, None]
    assert question.chosen(unknown) == question.chosen(absent) == question.chosen(None) == ()


@ALL
def test_a_reason_is_given_for_what_does_not_apply_and_for_nothing_else(question: Question) -> None:
    assert not question.accepts(Answer("not_applicable"))
    assert not question.accepts(Answer("not_applicable", "no_time"))
    assert not question.accepts(Answer("dont_know", WHY_NOT))
    assert not question.accepts(Answer("1", WHY_NOT))


@ALL
def test_a_question_without_a_text_is_asked_by_its_title(question: Question) -> None:
    assert question.model_copy(update={"stated_text": None}).text == question.title


def test_every_kind_that_may_be_written_is_named_by_itself() -> None:
    """The words of the schema and the kinds of the models are the same."""
    tagged = {get_args(kind)[1].tag: get_args(kind)[0] for kind in get_args(get_args(Entry)[0])}
    assert {tag: kind.model_fields["kind"].default for tag, kind in tagged.items()} == {
        tag: tag for tag in ("single", "several", "number", "text", "matrix", "rated")
    }
    assert all(kind.model_fields["kind"].annotation.__args__ == (tag,) for tag, kind in tagged.items())


def test_without_a_kind_one_option_is_chosen() -> None:
    assert single().kind == "single"  # type: ignore[attr-defined]


# --- choose one --------------------------------------------------------------------------------


def test_of_a_single_choice_exactly_one_option_is_accepted() -> None:
    assert accepted(single(), "0", "4", "5", "", "0 1", " 0", "level", "-1") == ["0", "4"]


@pytest.mark.parametrize("count", [2, 3, 6, 11])
def test_levels_may_be_two_to_eleven(count: int) -> None:
    question = single(levels=[WORDS] * count)
    assert question.range == (0, count - 1)
    assert worth(question, "0", str(count - 1)) == [0, count - 1]


def test_values_may_lie_apart_as_the_author_wants() -> None:
    options = [an_option("no", value=0), an_option("some", value=0.3), an_option("most", value=5)]
    question = single(options=options)
    assert (question.range, question.scored) == ((0, 5), True)
    assert worth(question, "no", "some", "most") == [0, 0.3, 5]
    assert [question.fact(Answer(id_)) for id_ in ("some", "most")] == [Range(0.3, 0.3), Range(5, 5)]


def test_a_negatively_worded_option_may_be_worth_more() -> None:
    """Options carry values; nothing is inferred from wording or order."""
    options = [an_option("always", value=0), an_option("never", value=4)]
    assert worth(single(options=options), "always", "never") == [0, 4]


def test_a_range_may_be_wider_than_the_values() -> None:
    options = [an_option("a", value=1), an_option("b", value=2)]
    question = single(options=options, range=(0, 4))
    assert (question.range, question.attainable) == ((0, 4), (1, 2))
    with pytest.raises(ValidationError, match="expected a value from 0 to 1 for option b"):
        single(options=options, range=(0, 1))


@pytest.mark.parametrize("kind", ["none", "dont_know", "not_applicable"])
def test_an_option_may_mean_something_else_than_points(kind: str) -> None:
    options = [an_option("no", value=0), an_option("yes", value=1), an_option("other", kind=kind)]
    question = single(options=options)
    assert meanings(question, "no", "other") == ["level", kind]
    assert question.accepts(Answer("other"))
    assert question.range == (0, 1)


def test_rules_learn_nothing_from_an_option_that_is_a_gap() -> None:
    options = [an_option("a", kind="dont_know"), an_option("b", kind="not_applicable"), an_option("c")]
    facts = [single(options=options).fact(Answer(id_)) for id_ in ("a", "b", "c")]
    assert facts == [None, None, OneOf(frozenset({"c"}))]


@pytest.mark.parametrize(
    "options",
    [
        [an_option("a", value=1), an_option("b")],
        [an_option("a", value=1), an_option("b", value=1)],
        [an_option("a", value=1), an_option("b", kind="none")],
        [an_option("a")],
    ],
)
def test_options_between_which_no_points_can_lie_are_refused(options: list[Any]) -> None:
    with pytest.raises(ValidationError, match=r"expected|at least 2"):
        single(options=options)


def test_an_unscored_choice_has_options_and_facts_but_no_points() -> None:
    question = single(codes="yes no")
    assert not question.scored
    assert question.fact(Answer("yes")) == OneOf(frozenset({"yes"}))
    assert [option.id for option in question.chosen(Answer("yes"))] == ["yes"]


# --- tick several ------------------------------------------------------------------------------


def test_ticks_are_written_one_after_the_other_and_each_once() -> None:
    offered = ("", "erp", "erp mes", "mes erp", "erp mes paper", "erp erp", "erp crm", "none", "erp none")
    assert accepted(several(), *offered) == ["", "erp", "erp mes", "mes erp", "erp mes paper", "none"]


def test_ticks_are_summed_up_and_kept_within_the_range() -> None:
    assert worth(several(), "", "erp", "erp mes", "mes erp", "mes paper", "none") == [0, 1, 3, 3, 0.5, 0]
    capped = several(range=(0, 2))
    assert worth(capped, "", "erp", "erp mes", "paper", "mes paper") == [0, 1, 2, 0, 0.5]


def test_the_range_of_ticks_goes_from_all_bad_ones_to_all_good_ones() -> None:
    assert several().range == (-1.5, 3)
    assert worth(several(), "paper", "erp mes paper") == [-1.5, 1.5]


def test_what_stands_alone_is_no_part_of_what_can_be_attained_together() -> None:
    best_alone = several(
        an_option("a", value=1), an_option("b", value=1), an_option("all", value=5, alone=True)
    )
    assert best_alone.attainable == (0, 5)
    assert several(an_option("a", value=1), an_option("no", value=-3, alone=True)).attainable == (-3, 1)
    assert several(an_option("a", value=3), an_option("b", value=4), range=(0, 5)).attainable == (0, 5)
    assert several(an_option("a", value=3), an_option("b", value=4), range=(-9, 9)).attainable == (0, 7)


@pytest.mark.parametrize("kind", ["none", "dont_know", "not_applicable"])
def test_a_tick_that_is_no_level_stands_alone_and_means_what_it_says(kind: str) -> None:
    question = several(an_option("a", value=1), an_option("b", value=2), an_option("other", kind=kind))
    assert accepted(question, "a b", "other", "a other") == ["a b", "other"]
    assert meanings(question, "", "a", "a b", "other") == ["level", "level", "level", kind]
    learnt = question.fact(Answer("other"))
    assert learnt == (AllOf(frozenset({"other"})) if kind == "none" else None)


def test_rules_learn_all_that_was_ticked_and_that_nothing_was() -> None:
    question = several()
    assert question.fact(Answer("erp mes")) == AllOf(frozenset({"erp", "mes"}))
    assert question.fact(Answer("")) == AllOf(frozenset())
    assert {AllOf(frozenset()), AllOf(frozenset({"mes"}))} <= set(question.facts)


def test_the_ticked_options_are_known_in_the_order_in_which_they_were_ticked() -> None:
    assert [option.id for option in several().chosen(Answer("mes erp gone"))] == ["mes", "erp"]


def test_ticks_without_values_are_not_scored() -> None:
    question = several(an_option("a"), an_option("b"))
    assert (question.scored, question.fact(Answer("b"))) == (False, AllOf(frozenset({"b"})))


def test_a_fact_of_a_tick_is_refused_since_the_tick_itself_is_one() -> None:
    with pytest.raises(ValidationError, match="rules learn which of them were ticked"):
        several(an_option("a", fact=["25"]), an_option("b"))


# --- give a number -----------------------------------------------------------------------------


def test_a_number_within_the_limits_is_accepted() -> None:
    offered = (
        "0",
        "100",
        "12.5",
        "-0",
        "1e2",
        "100.1",
        "-1",
        "",
        "a",
        "nan",
        "inf",
        "1e999",
        "1,5",
        "1_0",
        " 1",
        "٣",
    )
    assert accepted(number(), *offered) == ["0", "100", "12.5", "-0", "1e2"]
    assert accepted(number(limits=(-5, 5)), "-5", "-5.01", "5") == ["-5", "5"]


def test_a_number_is_worth_itself_kept_within_the_range() -> None:
    assert number().range == (0, 100)
    assert worth(number(), "0", "12.5") == [0, 12.5]
    assert worth(number(range=(10, 50)), "0", "12.5", "99") == [10, 12.5, 50]
    assert number(range=(10, 50)).attainable == (10, 50)
    assert number(limits=(0, 5), range=(10, 50)).attainable == (10, 10)


STEPS = [{"from": 0, "value": 0}, {"from": 10, "value": 1}, {"above": 50, "value": 4}]


def test_a_step_is_reached_from_or_above_its_number() -> None:
    question = number(steps=STEPS)
    assert worth(question, "0", "9.99", "10", "50", "50.01", "100") == [0, 0, 1, 1, 4, 4]
    assert (question.range, question.attainable) == ((0, 4), (0, 4))


def test_a_step_may_begin_at_and_another_right_above_the_same_number() -> None:
    steps = [{"from": 0, "value": 0}, {"from": 10, "value": 1}, {"above": 10, "value": 2}]
    assert worth(number(steps=steps), "9", "10", "10.1") == [0, 1, 2]


def test_fewer_may_be_better() -> None:
    question = number(steps=[{"from": 0, "value": 4}, {"above": 0, "value": 0}])
    assert (worth(question, "0", "0.1"), question.range) == ([4, 0], (0, 4))


@pytest.mark.parametrize(
    "steps",
    [
        [{"from": 1, "value": 0}, {"from": 2, "value": 1}],
        [{"above": 0, "value": 0}, {"from": 2, "value": 1}],
        [{"from": 0, "value": 0}, {"from": 5, "value": 1}, {"from": 4, "value": 2}],
        [{"from": 0, "value": 0}, {"from": 5, "value": 1}, {"from": 5, "value": 2}],
        [{"from": 0, "value": 0}, {"above": 5, "value": 1}, {"from": 5, "value": 2}],
        [{"from": 0, "value": 0}, {"from": 101, "value": 1}],
        [{"from": 0, "value": 0}, {"above": 100, "value": 1}],
        [{"from": 0, "value": 3}],
        [{"from": 0, "value": 0}, {"value": 1}],
    ],
)
def test_steps_that_cannot_all_be_reached_are_refused(steps: list[Any]) -> None:
    with pytest.raises(ValidationError, match="expected"):
        number(steps=steps)


def test_a_last_step_exactly_at_the_limit_can_be_reached() -> None:
    assert worth(number(steps=[{"from": 0, "value": 0}, {"from": 100, "value": 1}]), "99", "100") == [0, 1]


def test_rules_learn_the_number_itself_also_where_it_is_not_scored() -> None:
    question = number(scored=False)
    assert (question.scored, question.fact(Answer("12.5"))) == (False, Range(12.5, 12.5))
    assert number(steps=STEPS).fact(Answer("12.5")) == Range(12.5, 12.5)
    assert question.facts == (Range(0, 100),)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_a_number_is_read_as_json_writes_it(value: float) -> None:
    assert as_number(f"{value:.12g}") == pytest.approx(value, rel=1e-11)


@given(st.text(max_size=6))
def test_any_word_is_a_number_or_none(word: str) -> None:
    found = as_number(word)
    assert found is None or found == float(word)


# --- write a text ------------------------------------------------------------------------------


def test_a_text_is_anything_but_blank_and_never_scored() -> None:
    assert accepted(text(), "", "  ", "\n", "a", "zwei Wörter", "4") == ["a", "zwei Wörter", "4"]
    assert not text().scored
    assert meanings(text(), "a", "4") == ["none", "none"]


def test_rules_learn_nothing_from_a_text() -> None:
    assert (text().fact(Answer("29")), text().facts) == (None, (None,))
