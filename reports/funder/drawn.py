"""The pictures of a report: bars of a divided figure, and how the network has grown.

Geometry is computed here and drawn by `templates/funder/*.svg`, for page and paper alike. What is not told
exactly is hatched over what it may be, and every picture says in words what it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from reports.charts.drawing import Box, Paint, coordinate, hatching, wrapped
from reports.cohorts.counts import LEAST
from reports.funder import words as wording
from reports.funder.report import Divided, Grows, Moment, Shown, Slice
from reports.language import N_, Language

WIDTH = 360.0
NAMES, LETTER = 18.0, 7.0
"""Room for names above the bars, where they stand in the picture, and for a letter behind them."""
SIZE = 13.0
"""Of letters, where names are written."""
STEPS = (1, 2, 5)


def ceiling(highest: float) -> float:
    """The next round number: the end of a scale."""
    power, least = 1.0, max(highest, LEAST)
    while True:
        for step in STEPS:
            if step * power >= least:
                return step * power
        power *= 10


@dataclass(frozen=True)
class Bar:
    """A row: names and numbers, the bar of companies, and behind it that of anonymous lines."""

    part: Slice
    words: Language
    paint: Paint
    box: Box
    scale: float
    labelled: bool

    @property
    def name(self) -> str:
        return wrapped(wording.name(self.part.title, self.words), 1.08 * WIDTH, SIZE, 1)[0]

    @property
    def middle(self) -> float:
        return self.box.y + self.box.height / 2

    @property
    def known(self) -> Box:
        return self._box(self.box.x, self.part.known)

    @property
    def anonymous(self) -> Box:
        return self._box(self.known.right + self._hatched, self.part.anonymous)

    @property
    def _hatched(self) -> float:
        return LEAST * self.scale if self.part.known.state == "few" else 0.0

    def _box(self, left: float, figure: Shown) -> Box:
        inset = 0.16 * self.box.height
        height = self.box.height - 2 * inset
        return Box(left, self.box.y + inset, (figure.value or 0.0) * self.scale, height)

    @property
    def unsure(self) -> str:
        """Hatching over what a number may be that is not told because it is small."""
        if not self._hatched:
            return ""
        inset = 0.28 * self.box.height
        return hatching(Box(self.box.x, self.box.y + inset, self._hatched, self.box.height - 2 * inset), 4)

    @property
    def number(self) -> str:
        return wording.shown(self.part.known, self.words)

    @property
    def beside(self) -> str:
        """How many anonymous lines come on top, if that is told."""
        return _beside(self.part, self.words)


@dataclass(frozen=True)
class Bars:
    """A divided figure. `row` is the height of a row; without names in the picture the rows lie beside those
    of a table. `id` must be unique in a document."""

    divided: Divided
    slices: Sequence[Slice]
    words: Language
    paint: Paint
    id: str
    row: float = 42.0
    width: float = WIDTH
    labelled: bool = True

    @cached_property
    def bars(self) -> list[Bar]:
        room = self.width - (self._numbers if self.labelled else 1.0)
        scale = room / ceiling(max(map(_length, self.slices), default=0.0))
        return [
            Bar(part, self.words, self.paint, self._row(n, room), scale, self.labelled)
            for n, part in enumerate(self.slices)
        ]

    @property
    def _numbers(self) -> float:
        """Room for the longest of the numbers behind the bars."""
        told = [wording.shown(one.known, self.words) + _beside(one, self.words) for one in self.slices]
        return LETTER * (2 + max(map(len, told), default=0))

    def _row(self, n: int, room: float) -> Box:
        """Where the bar of a row lies: below its name, if that is in the picture."""
        above = NAMES if self.labelled else 0.0
        return Box(0.5, n * self.row + above, room, self.row - above)

    @property
    def height(self) -> float:
        return len(self.slices) * self.row

    @property
    def title(self) -> str:
        return self.words.text(self.divided.title)

    @property
    def description(self) -> str:
        told = [_told(part, self.words) for part in self.slices]
        return "; ".join(told)


def _length(part: Slice) -> float:
    few = LEAST if part.known.state == "few" else 0.0
    return few + (part.known.value or 0.0) + (part.anonymous.value or 0.0)


def _beside(part: Slice, words: Language) -> str:
    return "" if part.anonymous.value is None else f"+ {wording.shown(part.anonymous, words)}"


def _told(part: Slice, words: Language) -> str:
    return words.say(
        N_("%(name)s: %(known)s, dazu anonym %(anonymous)s"),
        name=wording.name(part.title, words),
        known=wording.shown(part.known, words),
        anonymous=wording.shown(part.anonymous, words),
    )


GROWN: dict[tuple[Grows, ...], str] = {
    ("reached", "finished"): N_("%(day)s: %(reached)s erreicht, %(finished)s mit abgeschlossenem Check"),
    ("reached",): N_("%(day)s: %(reached)s erreicht"),
    ("finished",): N_("%(day)s: %(finished)s mit abgeschlossenem Check"),
}


@dataclass(frozen=True)
class Growth:
    """Companies that had begun and finished a check, at the ends of quarters: a line for what `grows`."""

    moments: Sequence[Moment]
    grows: Sequence[Grows]
    words: Language
    paint: Paint
    id: str
    width: float = WIDTH
    height: float = 150.0

    @property
    def plot(self) -> Box:
        left = 11 + 5.5 * max(len(words) for words, _ in self._numbers)
        return Box(left, 14, self.width - left - 10, self.height - 14 - 20)

    @cached_property
    def top(self) -> float:
        values = [getattr(moment, one).value or 0.0 for moment in self.moments for one in self.grows]
        return ceiling(max(values, default=0.0))

    @property
    def ticks(self) -> list[tuple[str, float]]:
        """Numbers on the scale, each with its place from above."""
        return [(words, self._y(value)) for words, value in self._numbers]

    @cached_property
    def _numbers(self) -> list[tuple[str, float]]:
        values = [share * self.top for share in (0.0, 0.5, 1.0)]
        return [(wording.number(value, self.words, 1 if value % 1 else 0), value) for value in values]

    @property
    def days(self) -> list[tuple[str, float]]:
        """The first and the last day, and those between them where there is room."""
        places = [(self.words.day(one.day.isoformat()), self._x(n)) for n, one in enumerate(self.moments)]
        return places[:1] + places[-1:] if len(places) > 1 else places

    @property
    def reached(self) -> list[tuple[float, float]]:
        return self._points("reached")

    @property
    def finished(self) -> list[tuple[float, float]]:
        return self._points("finished")

    def _points(self, name: Grows) -> list[tuple[float, float]]:
        if name not in self.grows:
            return []
        figures: list[Shown] = [getattr(one, name) for one in self.moments]
        return [(self._x(n), self._y(one.value)) for n, one in enumerate(figures) if one.value is not None]

    @staticmethod
    def path(points: Sequence[tuple[float, float]]) -> str:
        """Path data from point to point."""
        steps = [f"L{coordinate(x)} {coordinate(y)}" for _, (x, y) in pairwise(points)]
        return "".join([f"M{coordinate(points[0][0])} {coordinate(points[0][1])}", *steps]) if points else ""

    def _x(self, n: int) -> float:
        room = max(len(self.moments) - 1, 1)
        return self.plot.x + (n / room if len(self.moments) > 1 else 0.5) * self.plot.width

    def _y(self, value: float) -> float:
        return self.plot.bottom - value / self.top * self.plot.height

    @property
    def title(self) -> str:
        return self.words.say(N_("Wie die Zahl der Betriebe wächst"))

    @property
    def description(self) -> str:
        return "; ".join(map(self._told, self.moments))

    def _told(self, moment: Moment) -> str:
        return self.words.say(
            GROWN[tuple(self.grows)],
            day=self.words.date(moment.day),
            reached=wording.shown(moment.reached, self.words),
            finished=wording.shown(moment.finished, self.words),
        )
