"""A workbook from outside as plain rows: bounded in size and time, and without anything but values.

The container is looked at before anything reads it: its size when unpacked, the number of elements, and
what a workbook of values has no use for (document types, links to other files, merged cells). Formulas are
refused and never computed.
"""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from questionnaires.exchange.cells import Cell
from questionnaires.library.source import ContentError, Problem

MAX_BYTES = 20_000_000
MAX_UNPACKED = 40_000_000
MAX_PARTS = 1_000
MAX_ELEMENTS = 500_000
"""Tags of all parts together; a questionnaire of 64 questions has 21,000."""
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_SHEETS = 60
MAX_HEADING = 100


@dataclass(frozen=True, slots=True)
class Row:
    """The values of a row by heading; what is blank is not among them."""

    number: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its headings and the rows below them that hold something."""

    file: Path
    name: str
    position: int
    columns: Mapping[str, int]
    rows: tuple[Row, ...]

    def cell(self, row: int, heading: str = "") -> Cell:
        """The cell below a heading; where the sheet has no such column, the first of the row."""
        return Cell(self.file, row, self.name, self.columns.get(heading, 1), self.position)


def sheets(file: Path) -> dict[str, Sheet]:
    """The sheets of a workbook by name. Raises ContentError for what is no workbook of values."""
    try:
        _refuse_harm(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what a workbook has besides values does not matter here
            return _read(file)
    except ContentError:
        raise
    except FileNotFoundError:
        raise _refused(file, "expected this file, it is not there") from None
    except Exception as error:  # a damaged workbook fails in too many ways to name them all
        raise _refused(file, f"not readable as an Excel workbook (.xlsx): {_reason(error)}") from None


def _reason(error: Exception) -> str:
    said = str(error).splitlines()
    return said[0][:200] if said else type(error).__name__


def _refused(file: Path, message: str) -> ContentError:
    return ContentError([Problem(Cell(file, 1), message)])


# --- the container -----------------------------------------------------------------------------

_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']*)""")


def _refuse_harm(file: Path) -> None:
    if not file.is_file():
        raise FileNotFoundError(file)
    if file.stat().st_size > MAX_BYTES or not zipfile.is_zipfile(file):
        raise _refused(file, f"expected an Excel workbook (.xlsx) of at most {MAX_BYTES // 10**6} MB")
    with zipfile.ZipFile(file) as container:
        parts = container.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise _refused(file, f"expected at most {MAX_UNPACKED // 10**6} MB when unpacked")
        if any("externallinks/" in part.filename.lower() for part in parts):
            raise _refused(file, "expected no links to other files: write their values into the cells")
        if len({part.filename.lower() for part in parts}) < len(parts):
            raise _refused(file, "expected each part once in the container")
        elements = 0
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")):
                elements += _looked_at(file, container.read(part))
    if elements > MAX_ELEMENTS:
        raise _refused(file, "expected fewer cells: delete the formatted, empty rows and columns")


def _looked_at(file: Path, part: bytes) -> int:
    """How many tags a part has, once it is plain XML that declares nothing."""
    encoding = _ENCODING.search(part[:200])
    plain = part.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") and b"\0" not in part[:4]
    if not plain or (encoding and encoding[1].lower() not in {b"utf-8", b"utf8", b"us-ascii"}):
        raise _refused(file, "expected parts in UTF-8")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise _refused(file, "expected no document types and entities")
    return part.count(b"<")


_MERGED = re.compile(rb"""<(?:\w{1,20}:)?mergeCell\s[^<>]*?ref\s*=\s*["']([A-Z0-9:$]+)""")


def _merged(file: Path, path: str) -> list[str]:
    with zipfile.ZipFile(file) as container:
        return [found.decode() for found in _MERGED.findall(container.read(path.lstrip("/")))][:9]


# --- the cells ---------------------------------------------------------------------------------


