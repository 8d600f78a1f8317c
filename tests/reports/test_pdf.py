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
from reports.report import Report
from tests.reports.builders import SHORT, UNCERTAIN, a_report, nobody_knows, wordy

REPORTS = {"short": a_report(SHORT), "uncertain": a_report(UNCERTAIN), "nobody knows": nobody_knows()}
TRIED: list[tuple[str, Code]] = [
    ("short", "de"),
    ("short", "en"),
    ("uncertain", "de"),
    ("nobody knows", "en"),
]
WIDTH, MARGIN = 595, 28
"""Of a page, in points."""


@cache
def rendered(name: str, code: Code) -> bytes:
    return pdf.render(REPORTS[name], code)


@cache
def read(name: str, code: Code) -> PdfReader:
    return PdfReader(io.BytesIO(rendered(name, code)))


def text(document: bytes, *options: str) -> str:
    command = ["pdftotext", *options, "-", "-"]
    printed = subprocess.run(command, input=document, capture_output=True, check=True).stdout
    return re.sub(r"-\n(?=[a-zäöü])", "", printed.decode()).replace("\N{NO-BREAK SPACE}", " ")


def flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)


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
        assert step.title.de in first


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "de",
            ("Das hebt den Wert", "Passt derzeit nicht, weil", "bitte prüfen.", "21 7 7 3,0"),
        ),
        ("en", ("What raises the value", "Does not fit at present because", "please check.", "21 7 7 3.0")),
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
def test_a_report_has_five_to_ten_pages(name: str, code: Code) -> None:
    assert 5 <= len(read(name, code).pages) <= 10


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
