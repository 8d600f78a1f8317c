"""The field of four: exposure upwards, readiness to the right, the company in it.

The areas have a readiness each but no exposure of their own. So they stand below the plot, a row each, on
the same scale to the right: nobody can take their height for a value.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reports import described
from reports.assessed import LEVELS
from reports.charts.areas import AreaRow, rows
from reports.charts.drawing import Box, Paint, coordinate, hatching, ticks, wrapped
from reports.language import N_, Language
from reports.report import Report

PLOT = Box(18, 26, 292, 190)
"""Wide enough that a mark at either end of the scale stays inside the picture."""
STRIP = PLOT.bottom + 44
"""Top of the rows of the areas, below the levels and the name of the scale they share with the plot."""

THINNEST = 8.0
"""Of what is drawn as possible where one of the two axes is certain."""
SIGN = 26.0
"""Height that the words take which replace the point, with some room around them."""


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


@dataclass(frozen=True)
class Field:
    """Geometry of the field of four for one report in one language."""

    report: Report
    language: Language
    paint: Paint
    plot: Box = PLOT
    theirs: bool = False
    """Whether somebody else than the company reads it."""

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
        left, width = _visible(PLOT.x + readiness.lower * PLOT.width, PLOT.x + readiness.upper * PLOT.width)
        top, height = _visible(
            PLOT.bottom - exposure.upper * PLOT.height, PLOT.bottom - exposure.lower * PLOT.height
        )
        return Box(left, top, width, height)

    @property
    def nowhere(self) -> float:
        """How far down the words stand that replace the point: beside what is possible if that is small."""
        middle, span = PLOT.y + PLOT.height / 2, self.span
        if (
            span is None
            or span.height > 3 * SIGN
            or abs(span.y + span.height / 2 - middle) > span.height + SIGN
        ):
            return middle
        below = span.bottom + SIGN
        return below if below < PLOT.bottom - 2 * SIGN else span.y - SIGN

    @cached_property
    def areas(self) -> list[AreaRow]:
        """A row for each area below the plot, on the plot's scale to the right."""
        return rows(self.report.areas, self.language, Box(PLOT.x, STRIP, PLOT.width, 0))

    @property
    def tracks(self) -> str:
        """Path data of the grounds of the rows, with a gap between them."""
        left, width = coordinate(PLOT.x), coordinate(PLOT.width)
        places = [(coordinate(row.box.y + 1), coordinate(row.box.height - 2)) for row in self.areas]
        return "".join(f"M{left} {top}h{width}v{height}h-{width}z" for top, height in places)

    @property
    def grid(self) -> str:
        """Path data of the lines through the rows at the levels between the ends of the scale."""
        down = coordinate(sum(row.box.height for row in self.areas))
        return "".join(
            f"M{coordinate(across)} {coordinate(STRIP)}v{down}" for _, across, _ in self.ticks[1:-1]
        )

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
            titles = wrapped(self.language.text(field.title), box.width - 16, 13)
            y = y1 + 18 if y1 == PLOT.y else y2 - 8 - 15 * (len(titles) - 1)
            end = x1 != PLOT.x
            x = x2 - 8 if end else x1 + 8
            yield Quadrant(box, titles, name == reading.field, x, y, "end" if end else "start")

    @property
    def ticks(self) -> list[tuple[int, float, float]]:
        """The levels, each with its place across and its place down."""
        return [
            (level, x, PLOT.bottom - PLOT.height * level / LEVELS) for level, x in ticks(PLOT.x, PLOT.width)
        ]

    @property
    def key(self) -> list[tuple[str, str]]:
        """Kind and words of the marks that do not say themselves what they are."""
        return list(self._key())

    def _key(self) -> Iterator[tuple[str, str]]:
        if self.point:
            own = N_("Der Betrieb insgesamt") if self.theirs else N_("Ihr Betrieb insgesamt")
            yield "company", self.language.say(own)
        if self.span:
            yield "span", self.language.say(N_("möglich, solange Antworten fehlen"))

    @property
    def key_top(self) -> float:
        """The line of writing of the first entry of the key."""
        return (self.areas[-1].box.bottom if self.areas else STRIP) + 23

    @property
    def upwards(self) -> str:
        return wrapped(f"↑ {self.language.text(self.report.exposure.title)}", PLOT.width, 13, 1)[0]

    @property
    def rightwards(self) -> str:
        return wrapped(self.language.text(self.report.readiness.title), PLOT.width - 14, 13, 1)[0] + " →"

    @property
    def height(self) -> float:
        return self.key_top + 20 * (len(self.key) - 1) + 8

    @property
    def hatching(self) -> str:
        return hatching(self.span, 9) if self.span else ""

    @property
    def title(self) -> str:
        return described.field_title(self.report, self.language)

    @property
    def description(self) -> str:
        return described.field_description(self.report, self.language)


def _visible(first: float, last: float) -> tuple[float, float]:
    """Where a stretch begins and how long it is; one too short to be seen is widened about its middle."""
    length = max(last - first, THINNEST)
    return (first + last - length) / 2, length
