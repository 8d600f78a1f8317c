"""Every text of the released questionnaire: both languages, spelling, punctuation, whole sentences."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from questionnaires import library
from questionnaires.definition.kinds import Single
from questionnaires.text import LANGUAGES, Text

READINESS = library.released("readiness", "1.0")


def texts(part: object, place: str = "") -> Iterator[tuple[str, Text]]:
    """All texts of the questionnaire with the ids that lead to them."""
    if isinstance(part, Text):
        yield place, part
    elif isinstance(part, BaseModel):
        here = f"{place}/{part.id}" if hasattr(part, "id") else place
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), f"{here}.{name}")
    elif isinstance(part, tuple | dict):
        entries = part.items() if isinstance(part, dict) else enumerate(part)
        for step, entry in entries:
            yield from texts(entry, f"{place}.{step}")


TEXTS = dict(texts(READINESS))
GERMAN = {place: text.de for place, text in TEXTS.items()}
ENGLISH = {place: text.en for place, text in TEXTS.items()}
LEVELS = {
    f"{question.id}.{n}": level
    for question in READINESS.question.values()
    if isinstance(question, Single)
    for n, level in enumerate(question.levels or ())
}

# "ue" after a, e and q is no spelt-out umlaut: bauen, neue, Quelle.
SPELT_OUT = re.compile(r"\w*(?:ae|oe|(?<![aeq])ue)\w*", re.IGNORECASE)
NO_UMLAUT = re.compile(r"^(zuerst|\w*(aktuell|manuell|individuell|virtuell)\w*)$", re.IGNORECASE)
SWISS = re.compile(r"\b(gross|strasse|massnahme|schliess|heiss|ausserh|regelmäss|weiss\b)", re.IGNORECASE)
VERB = re.compile(r"\b([a-zäöüß]+(t|en|te)|ist|sind|war|gab)\b")


def wrong(found: dict[str, str], pattern: str) -> dict[str, str]:
    return {place: words for place, words in found.items() if re.search(pattern, words)}


def test_the_texts_are_all_found() -> None:
    assert len(TEXTS) > 700
    assert len(LEVELS) == 63 * 5


def test_german_is_written_with_umlauts_and_sharp_s() -> None:
    spelt_out = {word for words in GERMAN.values() for word in SPELT_OUT.findall(words)}
    assert {word for word in spelt_out if not NO_UMLAUT.match(word)} == set()
    assert {place: words for place, words in GERMAN.items() if SWISS.search(words)} == {}


MISPLACED = [r"\s\s", r"^\s|\s$", r"\s[.,;:!?]", r"[\u00a0\u202f\t\n]", r"\d%", r" - ", r"\.\."]


@pytest.mark.parametrize("pattern", MISPLACED)
def test_spaces_stand_where_they_belong(pattern: str) -> None:
    assert wrong(GERMAN, pattern) == wrong(ENGLISH, pattern) == {}


def test_quotation_marks_and_apostrophes_are_those_of_the_language() -> None:
    assert wrong(GERMAN, "[\"'`´‘’”]") == {}
    assert wrong(ENGLISH, "[\"'`´„]") == {}
    assert {place: words for place, words in GERMAN.items() if words.count("„") != words.count("“")} == {}
    assert {place: words for place, words in ENGLISH.items() if words.count("“") != words.count("”")} == {}


def test_no_text_is_left_in_the_other_language() -> None:
    assert {place: text.de for place, text in TEXTS.items() if text.de == text.en} == {}
    without_names = {place: re.sub(r"\([^)]*\)", "", words) for place, words in ENGLISH.items()}
    assert wrong(without_names, r"\b(der|die|das|und|oder|nicht|wir|Ihr|Ihre)\b") == {}
    assert wrong(GERMAN, r"\b(the|and|or|not|we|your|our)\b") == {}


def test_english_is_british() -> None:
    assert wrong(ENGLISH, r"(?i)\w+(iz(e|es|ed|ing|ation)\b)(?<!size)(?<!sized)(?<!sizes)") == {}
    assert wrong(ENGLISH, r"(?i)\b(color|labor|center|analyz\w+|behavior|skillful|catalog)\b") == {}


def test_people_are_addressed_formally() -> None:
    assert wrong(GERMAN, r"\b([Dd]u|[Dd]ich|[Dd]ein\w*|[Ee]uch|[Ee]uer\w*)\b") == {}


def test_questions_are_asked() -> None:
    for question in READINESS.question.values():
        assert question.text.de.endswith("?"), question.id
        assert question.text.en.endswith("?"), question.id


def test_everything_said_around_a_question_is_a_sentence() -> None:
    said = [text for q in READINESS.question.values() for text in (q.why, q.hint) if text]
    said += [section.intro for section in READINESS.sections if section.intro]
    assert [text for text in said if not (text.de.endswith(".") and text.en.endswith("."))] == []


def test_levels_are_whole_sentences_and_no_keywords() -> None:
    for place, level in LEVELS.items():
        assert level.de.endswith("."), place
        assert level.en.endswith("."), place
        assert len(level.de.split()) >= 4, place
        assert len(level.en.split()) >= 3, place
        assert VERB.search(level.de), place


def test_no_question_says_the_same_on_two_levels() -> None:
    for question in READINESS.question.values():
        for language in LANGUAGES:
            said = [option.text.in_(language) for option in question.options]
            assert len(set(said)) == len(said), question.id


def test_titles_are_short_and_each_stands_once() -> None:
    titles = Counter(question.title.de for question in READINESS.question.values())
    assert [title for title, times in titles.items() if times > 1] == []
    assert [title for title in titles if len(title) > 60 or title.endswith(".")] == []
