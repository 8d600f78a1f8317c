"""The areas on one scale, a row each: a numbered mark at the value, a band over what is possible."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from reports.assessed import Standing
from reports.charts.drawing import Box, wrapped
from reports.language import Language
from reports.wording import WITHOUT_VALUE, instead

ROW = 24.0
MARK = 8.5
"""Radius of the mark of an area."""
LETTER = 6.6
"""Width of a letter of a name, on average, at the size it is written."""
GAP = 5.0
BAND = 16.0


@dataclass(frozen=True)
class AreaRow:
    """One area: its row over the whole width of the scale, and in it mark, band and name."""

    number: int
    standing: Standing
    language: Language
    box: Box

    @property
    def middle(self) -> float:
        return self.box.y + self.box.height / 2

    @property
    def value(self) -> float | None:
        """Where the mark stands: exactly at the value."""
        return None if self.standing.shown is None else self._at(self.standing.shown)

    def _at(self, share: float) -> float:
        return self.box.x + share * self.box.width

    @property
    def band(self) -> Box | None:
        """What is possible while answers are missing; None where nothing is open or the area is no topic."""
        if self.standing.certain or self.standing.state in WITHOUT_VALUE:
            return None
        low, high = self._at(self.standing.lower), self._at(self.standing.upper)
        return Box(low, self.middle - BAND / 2, high - low, BAND)

    @cached_property
    def name(self) -> str:
        """The name of the area; where it is no topic at all, what it is instead."""
        short = self.language.text(self.standing.short)
        if self.value is None and self.band is None:
            words = f"{short}: {instead(self.standing, self.language)}"
            return wrapped(words, self.box.width - 2 * GAP, 12.5, 1)[0]
        return wrapped(short, self.box.width / 2 - MARK - 2 * GAP, 12.5, 1)[0]

    @property
    def width(self) -> float:
        return LETTER * len(self.name)

    @property
    def x(self) -> float:
        """Where the name begins or ends, as `anchor` says."""
        return self._place[0]

    @property
    def anchor(self) -> str:
        return self._place[1]

    @cached_property
    def _place(self) -> tuple[float, str]:
        """The first place where no end of the band runs through the name; else on the side with more room."""
        places = list(self._places())
        fitting = [place for place in places if self._free(*place)]
        far = places[0][0] > self.box.x + self.box.width / 2
        return fitting[0] if fitting else places[1 if far else 0]

    def _places(self) -> Iterator[tuple[float, str]]:
        """Beside the mark or, without one, at an end of the band: inside it first, then outside."""
        band = self.band or Box(self.box.x, self.box.y, 0, 0)
        if self.value is None:
            yield band.x + GAP, "start"
            yield band.right - GAP, "end"
        else:
            yield self.value + MARK + GAP, "start"
            yield self.value - MARK - GAP, "end"
        if self.band:
            low, high = band.x, band.right
            if self.value is not None:
                low, high = min(low, self.value - MARK), max(high, self.value + MARK)
            yield high + GAP, "start"
            yield low - GAP, "end"

    def _free(self, x: float, anchor: str) -> bool:
        first, last = (x, x + self.width) if anchor == "start" else (x - self.width, x)
        ends = (self.band.x, self.band.right) if self.band else ()
        inside = self.box.x + 2 <= first and last <= self.box.right - 2
        return inside and not any(first - 2 < end < last + 2 for end in ends)


def rows(standings: Iterable[Standing], language: Language, strip: Box) -> list[AreaRow]:
    """A row for each area from the top of the strip downwards, in the order of the report."""
    return [
        AreaRow(n + 1, standing, language, Box(strip.x, strip.y + n * ROW, strip.width, ROW))
        for n, standing in enumerate(standings)
    ]
