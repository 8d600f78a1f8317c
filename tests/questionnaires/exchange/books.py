"""Workbooks to be spoilt: one of the tiny questionnaire, with a cell changed, and what reading it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.exchange import workbook
from questionnaires.library.source import ContentError
from tests.questionnaires.folders import TINY

NEEDS = TINY / "needs.yaml"
DE, EN = "label::Deutsch (de)", "label::English (en)"


@dataclass
class Book:
    """A workbook file, whose cells are named by sheet, the first word of a row, and heading."""

    file: Path
    questionnaire: Questionnaire

    def __post_init__(self) -> None:
        if not self.file.exists():
            self.file.write_bytes(workbook.write(self.questionnaire))
        self.book = openpyxl.load_workbook(BytesIO(self.file.read_bytes()))

    @classmethod
    def tiny(cls, file: Path) -> "Book":
        questionnaire, content = _tiny()
        file.write_bytes(content)
        return cls(file, questionnaire)

    def row(self, sheet: str, named: str | int) -> int:
        """The number of a row, or of the first that is called like this, or where a cell says this."""
        rows = list(self.book[sheet].iter_rows(min_row=2, values_only=True))
        known = [row[: 2 if any(named in row[:2] for row in rows) else None] for row in rows]
        return named if isinstance(named, int) else 2 + [named in row for row in known].index(True)

    def address(self, sheet: str, named: str | int, heading: str) -> str:
        headings = [cell.value for cell in self.book[sheet][1]]
        return str(self.book[sheet].cell(self.row(sheet, named), headings.index(heading) + 1).coordinate)

    def put(self, sheet: str, named: str | int, heading: str, value: Any) -> str:
        """Writes into a cell. Returns its address."""
        address = self.address(sheet, named, heading)
        self.book[sheet][address] = value
        return f"{sheet}!{address}"

    def add(self, sheet: str, row: Mapping[str, Any]) -> None:
        headings = [cell.value for cell in self.book[sheet][1]]
        assert set(row) <= set(headings)
        self.book[sheet].append([row.get(str(heading)) for heading in headings])

    def save(self) -> None:
        self.book.save(self.file)

    def read(self) -> Questionnaire:
        self.save()
        return workbook.read(self.file, NEEDS)

    def told(self) -> list[str]:
        """Every problem that is told, without the path of the file."""
        try:
            self.read()
        except ContentError as error:
            return [str(problem).removeprefix(f"{self.file}:") for problem in error.problems]
        return []


@cache
def _tiny() -> tuple[Questionnaire, bytes]:
    """Read and written once: the same questionnaire gives the same bytes."""
    questionnaire = library.load(TINY, NEEDS)
    return questionnaire, workbook.write(questionnaire)


def values(content: bytes, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet as openpyxl reads them."""
    headings, *rows = openpyxl.load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True)
    return [{str(h): v for h, v in zip(headings, row, strict=True) if v is not None} for row in rows]
