"""The explanation of a score in words: a whole sentence for every remark, in both languages."""

import re

import pytest

from questionnaires import library
from questionnaires.explain import CODES, Remark, explain
from questionnaires.library.cases import worked
from questionnaires.routing import route
from questionnaires.scoring import score
from questionnaires.text import LANGUAGES
from questionnaires.text import Language as Code
from reports.explaining import REMARKS, explained, remark
from reports.language import language

READINESS = library.released("readiness", "1.0")
LEFT_OPEN = re.compile(r"%\(|\bNone\b|  |„“|“”")


def test_every_code_has_its_sentence() -> None:
    assert set(REMARKS) == set(CODES)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("said", CODES)
def test_a_remark_is_a_whole_sentence(said: str, code: Code) -> None:
    sentence = remark(
        READINESS, Remark(said, "W05", 1.5, 0.25, ("automotive_share", "works_council")), language(code)
    )

    assert sentence.endswith(".")
    assert not LEFT_OPEN.search(sentence)


@pytest.mark.parametrize("said", CODES)
def test_both_languages_say_something_of_their_own(said: str) -> None:
    german, english = (remark(READINESS, Remark(said, "W05"), language(code)) for code in LANGUAGES)

    assert german != english


def test_parts_facts_and_units_are_called_by_their_titles() -> None:
    german, title = language("de"), READINESS.question["W05"].title.de
    past = remark(READINESS, Remark("routed_past", "W05", by=("automotive_share",)), german)
    of_unit = remark(READINESS, Remark("open", "W05@Werk 2"), german)

    assert f"„{READINESS.question['E06'].title.de}“" in past
    assert of_unit.startswith(f"„{title} (Werk 2)“")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", worked("readiness", "1.0"))
def test_every_part_of_a_result_is_explained_in_words(name: str, code: Code) -> None:
    case = worked("readiness", "1.0")[name]
    path = route(READINESS, case.answers, case.check)
    for found in explain(READINESS, path, score(READINESS, path)).values():
        words = explained(READINESS, found, language(code))
        sentences = (*words.counted, *words.lifted, *words.lowered, *words.not_counted, *words.next)
        assert [sentence for sentence in sentences if LEFT_OPEN.search(sentence)] == []
        assert words.title == READINESS.node[found.node].title.in_(code)
