"""The rows of the sheets of a workbook as plain data again, in which every part knows its cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from questionnaires.exchange import headings as h
from questionnaires.exchange import sheets as s
from questionnaires.exchange.cells import Cell
from questionnaires.exchange.forms import WORD
from questionnaires.exchange.opening import Row, Sheet
from questionnaires.exchange.refusals import refused, shown
from questionnaires.library.source import Document, Place, Problem, Step, _expectation

Path_ = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """The row that holds the part of an id, and the heading below which the id stands."""

    sheet: str
    row: Row
    heading: str


@dataclass(frozen=True)
class Gathered(Document):
    """Plain data out of a workbook, with the cell and the heading of each part."""

    cells: Mapping[Path_, Cell] = field(default_factory=dict)
    headings: Mapping[Path_, str] = field(default_factory=dict)

    told: Mapping[Path_, Cell] = field(default_factory=dict)
    """The parts with a cell that could not be read: what follows from that is told at this cell."""

    def place(self, path: Path_ = ()) -> Place:
        found = self._written(path)
        return self.told.get(found) or self.cells.get(found, Cell(self.file, 1))

    def _written(self, path: Path_) -> Path_:
        """The kind of a question is the fifth step from the top; `text` is one, and also a key."""
        return super()._written((*path[:4], *path[5:]) if path[:1] == ("sections",) else path)

    def _problem(self, found: Any) -> Problem:
        path = found["loc"]
        named = self.headings.get(self._written(path))
        if named is None:
            named = ".".join(step for step in path if isinstance(step, str)) or "the workbook"
        said = _expectation(found)
        return Problem(self.place(path), f"{named}: {said}" if named else said)


class Collected:
    """Takes rows, keeps what is in them as plain data, and everything that is wrong with them."""

    def __init__(self, file: Path, sheets: Mapping[str, Sheet]) -> None:
        self.file = file
        self.sheets = {name: h.corrected(sheet) for name, sheet in sheets.items()}
        self.problems = [problem for sheet in sheets.values() for problem in h.problems(sheet)]
        self.cells: dict[Path_, Cell] = {}
        self.headings: dict[Path_, str] = {}
        self.called: dict[str, dict[str, list[Called]]] = {}
        self.leaning: dict[Path_, Path_] = {}
        """Parts that name another: what is refused in that is told there, and not of them as well."""

    def gathered(self, data: Any) -> Gathered:
        lines = {part: 1 for path in self.cells for part in _around(path)}
        wrong = {problem.place for problem in self.problems}
        told = {part: cell for path, cell in self.cells.items() if cell in wrong for part in _around(path)}
        told |= {part: told[other] for part, other in self.leaning.items() if other in told}
        return Gathered(self.file, data, lines, self.cells, self.headings, told)

    def rows(self, sheet: str) -> Sequence[Row]:
        return self.sheets[sheet].rows if sheet in self.sheets else ()

    def cell(self, sheet: str, row: Row | None, heading: str = "") -> Cell:
        if sheet not in self.sheets:
            return Cell(self.file, 1, sheet, 0, len(self.sheets))
        return self.sheets[sheet].cell(row.number if row else 1, heading)

    def tell(self, sheet: str, row: Row | None, heading: str, message: str) -> None:
        self.problems.append(Problem(self.cell(sheet, row, heading), message))

    def part(self, sheet: str, row: Row, table: s.Table, path: Path_, *, also: Iterable[str] = ()) -> Any:
        """The part that a row holds; cells of other columns, unless named in `also`, are refused."""
        part: dict[str, Any] = {}
        self.stands(path, sheet, row, table[0].heading, named="")
        for column in table:
            self.stands((*path, *column.key), sheet, row, column.heading)
            value = self.value(sheet, row, column)
            if value is not None:
                _put(part, column.key, value)
        self.nothing_else(sheet, row, {column.heading for column in table} | set(also))
        return part

    def stands(
        self, path: Path_, sheet: str, row: Row | None, heading: str, *, named: str | None = None
    ) -> None:
        """Remembers in which cell a part stands, also one that is missing; a whole row has no name."""
        self.cells[path] = self.cell(sheet, row, heading)
        self.headings[path] = heading if named is None else named

    def is_called(self, id_: Any, sheet: str, row: Row, heading: str, kind: str = "") -> None:
        """Remembers where the part of this id stands, for what is wrong between parts of any kind."""
        same = self.called.setdefault(kind or sheet, {}).setdefault(str(id_), [])
        same.append(Called(sheet, row, heading))

    def value(self, sheet: str, row: Row, column: s.Column) -> Any:
        """What a cell says; None for a blank one and for one that cannot be read, which is told."""
        given = row.values.get(column.heading)
        if given is None:
            return None
        try:
            return column.form.read(given)
        except ValueError:
            self.tell(sheet, row, column.heading, refused(column, given))
            return None

    def grouped(self, sheet: str, heading: str) -> dict[str, list[Row]]:
        """The rows of a sheet by the word below a heading."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows(sheet):
            name = self.value(sheet, row, s.Column(heading, (heading,), WORD))
            if name is not None:
                groups.setdefault(name, []).append(row)
            elif heading not in row.values:
                self.tell(sheet, row, heading, f"expected a word as {heading}, found none")
        return groups

    def nothing_else(self, sheet: str, row: Row, headings: set[str]) -> None:
        known = s.SHEETS[sheet]
        for heading, value in row.values.items():
            if heading in known and heading not in headings:
                kind = f" in a row of the type {row.values['type']}" if "type" in row.values else " here"
                self.tell(sheet, row, heading, f"expected nothing as {heading}{kind}, found {shown(value)}")


def _put(part: dict[str, Any], key: s.Key, value: Any) -> None:
    for step in key[:-1]:
        part = part.setdefault(step, {})
    part[key[-1]] = value


def _around(path: Path_) -> list[Path_]:
    """The part itself and those that it is a part of."""
    return [path[:end] for end in range(1, len(path) + 1)]
