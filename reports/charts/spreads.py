"""Quartiles, a row each: a band over the middle half of the companies and a mark where half are below."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reports.assessed import LEVELS
from reports.charts.drawing import Box, Paint, wrapped
from reports.cohorts.shown import Spread
from reports.language import N_, Language

LEFT, RIGHT = 10.0, 310.0
ROW, BAND = 46.0, 14.0
TOP = 20.0


@dataclass(frozen=True)
class SpreadRow:
    """One value of many companies."""

    spread: Spread
    language: Language
    top: float
    lowest: int

    @property
    def band(self) -> Box:
        low, high = self._at(self.spread.quartiles.low), self._at(self.spread.quartiles.high)
        return Box(low, self.top + 22, max(high - low, 2.0), BAND)

    @property
    def middle(self) -> float:
        return self._at(self.spread.quartiles.middle)

    @property
    def track(self) -> Box:
        return Box(LEFT, self.top + 22, RIGHT - LEFT, BAND)

    @property
    def name(self) -> str:
        return wrapped(self.language.text(self.spread.name), RIGHT - LEFT - 80, 13, 1)[0]

    @property
    def words(self) -> str:
        told = self.spread.quartiles
        return self.language.say(
            N_("%(low)s bis %(high)s"),
            low=level(told.low, self.language),
            high=level(told.high, self.language),
        )

    def _at(self, hundredths: int) -> float:
        return LEFT + (hundredths - self.lowest) / (100 - self.lowest) * (RIGHT - LEFT)


@dataclass(frozen=True)
class Spreads:
    """Geometry of rows on one scale, from `lowest` (0, or -100 for changes) to 100."""

    spreads: tuple[Spread, ...]
    language: Language
    paint: Paint
    id: str
    lowest: int = 0

    @cached_property
    def rows(self) -> list[SpreadRow]:
        return [
            SpreadRow(one, self.language, TOP + n * ROW, self.lowest) for n, one in enumerate(self.spreads)
        ]

    @property
    def height(self) -> float:
        return TOP + len(self.spreads) * ROW + 6

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Levels with their places; for changes every second one."""
        step = (100 - self.lowest) // LEVELS
        found = ((self.lowest + n * step, LEFT + n * (RIGHT - LEFT) / LEVELS) for n in range(LEVELS + 1))
        return [(hundredths * LEVELS // 100, place) for hundredths, place in found]

    @property
    def title(self) -> str:
        return " ".join(_said(self.spreads, self.language))


def level(hundredths: int, language: Language) -> str:
    """On the scale of the levels, 0 to 4."""
    return language.number(hundredths * LEVELS / 100)


def _said(spreads: Iterable[Spread], language: Language) -> Iterable[str]:
    for one in spreads:
        told = one.quartiles
        yield language.say(
            N_("%(name)s: die Hälfte der Betriebe zwischen %(low)s und %(high)s, die Mitte bei %(middle)s."),
            name=language.text(one.name),
            low=level(told.low, language),
            high=level(told.high, language),
            middle=level(told.middle, language),
        )
