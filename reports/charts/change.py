"""Then and now: for every area a hollow dot for last time, a full one for today, and the way between."""

from dataclasses import dataclass
from functools import cached_property

from reports import described
from reports.charts.drawing import Paint, across, coordinate, ticks, wrapped
from reports.compared import ChangedValue, Since
from reports.language import N_, Language

HEAD, ROW = 26.0, 42.0
RADIUS = 6.5
ARROW = 2 * RADIUS + 6
"""Dots closer than this leave no room for an arrow between them."""


@dataclass(frozen=True)
class Way:
    """One area: where it stood, where it stands."""

    value: ChangedValue
    language: Language
    top: float

    @property
    def middle(self) -> float:
        return self.top + 25

    @property
    def before(self) -> float | None:
        return None if self.value.before is None else across(self.value.before)

    @property
    def after(self) -> float | None:
        return None if self.value.after is None else across(self.value.after)

    @property
    def arrow(self) -> str:
        """Path data of the way from then to now with its head; empty where there is no room or no value."""
        if self.before is None or self.after is None or abs(self.after - self.before) < ARROW:
            return ""
        sign = 1 if self.after > self.before else -1
        start, tip = self.before + sign * RADIUS, self.after - sign * (RADIUS + 1)
        y, back = self.middle, tip - sign * 5
        points = [coordinate(p) for p in (start, y, tip, back, y - 4, y, y + 4)]
        x1, at, x2, x3, up, level, down = points
        return f"M{x1} {at}H{x2}M{x3} {up}L{x2} {level}L{x3} {down}"

    @property
    def name(self) -> str:
        return wrapped(self.language.text(self.value.title), 258, 11.8, 1)[0]

    @property
    def words(self) -> str:
        values = (self.value.before, self.value.after)
        then, now = (described.shown(value, self.language) for value in values)
        return f"{then} → {now}"


@dataclass(frozen=True)
class Change:
    """Geometry of the comparison with last time; `id` must be unique in a document."""

    since: Since
    language: Language
    paint: Paint
    id: str

    @cached_property
    def ways(self) -> list[Way]:
        return [Way(value, self.language, HEAD + n * ROW) for n, value in enumerate(self.since.values)]

    @property
    def height(self) -> float:
        return HEAD + len(self.since.values) * ROW + 18

    @property
    def ticks(self) -> list[tuple[int, float]]:
        return ticks()

    @property
    def then(self) -> str:
        return self.language.date(self.since.date)

    @property
    def now(self) -> str:
        return self.language.say(N_("heute"))

    @property
    def title(self) -> str:
        return described.change_title(self.since, self.language)

    @property
    def description(self) -> str:
        return described.change_description(self.since, self.language)
