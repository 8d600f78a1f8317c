"""Frozen figures as tables and bars: in the order of the content, with what was told of them earlier."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from questionnaires.text import Text
from reports.cohorts import crossing
from reports.cohorts.crossing import CHAMBER, DISTRICT, FIELD, NEED, UNMET, YES, Cell
from reports.cohorts.names import Names
from reports.cohorts.quartiles import CHANGE, Quartiles
from reports.cohorts.statistics import Figure, Population

MOST_NEEDS = 12
"""Needs that are shown at once, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure under a name."""

    name: Text
    figure: Figure

    @property
    def number(self) -> int:
        """By which it is drawn: what is told, or was told last."""
        return _drawn(self.figure)


@dataclass(frozen=True, slots=True)
class Grid:
    """Two attributes crossed; empty rows and columns are left out."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, tuple[Figure, ...]], ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles under a name."""

    name: Text
    quartiles: Quartiles


@dataclass(frozen=True)
class Shown:
    """What is told of one kind of companies: of all, or of those in the districts of one chamber (`area`)."""

    population: Population
    names: Names
    area: str | None = None

    @property
    def whole(self) -> Figure:
        """How many have finished a check."""
        if self.area:
            return self.population.figure(Cell((CHAMBER,), (self.area,)))
        return self.population.figure(Cell(crossing.TOTAL, ()))

    def flag(self, flag: str) -> Figure:
        """How many companies have something."""
        table, codes = ((flag, CHAMBER), (YES, self.area)) if self.area else ((flag,), (YES,))
        return self.population.figure(Cell(table, codes))

    def by(self, attribute: str) -> tuple[Line, ...]:
        """By size, sector or district; sectors in which nobody is are left out."""
        lines = [Line(name, self._one(attribute, code)) for code, name in self._codes(attribute).items()]
        named = (crossing.SECTOR, crossing.CHAMBER)
        return tuple(line for line in lines if line.figure.count != 0 or attribute not in named)

    def _codes(self, attribute: str) -> dict[str, Text]:
        codes = dict(self.names.codes[attribute])
        if not self.figures_of_nobody(attribute):
            codes.pop(crossing.UNSTATED, None)
        if self.area and attribute == DISTRICT:
            return {code: codes[code] for code in self.names.districts[self.area]}
        return codes

    def figures_of_nobody(self, attribute: str) -> bool:
        """Whether there are companies that did not state it."""
        return self._one(attribute, crossing.UNSTATED).count != 0

    def _one(self, attribute: str, code: str) -> Figure:
        apart = self.area and attribute not in (DISTRICT, CHAMBER)
        cell = Cell((attribute, CHAMBER), (code, self.area or "")) if apart else Cell((attribute,), (code,))
        return self.population.figure(cell)

    def crossed(self, rows: str, columns: str) -> Grid:
        """Raises TooManyCrossed where that would cross a third attribute."""
        if self.area and DISTRICT not in (rows, columns):
            raise crossing.TooManyCrossed((rows, columns, CHAMBER))
        across = list(self._codes(columns).items())
        figures = [
            (name, [self._where({rows: row, columns: column}) for column, _ in across])
            for row, name in self._codes(rows).items()
        ]
        return _without_nobody(figures, [name for _, name in across])

    def _where(self, codes: Mapping[str, str]) -> Figure:
        """The figure of these codes, in whichever order the table has its attributes."""
        table = next(one for one in crossing.OF_ALL if set(one) == codes.keys())
        return self.population.figure(Cell(table, tuple(codes[attribute] for attribute in table)))

    def unmet_by_district(self) -> Grid:
        """By field of action and district, companies with a need that no offer serves."""
        districts = list(self._codes(DISTRICT).items())
        figures = [
            (
                name,
                [self.population.figure(Cell((FIELD + id_, DISTRICT), (YES, code))) for code, _ in districts],
            )
            for id_, name in self.names.fields.items()
        ]
        return _without_nobody(figures, [name for _, name in districts])

    def needs(self) -> tuple[Line, ...]:
        """What companies need strongly, the most frequent first; hidden ones are left out."""
        lines = [Line(name, self.flag(NEED + id_)) for id_, name in self.names.needs.items()]
        return _most(lines)[:MOST_NEEDS]

    def unmet(self) -> tuple[Line, ...]:
        """What they need and no offer serves, over all districts; only told ones."""
        cells = {id_: Cell((UNMET + id_,), (YES,)) for id_ in self.names.needs}
        return _most(Line(self.names.needs[id_], self.population.figure(cell)) for id_, cell in cells.items())

    def spreads(self) -> tuple[Spread, ...]:
        """Where companies stand: both axes, then the areas."""
        return self._spreads(lambda value: value)

    def changes(self) -> tuple[Spread, ...]:
        """By how much the areas changed from the first to the newest check."""
        return self._spreads(lambda value: CHANGE + value)

    def _spreads(self, told: Callable[[str], str]) -> tuple[Spread, ...]:
        cell = Cell((CHAMBER,), (self.area,)) if self.area else Cell(crossing.TOTAL, ())
        found = {one.value: one for one in self.population.quartiles if (one.table, one.codes) == cell}
        return tuple(
            Spread(name, found[told(value)])
            for value, name in self.names.values.items()
            if told(value) in found
        )

    def spreads_by(self, attribute: str, value: str) -> tuple[Spread, ...]:
        """One value by size, sector or district, where ten companies and more are told of."""
        codes = self._codes(attribute)
        found = {
            one.codes[0]: one
            for one in self.population.quartiles
            if one.table == (attribute,) and one.value == value
        }
        return tuple(Spread(name, found[code]) for code, name in codes.items() if code in found)


def _drawn(figure: Figure) -> int:
    return figure.count or (figure.earlier.count if figure.earlier and figure.count is None else 0)


def _most(lines: Iterable[Line]) -> tuple[Line, ...]:
    told = [line for line in lines if line.number]
    return tuple(sorted(told, key=lambda line: (-line.number, line.name.de)))


def _without_nobody(rows: Sequence[tuple[Text, Sequence[Figure]]], columns: Sequence[Text]) -> Grid:
    kept = [at for at in range(len(columns)) if any(figures[at].count != 0 for _, figures in rows)]
    return Grid(
        tuple(columns[at] for at in kept),
        tuple(
            (name, tuple(figures[at] for at in kept))
            for name, figures in rows
            if any(figure.count != 0 for figure in figures)
        ),
    )
