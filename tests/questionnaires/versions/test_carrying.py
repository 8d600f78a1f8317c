"""Answers go along to a newer version where they still say what was said; all else is asked again."""

from collections.abc import Mapping
from typing import Any

import pytest

from questionnaires.answers import Answer
from questionnaires.definition import Predecessor, Questionnaire
from questionnaires.versions.carrying import CarryOver, carry_along, carry_over, heirs, mistakes
from tests.questionnaires.builders import WHY_NOT, WORDS, a_node, a_question, a_questionnaire, answers
from tests.questionnaires.editions import OTHER, a_choice, asked, options, version

REASONS = ({"id": WHY_NOT, "text": WORDS},)


def gone_along(old: Questionnaire, new: Questionnaire, /, **chosen: str) -> dict[str, str]:
    return {key: answer.choice for key, answer in carry_over(old, new, answers(**chosen)).answers.items()}


def reasons(found: CarryOver) -> dict[str | None, str]:
    """Why what was answered is asked again, by the old key."""
    return {one.was: one.reason for one in found.ask_again if one.was}


def only_reason(old: Any, new: Any, answer: str | Answer = "yes", **said: Any) -> str | None:
    """Why the answer to a question that was `old` and is `new` is asked again; None where it goes along."""
    given = {old.id: answer if isinstance(answer, Answer) else Answer(answer)}
    return reasons(carry_over(version("1.0", old), version("1.1", new, follows="1.0", **said), given)).get(
        old.id
    )


# --- what is the same --------------------------------------------------------------------------


def test_what_reads_as_before_is_kept_with_its_note() -> None:
    given = {"q1": Answer("yes", note="since May"), "q2": Answer("not_applicable", WHY_NOT)}
    questions = (a_choice("q1"), a_choice("q2", not_applicable=REASONS))
    found = carry_over(version("1.0", *questions), version("1.1", *questions), given)
    assert found.kept == given
    assert (found.mapped, found.ask_again) == ((), ())


@pytest.mark.parametrize(
    "more",
    [
        {"title": OTHER},
        {"why": OTHER},
        {"weight": 2},
        {"check": "full"},
        {"needs": ["training"]},
        {"options": options(no=WORDS, yes=WORDS)},
        {"options": options(yes=WORDS, no=OTHER)},
        {"options": [{"id": "yes", "text": WORDS, "value": 3}, {"id": "no", "text": WORDS, "value": 0}]},
    ],
    ids=["title", "why", "weight", "check", "needs", "order", "another option", "points"],
)
def test_what_does_not_change_what_was_said_keeps_the_answer(more: Mapping[str, Any]) -> None:
    assert only_reason(a_choice(), a_choice(**more)) is None


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"text": OTHER}, "wording_changed"),
        ({"text": {"de": WORDS.de, "en": "mended"}}, "wording_changed"),
        ({"hint": OTHER}, "wording_changed"),
        ({"options": options(yes=OTHER, no=WORDS)}, "option_reworded"),
        ({"options": options(no=WORDS, maybe=WORDS)}, "option_gone"),
        ({"options": options(yes=WORDS, no=WORDS, maybe=WORDS)}, "options_changed"),
        ({"kind": "several"}, "kind_changed"),
    ],
)
def test_what_changes_what_was_said_asks_again(more: Mapping[str, Any], reason: str) -> None:
    assert only_reason(a_choice(), a_choice(**more)) == reason


def test_an_option_that_is_gone_asks_only_those_who_chose_it() -> None:
    old, new = a_choice(options=options(yes=WORDS, no=WORDS, maybe=WORDS)), a_choice()
    assert only_reason(old, new, "maybe") == "option_gone"
    assert only_reason(old, new, "no") is None


def test_ticks_go_along_unless_one_of_them_is_gone_or_one_was_never_offered() -> None:
    three = a_choice(kind="several", options=options(a=WORDS, b=WORDS, c=WORDS))
    two = a_choice(kind="several", options=options(a=WORDS, b=WORDS))
    assert only_reason(three, two, "b a") is None
    assert only_reason(three, two, "") is None
    assert only_reason(three, two, "a c") == "option_gone"
    assert only_reason(two, three, "a") == "options_changed"
    assert only_reason(two, three, "") == "options_changed"


