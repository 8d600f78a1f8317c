"""The conditions of an offer told as rules: for whom it is, how far to trust it, what would change a no.

`wording` says how a condition stands for one company. Here are the sentences for readers of whom nothing is
known, and those that lead on from a condition that is not met.
"""

from reports.language import N_, Language
from reports.offered import Criterion, Offer
from reports.wording import CRITERIA, sentence

RULES = CRITERIA | {
    "district_missing": N_("Für Betriebe hier: %(places)s."),
    "employees_missing": N_("Für Betriebe mit %(limits)s."),
    "sme_missing": N_(
        "Für kleine und mittlere Unternehmen (KMU): weniger als 250 Beschäftigte. Verbundene Unternehmen "
        "zählen mit."
    ),
    "rule_open": N_("Bedingung: %(condition)s."),
}
"""By reason code, for a company of which nothing is known."""

TRUST = {
    "status_confirmed": N_("Bestätigt: Der Anbieter hat diese Angaben am %(confirmed_on)s bestätigt."),
    "status_confirmed_long_ago": N_(
        "Länger nicht bestätigt: Der Anbieter hat diese Angaben zuletzt am %(confirmed_on)s bestätigt. "
        "Bitte fragen Sie nach."
    ),
    "status_sourced": N_(
        "Aus einer Quelle, Stand %(as_of)s: Der Anbieter hat diese Angaben noch nicht bestätigt. "
        "Bitte fragen Sie nach."
    ),
    "status_sourced_undated": N_(
        "Aus einer Quelle ohne Datum: Der Anbieter hat diese Angaben noch nicht bestätigt. Bitte fragen Sie "
        "nach."
    ),
}
"""The stage of trust, by the reason code of the condition `status`; offers without one are never shown."""

WITHOUT_SOURCE = N_(
    "Noch ohne Quelle: Der Anbieter hat diese Angaben noch nicht bestätigt. Bitte fragen Sie nach."
)
UNPROVEN = N_("Eine Quelle fehlt noch. Bitte fragen Sie beim Anbieter nach.")
PARTLY_UNPROVEN = N_("Für einzelne Angaben fehlt die Quelle noch.")

CHANGES = {
    "district_not_served": N_("Das ändert sich mit einem Standort in diesem Gebiet."),
    "employees_too_few": N_("Sobald Ihr Betrieb so groß ist, passt diese Bedingung."),
    "employees_too_many": N_("Fragen Sie dort nach, ob es für größere Betriebe etwas Ähnliches gibt."),
    "sme_too_many": N_("Fragen Sie dort nach, ob es für größere Unternehmen etwas Ähnliches gibt."),
    "end_passed": N_("Fragen Sie dort nach, ob es ein neues Angebot gibt."),
    "end_announced_long_passed": N_("Fragen Sie dort nach, ob es weitergeht."),
}
"""What would change a condition that is not met, where the content itself does not say so."""


def rules(offer: Offer, language: Language) -> list[str]:
    """For whom the offer is, condition by condition, told to somebody of whom nothing is known."""
    return [sentence(RULES, judged, language) for judged in offer.criteria if judged.id != "status"]


def trust(offer: Offer, language: Language) -> str:
    """How far the entry can be trusted, and why; empty for an offer that nobody should be shown."""
    judged = offer.judged("status")
    if not judged or judged.reason not in TRUST:
        return ""
    if not offer.confirmed and not _addresses(offer):
        return language.say(WITHOUT_SOURCE)
    return sentence(TRUST, judged, language)


def sources(offer: Offer, language: Language) -> list[str]:
    """The addresses of its sources, and a sentence where something about it rests on none."""
    found = _addresses(offer)
    if len(found) == len(offer.sources):
        return found
    return [*found, language.say(PARTLY_UNPROVEN if found else UNPROVEN)]


def _addresses(offer: Offer) -> list[str]:
    return [source for source in offer.sources if "://" in source]


def deadline(offer: Offer, language: Language) -> str:
    """Until when there is the offer; empty where no end is known."""
    judged = offer.judged("end")
    return sentence(CRITERIA, judged, language) if judged else ""


def change(judged: Criterion, language: Language) -> str:
    """What would change a condition: what the content says, else what holds for all of its kind."""
    if judged.change:
        return language.text(judged.change)
    return language.say(CHANGES[judged.reason]) if judged.reason in CHANGES else ""
