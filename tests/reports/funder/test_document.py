"""The report on paper: two pages whatever is in it, readable by everybody, every figure with its sentence."""

import re
from functools import cache
from html import unescape
from pathlib import Path

import outloud
import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from questionnaires.text import LANGUAGES
from questionnaires.text import Language as Code
from reports.funder import document
from reports.funder.report import Divided, Line, Shown, Slice
from reports.language import language
from tests.reports.funder.longest import the_longest_report
from tests.reports.funder.networks import CHAMBER, a_report, both, companies


@cache
def rendered(set_id: str, code: Code) -> bytes:
    return document.render(a_report(set_id), code)


def read(set_id: str = "federal_networks", code: Code = "de") -> str:
    """The words of the document, with single spaces."""
    words = re.sub(r"<[^>]+>", " ", document.written(a_report(set_id), code).partition("<body")[2])
    return re.sub(r"\s+", " ", unescape(words).replace("\N{NO-BREAK SPACE}", " "))


def _metadata(made: PdfReader) -> bytes:
    stream = made.root_object["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    return stream.get_data()


def test_it_has_two_pages_and_a_screen_reader_finds_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(rendered("federal_networks", "de"))
    found, made = outloud.check(str(file)), PdfReader(file)

    assert len(made.pages) == document.pages(file.read_bytes()) == 2
    assert found.errors == 0, [str(finding) for finding in found.sorted_findings()]
    assert str(made.root_object["/Lang"]) == "de"
    assert re.search(rb"pdfaid:part\W+3", _metadata(made))


def test_a_shorter_one_has_two_pages_too() -> None:
    assert document.pages(rendered("esf_erdf", "en")) == 2


@pytest.mark.parametrize("number", [90, 8])
def test_that_of_a_chamber_has_two_pages_however_little_can_be_told(number: int) -> None:
    report = a_report(chamber=CHAMBER, scope="Kammer", records=companies(number))
    assert document.pages(document.render(report, "de")) == 2


def test_a_figure_of_too_few_companies_is_not_divided_and_no_part_is_named() -> None:
    few = a_report(chamber=CHAMBER, records=companies(8))
    made = document.written(few, "de").replace("\N{NO-BREAK SPACE}", " ")
    assert made.count("Zu wenige Betriebe, um aufzuteilen.") == len(few.divided)
    assert "Geschützt, weil wenige" not in made
    assert "<svg" not in made
    assert "Wie die Zahl der Betriebe wächst" not in made


def test_a_bar_on_the_page_has_its_numbers_even_if_only_the_anonymous_one_is_told() -> None:
    by_size = a_report().divided[0]
    told = Slice(
        code="large",
        title=both("Große"),
        known=Shown(state="held_back"),
        anonymous=Shown(state="told", value=5),
    )
    drawn = re.sub(r"<[^>]+>", "", document.bars(by_size, [told], a_report(), language("de")))
    assert "geschützt + 5" in drawn


def test_the_longest_one_that_content_allows_has_two_pages(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(document.render(the_longest_report(), "de"))
    assert len(PdfReader(file).pages) == 2


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_figure_is_followed_by_how_it_is_counted(code: Code) -> None:
    report, words = a_report(), read(code=code)
    told: list[Line | Divided] = [*report.lines, *report.divided]
    for one in told:
        assert one.counting.in_(code) in words.partition(one.title.in_(code))[2]


def test_it_says_what_was_not_known_of_the_directive_and_which_state_it_shows() -> None:
    words = read()
    assert "Übliche Auswahl von Kennzahlen. Die Berichtsvorgaben" in words
    assert "1. Januar 2026 bis 30. September 2026 (Jahr)" in words
    assert "Festgehalten am 1. Oktober 2026" in words
    assert "alle Betriebe im Netzwerk" in words


def test_the_words_in_the_place_of_a_number_are_explained() -> None:
    words = read()
    for told in ("unter 5: Es sind weniger als fünf oder keine.", "geschützt: Die Zahl ist klein"):
        assert told in words


def test_pictures_say_in_words_what_they_show_and_stand_beside_a_table() -> None:
    made = document.written(a_report(), "de").replace("\N{NO-BREAK SPACE}", " ")
    drawn = re.findall(r"<svg.*?</svg>", made, re.DOTALL)
    assert len(drawn) == 1 + sum(bool(document.rows(one).shown) for one in a_report().divided)
    for picture in drawn:
        title, described = (re.search(rf"<{tag}[^>]*>(.+?)</{tag}>", picture) for tag in ("title", "desc"))
        assert title is not None
        assert described is not None
        first = described[1].partition(";")[0].partition(":")[0]
        assert first in re.sub(r"<svg.*?</svg>", "", made, flags=re.DOTALL)
    assert "30. September 2026: " in drawn[0]


def test_it_is_read_in_english_too() -> None:
    words = read("esf_erdf", "en")
    assert "Report to the funder" in words
    assert "Enterprises supported RCO01" in words
    assert not re.search(r"\b(und|nicht|Betriebe)\b", words)


def test_what_people_typed_stays_text() -> None:
    made = document.written(a_report(scope="Kammer <b> & Co"), "de")
    assert "Kammer &lt;b&gt; &amp; Co" in made.replace("\N{NO-BREAK SPACE}", " ")
