"""A short glossary: only the terms that this report uses."""

import re
from dataclasses import dataclass

from reports.language import N_, Language


@dataclass(frozen=True, slots=True)
class Term:
    """A term, what it means, and the sign in the text (in either language) that it is used."""

    word: str
    meaning: str
    sign: str = ""


TERMS = (
    Term(
        N_("Stand eines Angebots"),
        N_(
            "Der Tag, an dem unsere Quelle das Angebot beschrieben hat. Angebote ändern sich: "
            "Fragen Sie nach, bevor Sie planen."
        ),
        r"Stand unserer Angaben|Our details are as of",
    ),
    Term(
        N_("Antrag vor Beginn"),
        N_(
            "Die meisten Förderungen gibt es nur, wenn Sie vor dem Start den Antrag stellen. "
            "Auch ein Auftrag an eine Firma gilt schon als Start."
        ),
        r"vor dem Start|before you start",
    ),
    Term(
        N_("Bedarf"),
        N_(
            "Wobei Ihr Betrieb Hilfe brauchen kann. Er ergibt sich aus den Antworten, die unter dem"
            " Ziel liegen."
        ),
    ),
    Term(
        N_("De-minimis-Beihilfe"),
        N_(
            "Kleine staatliche Hilfe. Ein Unternehmen darf davon in drei Jahren nur eine begrenzte "
            "Summe erhalten."
        ),
        r"[Dd]e[- ]minimis",
    ),
    Term(
        N_("KMU"),
        N_(
            "Kleine und mittlere Unternehmen nach der Definition der EU: weniger als 250 "
            "Beschäftigte und höchstens "
            "50 Mio. Euro Umsatz oder 43 Mio. Euro Bilanzsumme. Verbundene Unternehmen zählen mit."
        ),
        r"\bKMU\b|\bSMEs?\b",
    ),
    Term(
        N_("Möglicher Bereich"),
        N_(
            "Zwischen welchen Werten Ihr Betrieb liegen kann, solange Antworten fehlen: "
            "im einen Fall haben alle offenen Fragen die Stufe 0, im anderen die Stufe 4."
        ),
    ),
    Term(
        N_("Sicherheit der Aussage"),
        N_(
            "Sie hängt an drei Dingen: wie viele Fragen beantwortet sind, wie gut die Antworten belegt sind "
            "und ob mehrere Rollen im Betrieb ähnlich antworten. Das Schwächste davon zählt."
        ),
        r"Sicherheit der Aussage|How sure this is",
    ),
    Term(
        N_("Stufe"),
        N_("Jede Frage hat fünf Antworten von 0 bis 4. Je höher die Stufe, desto weiter ist Ihr Betrieb."),
    ),
    Term(
        N_("Verbundenes Unternehmen"),
        N_(
            "Ein Unternehmen, das ein anderes beherrscht oder von ihm beherrscht wird. Ab 25 % "
            "Beteiligung spricht "
            "man von Partnerunternehmen; auch sie zählen bei Fördergrenzen anteilig mit."
        ),
        r"[Vv]erbundene|[Ll]inked (enterprise|compan)",
    ),
    Term(
        N_("Ziel"),
        N_(
            "Die Stufe, ab der ein Thema eingeführt ist und gesteuert wird. Nicht jeder Betrieb "
            "muss es überall erreichen."
        ),
    ),
)


def used_terms(body: str, language: Language) -> list[tuple[str, str]]:
    """The terms that a text uses, in the alphabetical order of its language."""
    used = [term for term in TERMS if re.search(term.sign, body)]
    said = [(language.say(term.word), language.say(term.meaning)) for term in used]
    return sorted(said, key=lambda pair: pair[0].casefold())
