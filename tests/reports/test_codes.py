"""Codes on paper: one for every answer, and none that means two."""

import pytest

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.text import LANGUAGES, Language
from reports import codes

READINESS = library.released("readiness")


def codes_of(question: str, language: Language = "de") -> list[str]:
    return [coded.code for coded in codes.of(READINESS, READINESS.question[question], language)]


def test_levels_keep_their_number_and_dont_know_has_a_letter() -> None:
    assert codes_of("E01") == ["0", "1", "2", "3", "4", "w"]
    assert codes_of("E01", "en") == ["0", "1", "2", "3", "4", "u"]


def test_options_that_are_no_levels_have_letters() -> None:
    assert codes_of("employees") == ["a", "b", "c", "d", "e", "f", "w"]


def test_reasons_are_numbered_where_there_are_several() -> None:
    assert codes_of("T01")[-2:] == ["n1", "n2"]
    assert codes_of("T06")[-1] == "n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_read_back_from_its_code(language: Language) -> None:
    for question in READINESS.question.values():
        offered = codes.of(READINESS, question, language)
        assert len({coded.code for coded in offered}) == len(offered)
        for coded in offered:
            assert question.accepts(coded.answer())
            assert codes.read(offered, coded.code) == coded
            assert codes.written(offered, coded.answer("mit Notiz")) == coded


@pytest.mark.parametrize(
    ("typed", "choice", "reason"),
    [
        (" 3 ", "3", None),
        ("W", "dont_know", None),
        ("u", "dont_know", None),
        ("?", "dont_know", None),
        ("N 2", "not_applicable", "rail_or_aviation_only"),
    ],
)
def test_a_code_is_read_however_it_is_spelt(typed: str, choice: str, reason: str | None) -> None:
    found = codes.read(codes.of(READINESS, READINESS.question["T01"], "de"), typed)

    assert found is not None
    assert found.answer() == Answer(choice, reason)


def test_the_only_reason_may_be_numbered_too() -> None:
    found = codes.read(codes.of(READINESS, READINESS.question["T06"], "de"), "n1")

    assert found is not None
    assert found.reason == "no_production_or_logistics"


@pytest.mark.parametrize("typed", ["", "5", "a", "n", "n3", "12", "ww"])
def test_what_the_question_does_not_offer_means_nothing(typed: str) -> None:
    assert codes.read(codes.of(READINESS, READINESS.question["T01"], "de"), typed) is None


def test_an_answer_of_another_version_has_no_code() -> None:
    offered = codes.of(READINESS, READINESS.question["E01"], "de")

    assert codes.written(offered, Answer("7")) is None
    assert codes.written(offered, None) is None


def test_after_the_last_letter_come_pairs() -> None:
    many = codes._of_options([f"option-{number}" for number in range(30)])
    found = [code for code, _ in zip(many, range(30), strict=False)]

    assert len(set(found)) == 30
    assert not {"w", "u", "n"} & set(found)
    assert found[22:25] == ["z", "aa", "ab"]


def test_questions_are_numbered_throughout_a_check() -> None:
    short, full = codes.numbered(READINESS, "short"), codes.numbered(READINESS, "full")

    assert list(short.values()) == list(range(1, len(short) + 1))
    assert len(full) == len(READINESS.question)
    assert (short["T01"], full["T01"]) == (14, 20)