def test_a_number_has_to_lie_within_the_new_limits_and_be_in_the_same_unit() -> None:
    old = asked("q1", "number", limits=[0, 100], unit=WORDS)
    narrow = asked("q1", "number", limits=[0, 50], unit=WORDS)
    assert (only_reason(old, narrow, "40"), only_reason(old, narrow, "60")) == (None, "option_gone")
    teams = asked("q1", "number", limits=[0, 100], unit=OTHER)
    assert (only_reason(old, old, "60"), only_reason(old, teams, "60")) == (None, "wording_changed")


def test_the_words_for_dont_know_and_the_reason_count_too() -> None:
    rather_not = a_choice(dont_know=OTHER)
    assert only_reason(a_choice(), a_choice(), "dont_know") is None
    assert only_reason(a_choice(), rather_not, "dont_know") == "option_reworded"
    assert only_reason(a_choice(), rather_not, "yes") is None
    why, other = a_choice(not_applicable=REASONS), a_choice(not_applicable=({"id": WHY_NOT, "text": OTHER},))
    absent = Answer("not_applicable", WHY_NOT)
    assert only_reason(why, other, absent) == "option_reworded"
    assert only_reason(why, a_choice(), absent) == "option_gone"


def test_that_a_question_may_not_apply_is_something_to_choose() -> None:
    plain, with_reason = a_choice(), a_choice(not_applicable=REASONS)
    two_reasons = a_choice(not_applicable=(*REASONS, {"id": "too_small", "text": OTHER}))
    assert only_reason(plain, with_reason) == "options_changed"
    assert only_reason(with_reason, two_reasons) is None
    assert only_reason(with_reason, plain) is None


def test_a_row_is_asked_again_when_it_or_its_matrix_reads_differently() -> None:
    def taken(**more: Any) -> CarryOver:
        new = asked("m", "matrix", **(matrix | more))
        return carry_over(version("1.0", old), version("1.1", new), answers(m1="yes", m2="yes"))

    rows = [{"id": "m1", "title": WORDS}, {"id": "m2", "title": WORDS}]
    matrix = {"options": options(yes=WORDS, no=WORDS), "rows": rows}
    old = asked("m", "matrix", **matrix)
    assert reasons(taken()) == {}
    assert reasons(taken(rows=[rows[0], {"id": "m2", "title": OTHER}])) == {"m2": "wording_changed"}
    assert reasons(taken(text=OTHER)) == {"m1": "wording_changed", "m2": "wording_changed"}
    assert reasons(taken(rows=rows[:1])) == {"m2": "question_gone"}


# --- what the author says ----------------------------------------------------------------------


def test_the_author_vouches_for_a_question_whose_wording_was_mended() -> None:
    new = a_choice(text=OTHER, options=options(yes=WORDS, no=WORDS, maybe=WORDS))
    assert only_reason(a_choice(), new, mapped=[{"question": "q1", "was": "q1"}]) is None


def test_an_option_that_the_author_does_not_name_still_has_to_read_as_before() -> None:
    new = a_choice(options=options(yes=OTHER, no=OTHER))
    named = [{"question": "q1", "was": "q1", "options": {"yes": "yes"}}]
    assert only_reason(a_choice(), new, "yes", mapped=named) is None
    assert only_reason(a_choice(), new, "no", mapped=named) == "option_reworded"


def test_answers_move_to_the_question_and_option_that_the_author_names() -> None:
    old = version("1.0", a_choice("old", not_applicable=REASONS))
    new = version(
        "1.1",
        a_choice(
            "new", options=options(always=OTHER, no=WORDS), not_applicable=({"id": "never", "text": OTHER},)
        ),
        follows="1.0",
        mapped=[{"question": "new", "was": "old", "options": {"yes": "always", WHY_NOT: "never"}}],
    )
    (moved,) = carry_over(old, new, {"old": Answer("yes", note="so far")}).mapped
    assert (moved.was, moved.before) == ("old", Answer("yes", note="so far"))
    assert (moved.key, moved.answer) == ("new", Answer("always", note="so far"))
    assert gone_along(old, new, old="no") == {"new": "no"}
    absent = carry_over(old, new, {"old": Answer("not_applicable", WHY_NOT)})
    assert absent.answers == {"new": Answer("not_applicable", "never")}
    assert carry_over(old, new, {}).ask_again == ()


