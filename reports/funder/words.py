"""Figures and periods in words, the same on page, paper and sheet."""

import re
import unicodedata
from datetime import date

from babel.numbers import format_decimal

from questionnaires.text import Text
from reports.cohorts.quarters import MONTHS
from reports.funder.periods import Period, Span
from reports.funder.published import State
from reports.funder.report import FunderReport, Line, Shown
from reports.funder.sets import Entry
from reports.language import N_, Language, rounded, typeset

NONE = "–"
"""Where there can be no number."""
INSTEAD: dict[str, str] = {
    "few": N_("unter 5"),
    "held_back": N_("geschützt"),
    "too_few": N_("unter 10"),
    "network": NONE,
    "missing": N_("offen"),
}
"""What stands in the place of a number."""
AT_LEAST = N_("mind. %(number)s")
MEANINGS: dict[str, str] = {
    "few": N_(
        "Es sind weniger als fünf oder keine. So kleine Zahlen ließen auf einzelne Betriebe schließen."
    ),
    "held_back": N_("Die Zahl ist klein, oder aus ihr ließe sich eine kleine errechnen."),
    "at_least": N_("Es sind so viele oder mehr. Genau genannt, verriete die Zahl, wie wenige übrig bleiben."),
    "too_few": N_("Ein Mittelwert steht erst hier, wenn zehn Betriebe dahinterstehen."),
    "network": N_(
        "Diese Zahl gibt es hier nicht. Mittelwerte und Anteile zum Beispiel zählt niemand zusammen."
    ),
    "missing": N_("Diese Zahl ist noch nicht eingetragen, oder aus der Zeit davor ist nichts festgehalten."),
}
"""By state, what the word for it means."""
BOUND = N_("mind.")
LABELS = INSTEAD | {"at_least": BOUND}

QUARTER = N_("%(number)s. Quartal %(year)s")
PERIODS: dict[Span, str] = {
    "quarter": N_("%(first)s bis %(last)s (Quartal)"),
    "year": N_("%(first)s bis %(last)s (Jahr)"),
    "programme": N_("%(first)s bis %(last)s (seit Beginn des Programms)"),
}
SPANS: dict[Span, str] = {
    "quarter": N_("nur dieses Quartal"),
    "year": N_("seit Jahresbeginn"),
    "programme": N_("seit Beginn des Programms"),
}
"""To choose from."""
ATTRIBUTES = {
    "size_class": N_("Größe"),
    "district": N_("Stadt oder Landkreis"),
    "sector": N_("Branche"),
}
SHEETS = {
    "size_class": N_("Nach Größe"),
    "district": N_("Nach Stadt und Landkreis"),
    "sector": N_("Nach Branche"),
}
FILE = N_("Wandelkompass Bericht %(title)s %(date)s")
SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
UNSTATED = N_("Ohne Angabe")
ELSEWHERE = N_("Weitere Kennzahlen gibt es nur für das ganze Netzwerk: %(names)s.")

HOW: tuple[str, ...] = (
    N_(
        "Gezählt werden Betriebe, nicht Einsendungen. Wer den Check wiederholt oder mehrere begonnen hat, "
        "zählt einmal."
    ),
    N_(
        "Anonyme Checks lassen sich keinem Betrieb zuordnen: Derselbe Betrieb kann mehrmals dabei sein. Sie "
        "stehen deshalb daneben und sind in keiner Zahl über Betriebe enthalten."
    ),
    N_(
        "Die Zahlen werden nach dem Ende jedes Quartals festgehalten und danach nie neu berechnet. Zwei "
        "Berichte mit demselben Stand sind gleich."
    ),
    N_(
        "Zahlen unter fünf werden nicht genannt. Eine Zahl ändert sich erst, wenn sie sich um mindestens "
        "fünf unterscheidet. So verrät auch der Vergleich zweier Berichte niemanden. Teile ergeben deshalb "
        "nicht immer die Summe."
    ),
    N_("Größe, Ort und Branche sind Angaben der Betriebe. Niemand hat sie geprüft."),
)
"""How it is counted, for all figures."""


def number(value: float, words: Language, decimals: int = 0) -> str:
    """With marks between thousands, as a reader of reports expects."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(rounded(value, decimals), pattern, locale=words.locale))


def shown(figure: Shown | None, words: Language, line: Line | None = None) -> str:
    """A figure as a reader sees it; a dash where there can be none."""
    if figure is None:
        return NONE
    if figure.text is not None:
        return figure.text
    if figure.value is None:
        return words.say(INSTEAD[figure.state])
    told = number(figure.value, words, line.decimals if line else 0)
    told = typeset(f"{told} %") if line and line.entry == "percent" else told
    return words.say(AT_LEAST, number=told) if figure.state == "at_least" else told


def quarter(end: date, words: Language) -> str:
    """The quarter that ends on a day."""
    return words.say(QUARTER, number=end.month // MONTHS, year=end.year)


def typed(value: float | str | None, entry: Entry, words: Language) -> str:
    """What somebody typed in, as it is read."""
    if value is None or isinstance(value, str):
        return value or words.say(N_("leer"))
    told = number(value, words, 1 if value % 1 else 0)
    return typeset(f"{told} %") if entry == "percent" else told


def file_name(report: FunderReport, words: Language) -> str:
    """What a file with this report is called, in letters that every system can store; without its ending."""
    called = words.say(FILE, title=words.text(report.title), date=report.period.last.isoformat())
    spelt = unicodedata.normalize("NFKD", called.lower().translate(SPELT)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")


def period(of: Period, words: Language) -> str:
    first, last = (words.date(day) for day in (of.first, of.last))
    return words.say(PERIODS[of.span], first=first, last=last)


def scope(report: FunderReport, words: Language) -> str:
    """Whose companies are counted."""
    if report.scope is None:
        return words.say(N_("alle Betriebe im Netzwerk"))
    return words.say(N_("Betriebe im Gebiet von %(house)s"), house=report.scope)


def elsewhere(report: FunderReport, words: Language) -> str:
    """Which figures of the programme are told for the whole network only; nothing where all are here."""
    names = ", ".join(words.text(title) for title in report.elsewhere)
    return words.say(ELSEWHERE, names=names) if names else ""


def name(title: Text | None, words: Language) -> str:
    return words.text(title) if title else words.say(UNSTATED)


def states(report: FunderReport) -> list[State | str]:
    """Which words in the place of a number a reader of this report meets, in a fixed order."""
    figures = [figure for line in report.lines for figure in (line.gained, line.total, line.anonymous)]
    figures += [
        figure for one in report.divided for part in one.slices for figure in (part.known, part.anonymous)
    ]
    met = {figure.state for figure in figures if figure}
    if any(line.entry != "text" and None in (line.gained, line.total) for line in report.lines):
        met.add("network")
    return [state for state in MEANINGS if state in met]
