"""Every text of the questionnaire and the measures: both languages, as people write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pydantic import BaseModel

from questionnaires import library, measures
from questionnaires.text import Text


def texts(part: object, place: str = "") -> Iterator[tuple[str, Text]]:
    """All texts with the ids that lead to them."""
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


@dataclass(frozen=True)
class Said:
    """Texts by place, in each language."""

    german: dict[str, str]
    english: dict[str, str]

    @classmethod
    def by(cls, part: object) -> "Said":
        found = dict(texts(part))
        return cls({p: text.de for p, text in found.items()}, {p: text.en for p, text in found.items()})


QUESTIONNAIRE = Said.by(library.released("readiness", "1.0"))
MEASURES = Said.by(measures.released("readiness").measures)

everything = pytest.mark.parametrize("said", [QUESTIONNAIRE, MEASURES], ids=["questionnaire", "measures"])

# "ue" after a, e and q is no spelt-out umlaut: bauen, neue, Quelle.
SPELT_OUT = re.compile(r"\w*(?:ae|oe|(?<![aeq])ue)\w*", re.IGNORECASE)
NO_UMLAUT = re.compile(r"^(zuerst|\w*(aktuell|manuell|individuell|virtuell)\w*)$", re.IGNORECASE)
SWISS = r"(?i)\b(gross|strasse|massnahme|schliess|heiss|ausserh|regelmäss|weiss\b)"
MISPLACED = (r"\s\s", r"^\s|\s$", r"\s[.,;:!?]", r"[\u00a0\u202f\t\n]", r"\d%", r" - ", r"\.\.")


def wrong(found: dict[str, str], pattern: str) -> dict[str, str]:
    return {place: words for place, words in found.items() if re.search(pattern, words)}


def test_the_texts_are_all_found() -> None:
    assert len(QUESTIONNAIRE.german) > 700
    assert len(MEASURES.german) > 400


@everything
def test_german_is_written_with_umlauts_and_sharp_s(said: Said) -> None:
    spelt_out = {word for words in said.german.values() for word in SPELT_OUT.findall(words)}
    assert {word for word in spelt_out if not NO_UMLAUT.match(word)} == set()
    assert wrong(said.german, SWISS) == {}


@everything
def test_spaces_stand_where_they_belong(said: Said) -> None:
    for pattern in MISPLACED:
        assert wrong(said.german, pattern) == wrong(said.english, pattern) == {}, pattern


@everything
def test_quotation_marks_and_apostrophes_are_those_of_the_language(said: Said) -> None:
    assert wrong(said.german, "[\"'`´‘’”]") == {}
    assert wrong(said.english, "[\"'`´„]") == {}
    assert [words for words in said.german.values() if words.count("„") != words.count("“")] == []
    assert [words for words in said.english.values() if words.count("“") != words.count("”")] == []


@everything
def test_no_text_is_left_in_the_other_language(said: Said) -> None:
    assert {place: words for place, words in said.german.items() if words == said.english[place]} == {}
    without_names = {place: re.sub(r"\([^)]*\)", "", words) for place, words in said.english.items()}
    assert wrong(without_names, r"\b(der|die|das|und|oder|nicht|wir|Ihr|Ihre)\b") == {}
    assert wrong(said.german, r"\b(the|and|or|not|we|your|our)\b") == {}


@everything
def test_english_is_british(said: Said) -> None:
    assert wrong(said.english, r"(?i)\w+(iz(e|es|ed|ing|ation)\b)(?<!size)(?<!sized)(?<!sizes)") == {}
    assert wrong(said.english, r"(?i)\b(color|labor|center|analyz\w+|behavior|skillful|catalog)\b") == {}


@everything
def test_people_are_addressed_formally(said: Said) -> None:
    assert wrong(said.german, r"\b([Dd]u|[Dd]ich|[Dd]ein\w*|[Ee]uch|[Ee]uer\w*)\b") == {}


def test_nobody_is_blamed() -> None:
    blame = r"(?i)betroffen|versäum|schuld|mangelhaft|leider|endlich|rückständig"
    assert wrong(MEASURES.german, blame) == {}
    assert wrong(MEASURES.english, r"(?i)\b(you fail\w*|unfortunately|backward|neglect\w*)\b") == {}


PHRASES = (
    r"(?i)\b(ganzheitlich|nachhaltige?[rmns]?\b|Mehrwert|Synergi|proaktiv|Roadmap|Mindset|Workshop)",
    r"(?i)\b(Stakeholder|Quick ?Win|Best Practice|agile?[rmns]?\b|holisti|leverag|synerg|low-hanging)",
)


@pytest.mark.parametrize("pattern", PHRASES)
def test_nothing_is_said_in_the_phrases_of_consultants(pattern: str) -> None:
    assert wrong(MEASURES.german, pattern) == wrong(MEASURES.english, pattern) == {}


def test_no_sentence_of_a_measure_is_so_long_that_one_has_to_read_it_twice() -> None:
    long = {
        place: sentence
        for place, words in (*MEASURES.german.items(), *MEASURES.english.items())
        for sentence in re.split(r"(?<=[.?!]) ", words)
        if len(sentence.split()) > 40
    }
    assert long == {}