def test_ticks_that_become_one_stand_once() -> None:
    old = version("1.0", a_choice(kind="several", options=options(a=WORDS, b=WORDS, c=WORDS)))
    new = version(
        "1.1",
        a_choice(kind="several", options=options(ab=OTHER, c=WORDS)),
        follows="1.0",
        mapped=[{"question": "q1", "was": "q1", "options": {"a": "ab", "b": "ab"}}],
    )
    assert gone_along(old, new, q1="a b c") == {"q1": "ab c"}


def test_a_mapping_to_nothing_that_is_offered_asks_again() -> None:
    nowhere = [{"question": "q1", "was": "q1", "options": {"yes": "surely"}}]
    assert only_reason(a_choice(), a_choice(), mapped=nowhere) == "option_gone"
    assert only_reason(a_choice(), a_choice(), mapped=[{"question": "q9", "was": "q1"}]) == "question_gone"


def test_the_author_may_ask_again_what_reads_as_before() -> None:
    assert only_reason(a_choice(), a_choice(), ask_again=["q1"]) == "author_asks"
    mapped = [{"question": "q1", "was": "q1"}]
    assert only_reason(a_choice(), a_choice(), ask_again=["q1"], mapped=mapped) == "author_asks"


def test_what_is_said_about_another_version_counts_for_nothing() -> None:
    old = version("1.0", a_choice())
    new = version("1.2", a_choice(text=OTHER), follows="1.1", mapped=[{"question": "q1", "was": "q1"}])
    assert reasons(carry_over(old, new, answers(q1="yes"))) == {"q1": "wording_changed"}


def test_an_id_that_is_used_again_for_another_question_gets_no_old_answer() -> None:
    old = version("1.0", a_choice("q1"))
    mapped = [{"question": "q2", "was": "q1"}]
    new = version("1.1", a_choice("q1"), a_choice("q2"), follows="1.0", mapped=mapped)
    found = carry_over(old, new, answers(q1="yes"))
    assert found.answers == {"q2": Answer("yes")}
    assert [(one.key, one.was, one.reason) for one in found.ask_again] == [("q1", None, "new_question")]


def test_a_question_that_became_two_is_asked_twice() -> None:
    old = version("1.0", a_choice("q1"))
    mapped = [{"question": "q2", "was": "q1"}, {"question": "q3", "was": "q1"}]
    new = version("1.1", a_choice("q2"), a_choice("q3"), follows="1.0", mapped=mapped)
    found = carry_over(old, new, answers(q1="yes"))
    assert [(one.key, one.was, one.reason) for one in found.ask_again] == [
        (None, "q1", "question_split"),
        ("q2", None, "new_question"),
        ("q3", None, "new_question"),
    ]


def test_two_questions_that_became_one_keep_an_answer_in_which_they_agree() -> None:
    old = version("1.0", a_choice("q1"), a_choice("q2"))
    new = version("1.1", a_choice("q1"), follows="1.0", mapped=[{"question": "q1", "was": "q2"}])
    assert gone_along(old, new, q1="yes", q2="yes") == {"q1": "yes"}
    assert gone_along(old, new, q2="no") == {"q1": "no"}
    found = carry_over(old, new, answers(q1="yes", q2="no"))
    assert reasons(found) == {"q1": "answers_differ", "q2": "answers_differ"}
    noted = {"q1": Answer("yes", note="one"), "q2": Answer("yes", note="two")}
    assert carry_over(old, new, noted).answers == {"q1": Answer("yes", note="one\ntwo")}


