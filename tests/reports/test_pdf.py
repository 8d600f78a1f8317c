"""The report on paper: the same bytes for the same report, readable by people and by screen readers."""

import hashlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import outloud
import pytest
from pypdf import PdfReader

from questionnaires.text import LANGUAGES
from questionnaires.text import Language as Code
from reports import pdf
from reports.language import typeset
from reports.report import Report
from tests.reports import samples
from tests.reports.builders import SHORT, UNCERTAIN, a_report, begun, nobody_knows, wordy

REPORTS = {
    "short": a_report(SHORT),
    "uncertain": a_report(UNCERTAIN),
    "nobody knows": nobody_knows(),
    "begun": begun(),
    "everything": samples.everything(),
    "long": samples.long(),
    "first format": samples.first_format(),
}
TRIED: list[tuple[str, Code]] = [
    ("short", "de"),
    ("short", "en"),
    ("uncertain", "de"),
    ("nobody knows", "en"),
    ("begun", "de"),
    ("everything", "de"),
    ("long", "en"),
    ("first format", "de"),
]
WIDTH, MARGIN = 595, 28
"""Of a page, in points."""
LOWEST_HEADING = 110
"""Below it there is room for the foot and less than four lines of text."""


@cache
def rendered(name: str, code: Code) -> bytes:
    return pdf.render(REPORTS[name], code)


@cache
def read(name: str, code: Code) -> PdfReader:
    return PdfReader(io.BytesIO(rendered(name, code)))


def text(document: bytes, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    printed = subprocess.run(command, input=document, capture_output=True, check=True).stdout
    return re.sub(r"(?:\u2010\n|-\n(?=[a-zäöü]))", "", printed.decode()).replace("\N{NO-BREAK SPACE}", " ")


def flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def unbroken(words: str) -> str:
    """Without hyphens: a word broken at one is printed as if it had none."""
    return typed(words).replace("-", "")


def typed(words: str) -> str:
    """As it stands on paper, with spaces that may break."""
    return typeset(words).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("name", "code"), TRIED)
def test_a_screen_reader_finds_no_fault(name: str, code: Code, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(rendered(name, code))
    found = outloud.check(str(file))

    assert (found.errors, found.warnings) == (0, 0), [str(f) for f in found.sorted_findings()]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_document_knows_its_language_title_and_tags(code: Code) -> None:
    document = read("short", code)
    title = {"de": "Wandelkompass: Ergebnisbericht vom 22. November 2026", "en": "Wandelkompass: report of"}[
        code
    ]

    assert str(document.root_object["/Lang"]) == code
    assert document.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert document.metadata is not None
    assert (document.metadata.title or "").replace("\N{NO-BREAK SPACE}", " ").startswith(title)
    assert document.metadata.author == "Transformationsnetzwerk"


def test_bookmarks_lead_to_the_chapters() -> None:
    def titles(outline: Sequence[object]) -> list[str]:
        return [t for o in outline for t in (titles(o) if isinstance(o, list) else [o["/Title"]])]  # type: ignore[index]

    found = titles(read("short", "en").outline)

    assert found[0] == "Where your company stands in the change"
    assert {
        "Your first steps",
        "How well you are prepared",
        "Who can help you",
        "Terms in this report",
    } <= set(found)


def test_the_report_itself_is_attached() -> None:
    (attached,) = read("short", "de").attachments["result.json"]

    assert Report.model_validate_json(attached) == REPORTS["short"]
    assert json.loads(attached)["format"] == 2


def test_the_first_page_can_be_read_alone() -> None:
    first = flat(text(rendered("short", "de"), "-l", "1"))

    for part in ("Stadt Salzgitter", "50 bis 99", "22. November 2026", "Version 1.0", "Kurzer Check"):
        assert part in first
    assert "Jetzt handeln" in first
    for step in REPORTS["short"].steps:
        assert step.measure is not None
        assert typed(step.measure.title.de) in first
        assert typed(step.measure.first_step.de) in first


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "de",
            ("Hier sind Sie weiter", "Passt derzeit nicht, weil", "Fragen Sie nach", "21 7 7 3,0"),
        ),
        ("en", ("Where you are further on", "Does not fit at present because", "Ask whether", "21 7 7 3.0")),
    ],
)
def test_both_languages_tell_values_reasons_and_doors(code: Code, expected: tuple[str, ...]) -> None:
    printed = flat(text(rendered("short", code), "-layout"))

    for part in expected:
        assert part in printed


def test_an_unknown_company_is_told_what_to_find_out() -> None:
    printed = flat(text(rendered("nobody knows", "en"), "-layout"))

    assert "Not enough answers yet" in printed
    assert "Find out:" in printed
    assert "decides about" in printed


@pytest.mark.parametrize(("name", "code"), TRIED)
def test_a_report_has_eight_to_twelve_pages(name: str, code: Code) -> None:
    assert 8 <= len(read(name, code).pages) <= 12


