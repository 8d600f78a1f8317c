"""Files that are no workbooks, that hold no values, or that mean harm: told in a moment, never unpacked."""

import datetime
import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from questionnaires.exchange import opening, workbook
from questionnaires.exchange.cells import Cell
from questionnaires.library.source import ContentError
from tests.questionnaires.exchange.books import NEEDS, Book


def test_a_workbook_of_another_program_is_read(book: Book) -> None:
    """openpyxl writes texts and styles in other ways than XlsxWriter."""
    buffer = io.BytesIO()
    copy = openpyxl.Workbook()
    copy.remove(copy.worksheets[0])
    for sheet in book.book.worksheets:
        new = copy.create_sheet(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            new.append(row)
    copy.save(buffer)
    book.file.write_bytes(buffer.getvalue())
    assert workbook.read(book.file, NEEDS) == book.questionnaire


# --- no values ---------------------------------------------------------------------------------


def test_a_formula_is_refused_and_not_computed(book: Book) -> None:
    cell = book.put("survey", "plan", "weight", "=1+1")
    assert book.told() == [f"{cell}: expected a value, found a formula: paste its value in its place"]


def test_an_error_in_a_cell_is_refused(book: Book) -> None:
    cell = book.put("survey", "plan", "weight", "#DIV/0!")
    assert book.told() == [f"{cell}: expected a value, found the error #DIV/0!"]


def test_a_date_that_excel_made_of_an_option_is_told(book: Book) -> None:
    date = datetime.datetime(2026, 9, 1)  # noqa: DTZ001
    cells = [
        book.put("choices", "daily", "name", date),
        book.put("choices", "Es gibt Notizen.", "name", date),
        book.put("settings", 2, "min_coverage", date),
    ]
    said = "Excel has made a date of it; format the cell as text and type it again"
    assert sorted(book.told()) == sorted(f"{cell}: {said}" for cell in cells)


def test_merged_cells_are_refused(book: Book) -> None:
    book.book["tree"].merge_cells("A2:B3")
    assert book.told() == ["tree: expected no merged cells, found A2:B3"]


# --- files that mean harm ----------------------------------------------------------------------


def refused(file: Path) -> str:
    start = time.perf_counter()
    with pytest.raises(ContentError) as refusal:
        workbook.read(file, NEEDS)
    assert time.perf_counter() - start < 20
    assert {type(problem.place) for problem in refusal.value.problems} == {Cell}
    return str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"PK", b"type,name\n", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(content)
    assert refused(file) == f"{file}: expected an Excel workbook (.xlsx) of at most 20 MB"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.xlsx").endswith("gone.xlsx: expected this file, it is not there")
    assert "it is not there" in refused(tmp_path)


def with_part(book: Book, name: str, content: bytes, *, instead: bool = False) -> Path:
    """The workbook with one more part, or with another in its place."""
    with zipfile.ZipFile(book.file) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    assert (name in parts) == instead
    with zipfile.ZipFile(book.file, "w", zipfile.ZIP_DEFLATED) as new:
        for part, kept in (parts | {name: content}).items():
            new.writestr(part, kept)
    return book.file


def test_a_zip_bomb_is_not_unpacked(book: Book) -> None:
    file = with_part(book, "xl/media/bomb.bin", bytes(100_000_000))
    assert file.stat().st_size < 1_000_000
    assert "expected at most 40 MB when unpacked" in refused(file)


def test_links_to_other_files_are_refused(book: Book) -> None:
    assert "expected no links to other files" in refused(
        with_part(book, "xl/externalLinks/externalLink1.xml", b"<a/>")
    )


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "xxxxxxxx"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (BOMB, "expected no document types and entities"),
        (BOMB.decode().encode("utf-16"), "expected parts in UTF-8"),
        (b'<?xml version="1.0" encoding="cp037"?><a/>', "expected parts in UTF-8"),
        (b"", "expected parts in UTF-8"),
        (b"<a>" * 200_000, "not readable as an Excel workbook"),
        (b"<sst", "not readable as an Excel workbook"),
    ],
)
def test_xml_that_means_harm_is_refused(book: Book, content: bytes, said: str) -> None:
    assert said in refused(with_part(book, "xl/sharedStrings.xml", content, instead=True))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (b'<row r="%d"/>', "expected fewer cells: delete the formatted, empty rows and columns"),
        (
            b'<row r="%d"><c s="1"/></row>',
            "expected fewer cells: delete the formatted, empty rows and columns",
        ),
        (b'<row r="%d" ht="30" customHeight="1"/>', "expected at most 40 MB when unpacked"),
    ],
)
def test_a_million_empty_rows_are_refused_in_a_moment(book: Book, row: bytes, said: str) -> None:
    rows = b"".join(row % number for number in range(1, 1_000_001))
    names = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (names, rows)
    assert said in refused(with_part(book, "xl/worksheets/sheet1.xml", sheet, instead=True))


BLANK = " " * 16_000


@pytest.mark.parametrize(
    ("heading", "value"),
    [
        ("sets", f"a{BLANK}b\n{BLANK}c{BLANK}d"),
        ("sets", '"' + "\\" * 32_000),
        ("caps", "=" * 32_000),
        ("fact", "one of " + ", " * 16_000 + '"'),
        ("points", "9" * 32_000),
        ("alone", f"{BLANK}yes{BLANK}!"),
    ],
)
def test_a_long_cell_is_refused_in_a_moment(book: Book, heading: str, value: str) -> None:
    cell = book.put("choices", "daily", heading, value)
    book.save()
    told = refused(book.file)
    assert f"{cell}: expected" in told
    assert len(told) < 1000


@pytest.mark.parametrize(
    "value", ["(" * 32_000, "${a} = 'b' or " * 2_000, f"${{a}}{BLANK}!{BLANK}", "'" * 32_001]
)
def test_a_long_expression_is_refused_in_a_moment(book: Book, value: str) -> None:
    cell = book.put("survey", "plan", "relevant", value)
    book.save()
    assert f"{cell}: expected at most 4000 characters" in refused(book.file)


def test_long_headings_are_refused_in_a_moment(book: Book) -> None:
    for column in range(40, 200):
        book.book["survey"].cell(1, column, f"{column}{BLANK}:{BLANK}a")
        book.book["survey"].cell(2, column, "x")
    book.save()
    assert "unknown column" in refused(book.file)


def test_rows_and_columns_far_away_are_refused(book: Book) -> None:
    book.book["tree"]["A900000"] = "far"
    assert book.told() == [
        f"tree!A{opening.MAX_ROWS + 1}: expected at most 10000 rows: delete those below, also empty ones"
    ]
    del book.book["tree"]._cells[(900000, 1)]
    book.book["tree"]["XFD2"] = "far"
    assert book.told() == ["tree!XFD2: expected at most 200 columns"]
