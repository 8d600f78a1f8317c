"""Where something stands in a workbook."""

from dataclasses import dataclass
from typing import Any

from questionnaires.library.source import Place


@dataclass(frozen=True, slots=True)
class Cell(Place):
    """A cell by sheet and address; without a column the sheet, without a sheet the file."""

    sheet: str = ""
    column: int = 0
    position: int = 0
    """Where its sheet stands among the others: problems are told in that order."""

    def __str__(self) -> str:
        address = f"!{letters(self.column)}{self.line}" if self.column else ""
        return f"{self.file}:{self.sheet}{address}" if self.sheet else str(self.file)

    def __lt__(self, other: object) -> bool:
        return isinstance(other, Cell) and self._order < other._order

    @property
    def _order(self) -> tuple[Any, ...]:
        return (self.file, self.position, self.line, self.column, self.sheet)


def letters(column: int) -> str:
    """The name of a column counted from 1: A, B ... Z, AA ..."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
