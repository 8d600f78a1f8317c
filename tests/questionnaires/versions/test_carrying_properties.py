"""Whatever two versions look like: no answer is lost sight of, and what goes along fits."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import library
from questionnaires.answers import Answer
from questionnaires.definition import Questionnaire
from questionnaires.library.locking import lock
from questionnaires.routing import check_answers
from questionnaires.text import Text
from questionnaires.versions.carrying import carry_along, carry_over, heirs
from tests.questionnaires.builders import WHY_NOT, WORDS
from tests.questionnaires.editions import asked, options, version

REASONS = ({"id": WHY_NOT, "text": WORDS},)
IDS = ("q1", "q2", "q3")
TEXTS = st.sampled_from([WORDS, Text(de="Andere Worte", en="other words")])
KINDS = st.sampled_from(["single", "several", "number", "text"])


@st.composite
def editions(draw: st.DrawFn, number: str = "1.0") -> Questionnaire:
    """Up to three questions of any kind; the later version says something about the earlier one."""
    questions = [
        _question(draw, id_) for id_ in draw(st.lists(st.sampled_from(IDS), min_size=1, unique=True))
    ]
    carried = st.fixed_dictionaries(
        {
            "question": st.sampled_from(IDS),
            "was": st.sampled_from(IDS),
            "options": st.dictionaries(st.sampled_from("abc"), st.sampled_from("abc"), max_size=2),
        }
    )
    said = {"mapped": draw(st.lists(carried, max_size=3)), "ask_again": draw(st.sampled_from([(), IDS[:1]]))}
    return version(number, *questions, follows="" if number == "1.0" else "1.0", **said)


def _question(draw: st.DrawFn, id_: str) -> Any:
    kind = draw(KINDS)
    more: dict[str, Any] = {"text": draw(TEXTS), "not_applicable": REASONS if draw(st.booleans()) else ()}
    if kind in {"single", "several"}:
        chosen = draw(st.lists(st.sampled_from("abc"), min_size=2, unique=True))
        more |= {"options": options(**{one: draw(TEXTS) for one in chosen})}
    elif kind == "number":
        more |= {"limits": [0, draw(st.sampled_from([10, 50]))]}
    return asked(id_, kind, **more)


def an_answer(draw: st.DrawFn, question: Any) -> Answer | None:
    words = ["a", "b", "a b", "b c", "", "7", "40", "dont_know"]
    possible = [Answer(word, note=note) for word in words for note in (None, "", "said so")]
    possible.append(Answer("not_applicable", WHY_NOT))
    return draw(st.sampled_from([None, *(one for one in possible if question.accepts(one))]))


Made = tuple[Questionnaire, Questionnaire, dict[str, Answer]]
"""Two versions, and answers to the first."""


@st.composite
def two_versions(draw: st.DrawFn) -> Made:
    old, new = draw(editions()), draw(editions(number="1.1"))
    found = {id_: an_answer(draw, question) for id_, question in old.question.items()}
    return old, new, {id_: answer for id_, answer in found.items() if answer}


@given(two_versions())
def test_every_answer_is_kept_mapped_or_asked_again(
    made: Made,
) -> None:
    old, new, given_ = made
    found = carry_over(old, new, given_)
    again = [one.was for one in found.ask_again if one.was]
    assert sorted([*found.kept, *(one.was for one in found.mapped), *again]) == sorted(given_)


@given(two_versions())
def test_the_new_version_accepts_all_that_goes_along(
    made: Made,
) -> None:
    old, new, given_ = made
    check_answers(new, carry_over(old, new, given_).answers)


@given(two_versions())
def test_the_same_version_keeps_everything(
    made: Made,
) -> None:
    old, _, given_ = made
    found = carry_over(old, old, given_)
    assert (found.kept, found.mapped, found.ask_again) == (given_, (), ())
    assert carry_along([old], given_).kept == given_


@given(two_versions())
def test_a_question_of_the_new_version_is_answered_or_asked_or_was_open(
    made: Made,
) -> None:
    old, new, given_ = made
    found = carry_over(old, new, given_)
    open_ = {heir for was, heir in heirs((old, new)).items() if was not in given_}
    told = {*found.answers, *(one.key for one in found.ask_again), *open_}
    assert set(new.question) <= told


@given(two_versions(), st.text(max_size=4))
def test_answers_that_never_were_possible_do_no_harm(made: Made, word: str) -> None:
    old, new, _ = made
    given_ = {id_: Answer(word) for id_ in (*IDS, "q1@team", "", "@", "nonsense")}
    check_answers(new, carry_over(old, new, given_).answers)


@pytest.mark.parametrize("id_", sorted(lock(library.CONTENT).released))
def test_a_released_questionnaire_keeps_every_answer_it_offers(id_: str) -> None:
    questionnaire = library.released(id_)
    every: Sequence[dict[str, Answer]] = [
        {q.id: Answer(q.options[place].id) for q in questionnaire.question.values() if q.options}
        for place in (0, -1)
    ]
    for given_ in every:
        assert carry_over(questionnaire, questionnaire, given_).kept == given_
