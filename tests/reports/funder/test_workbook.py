"""The report in Excel: native tables and charts, numbers that are numbers, nothing that becomes a formula."""

import io
import re
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from reports.funder import workbook
from reports.funder.figures import Typed
from reports.funder.report import FunderReport
from tests.reports.funder.networks import CHAMBER, LAST, a_report

HEAD = workbook.HEAD + 1
"""The row of the headings, from 1."""
TRICKS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("https://example.org")']


@cache
def written(set_id: str = "federal_networks") -> bytes:
    return workbook.write(a_report(set_id), "de")


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def table(book: Workbook, sheet: int = 0) -> list[dict[str, Any]]:
    headings, *rows = book.worksheets[sheet].iter_rows(min_row=HEAD, values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def parts(content: bytes, pattern: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [packed.read(name).decode() for name in packed.namelist() if re.search(pattern, name)]


def line(report: FunderReport, title: str) -> Any:
    return next(one for one in report.lines if one.title.de == title)


def test_the_sheets_are_figures_their_parts_growth_and_how_it_is_counted() -> None:
    assert opened(written()).sheetnames == [
        *("Kennzahlen", "Nach Größe", "Nach Stadt und Landkreis", "Nach Branche", "Verlauf"),
        "Wie gezählt wird",
    ]


def test_a_chamber_s_has_only_what_can_be_told_of_it_and_says_what_else_there_is() -> None:
    book = opened(workbook.write(a_report(chamber=CHAMBER), "de"))
    assert [cell.value for cell in book["Verlauf"][HEAD]] == ["Stand", "Mit abgeschlossenem Check"]
    last = {row[0]: row[1] for row in book["Wie gezählt wird"].iter_rows(values_only=True)}
    assert str(last["Weitere Kennzahlen"]).startswith(
        "Weitere Kennzahlen gibt es nur für das ganze Netzwerk:"
    )


def test_a_number_is_a_number_and_a_word_stands_where_none_can_be_told() -> None:
    rows, report = table(opened(written())), a_report()
    for row in rows:
        total = line(report, row["Kennzahl"]).total
        if total is not None and total.value is not None:
            assert row["Gesamt"] == total.value
        else:
            assert row["Gesamt"] is None or isinstance(row["Gesamt"], str)
    assert len(rows) == len(report.lines)


def test_every_figure_has_its_sentence_beside_it_and_on_the_last_sheet() -> None:
    book, report = opened(written()), a_report()
    beside = {row["Kennzahl"]: row["Wie gezählt wird"] for row in table(book)}
    last = {row[0]: row[1] for row in book["Wie gezählt wird"].iter_rows(values_only=True)}
    assert beside == {one.title.de: one.counting.de for one in report.lines}
    assert last.items() >= beside.items()
    assert {one.title.de for one in report.divided} <= last.keys()
    assert last["Stand"] == "30. September 2026"
    assert last["Festgehalten am"] == "1. Oktober 2026"


def test_tables_are_native_and_each_part_has_a_chart_that_looks_at_its_cells() -> None:
    named = re.findall(r'<table [^>]*displayName="(\w+)"', "".join(parts(written(), r"tables/table\d")))
    assert sorted(named) == ["Branche", "Groesse", "Kennzahlen", "Ort", "Verlauf", "Zaehlweise"]
    charts = parts(written(), r"charts/chart\d")
    assert len(charts) == 4
    looked_at = [re.findall(r"<c:f>'?([^'!]+)'?!\$B\$(\d+):\$B\$(\d+)", chart) for chart in charts]
    assert [(name, int(first)) for ((name, first, _), *_rest) in looked_at] == [
        (name, HEAD + 1) for name in ("Nach Größe", "Nach Stadt und Landkreis", "Nach Branche", "Verlauf")
    ]


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_that_somebody_typed_becomes_a_formula(trick: str) -> None:
    entered = [Typed(indicator="remark", quarter=LAST, text=trick)]
    report = a_report("esf_erdf", entered=entered, scope=trick)
    changed = report.operator.model_copy(update={"name": trick})
    content = workbook.write(report.model_copy(update={"operator": changed}), "de")
    book = opened(content)
    row = next(row for row in table(book) if row["Kennzahl"] == "Besonderheiten im Zeitraum")

    assert row["Im Zeitraum"] == trick
    assert trick in str(book.worksheets[0]["A5"].value)
    assert not re.search(r"<f>(?!SUBTOTAL)", "".join(parts(content, r"worksheets/sheet\d")))
    kinds = {cell.data_type for sheet in book.worksheets for line in sheet.iter_rows() for cell in line}
    assert "f" not in kinds


def test_the_same_report_gives_the_same_bytes() -> None:
    assert workbook.write(a_report(), "de") == written()


def test_it_is_read_in_english_too() -> None:
    book = opened(workbook.write(a_report("esf_erdf"), "en"))
    assert book.sheetnames[0] == "Indicators"
    assert book.worksheets[0]["A1"].value == "Report to the funder"
