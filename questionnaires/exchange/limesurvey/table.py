"""The file as rows: one heading, then a row per setting, text, group, question and answer, with its line."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from questionnaires.library.source import ContentError, Place, Problem

MOST_BYTES = 5_000_000
"""A survey of a thousand questions in two languages has about one million."""
CLASSES = ("S", "SL", "G", "Q", "SQ", "A", "AS", "QTA", "QTAM", "QTALS", "C")
NEEDED = ("class", "name", "text")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `line` is where it begins (a text in quotes may go over several lines)."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Refused(ValueError):
    """Something on a line that cannot be taken over."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)

    def at(self, file: Path) -> ContentError:
        return ContentError([Problem(Place(file, self.line), str(self))])


def read(file: Path) -> list[Row]:
    """All rows below the heading. Raises Refused."""
    lines = csv.reader(io.StringIO(_text(file), newline=""), delimiter="\t", strict=True)
    begins = 1
    rows: list[Row] = []
    heading: list[str] = []
    try:
        for cells in lines:
            if not heading:
                heading = _heading(cells)
            elif any(cells):
                rows.append(_row(begins, heading, cells))
            begins = lines.line_num + 1
    except csv.Error as error:
        raise Refused(begins, f"not readable as a table: {error}") from None
    return rows


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refused(1, f"expected at most {MOST_BYTES // 1_000_000} MB")
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Refused(line, "expected UTF-8 text, as LimeSurvey exports it") from None
    except OSError as error:
        raise Refused(1, f"expected this file, it cannot be read ({error.strerror})") from None


def _heading(cells: list[str]) -> list[str]:
    heading = [cell.strip() for cell in cells]
    if missing := [column for column in NEEDED if column not in heading]:
        raise Refused(
            1, f"expected a structure that LimeSurvey exported as .txt: no column {', '.join(missing)}"
        )
    return heading


def _row(line: int, heading: list[str], cells: list[str]) -> Row:
    pairs = zip(reversed(heading), reversed([*cells, *[""] * len(heading)][: len(heading)]), strict=True)
    row = Row(line, {column: _unmasked(cell).strip() for column, cell in pairs if column})
    if row["class"] not in CLASSES:
        raise Refused(line, f"expected one of {', '.join(CLASSES)} as class, found {row['class']!r}")
    return row


def _unmasked(cell: str) -> str:
    """LimeSurvey puts an apostrophe before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'=") else cell


def of(rows: list[Row], *classes: str) -> Iterator[Row]:
    return (row for row in rows if row["class"] in classes)
