"""Companies counted by table, and found by cell, without looking at each of them for every table.

A column is what all companies have of one attribute; a table is counted by walking along its columns side by
side. Who is in a cell is looked up among those who have the rarest of its codes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.cohorts.crossing import BASES, NO, Cell, Row, Table

Signature = tuple[object, ...]


@dataclass(frozen=True)
class Tally:
    """The companies of one population, in their order."""

    rows: Sequence[Row]

    def counts(self, tables: Iterable[Table]) -> Counter[Cell]:
        """How many are in each cell of these tables; cells without any are left out."""
        found: Counter[Cell] = Counter()
        flag, column = "", list[str]()
        for table in tables:
            for attribute in table:
                if attribute not in BASES and attribute != flag:
                    flag, column = attribute, self._column(attribute)
            sides = [self._bases[one] if one in BASES else column for one in table]
            inside = Counter(zip(*sides, strict=True)) if table else {(): len(self.rows)}
            found.update({Cell(table, codes): number for codes, number in inside.items() if number})
        return found

    def members(self, cell: Cell) -> Sequence[Row]:
        """Those in a cell."""
        had = [one for one in zip(cell.table, cell.codes, strict=True) if one[0] in BASES or one[1] != NO]
        few = min((self._having.get(one, []) for one in had), key=len, default=self.rows)
        wanted = list(zip(cell.table, cell.codes, strict=True))
        return [row for row in few if all(row.codes.get(name, NO) == code for name, code in wanted)]

    def unlike(self, attributes: Sequence[str]) -> Sequence[Row]:
        """The first of those that are alike in these attributes and in when they came, in order."""
        found: dict[Signature, Row] = {}
        for row in self.rows:
            get = row.codes.get
            found.setdefault((row.born, *[get(one, NO) for one in attributes]), row)
        return list(found.values())

    def _column(self, attribute: str) -> list[str]:
        return [row.codes.get(attribute, NO) for row in self.rows]

    @cached_property
    def _bases(self) -> Mapping[str, list[str]]:
        return {attribute: self._column(attribute) for attribute in sorted(BASES)}

    @cached_property
    def _having(self) -> Mapping[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            for one in row.codes.items():
                found.setdefault(one, []).append(row)
        return found
