"""Pictures of a change: the company moving across the field of four, and a value moving along its track."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import hypot

from reports import described
from reports.assessed import Standing
from reports.charts.drawing import Box, Paint, coordinate
from reports.charts.field import PLOT, Field
from reports.language import N_, Language
from reports.supposed import Effect

RADIUS = 8.0
"""Of the company's mark."""
HEAD = 6.0
"""Length and half width of an arrow's head."""
TRACK = Box(8, 6, 304, 12)

Point = tuple[float, float]


def arrow(start: Point, end: Point, gap: float) -> str:
    """Path data of an arrow that leaves both of its ends free by so much; empty where that leaves nothing."""
    way = (end[0] - start[0], end[1] - start[1])
    length = hypot(*way)
    if length <= 2 * gap:
        return ""
    x, y = way[0] / length, way[1] / length
    tail = (start[0] + gap * x, start[1] + gap * y)
    tip = (end[0] - gap * x, end[1] - gap * y)
    wings = [(tip[0] - HEAD * (x + side * y), tip[1] - HEAD * (y - side * x)) for side in (1, -1)]
    points = [tail, tip, wings[0], tip, wings[1]]
    written = [f"{coordinate(one)} {coordinate(other)}" for one, other in points]
    return "M{}L{}M{}L{}L{}".format(*written)


@dataclass(frozen=True)
class ShiftedField:
    """The field of four with the company as it stands and as it would stand."""

    effect: Effect
    language: Language
    paint: Paint
    plot: Box = PLOT

    @cached_property
    def after(self) -> Field:
        return Field(self.effect.after, self.language, self.paint)

    @cached_property
    def points(self) -> tuple[Point | None, Point | None]:
        return Field(self.effect.before, self.language, self.paint).point, self.after.point

    @property
    def arrow(self) -> str:
        start, end = self.points
        return arrow(start, end, RADIUS + 2) if start and end else ""

    @property
    def key(self) -> list[tuple[str, str]]:
        """Kind and words of each mark that is drawn."""
        return list(self._key())

    def _key(self) -> Iterator[tuple[str, str]]:
        start, end = self.points
        if start:
            yield "before", self.language.say(N_("heute"))
        if end:
            yield "after", self.language.say(N_("mit Ihren Annahmen"))
        if self.after.span:
            yield "span", self.language.say(N_("möglich, solange Antworten fehlen"))

    @property
    def title(self) -> str:
        sentences = (
            N_("Heute: %(picture)s"),
            N_("Mit Ihren Annahmen: %(picture)s"),
        )
        reports = (self.effect.before, self.effect.after)
        return " ".join(
            self.language.say(sentence, picture=described.field_title(report, self.language))
            for sentence, report in zip(sentences, reports, strict=True)
        )


@dataclass(frozen=True)
class ShiftedBar:
    """A value on its track from 0 to 4, before and after. The words stand beside it, so it has none."""

    before: Standing
    after: Standing
    paint: Paint
    track: Box = TRACK

    @staticmethod
    def _at(share: float) -> float:
        return TRACK.x + share * TRACK.width

    @property
    def places(self) -> tuple[float | None, float | None]:
        was, will = self.before.shown, self.after.shown
        return (None if was is None else self._at(was)), (None if will is None else self._at(will))

    @property
    def arrow(self) -> str:
        start, end = self.places
        middle = TRACK.y + TRACK.height / 2
        return "" if start is None or end is None else arrow((start, middle), (end, middle), 7)

    @property
    def span(self) -> tuple[float, float] | None:
        """From where to where it may lie afterwards; None where nothing is open."""
        return None if self.after.certain else (self._at(self.after.lower), self._at(self.after.upper))

    @property
    def target(self) -> float | None:
        return None if self.after.target is None else self._at(self.after.target)
