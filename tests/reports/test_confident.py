"""How sure a value is, as people read it."""

import pytest

from questionnaires.scoring.scorecard import State
from questionnaires.text import LANGUAGES
from questionnaires.text import Language as Code
from reports import confident
from reports.assessed import Confidence, Standing, Sure
from reports.language import language
from tests.reports.builders import FULL, UNCERTAIN, a_report


def standing(coverage: Sure = "high", evidence: Sure = "high", voices: Sure = "high") -> Standing:
    """An area of a company that did not know everything, with these three grades."""
    grades = {"coverage": coverage, "evidence": evidence, "voices": voices}
    word = min(grades.values(), key=("low", "medium", "high").index)
    area = next(a for a in a_report(UNCERTAIN).areas if a.in_state(State.DONT_KNOW))
    return area.model_copy(
        update={"confidence": Confidence(word=word, coverage=coverage, evidence=evidence, voices=voices)}
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_value_that_is_sure_needs_nothing(code: Code) -> None:
    assert confident.lift(standing(), language(code)) == ""


def test_open_questions_are_named_first_at_most_three() -> None:
    area = standing(coverage="low", evidence="low", voices="low")
    said = confident.lift(area, language("de"))

    open_ = area.in_state(State.OPEN, State.DONT_KNOW)
    assert said.startswith("Sicherer wird der Wert vor allem, wenn Sie das noch herausfinden: ")
    assert [item.title.de in said for item in open_[:3]] == [True] * len(open_[:3])
    assert not any(item.title.de in said for item in open_[3:])


def test_then_evidence_then_a_second_person() -> None:
    assert "Beispiele oder Belege" in confident.lift(standing(evidence="low", voices="low"), language("de"))
    assert "noch jemand" in confident.lift(standing(evidence="medium", voices="low"), language("de"))


def test_a_whole_without_answers_of_its_own_asks_for_the_open_questions() -> None:
    bare = standing(coverage="low").model_copy(update={"items": ()})
    assert confident.lift(bare, language("en")).endswith("is to answer the open questions.")


def test_one_person_without_evidence_is_never_sure() -> None:
    assert {area.confidence and area.confidence.word for area in a_report(FULL).areas} == {"low"}


def test_who_answered_everything_alone_is_not_told_a_bare_low() -> None:
    whole = a_report(FULL).readiness
    said = confident.alone(whole, language("de"))

    assert said.startswith("Ihre Angaben sind vollständig. Sie sind die Selbsteinschätzung einer Person;")
    missing = whole.counts.model_copy(update={"open": 1})
    nearly = confident.alone(whole.model_copy(update={"counts": missing}), language("de"))
    assert nearly.startswith("Ihre Angaben sind fast vollständig.")


def test_where_answers_are_missing_the_word_stays() -> None:
    assert confident.alone(standing(coverage="low", evidence="low", voices="low"), language("de")) == ""
