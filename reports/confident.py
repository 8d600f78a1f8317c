"""How sure a value is, in words, and what would make it surer."""

from typing import Literal

from questionnaires.scoring.scorecard import State
from reports.assessed import Confidence, Item, Standing, Sure
from reports.language import N_, Language

WORDS: dict[Sure, str] = {"high": N_("hoch"), "medium": N_("mittel"), "low": N_("gering")}

LIFTS: dict[Literal["coverage", "evidence", "voices"], str] = {
    "coverage": N_("Sicherer wird der Wert vor allem, wenn Sie das noch herausfinden: %(questions)s."),
    "evidence": N_(
        "Sicherer wird der Wert vor allem, wenn Sie zu Ihren Antworten Beispiele oder Belege notieren."
    ),
    "voices": N_(
        "Sicherer wird der Wert vor allem, wenn noch jemand dieselben Fragen beantwortet, "
        "etwa aus der Fertigung oder dem Betriebsrat."
    ),
}
"""By what holds the confidence down."""
APART = N_(
    "Sicherer wird der Wert vor allem, wenn Sie über die Themen sprechen, bei denen die Sichtweisen noch "
    "auseinandergehen."
)
"""Instead of the last one, where several have answered already."""
ALONE: dict[bool, str] = {
    True: N_(
        "Ihre Angaben sind vollständig. Sie sind die Selbsteinschätzung einer Person; sicherer werden sie "
        "durch Beispiele oder Belege und wenn noch jemand antwortet, etwa aus der Fertigung oder dem "
        "Betriebsrat."
    ),
    False: N_(
        "Ihre Angaben sind fast vollständig. Sie sind die Selbsteinschätzung einer Person; sicherer werden "
        "sie durch Beispiele oder Belege und wenn noch jemand antwortet, etwa aus der Fertigung oder dem "
        "Betriebsrat."
    ),
}
"""For one person's answers without evidence, by whether none is missing."""
NAMED = 3


def word(confidence: Confidence, language: Language) -> str:
    return language.say(WORDS[confidence.word])


def alone(standing: Standing, language: Language) -> str:
    """Instead of a bare "low" for somebody who answered nearly everything, alone; else nothing."""
    found = standing.confidence
    if (
        found is None
        or found.several
        or found.coverage != "high"
        or found.voices != "low"
        or found.evidence == "high"
    ):
        return ""
    return language.say(ALONE[standing.counts.answered == standing.counts.applicable])


def lift(standing: Standing, language: Language) -> str:
    """What to do first to make a value surer; nothing where it is as sure as it can be."""
    found = standing.confidence
    if found is None or found.held_by is None:
        return ""
    titles = [language.text(item.title) for item in _to_find_out(standing)[:NAMED]]
    if found.held_by == "coverage" and not titles:
        return language.say(N_("Sicherer wird der Wert vor allem, wenn Sie die offenen Fragen beantworten."))
    if found.held_by == "voices" and found.voices == "low" and found.several:
        return language.say(APART)
    return language.say(LIFTS[found.held_by], questions="; ".join(titles))


def _to_find_out(standing: Standing) -> tuple[Item, ...]:
    return standing.in_state(State.OPEN, State.DONT_KNOW)
