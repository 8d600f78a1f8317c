"""German and English, with the numbers, dates and spaces of each."""

from datetime import date

import pytest

from questionnaires.text import Language as Code
from reports.language import NO_BREAK, Language, keep_last_words, language, typeset

GERMAN, ENGLISH = language("de"), language("en")


def test_the_german_wording_is_the_message() -> None:
    assert GERMAN.gettext("Ihre ersten Schritte") == "Ihre ersten Schritte"
    assert ENGLISH.gettext("Ihre ersten Schritte") == "Your first steps"


def test_one_is_said_differently_from_many() -> None:
    one, many = "Ein weiteres Angebot", "%(num)s weitere Angebote"

    assert [GERMAN.ngettext(one, many, n) for n in (1, 2)] == [one, many]
    assert [ENGLISH.ngettext(one, many, n) for n in (1, 0)] == ["One further offer", "%(num)s further offers"]


@pytest.mark.parametrize(
    ("value", "german", "english"), [(2.25, "2,3", "2.3"), (0.0, "0,0", "0.0"), (1 / 3, "0,3", "0.3")]
)
def test_numbers_have_the_sign_of_their_language_and_halves_go_up(
    value: float, german: str, english: str
) -> None:
    assert GERMAN.number(value) == german
    assert ENGLISH.number(value) == english


def test_amounts_are_whole_where_they_are_whole() -> None:
    assert [GERMAN.amount(value) for value in (17.0, 1.5, 2 / 3)] == ["17", "1,5", "0,67"]


def test_percent_stands_as_each_language_writes_it() -> None:
    assert GERMAN.percent(2 / 3) == f"67{NO_BREAK}%"
    assert ENGLISH.percent(2 / 3) == "67%"


def test_days_are_written_out() -> None:
    assert GERMAN.date(date(2026, 11, 2)) == f"2.{NO_BREAK}November 2026"
    assert ENGLISH.date(date(2026, 11, 2)) == "2 November 2026"


@pytest.mark.parametrize(
    ("stated", "german", "english"),
    [
        ("2024", "2024", "2024"),
        ("2024-03", "03/2024", "Mar 2024"),
        ("2024-03-07", "07.03.2024", "7 Mar 2024"),
        (None, "", ""),
    ],
)
def test_a_stated_date_is_as_precise_as_its_source(stated: str | None, german: str, english: str) -> None:
    assert GERMAN.day(stated) == german
    assert ENGLISH.day(stated) == english


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("5 % von 10 Mio. Euro", "5~% von 10~Mio. Euro"),
        ("z. B. nach § 82 SGB III", "z.~B. nach §~82 SGB~III"),
        ("z.B. bis Stufe 4", "z.~B. bis Stufe~4"),
        ("2,3 von 4", "2,3~von~4"),
        ("am 3. Oktober – oder später", "am 3.~Oktober~– oder später"),
        ("3 Tage", "3 Tage"),
        ("CO2-Bilanz", "CO₂-Bilanz"),
    ],
)
def test_lines_do_not_end_where_they_must_not(written: str, typed: str) -> None:
    assert typeset(written) == typed.replace("~", NO_BREAK)
    assert typeset(typeset(written)) == typeset(written)


@pytest.mark.parametrize("code", ["de", "en"])
def test_a_sentence_takes_named_arguments(code: Code) -> None:
    assert Language(code, {"%(value)s von 4": "%(value)s of 4"}).say("%(value)s von 4", value="2,3")


def test_a_short_last_word_of_a_paragraph_never_stands_alone() -> None:
    assert keep_last_words("<p>Das ist das Ziel.</p>") == f"<p>Das ist das{NO_BREAK}Ziel.</p>"
    assert keep_last_words("<td>ein <b>Wort</b></td>") == "<td>ein <b>Wort</b></td>"
    assert keep_last_words("<p>ein Wandelkompass</p>") == "<p>ein Wandelkompass</p>"
