"""Answers in and out of plain JSON."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answers import Answer, UnreadableAnswers, read, split, write

words = st.text(max_size=8)
sets_of_answers = st.dictionaries(words, st.builds(Answer, words, st.none() | words, st.none() | words))


def test_a_bare_option_and_a_full_answer_are_both_read() -> None:
    assert read(
        {"E01": "3", "T01": {"choice": "not_applicable", "reason": "rail_only", "note": "seit 2020"}}
    ) == {
        "E01": Answer("3"),
        "T01": Answer("not_applicable", "rail_only", "seit 2020"),
    }


def test_null_is_no_reason_and_no_note() -> None:
    assert read({"E01": {"choice": "3", "reason": None, "note": None}}) == {"E01": Answer("3")}


def test_only_what_was_said_is_written() -> None:
    assert write({"E01": Answer("3"), "E02": Answer("1", note="geschätzt")}) == {
        "E01": "3",
        "E02": {"choice": "1", "note": "geschätzt"},
    }


@given(sets_of_answers)
def test_answers_survive_a_trip_through_json(answers: dict[str, Answer]) -> None:
    assert read(json.loads(json.dumps(write(answers)))) == answers


@pytest.mark.parametrize("data", [None, [], "E01", 3, ["E01", "3"]])
def test_answers_are_an_object(data: Any) -> None:
    with pytest.raises(UnreadableAnswers, match="expected an object such as"):
        read(data)


@pytest.mark.parametrize(
    "given",
    [
        None,
        True,
        [3],
        {},
        {"choice": None},
        {"choice": [3]},
        {"reason": "rail_only"},
        {"choice": "3", "reason": 1},
        {"choice": "3", "comment": "x"},
        {"choice": "3", "note": {"de": "x"}},
    ],
)
def test_an_unreadable_answer_names_its_question(given: Any) -> None:
    with pytest.raises(UnreadableAnswers, match=r"^E02: expected the id of an option"):
        read({"E01": "3", "E02": given})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | words,
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(words | st.just("choice"), parts, max_size=3),
    max_leaves=6,
)


@given(json_values)
def test_whatever_json_says_is_read_or_refused(data: Any) -> None:
    with suppress(UnreadableAnswers):
        assert all(isinstance(answer.choice, str) for answer in read(data).values())


@pytest.mark.parametrize(
    ("given", "choice"),
    [(["erp", "mes"], "erp mes"), ([], ""), (3, "3"), (12.5, "12.5"), (-0.1, "-0.1"), (1e6, "1000000")],
)
def test_ticks_and_numbers_may_stand_in_json_as_what_they_are(given: Any, choice: str) -> None:
    assert read({"E02": given}) == {"E02": Answer(choice)}
    assert read({"E02": {"choice": given, "note": "about"}}) == {"E02": Answer(choice, note="about")}


def test_an_answer_may_be_about_one_unit() -> None:
    assert (split("E02@Team A"), split("E02")) == (("E02", "Team A"), ("E02", None))
    assert (split("E02@"), split("E02@a@b")) == (("E02@", None), ("E02", "a@b"))
