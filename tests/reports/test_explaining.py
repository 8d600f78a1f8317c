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
from reports.explaining import REMARKS, said, sentence
from reports.language import Language, language

READINESS = library.released("readiness", "1.0")
LEFT_OPEN = re.compile(r"%\(|\bNone\b|  |„“|“”")


def remark(one: Remark, words: Language) -> str:
    return sentence(said(READINESS, one), words)


def test_every_code_has_its_sentence() -> None:
    assert set(REMARKS) == set(CODES)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", CODES)
def test_a_remark_is_a_whole_sentence(name: str, code: Code) -> None:
    words = remark(Remark(name, "W05", 1.5, 0.25, ("automotive_share", "works_council")), language(code))

    assert words.endswith(".")
    assert not LEFT_OPEN.search(words)


@pytest.mark.parametrize("name", CODES)
def test_both_languages_say_something_of_their_own(name: str) -> None:
    german, english = (remark(Remark(name, "W05"), language(code)) for code in LANGUAGES)

    assert german != english


def test_parts_facts_and_units_are_called_by_their_titles() -> None:
    german, title = language("de"), READINESS.question["W05"].title.de
    past = remark(Remark("routed_past", "W05", by=("automotive_share",)), german)
    of_unit = remark(Remark("open", "W05@Werk 2"), german)

    assert f"„{READINESS.question['E06'].title.de}“" in past
    assert of_unit.startswith(f"„{title} (Werk 2)“")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", worked("readiness", "1.0"))
def test_every_part_of_a_result_is_explained_in_words(name: str, code: Code) -> None:
    case = worked("readiness", "1.0")[name]
    path = route(READINESS, case.answers, case.check)
    for found in explain(READINESS, path, score(READINESS, path)).values():
        groups = (found.counted, found.lifted, found.lowered, found.not_counted, found.next)
        sentences = [remark(one, language(code)) for group in groups for one in group]
        assert [words for words in sentences if LEFT_OPEN.search(words)] == []
