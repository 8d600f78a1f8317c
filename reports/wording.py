"""Codes in words: every reason, notice, kind and state that a report can carry has its sentence here.

Sentences are whole, with named arguments; none is put together from parts. The German wording is the
message, `translations/en` holds the English. A test asks for a sentence for every code that matching
and scoring know.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from babel.lists import format_list

from questionnaires.measures import Decider, Measure
from questionnaires.scoring.scorecard import State
from questionnaires.text import Text
from reports.assessed import Standing
from reports.language import N_, Language
from reports.offered import Criterion, Notice, Value

VALUES: Mapping[Value, str] = {
    "met": N_("Erfüllt"),
    "not_met": N_("Nicht erfüllt"),
    "unknown": N_("Offen"),
}

KINDS = {
    "lab": N_("Lab"),
    "initiative": N_("Initiative"),
    "partner": N_("Anlaufstelle"),
    "funding": N_("Förderung"),
}

STATES: Mapping[State, str] = {
    State.ANSWERED: N_("beantwortet"),
    State.DONT_KNOW: N_("weiß ich nicht"),
    State.OPEN: N_("nicht beantwortet"),
    State.NOT_APPLICABLE: N_("trifft nicht zu"),
    State.HIDDEN: N_("nicht gefragt"),
    State.UNSCORED: N_("zählt nicht mit"),
    State.UNKNOWN: N_("noch zu wenig Antworten"),
}

EFFORTS = {
    1: N_("wenige Tage eigene Arbeit"),
    2: N_("einige Wochen eigene Arbeit"),
    3: N_("mehrere Monate oder eine Investition"),
}
"""By the effort of a measure."""

DECIDERS: Mapping[Decider, str] = {
    "management": N_("Geschäftsleitung"),
    "management_and_works_council": N_("Geschäftsleitung mit Betriebsrat oder Belegschaft"),
    "department": N_("die Abteilung selbst"),
}
TOGETHER: Mapping[bool, str] = {
    True: N_("Geschäftsleitung zusammen mit dem Betriebsrat"),
    False: N_("Geschäftsleitung mit der Belegschaft"),
}
"""Who decides with the management, by whether there is a works council."""

WITHOUT_VALUE = {State.NOT_APPLICABLE, State.HIDDEN}

CRITERIA = {
    "district_open_to_all": N_("Das Angebot gilt überall."),
    "district_served": N_("Ihr Standort liegt im Gebiet des Angebots."),
    "district_not_served": N_("Passt derzeit nicht, weil das Angebot nur hier gilt: %(places)s."),
    "district_missing": N_("Das Angebot gilt hier: %(places)s. Ihren Standort kennen wir nicht."),
    "district_unsure": N_(
        "Das Angebot gilt hier: %(places)s. Ihre Angabe zum Standort ist dafür zu ungenau."
    ),
    "employees_within": N_("Das Angebot ist für Betriebe mit %(limits)s. Ihre Größe passt."),
    "employees_too_few": N_(
        "Passt derzeit nicht, weil das Angebot für Betriebe mit %(limits)s gedacht ist und Ihr "
        "Betrieb kleiner ist."
    ),
    "employees_too_many": N_(
        "Passt derzeit nicht, weil das Angebot für Betriebe mit %(limits)s gedacht ist und Ihr "
        "Betrieb größer ist."
    ),
    "employees_straddle": N_(
        "Das Angebot ist für Betriebe mit %(limits)s. Ihre Angabe zur Größe ist dafür zu ungenau."
    ),
    "employees_missing": N_("Das Angebot ist für Betriebe mit %(limits)s. Ihre Größe kennen wir nicht."),
    "employees_linked": N_(
        "Das Angebot ist für Betriebe mit %(limits)s. Verbundene Unternehmen zählen meist mit: "
        "Fragen Sie nach, ob Ihre Gruppe zusammen darunter bleibt."
    ),
    "employees_group_missing": N_(
        "Das Angebot ist für Betriebe mit %(limits)s. Verbundene Unternehmen zählen meist mit; "
        "ob Sie zu einer Gruppe gehören, wissen wir nicht."
    ),
    "sme_within": N_(
        "Für kleine und mittlere Unternehmen (KMU): Größe und Eigenständigkeit passen. "
        "Nach Umsatz und Bilanz haben wir nicht gefragt."
    ),
    "sme_too_many": N_(
        "Passt derzeit nicht, weil das Angebot für kleine und mittlere Unternehmen mit weniger als "
        "250 Beschäftigten "
        "gedacht ist."
    ),
    "sme_straddle": N_(
        "Für kleine und mittlere Unternehmen (KMU). Ihre Angabe zur Größe ist dafür zu ungenau."
    ),
    "sme_missing": N_("Für kleine und mittlere Unternehmen (KMU). Ihre Größe kennen wir nicht."),
    "sme_linked": N_(
        "Für kleine und mittlere Unternehmen (KMU). Verbundene Unternehmen zählen mit: "
        "Prüfen Sie, ob Ihre Gruppe zusammen weniger als 250 Beschäftigte hat."
    ),
    "sme_group_missing": N_(
        "Für kleine und mittlere Unternehmen (KMU). Verbundene Unternehmen zählen mit; "
        "ob Sie zu einer Gruppe gehören, wissen wir nicht."
    ),
    "rule_met": N_("Bedingung: %(condition)s."),
    "rule_not_met": N_("Passt derzeit nicht, weil diese Bedingung fehlt: %(condition)s."),
    "rule_open": N_("Bedingung: %(condition)s. Ob das zutrifft, ist noch offen."),
    "status_confirmed": N_("Vom Anbieter bestätigt am %(confirmed_on)s."),
    "status_confirmed_long_ago": N_(
        "Der Anbieter hat das zuletzt am %(confirmed_on)s bestätigt. Fragen Sie nach, ob es noch gilt."
    ),
    "status_sourced": N_("Stand unserer Angaben: %(as_of)s. Fragen Sie nach, ob sie noch gelten."),
    "status_sourced_undated": N_("Unsere Angaben haben kein Datum. Fragen Sie nach, ob sie noch gelten."),
    "status_unclear": N_("Ob es das Angebot noch gibt, ist unklar (Stand %(as_of)s)."),
    "status_unclear_undated": N_("Ob es das Angebot noch gibt, ist unklar."),
    "status_ended": N_("Passt derzeit nicht, weil das Angebot beendet ist (Stand %(as_of)s)."),
    "status_ended_undated": N_("Passt derzeit nicht, weil das Angebot beendet ist."),
    "end_ahead": N_("Läuft bis %(valid_until)s."),
    "end_ahead_announced": N_("Läuft voraussichtlich bis %(valid_until)s."),
    "end_passed": N_("Passt derzeit nicht, weil das Angebot am %(valid_until)s ausgelaufen ist."),
    "end_announced_passed": N_(
        "Sollte am %(valid_until)s enden. Vielleicht wird es verlängert: Fragen Sie nach."
    ),
    "end_announced_long_passed": N_(
        "Passt derzeit nicht, weil das Angebot am %(valid_until)s enden sollte und keine "
        "Verlängerung bekannt ist."
    ),
}
"""By reason code; with "_undated" or "_announced" where an argument asks for another sentence."""

FAILING = {
    "district_not_served": N_("Das Angebot gilt nur hier: %(places)s."),
    "employees_too_few": N_("Das Angebot ist für Betriebe mit %(limits)s. Ihr Betrieb ist kleiner."),
    "employees_too_many": N_("Das Angebot ist für Betriebe mit %(limits)s. Ihr Betrieb ist größer."),
    "sme_too_many": N_(
        "Das Angebot ist für kleine und mittlere Unternehmen mit weniger als 250 Beschäftigten."
    ),
    "rule_not_met": N_("%(condition)s."),
    "status_ended": N_("Das Angebot ist beendet (Stand %(as_of)s)."),
    "status_ended_undated": N_("Das Angebot ist beendet."),
    "end_passed": N_("Das Angebot ist am %(valid_until)s ausgelaufen."),
    "end_announced_long_passed": N_(
        "Das Angebot sollte am %(valid_until)s enden. Eine Verlängerung ist nicht bekannt."
    ),
}
"""By reason code, for a place where "not met" is already written."""
LABELLED = CRITERIA | FAILING

LIMITS = {
    (True, False): N_("mindestens %(min)s Beschäftigten"),
    (False, True): N_("höchstens %(max)s Beschäftigten"),
    (True, True): N_("%(min)s bis %(max)s Beschäftigten"),
}
"""By whether there is a lower and an upper limit."""

NOTICES = {
    "no_goal": N_(
        "Sie haben kein Ziel in eigenen Worten genannt. Die Auswahl beruht allein auf Ihren Antworten."
    ),
    "goal_shortened": N_("Von Ihrem Ziel haben wir die ersten %(characters)s Zeichen berücksichtigt."),
    "goal_matches_nothing": N_(
        "Zu Ihrem Ziel passt keine Beschreibung eines Angebots. Es zählt hier nicht mit."
    ),
    "no_gaps": N_("Aus Ihren Antworten ergibt sich kein Bedarf. Die Angebote sind allgemein geordnet."),
    "nobody_fits": N_("Zurzeit passt kein Angebot zu Ihrem Betrieb. Am nächsten kommen: %(offers)s."),
    "nobody_serves_needs": N_("Kein Angebot, das Ihnen offensteht, deckt Ihren Bedarf."),
}

DAYS = ("valid_until", "confirmed_on")


def criterion(judged: Criterion, language: Language) -> str:
    """Why a condition of an offer is met, not met or open, as a sentence."""
    return sentence(CRITERIA, judged, language)


def labelled(judged: Criterion, language: Language) -> str:
    """The same behind a word that already says whether the condition is met."""
    return sentence(LABELLED, judged, language)


def decider(measure: Measure, works_council: bool | None, language: Language) -> str:
    """Who decides on a measure; `works_council` is None where nobody said whether there is one."""
    if measure.decides == "management_and_works_council" and works_council is not None:
        return language.say(TOGETHER[works_council])
    return language.say(DECIDERS[measure.decides])


def sentence(sentences: Mapping[str, str], judged: Criterion, language: Language) -> str:
    """What a table of sentences, by reason, says about a condition."""
    return language.say(sentences[_key(judged, sentences)], **_arguments(judged, language))


def _key(judged: Criterion, sentences: Mapping[str, str]) -> str:
    if judged.arguments.get("announced"):
        return f"{judged.reason}_announced"
    undated = "as_of" in judged.arguments and not judged.arguments["as_of"]
    without_date = f"{judged.reason}_undated"
    return without_date if undated and without_date in sentences else judged.reason


def _arguments(judged: Criterion, language: Language) -> dict[str, str]:
    given = judged.arguments
    said = {"places": ", ".join(language.text(place) for place in judged.places)}
    said["condition"] = language.text(judged.condition).rstrip(".")
    said["as_of"] = language.day(_stated(given.get("as_of")))
    said["limits"] = _limits(judged, language)
    return said | {name: _day(given.get(name), language) for name in DAYS}


def _stated(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _day(value: object, language: Language) -> str:
    return language.date(date.fromisoformat(value)) if isinstance(value, str) else ""


def _limits(judged: Criterion, language: Language) -> str:
    least, most = judged.arguments.get("min"), judged.arguments.get("max")
    words = LIMITS.get((least is not None, most is not None))
    return language.say(words, min=least, max=most) if words else ""


def instead(standing: Standing, language: Language) -> str:
    """What stands in the place of a value that is not shown."""
    state = standing.state if standing.state in WITHOUT_VALUE else State.UNKNOWN
    return language.say(STATES[state])


def notice(said: Notice, language: Language) -> str:
    named = ", ".join(language.text(name) for name in said.offers)
    return language.say(NOTICES[said.code], **(dict(said.arguments) | {"offers": named}))


def listed(texts: Iterable[Text], language: Language, *, quoted: bool = False) -> str:
    """Names one after the other, the last with "und"."""
    marks = ("„", "“") if language.code == "de" else ("“", "”")
    names = [language.text(text) for text in texts]
    return format_list([name.join(marks) if quoted else name for name in names], locale=language.locale)
