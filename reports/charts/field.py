"""The field of four: exposure upwards, readiness to the right, the company and its areas in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import count

from reports import described
from reports.charts.drawing import Box, Paint, hatching, wrapped
from reports.language import N_, Language
from reports.report import Report

WIDTH = 320
PLOT = Box(18, 26, 300, 252)
MARK = 9.0
"""Radius of a mark; marks of areas keep at least two radii apart."""
SLOTS = (-27.0, 27.0, -49.0, 49.0, -71.0, 71.0, -93.0, 93.0)
"""Where the mark of an area may stand above or below the line of the company, best first."""


@dataclass(frozen=True, slots=True)
class Quadrant:
    box: Box
    rows: list[str]
    active: bool
    x: float
    y: float
    anchor: str

    @property
    def ground(self) -> Box:
        """Behind the name, where hatching would run through it."""
        width = 8 + 7.6 * max(len(row) for row in self.rows)
        left = self.x + 4 - width if self.anchor == "end" else self.x - 4
        return Box(left, self.y - 13, width, 15 * len(self.rows) + 3)


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of an area: a number at (x, y), tied to the line of the company at `foot`."""

    number: int
    x: float
    y: float
    foot: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the key: the number of an area, or "company" or "span"."""

    kind: int | str
    words: str
    x: float
    y: float


@dataclass(frozen=True)
class Field:
    """Geometry of the field of four for one report in one language."""

    report: Report
    language: Language
    paint: Paint
    plot: Box = PLOT

    @cached_property
    def point(self) -> tuple[float, float] | None:
        exposure, readiness = self.report.exposure.shown, self.report.readiness.shown
        if exposure is None or readiness is None:
            return None
        return PLOT.x + readiness * PLOT.width, PLOT.bottom - exposure * PLOT.height

    @cached_property
    def span(self) -> Box | None:
        """Where the company may lie while answers are missing; None when nothing is open."""
        exposure, readiness = self.report.exposure, self.report.readiness
        if exposure.certain and readiness.certain:
            return None
        width = max((readiness.upper - readiness.lower) * PLOT.width, 1.5)
        height = max((exposure.upper - exposure.lower) * PLOT.height, 1.5)
        left, top = PLOT.x + readiness.lower * PLOT.width, PLOT.bottom - exposure.upper * PLOT.height
        return Box(left, top, width, height)

    @cached_property
    def marks(self) -> list[Mark]:
        """Marks of the areas on the line of the company's exposure, moved apart where they would touch."""
        if self.point is None:
            return []
        line = self.point[1]
        placed: list[Mark] = []
        shown = [
            (value, n) for n, area in enumerate(self.report.areas, 1) if (value := area.shown) is not None
        ]
        for value, number in sorted(shown):
            foot = PLOT.x + value * PLOT.width
            x = min(max(foot, PLOT.x + MARK), PLOT.right - MARK)
            placed.append(Mark(number, x, self._free(x, line, placed), foot))
        return sorted(placed, key=lambda mark: mark.number)

    def _free(self, x: float, line: float, placed: list[Mark]) -> float:
        inside = [line + slot for slot in SLOTS if PLOT.y + MARK <= line + slot <= PLOT.bottom - MARK]
        for y in inside:
            if all(abs(x - mark.x) + abs(y - mark.y) > 2.4 * MARK for mark in placed):
                return y
        return inside[0]

    @cached_property
    def quadrants(self) -> list[Quadrant]:
        return list(self._quadrants())

    def _quadrants(self) -> Iterator[Quadrant]:
        reading = self.report.reading
        middle = PLOT.x + reading.cut.readiness * PLOT.width, PLOT.bottom - reading.cut.exposure * PLOT.height
        left, right = (PLOT.x, middle[0]), (middle[0], PLOT.right)
        upper, lower = (PLOT.y, middle[1]), (middle[1], PLOT.bottom)
        corners = {
            "act_now": (left, upper),
            "secure": (right, upper),
            "watch": (left, lower),
            "build_on": (right, lower),
        }
        for name, field in reading.fields.items():
            (x1, x2), (y1, y2) = corners[name]
            box = Box(x1, y1, x2 - x1, y2 - y1)
            rows = wrapped(self.language.text(field.title), box.width - 16, 13)
            y = y1 + 18 if y1 == PLOT.y else y2 - 8 - 15 * (len(rows) - 1)
            end = x1 != PLOT.x
            x = x2 - 8 if end else x1 + 8
            yield Quadrant(box, rows, name == reading.field, x, y, "end" if end else "start")

    @cached_property
    def key(self) -> list[Entry]:
        """What the marks mean, in rows below the plot."""
        return [
            Entry(kind, words, x, y)
            for y, row in zip(count(PLOT.bottom + 58, 20), self._key_rows())
            for x, (kind, words) in zip((PLOT.x, PLOT.x + PLOT.width / 2), row, strict=False)
        ]

    def _key_rows(self) -> Iterator[list[tuple[int | str, str]]]:
        if self.point:
            yield [("company", self.language.say(N_("Ihr Betrieb insgesamt")))]
        if self.span:
            yield [("span", self.language.say(N_("möglich, solange Antworten fehlen")))]
        if self.point:
            room = PLOT.width / 2 - 24
            named = [wrapped(self.language.text(area.short), room, 13, 1)[0] for area in self.report.areas]
            for start in range(0, len(named), 2):
                yield list(enumerate(named[start : start + 2], start + 1))

    @property
    def upwards(self) -> str:
        return wrapped(f"↑ {self.language.text(self.report.exposure.title)}", PLOT.width, 13, 1)[0]

    @property
    def rightwards(self) -> str:
        return wrapped(self.language.text(self.report.readiness.title), PLOT.width - 14, 13, 1)[0] + " →"

    @property
    def height(self) -> float:
        return self.key[-1].y + 8 if self.key else PLOT.bottom + 44

    @property
    def hatching(self) -> str:
        return hatching(self.span) if self.span else ""

    @property
    def title(self) -> str:
        return described.field_title(self.report, self.language)

    @property
    def description(self) -> str:
        return described.field_description(self.report, self.language)
