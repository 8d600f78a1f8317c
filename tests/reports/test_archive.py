"""The report for records: PDF/A-3u, with the same tags, and with its data as part of the document."""

import io
import json
import re
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from questionnaires.text import LANGUAGES
from reports import pdf
from reports.report import Report
from tests.reports.builders import a_report

REPORT = a_report()


@cache
def rendered(variant: pdf.Variant) -> bytes:
    return pdf.render(REPORT, "de", variant)


@cache
def read(variant: pdf.Variant = "archive") -> PdfReader:
    return PdfReader(io.BytesIO(rendered(variant)))


def root() -> Any:
    return read().root_object


def test_it_says_that_it_is_pdf_a_3u() -> None:
    described = root()["/Metadata"].get_object().get_data().decode()

    ElementTree.fromstring(re.sub(r"<\?xpacket.*?\?>", "", described))
    assert 'pdfaid:part="3"' in described
    assert 'pdfaid:conformance="U"' in described


def test_it_says_that_it_is_accessible_and_describes_how_it_says_so() -> None:
    described = root()["/Metadata"].get_object().get_data().decode()

    assert 'pdfuaid:part="1"' in described
    assert "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>" in described


def test_its_data_belong_to_the_document() -> None:
    (attached,) = root()["/AF"]
    file = attached.get_object()

    assert file["/AFRelationship"] == "/Data"
    assert file["/EF"]["/F"].get_object()["/Subtype"] == "/application/json"
    (data,) = read().attachments[pdf.ATTACHMENT]
    assert Report.model_validate(json.loads(data)) == REPORT


def test_its_colours_are_defined() -> None:
    (intent,) = root()["/OutputIntents"]

    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert intent.get_object()["/DestOutputProfile"].get_object()["/N"] == 3


def test_every_font_is_embedded_and_its_letters_are_known() -> None:
    fonts = [font.get_object() for page in read().pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    inner = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for font in fonts]

    assert fonts
    assert all("/ToUnicode" in font for font in fonts)
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in inner)


def test_nothing_in_it_is_hidden_from_print() -> None:
    notes = [note.get_object() for page in read().pages for note in page.get("/Annots", [])]

    assert notes
    assert {note["/F"] for note in notes} == {4}


def test_it_keeps_tags_language_and_bookmarks() -> None:
    assert root()["/MarkInfo"]["/Marked"]
    assert root()["/Lang"] == "de"
    assert "/StructTreeRoot" in root()
    assert len(read().outline) > 0


def test_it_has_the_same_pages_as_the_one_for_people() -> None:
    both = [[page.extract_text() for page in read(variant).pages] for variant in pdf.VARIANTS]

    assert both[0] == both[1]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert pdf.render(a_report(), "de", "archive") == rendered("archive")


def test_the_variants_are_told_apart() -> None:
    keys = {pdf.content_key(REPORT, code, variant) for code in LANGUAGES for variant in pdf.VARIANTS}

    assert len(keys) == 4
    assert read().trailer["/ID"] != read("screen").trailer["/ID"]


@pytest.mark.parametrize("variant", pdf.VARIANTS)
def test_the_key_names_the_content(variant: pdf.Variant) -> None:
    assert pdf.content_key(a_report(), "de", variant) == pdf.content_key(REPORT, "de", variant)
    assert pdf.content_key(a_report(goal="Neue Kunden"), "de", variant) != pdf.content_key(
        REPORT, "de", variant
    )
