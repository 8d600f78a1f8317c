"""The own values beside those of others: a dot on a band for their middle half, with a line at the middle."""

from dataclasses import dataclass
from functools import cached_property

from reports import benchmark_words, described
from reports.benchmarked import Benchmark, Compared
from reports.charts.drawing import Box, Paint, across, ticks, wrapped
from reports.language import N_, Language

HEAD, ROW = 28.0, 55.0
BAND = 14.0
THINNEST = 4.0
"""A band that is all of one value is still drawn."""


@dataclass(frozen=True)
class Lane:
    """One axis or area on its own line."""

    compared: Compared
    language: Language
    top: float

    @property
    def middle(self) -> float:
        return self.top + 25

    @property
    def band(self) -> Box:
        """Over the middle half of the companies."""
        low, high = across(self.compared.low), across(self.compared.high)
        width = max(high - low, THINNEST)
        return Box((low + high - width) / 2, self.middle - BAND / 2, width, BAND)

    @property
    def half(self) -> float:
        """Where the line stands that half of the companies lie below."""
        return across(self.compared.middle)

    @property
    def own(self) -> float | None:
        return None if self.compared.value is None else across(self.compared.value)

    @property
    def name(self) -> str:
        return wrapped(self.language.text(self.compared.title), 270, 11.8, 1)[0]

    @property
    def value(self) -> str:
        return described.shown(self.compared.value, self.language)

    @property
    def place(self) -> str:
        return benchmark_words.place(self.compared, self.language)


@dataclass(frozen=True)
class Beside:
    """Geometry of the comparison with other companies; `id` must be unique in a document."""

    benchmark: Benchmark
    language: Language
    paint: Paint
    id: str

    @cached_property
    def lanes(self) -> list[Lane]:
        return [Lane(one, self.language, HEAD + n * ROW) for n, one in enumerate(self.benchmark.values)]

    @property
    def height(self) -> float:
        return HEAD + len(self.benchmark.values) * ROW + 14

    @property
    def ticks(self) -> list[tuple[int, float]]:
        return ticks()

    @property
    def key(self) -> dict[str, str]:
        """The words of each mark."""
        marks = {"own": N_("Ihr Betrieb"), "half": N_("Mitte"), "band": N_("mittlere Hälfte")}
        return {mark: self.language.say(words) for mark, words in marks.items()}

    @property
    def title(self) -> str:
        return benchmark_words.picture_title(self.benchmark, self.language)

    @property
    def description(self) -> str:
        return benchmark_words.picture_description(self.benchmark, self.language)
