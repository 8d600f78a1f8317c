"""Bars from 0 to 4, one below the other: value, bounds, target and the name of the level."""

from dataclasses import dataclass
from functools import cached_property
from itertools import count, repeat

from reports import described
from reports.assessed import LEVELS, Standing
from reports.charts.drawing import Box, Paint, coordinate, hatching, ticks, wrapped
from reports.language import N_, Language
from reports.wording import WITHOUT_VALUE, instead

TRACK = Box(1, 0, 318, 14)
ROW = 62
HEAD = 20


@dataclass(frozen=True)
class Bar:
    """One area: its track, the bar up to its value, and the whisker over what open answers allow."""

    standing: Standing
    language: Language
    number: int | None
    top: float

    @property
    def track(self) -> Box:
        return Box(TRACK.x, self.top + 22, TRACK.width, TRACK.height)

    @property
    def fill(self) -> float | None:
        return None if self.standing.shown is None else self.standing.shown * TRACK.width

    @property
    def whisker(self) -> str:
        """Path data of the line from lower to upper bound with its two ends; empty when nothing is open."""
        if self.standing.certain or not self.standing.published:
            return ""
        low, high = (TRACK.x + bound * TRACK.width for bound in (self.standing.lower, self.standing.upper))
        middle, top, bottom = self.track.y + TRACK.height / 2, self.track.y + 3, self.track.bottom - 3
        x1, x2 = coordinate(low), coordinate(high)
        ends = "".join(f"M{x} {coordinate(top)}V{coordinate(bottom)}" for x in (x1, x2))
        return f"M{x1} {coordinate(middle)}H{x2}{ends}"

    @property
    def unknown(self) -> str:
        """The hatching of a bar whose value is not shown, over what it may be."""
        if self.standing.published or self.standing.state in WITHOUT_VALUE:
            return ""
        box = self.track
        low, high = self.standing.lower * box.width, self.standing.upper * box.width
        return hatching(Box(box.x + low, box.y, high - low, box.height), 6)

    @property
    def name(self) -> str:
        return wrapped(
            self.language.text(self.standing.short), TRACK.width - (54 if self.number else 30), 13, 1
        )[0]

    @property
    def value(self) -> str:
        return described.shown(self.standing.shown, self.language)

    @property
    def level(self) -> str:
        """The name of the level, or what stands in its place while no value is shown."""
        level = self.standing.level
        if level is None or not self.standing.published:
            return instead(self.standing, self.language)
        name = self.language.text(level.name)
        if level.high > level.low:
            highest = self.language.text(level.highest_name)
            name = self.language.say(N_("%(low)s (höchstens: %(high)s)"), low=name, high=highest)
        return wrapped(name, TRACK.width, 12, 1)[0]


@dataclass(frozen=True)
class Bars:
    """Geometry of bars, one below the other, on one scale from 0 to 4; `id` tells two drawings apart."""

    standings: tuple[Standing, ...]
    language: Language
    paint: Paint
    id: str

    @cached_property
    def rows(self) -> list[Bar]:
        numbers = count(1) if len(self.standings) > 1 else repeat(None)
        return [
            Bar(standing, self.language, number, self.head + n * ROW)
            for n, (standing, number) in enumerate(zip(self.standings, numbers))  # noqa: B905 - numbers go on
        ]

    @property
    def head(self) -> float:
        return 0 if self.target is None else HEAD

    @property
    def height(self) -> float:
        return self.head + len(self.standings) * ROW + 14

    @property
    def _target(self) -> float | None:
        return self.standings[0].target

    @property
    def target(self) -> float | None:
        return None if self._target is None else TRACK.x + self._target * TRACK.width

    @property
    def target_level(self) -> float:
        return LEVELS * (self._target or 0.0)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        return ticks(TRACK.x, TRACK.width)

    @property
    def title(self) -> str:
        return described.bars_title(self.standings, self.language)

    @property
    def description(self) -> str:
        return described.bars_description(self.standings, self.language)
