"""What an author writes becomes questions, facts and labels."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.conditions import AllOf, Fact, Range, one_of
from questionnaires.definition import Policy
from questionnaires.library.locking import LOCK
from questionnaires.text import Text
from tests.questionnaires.builders import (
    WHY_NOT,
    WORDS,
    a_node,
    a_question,
    a_questionnaire,
    an_option,
    level_question,
)

OWN = Text(de="Möchte ich nicht sagen", en="I would rather not say")
REASON = Text(de="Wir sind allein.", en="We are alone.")


@pytest.mark.parametrize(
    ("written", "fact"),
    [
        ({}, one_of("it")),
        ({"value": 3}, Range(3, 3)),
        ({"value": 3, "fact": {"min": 60, "max": 80}}, Range(60, 80)),
        ({"fact": {"min": 500, "max": None}}, Range(500)),
        ({"fact": ["24.5", "25.5"]}, one_of("24.5", "25.5")),
        ({"fact": {"all": ["ihk", "hwk"]}}, AllOf(frozenset({"ihk", "hwk"}))),
        ({"fact": []}, None),
    ],
)
def test_an_option_tells_rules_a_fact(written: dict[str, Any], fact: Fact | None) -> None:
    assert an_option("it", **written).fact == fact


def test_levels_are_options_with_their_number_as_id_and_value() -> None:
    question = level_question("q1")
    assert [(option.id, option.value) for option in question.options] == [(str(n), n) for n in range(5)]
    assert question.scored
    assert question.option["3"] is question.options[3]


def test_options_without_values_are_not_scored() -> None:
    assert not a_question("council", codes="present absent").scored


def test_an_answer_is_named_as_it_was_offered() -> None:
    reasons = [{"id": "alone", "text": REASON}]
    asked = a_question("plan", dont_know=OWN, not_applicable=reasons)
    plain = a_question("learn", codes="never daily")
    tiny = a_questionnaire([asked, plain])
    assert tiny.label(asked, Answer("dont_know")) == OWN
    assert tiny.label(plain, Answer("dont_know")) == tiny.dont_know
    assert tiny.label(asked, Answer("not_applicable", "alone")) == REASON
    assert tiny.label(asked, Answer("not_applicable", "gone")) == tiny.not_applicable
    assert tiny.label(plain, Answer("daily")) == WORDS


def test_parts_are_found_by_id_in_the_order_in_which_they_are_asked() -> None:
    tiny = a_questionnaire(
        [level_question("q1")],
        [level_question("q2")],
        tree=[a_node("readiness", a_node("work", "q1"), "q2")],
    )
    assert list(tiny.question) == ["q1", "q2"]
    assert list(tiny.node) == ["readiness", "work"]
    assert {id_: page.id for id_, page in tiny.section_of.items()} == {"q1": "page1", "q2": "page2"}


def test_a_longer_check_contains_the_shorter_one() -> None:
    short, full = level_question("q1"), level_question("q2", check="full")
    tiny = a_questionnaire([short, full])
    asked = {check: [q.id for q in (short, full) if tiny.asks(q, check)] for check in tiny.check}
    assert asked == {"short": ["q1"], "full": ["q1", "q2"]}


@pytest.mark.parametrize(("written", "share"), [("2/3", 2 / 3), ("0/1", 0.0), ("0.5", 0.5), (1, 1.0)])
def test_a_share_may_be_written_as_a_fraction(written: Any, share: float) -> None:
    policy = Policy(min_coverage=written, min_answers=1, not_applicable_flag=0, target=0)
    assert policy.min_coverage == share


def test_content_never_changes_once_it_is_read() -> None:
    question = level_question("q1")
    with pytest.raises(ValidationError, match="frozen"):
        question.weight = 2.0  # type: ignore[misc]
    assert question.not_applicable[0].id == WHY_NOT


def test_the_newest_version_is_the_released_one_with_the_highest_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "CONTENT", tmp_path)
    (tmp_path / LOCK).write_text('ladder: {"1.10": {}, "1.9": {}, "0.12": {}}', encoding="utf-8")
    (tmp_path / "ladder" / "2.0").mkdir(parents=True)
    assert library.versions("ladder") == ("0.12", "1.9", "1.10")
    assert library.versions("nothing_yet") == ()
