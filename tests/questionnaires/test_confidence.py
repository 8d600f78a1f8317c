"""How sure a value is: the lowest of three grades."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires.answers import Answer
from questionnaires.confidence import ALONE, GRADES, Confidence, Sure, Voices, confidence, of_session
from questionnaires.definition import Policy, Questionnaire
from questionnaires.routing import Path, route
from questionnaires.scoring import score
from tests.questionnaires.builders import a_node, a_question, a_questionnaire

POLICY = Policy(min_coverage=2 / 3, min_answers=2, not_applicable_flag=0.2, target=0.75)
TEN = [f"q{number}" for number in range(10)]


def ten_questions() -> Questionnaire:
    return a_questionnaire([a_question(id_) for id_ in TEN], tree=[a_node("root", *TEN)])


def answered(known: int, with_a_note: int = 0) -> Path:
    """So many of ten questions answered, the first of them with a note; nobody knows the rest."""
    given = {id_: Answer("2", note="Seen" if n < with_a_note else None) for n, id_ in enumerate(TEN[:known])}
    return route(ten_questions(), given | {id_: Answer("dont_know") for id_ in TEN[known:]}, "short")


def sure(path: Path, voices: Voices = ALONE, evidence: Mapping[str, float] | None = None) -> Confidence:
    card = score(ten_questions(), path)
    return confidence(POLICY, path, card.node("root"), voices, evidence)


@pytest.mark.parametrize(
    ("known", "word"), [(10, "high"), (9, "high"), (8, "medium"), (7, "medium"), (6, "low")]
)
def test_what_is_answered_gives_the_first_grade(known: int, word: Sure) -> None:
    assert sure(answered(known)).coverage == word


@pytest.mark.parametrize(("notes", "word"), [(0, "low"), (3, "low"), (4, "medium"), (10, "medium")])
def test_a_note_names_an_example_and_counts_half(notes: int, word: Sure) -> None:
    assert sure(answered(10, with_a_note=notes)).evidence == word


def test_documents_count_whole() -> None:
    assert sure(answered(10), evidence=dict.fromkeys(TEN[:6], 1.0)).evidence == "high"
    assert sure(answered(10), evidence=dict.fromkeys(TEN[:5], 1.0)).evidence == "medium"


@pytest.mark.parametrize(
    ("voices", "word"),
    [
        (ALONE, "low"),
        (Voices(roles=2), "medium"),
        (Voices(roles=3), "high"),
        (Voices(roles=3, agree=False), "low"),
        (Voices(roles=1, reviewed=True), "high"),
    ],
)
def test_roles_that_agree_or_an_adviser_give_the_third_grade(voices: Voices, word: Sure) -> None:
    assert sure(answered(10), voices).voices == word


def test_without_any_answer_nothing_is_sure() -> None:
    assert sure(answered(0)) == Confidence("low", "low", "low")


@given(known=st.integers(0, 10), notes=st.integers(0, 10), roles=st.integers(1, 5), agree=st.booleans())
def test_the_word_is_the_lowest_and_more_of_anything_never_lowers_it(
    known: int, notes: int, roles: int, agree: bool
) -> None:
    voices = Voices(roles, agree)
    found = sure(answered(known, notes), voices)
    assert GRADES.index(found.word) == min(
        GRADES.index(grade) for grade in (found.coverage, found.evidence, found.voices)
    )
    better = sure(answered(known, notes), replace(voices, reviewed=True))
    assert GRADES.index(better.word) >= GRADES.index(found.word)


# --- after a session ---------------------------------------------------------------------------


def after_talking(agreed: int, apart: int = 0, roles: int = 3) -> Voices:
    """Of ten answered questions, so many were agreed, and on some others dissent stands."""
    node = score(ten_questions(), answered(10)).node("root")
    return of_session(
        POLICY, node, roles=roles, agreed=TEN[:agreed], apart=TEN[10 - apart :] if apart else ()
    )


def test_after_a_session_those_who_took_part_speak_for_what_they_settled() -> None:
    assert after_talking(10) == Voices(roles=3)
    assert after_talking(7, roles=2) == Voices(roles=2)


def test_a_session_that_settled_less_than_two_thirds_says_nothing_about_a_value() -> None:
    assert after_talking(6) == ALONE
    assert after_talking(0) == ALONE


def test_one_dissent_is_enough_for_views_not_to_agree() -> None:
    assert after_talking(9, apart=1) == Voices(roles=3, agree=False)