def _read(file: Path) -> dict[str, Sheet]:
    import openpyxl  # not needed to ask and to score

    with file.open("rb") as stream:  # closed whatever happens: openpyxl leaves a damaged file open
        book = openpyxl.load_workbook(stream, read_only=True, keep_links=False)
        if len(book.worksheets) > MAX_SHEETS:
            raise _refused(file, f"expected at most {MAX_SHEETS} sheets")
        read = [_Sheet(file, place, sheet) for place, sheet in enumerate(book.worksheets)]
        found = {sheet.name: sheet.read() for sheet in read if not sheet.name.startswith("_")}
    problems = [problem for sheet in read for problem in sheet.problems]
    if problems:
        raise ContentError(problems)
    return found


class _Sheet:
    """Reads one sheet and keeps what is wrong in it. One whose name begins with _ is for notes."""

    def __init__(self, file: Path, position: int, sheet: Any) -> None:
        self.file = file
        self.position = position
        self.name: str = sheet.title
        self.sheet = sheet
        self.problems: list[Problem] = []

    def read(self) -> Sheet:
        for merged in _merged(self.file, self.sheet._worksheet_path):
            self._tell(0, 0, f"expected no merged cells, found {merged}")
        self.sheet.reset_dimensions()  # what the file says about its own size need not be true
        rows = self._rows()
        headings = self._headings(next(rows, {}))
        found = [Row(number, dict(self._named(number, row, headings))) for number, row in enumerate(rows, 2)]
        columns = {heading: column for column, heading in headings.items()}
        filled = tuple(row for row in found if row.values)
        return Sheet(self.file, self.name, self.position, columns, filled)

    def _tell(self, row: int, column: int, message: str) -> None:
        self.problems.append(Problem(Cell(self.file, row, self.name, column, self.position), message))

    def _rows(self) -> Iterator[dict[int, Any]]:
        """The values of each row by column, up to the last row."""
        for number, cells in enumerate(self.sheet.iter_rows(), 1):
            if number > MAX_ROWS:
                self._tell(
                    number, 1, f"expected at most {MAX_ROWS} rows: delete those below, also empty ones"
                )
                return
            yield dict(self._values(number, cells))

    def _values(self, number: int, cells: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        for column, cell in enumerate(cells, 1):
            value = cell.value
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            if column > MAX_COLUMNS:
                self._tell(number, column, f"expected at most {MAX_COLUMNS} columns")
                return
            if cell.data_type == "f":
                self._tell(number, column, "expected a value, found a formula: paste its value in its place")
            elif cell.data_type == "e":
                self._tell(number, column, f"expected a value, found the error {value}")
            else:
                yield column, _cleaned(value)

    def _headings(self, row: Mapping[int, Any]) -> dict[int, str]:
        headings = {column: _heading(value) for column, value in row.items()}
        for column, heading in headings.items():
            if list(headings.values()).index(heading) != list(headings).index(column):
                self._tell(1, column, f"expected the heading {heading} once")
        return headings

    def _named(
        self, row: int, values: Mapping[int, Any], names: Mapping[int, str]
    ) -> Iterator[tuple[str, Any]]:
        for column, value in values.items():
            if column in names:
                yield names[column], value
            else:
                self._tell(row, column, f"expected a heading above, found {value!r} below none")


def _cleaned(value: Any) -> Any:
    """Line breaks as Excel on Windows writes them are line breaks."""
    return value.replace("_x000D_", "").replace("\r\n", "\n") if isinstance(value, str) else value


_LANGUAGE = re.compile(
    r"(.*?)\s*::?\s*(?:deutsch \(de\)|de|deutsch|english \(en\)|en|english)", re.IGNORECASE
)


def _heading(value: Any) -> str:
    """A heading as our tables write it, however it was typed: `List Name`, `label::de`."""
    written = str(value).strip()
    text = _LANGUAGE.fullmatch(written) if len(written) < MAX_HEADING else None
    name = "_".join((text[1] if text else written).lower().split())
    if not text:
        return name
    german = written[len(text[1]) :].strip(" :").lower().startswith("d")
    return f"{name}::{'Deutsch (de)' if german else 'English (en)'}"