def test_an_author_hears_of_what_fits_neither_version() -> None:
    old = version("1.0", a_choice("q1"), a_choice("q2"))
    wrong = {
        "ask_again": ["q8"],
        "mapped": [
            {"question": "q1", "was": "q9"},
            {"question": "q9", "was": "q1"},
            {"question": "q1", "was": "q2", "options": {"si": "no", "yes": "ja"}},
        ],
    }
    assert mistakes(old, version("1.1", a_choice("q1"), follows="1.0", **wrong)) == [
        "ask_again: unknown question 'q8'",
        "mapped q9: 1.0 has no question 'q9'",
        "mapped q1: 1.1 has no question 'q9'",
        "mapped q2: q2 has no option 'si'",
        "mapped q2: q1 has no option 'ja'",
    ]
    assert mistakes(old, old) == []


# --- teams and sites ---------------------------------------------------------------------------


def test_answers_of_units_go_along_as_long_as_units_are_asked() -> None:
    question = a_question("q1")
    by_unit = a_questionnaire([question], tree=[a_node("readiness", "q1", aggregate="units", scale=None)])
    common = a_questionnaire([question], version="1.1")
    given = answers(**{"q1@north": "3", "q1@south": "dk"})
    assert carry_over(by_unit, by_unit, given).kept == given
    assert reasons(carry_over(by_unit, common, given)) == {
        "q1@north": "option_gone",
        "q1@south": "option_gone",
    }
    assert carry_over(common, by_unit, answers(q1="3")).kept == answers(q1="3")


def test_answers_of_units_move_with_their_question() -> None:
    tree = [a_node("readiness", "q2", aggregate="units", scale=None)]
    old = a_questionnaire([a_question("q1")], tree=[a_node("readiness", "q1", aggregate="units", scale=None)])
    said = Predecessor.model_validate({"version": "1.0", "mapped": [{"question": "q2", "was": "q1"}]})
    new = a_questionnaire([a_question("q2")], tree=tree, version="1.1", follows=said)
    assert carry_over(old, new, answers(**{"q1@north": "3"})).answers == answers(**{"q2@north": "3"})


# --- several versions --------------------------------------------------------------------------


def three() -> tuple[Questionnaire, ...]:
    """q1 becomes q2 and then q3; its option yes becomes ja; q5 is asked only in the middle and q6 at last."""
    ja = options(ja=OTHER, no=WORDS)
    return (
        version("1.0", a_choice("q1"), a_choice("q4")),
        version(
            "1.1", a_choice("q2", options=ja), a_choice("q4"), a_choice("q5"),
            follows="1.0", mapped=[{"question": "q2", "was": "q1", "options": {"yes": "ja"}}],
        ),
        version(
            "1.2", a_choice("q3", options=ja), a_choice("q4"), a_choice("q6"),
            follows="1.1", mapped=[{"question": "q3", "was": "q2"}], ask_again=["q4"],
        ),
    )  # fmt: skip


def test_answers_go_along_through_several_versions() -> None:
    found = carry_along(three(), answers(q1="yes", q4="no"))
    assert found.answers == answers(q3="ja")
    (moved,) = found.mapped
    assert (moved.was, moved.before) == ("q1", Answer("yes"))
    assert [(one.key, one.was, one.reason) for one in found.ask_again] == [
        ("q4", "q4", "author_asks"),
        ("q6", None, "new_question"),
    ]


def test_what_got_lost_on_the_way_is_told_by_its_last_name() -> None:
    first, second, third = three()
    mended = version("1.0", a_choice("q1", options=options(yes=WORDS, no=OTHER)), a_choice("q4"))
    found = carry_along((mended, second, third), answers(q1="no"))
    assert [(one.key, one.was, one.reason) for one in found.ask_again if one.was] == [
        ("q3", "q1", "option_reworded")
    ]
    assert heirs((first, second, third)) == {"q1": "q3", "q4": "q4"}


def test_a_question_that_was_dropped_and_came_back_is_new() -> None:
    found = carry_along(
        (version("1.0", a_choice("q1"), a_choice("q2")), version("1.1", a_choice("q1")),
         version("1.2", a_choice("q1"), a_choice("q2"))),
        answers(q2="yes"),
    )  # fmt: skip
    assert [(one.key, one.was, one.reason) for one in found.ask_again] == [
        (None, "q2", "question_gone"),
        ("q2", None, "new_question"),
    ]