@pytest.mark.parametrize(("name", "code"), TRIED)
def test_the_first_page_holds_all_of_its_parts_and_nothing_else(name: str, code: Code) -> None:
    report = REPORTS[name]
    first, second = (flat(text(rendered(name, code), "-f", n, "-l", n)) for n in ("1", "2"))
    last = report.steps[-1]
    follows = {"de": "Wie stark der Wandel Sie trifft", "en": "How hard the change hits you"}[code]

    assert unbroken((last.measure.title if last.measure else last.title).in_(code)) in unbroken(first)
    assert second.startswith(follows)


@pytest.mark.parametrize(("name", "code"), TRIED)
def test_no_heading_stands_at_the_foot_of_a_page(name: str, code: Code) -> None:
    places = [float(mark["/Top"]) for mark in _marks(read(name, code).outline)]  # type: ignore[index]

    assert len(places) > 15
    assert min(places) > LOWEST_HEADING


def _marks(outline: Sequence[object]) -> list[object]:
    return [one for o in outline for one in (_marks(o) if isinstance(o, list) else [o])]


CHAPTERS = {
    "plan": ("Ihr Plan", "Beratungstermin bei der Kammer vereinbaren", "Vertriebsleitung", "29. Januar 2027"),
    "dissent": ("Wo die Sichtweisen auseinandergehen", "Betriebsrat", "Alle Sichtweisen bleiben stehen."),
    "comparison": ("Seit dem letzten Mal", "18. November 2025", "41 Antworten sind gleich geblieben."),
}


@pytest.mark.parametrize("expected", CHAPTERS.values(), ids=CHAPTERS)
def test_plan_dissent_and_comparison_have_their_chapters(expected: tuple[str, ...]) -> None:
    printed = flat(text(rendered("everything", "de")))

    for part in expected:
        assert part in printed


@pytest.mark.parametrize("expected", CHAPTERS.values(), ids=CHAPTERS)
def test_a_chapter_without_content_leaves_no_trace(expected: tuple[str, ...]) -> None:
    heading = expected[0]

    assert heading not in flat(text(rendered("short", "de")))


def test_a_measure_says_what_it_takes_and_leaves_room_for_a_name() -> None:
    printed = flat(text(rendered("short", "de")))

    for part in ("Erster Schritt:", "Aufwand", "Dauer", "Es entscheidet", "Wer kümmert sich?", "Bis wann?"):
        assert part in printed


def test_a_report_with_a_plan_asks_for_no_names_a_second_time() -> None:
    assert "Wer kümmert sich?" not in text(rendered("everything", "de"))


def test_an_area_shows_every_answer_with_its_level_and_the_report_how_sure_it_is() -> None:
    printed = flat(text(rendered("short", "de"), "-layout"))

    for area in REPORTS["short"].areas:
        assert area.title.de in printed
        for item in area.items:
            assert typed(item.title.de).split()[0] in printed
    assert printed.count("Ihre Angaben sind vollständig.") == 1
    assert "Was die nächste Stufe braucht" in printed


def test_page_numbers_and_running_lines_are_no_content() -> None:
    streams = [page.get_contents() for page in read("short", "de").pages]

    assert all(stream is not None and stream.get_data().count(b"/Artifact\nBMC\n") >= 2 for stream in streams)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf.render(a_report(SHORT), "de") == rendered("short", "de")


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import hashlib; from reports import pdf; from tests.reports.builders import a_report; "
        "print(hashlib.sha256(pdf.render(a_report(), 'de')).hexdigest())"
    )
    command = [sys.executable, "-c", program]
    printed = subprocess.run(command, env={"PYTHONHASHSEED": "3"}, capture_output=True, check=True).stdout

    assert printed.decode().strip() == hashlib.sha256(rendered("short", "de")).hexdigest()


def test_only_rendering_imports_weasyprint() -> None:
    program = "import reports.html, reports.pdf, reports.report, sys; sys.exit('weasyprint' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    "address", ["https://example.org/a.css", "file:///etc/hostname", "static/../report.py"]
)
def test_nothing_else_is_fetched(address: str) -> None:
    _, _, fetcher = pdf.own_style()
    wanted = address if "://" in address else (pdf.STATIC.parent / address).as_uri()

    with pytest.raises(pdf.NothingElseIsFetched) as refused:
        fetcher.fetch(wanted)
    assert refused.value.address == wanted


def test_very_long_texts_stay_on_the_page() -> None:
    boxes = text(pdf.render(wordy(), "de"), "-bbox")
    edges = [float(edge) for edge in re.findall(r'<word xMin="[^"]+" yMin="[^"]+" xMax="([^"]+)"', boxes)]

    assert len(edges) > 1000
    assert max(edges) <= WIDTH - MARGIN
