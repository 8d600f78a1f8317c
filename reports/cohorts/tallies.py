"""Companies counted by table, and found by cell, without looking at each of them for every table.

A column is what all companies have of one attribute; a table is counted by walking along its columns side by
side. Who is in a cell is looked up among those who have the rarest of its codes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reports.cohorts import crossing
from reports.cohorts.crossing import BASES, NO, Cell, Row, Table

Signature = tuple[object, ...]


@dataclass(frozen=True)
class Tally:
    """The companies of one population, in their order."""

    rows: Sequence[Row]
    _numbers: dict[str, Counter[str]] = field(default_factory=dict)
    _having: dict[tuple[str, str], Sequence[Row]] = field(default_factory=dict)

    def counts(self, tables: Iterable[Table]) -> Counter[Cell]:
        """How many are in each cell of these tables; cells without any are left out."""
        found: Counter[Cell] = Counter()
        flag, column = "", list[str]()
        for table in tables:
            for attribute in table:
                if attribute not in BASES and attribute != flag:
                    flag, column = attribute, crossing.column(attribute, self.rows)
            sides = [self._bases[one] if one in BASES else column for one in table]
            inside = Counter(zip(*sides, strict=True)) if table else {(): len(self.rows)}
            found.update({Cell(table, codes): number for codes, number in inside.items() if number})
        return found

    def members(self, cell: Cell) -> Sequence[Row]:
        """Those in a cell."""
        wanted = list(zip(cell.table, cell.codes, strict=True))
        had = [one for one in wanted if one[0] in BASES or one[1] != NO]
        few = self._with(*min(had, key=lambda one: self._number(*one))) if had else self.rows
        return [row for row in few if all(row.code(name) == code for name, code in wanted)]

    def unlike(self, attributes: Sequence[str]) -> Sequence[Row]:
        """The first of those that are alike in these attributes and in when they came and went, in order."""
        sides = [crossing.column(one, self.rows) for one in attributes]
        found: dict[Signature, Row] = {}
        for row, *codes in zip(self.rows, *sides, strict=True):
            found.setdefault((row.born, row.gone, *codes), row)
        return list(found.values())

    @cached_property
    def _bases(self) -> Mapping[str, list[str]]:
        return {attribute: crossing.column(attribute, self.rows) for attribute in sorted(BASES)}

    def _number(self, attribute: str, code: str) -> int:
        """How many have a code."""
        if attribute not in self._numbers:
            self._numbers[attribute] = Counter(crossing.column(attribute, self.rows))
        return self._numbers[attribute][code]

    def _with(self, attribute: str, code: str) -> Sequence[Row]:
        """Who has a code: looked up for those that are asked for, since all would fill the memory."""
        if (attribute, code) not in self._having:
            column = crossing.column(attribute, self.rows)
            self._having[attribute, code] = [
                row for row, found in zip(self.rows, column, strict=True) if found == code
            ]
        return self._having[attribute, code]
