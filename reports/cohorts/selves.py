"""What companies were counted as on earlier days, before they answered anew.

Figures of an earlier day are judged by the companies of that day: without this, one that has answered anew
would be missing there, and five would look like four. Most companies have one self only and are not in here.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from reports.cohorts import crossing
from reports.cohorts.crossing import Cell, Row
from reports.cohorts.tallies import Tally


class Selves:
    """Of each company that has answered anew since figures were told: its rows, in order of their days."""

    def __init__(self, all_: Iterable[Sequence[Row]] = ()) -> None:
        self._of = {id(row): selves for selves in all_ for row in selves}

    @cached_property
    def former(self) -> list[Row]:
        """All that no company is any more."""
        return [row for selves in {id(one): one for one in self._of.values()}.values() for row in selves[:-1]]

    @cached_property
    def tally(self) -> Tally:
        return Tally(self.former)

    def members(self, cell: Cell, day: int) -> list[Row]:
        """Former ones that were in a cell on a day."""
        return [row for row in self.tally.members(cell) if row.on(day)]

    def was_in(self, row: Row, cell: Cell, day: int) -> bool:
        """Whether the company of a row was in a cell on a day, as another self."""
        then = (one for one in self._of.get(id(row), ()) if one is not row and one.on(day))
        return any(crossing.cell(cell.table, one) == cell for one in then)

    def alike(self, row: Row, attributes: Iterable[str]) -> Sequence[Row]:
        """Of the company of a row, all selves that have the same codes there; the row is among them."""
        selves = self._of.get(id(row))
        if selves is None:
            return (row,)
        names = [*attributes]
        return [one for one in selves if all(one.code(name) == row.code(name) for name in names)]
