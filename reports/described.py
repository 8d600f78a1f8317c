"""What the pictures say, in words: their text alternatives."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reports.assessed import LEVELS, Standing
from reports.compared import ChangedValue, Since
from reports.language import N_, Language

if TYPE_CHECKING:
    from reports.report import Report


def points(value: float, language: Language) -> str:
    """A value in [0, 1] on the scale from 0 to 4."""
    return language.number(LEVELS * value)


def shown(value: float | None, language: Language) -> str:
    """The same as it stands in a picture: a dash where there is none."""
    return "–" if value is None else points(value, language)


def field_title(report: "Report", language: Language) -> str:
    exposure, readiness, field = report.exposure.shown, report.readiness.shown, report.reading.field
    if exposure is None or readiness is None or field is None:
        fields = "; ".join(
            language.text(report.reading.fields[name].title) for name in report.reading.possible
        )
        return language.say(
            N_(
                "Vier-Felder-Bild: Für eine Einordnung gibt es noch zu wenig Antworten. Möglich "
                "sind: %(fields)s."
            ),
            fields=fields,
        )
    return language.say(
        N_(
            "Vier-Felder-Bild: Der Wandel trifft den Betrieb mit %(exposure)s von 4, "
            "vorbereitet ist er mit %(readiness)s von 4. Das heißt: %(field)s."
        ),
        exposure=points(exposure, language),
        readiness=points(readiness, language),
        field=language.text(report.reading.fields[field].title),
    )


def field_description(report: "Report", language: Language) -> str:
    said = [_area_with_bounds(area, language) for area in report.areas]
    if not report.exposure.certain or not report.readiness.certain:
        said.append(_span(report, language))
    return " ".join(said)


def _area_with_bounds(area: Standing, language: Language) -> str:
    if area.certain or area.shown is None:
        return area_said(area, language)
    return language.say(
        N_("%(title)s: %(value)s von 4, möglich sind %(lower)s bis %(upper)s."),
        title=language.text(area.short),
        value=points(area.shown, language),
        lower=points(area.lower, language),
        upper=points(area.upper, language),
    )


def _span(report: "Report", language: Language) -> str:
    exposure, readiness = report.exposure, report.readiness
    return language.say(
        N_(
            "Solange Antworten fehlen, sind auch andere Werte möglich: %(low)s bis %(high)s von 4 "
            "dafür, wie stark "
            "der Wandel trifft, und %(lower)s bis %(upper)s von 4 dafür, wie gut der Betrieb vorbereitet ist."
        ),
        low=points(exposure.lower, language),
        high=points(exposure.upper, language),
        lower=points(readiness.lower, language),
        upper=points(readiness.upper, language),
    )


def bars_title(standings: Iterable[Standing], language: Language) -> str:
    said = " ".join(area_said(standing, language) for standing in standings)
    return language.say(N_("Balken von 0 bis 4. %(values)s"), values=said)


def area_said(standing: Standing, language: Language) -> str:
    """One bar as a sentence."""
    title = language.text(standing.short)
    if standing.shown is None:
        return language.say(N_("%(title)s: noch zu wenig Antworten."), title=title)
    return language.say(
        N_("%(title)s: %(value)s von 4."), title=title, value=points(standing.shown, language)
    )


def bars_description(standings: Iterable[Standing], language: Language) -> str:
    return " ".join(_bounds(standing, language) for standing in standings)


def _bounds(standing: Standing, language: Language) -> str:
    title, counts = language.text(standing.short), standing.counts
    if standing.certain:
        return language.say(N_("%(title)s: alle Fragen beantwortet."), title=title)
    return language.say(
        N_(
            "%(title)s: %(answered)s von %(applicable)s Fragen beantwortet, möglich sind %(lower)s "
            "bis %(upper)s."
        ),
        title=title,
        answered=counts.answered,
        applicable=counts.applicable,
        lower=points(standing.lower, language),
        upper=points(standing.upper, language),
    )


def change_title(since: Since, language: Language) -> str:
    return language.say(N_("Werte von 0 bis 4: am %(date)s und heute."), date=language.date(since.date))


def change_description(since: Since, language: Language) -> str:
    return " ".join(_changed(value, language) for value in since.values)


def _changed(value: ChangedValue, language: Language) -> str:
    title = language.text(value.title)
    if value.before is None or value.after is None:
        return language.say(N_("%(title)s: nicht vergleichbar."), title=title)
    return language.say(
        N_("%(title)s: damals %(before)s, heute %(after)s."),
        title=title,
        before=points(value.before, language),
        after=points(value.after, language),
    )
