"""The comparison with other companies in sentences. None of them judges: a higher exposure is not better."""

from collections.abc import Callable, Mapping
from typing import Any

from reports.assessed import LEVELS
from reports.benchmarked import Benchmark, Compared, Place
from reports.language import N_, Language

PLACES: Mapping[Place, str] = {
    "lowest": N_("Drei Viertel der Betriebe liegen höher."),
    "lower": N_("In der mittleren Hälfte, eher unten."),
    "middle": N_("Genau in der Mitte."),
    "upper": N_("In der mittleren Hälfte, eher oben."),
    "highest": N_("Drei Viertel der Betriebe liegen niedriger."),
}
UNKNOWN = N_("Für Ihren Wert gibt es noch zu wenig Antworten.")


def place(compared: Compared, language: Language) -> str:
    """Where the own value lies, as a sentence."""
    return language.say(PLACES[compared.place] if compared.place else UNKNOWN)


def likeness(benchmark: Benchmark, language: Language) -> list[tuple[str, str]]:
    """What the companies have in common with this one, each with its heading; nothing for all companies."""
    common = {
        N_("Branche"): benchmark.sector,
        N_("Größe"): benchmark.size,
        N_("Ort"): benchmark.region,
    }
    return [(language.say(heading), language.text(said)) for heading, said in common.items() if said]


def picture_title(benchmark: Benchmark, language: Language) -> str:
    return language.say(
        N_("Ihre Werte von 0 bis 4 neben denen von mindestens %(number)s Betrieben."),
        number=benchmark.at_least,
    )


def picture_description(benchmark: Benchmark, language: Language) -> str:
    return " ".join(_described(one, language) for one in benchmark.values)


def _described(one: Compared, language: Language) -> str:
    shown = {name: language.number(LEVELS * getattr(one, name)) for name in ("low", "middle", "high")}
    told = {"title": language.text(one.title), "place": place(one, language)} | shown
    if one.value is None:
        return language.say(
            N_("%(title)s: die mittlere Hälfte liegt bei %(low)s bis %(high)s, die Mitte bei %(middle)s."),
            **told,
        )
    return language.say(
        N_(
            "%(title)s: Ihr Betrieb %(value)s, die mittlere Hälfte %(low)s bis %(high)s, "
            "die Mitte %(middle)s. %(place)s"
        ),
        value=language.number(LEVELS * one.value),
        **told,
    )


def words(language: Language) -> dict[str, Callable[..., Any]]:
    """What templates call, in one language."""
    return {
        "likeness": lambda benchmark: likeness(benchmark, language),
        "placed": lambda compared: place(compared, language),
    }
