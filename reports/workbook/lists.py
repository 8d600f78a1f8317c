"""The other sheets: what was answered, what to do, who can help, where it all comes from."""

from collections.abc import Iterator

from reports import benchmark_words, rules, wording
from reports.assessed import Item, Step
from reports.language import N_, Language
from reports.offered import Offer
from reports.planned import FIND_OUT, STATES
from reports.report import Report
from reports.workbook.charted import points
from reports.workbook.tables import Cell, Column, Kind, Table

Row = tuple[Cell, ...]
Columns = tuple[tuple[str, float] | tuple[str, float, Kind], ...]

ANSWERS: Columns = (
    (N_("Bereich"), 26),
    (N_("Thema"), 30),
    (N_("Frage"), 52),
    (N_("Antwort"), 52),
    (N_("Stufe"), 8, "level"),
    (N_("Zustand"), 18),
)
STEPS: Columns = (
    (N_("Wann"), 10),
    (N_("Bereich"), 18),
    (N_("Maßnahme"), 34),
    (N_("Erster Schritt"), 40),
    (N_("Thema"), 26),
    (N_("Heute"), 34),
    (N_("Darauf hinarbeiten"), 34),
    (N_("Wichtig wegen"), 30),
    (N_("Aufwand"), 18),
    (N_("Wochen, mindestens"), 11, "count"),
    (N_("Wochen, höchstens"), 11, "count"),
    (N_("Wer entscheidet"), 20),
)
PLAN: Columns = (
    (N_("Maßnahme"), 36),
    (N_("Bereich"), 20),
    (N_("Erster Schritt"), 40),
    (N_("Wer"), 20),
    (N_("Bis wann"), 12, "date"),
    (N_("Status"), 12),
    (N_("Notiz"), 36),
)
OFFERS: Columns = (
    (N_("Angebot"), 34),
    (N_("Art"), 14),
    (N_("Wie es passt"), 16),
    (N_("Wer es anbietet"), 24),
    (N_("Worum es geht"), 50),
    (N_("Hilft bei"), 34),
    (N_("Noch zu prüfen"), 44),
    (N_("Was nicht passt"), 44),
    (N_("Fragen Sie zuerst"), 28),
    (N_("Kosten"), 24),
    (N_("Antrag vor dem Start"), 12),
    (N_("Stand"), 11),
    (N_("Internet"), 36, "link"),
)
DISSENT: Columns = (
    (N_("Thema"), 30),
    (N_("Bereich"), 20),
    (N_("Rolle"), 20),
    (N_("Antwort"), 52),
    (N_("Gemeinsame Antwort"), 52),
    (N_("Begründung"), 40),
)
CHANGES: Columns = (
    (N_("Thema"), 36),
    (N_("Damals"), 52),
    (N_("Heute"), 52),
    (N_("Veränderung"), 13, "change"),
)
OTHERS: Columns = (
    (N_("Bereich"), 40),
    (N_("Ihr Wert"), 10, "level"),
    (N_("unteres Viertel bis"), 12, "level"),
    (N_("Mitte"), 10, "level"),
    (N_("oberes Viertel ab"), 12, "level"),
    (N_("Einordnung"), 44),
    (N_("Betriebe, mindestens"), 12, "count"),
    (N_("Stand"), 12, "date"),
)
SOURCES: Columns = ((N_("Angabe"), 44), (N_("Stand"), 40), (N_("Quelle"), 80, "link"))


def tables(report: Report, words: Language) -> Iterator[Table]:
    """One for each sheet after the first; plan, different views and comparisons only where there are any."""
    yield _table("Antworten", N_("Alle Antworten"), ANSWERS, list(_answers(report, words)), words)
    yield _table("Schritte", N_("Schritte"), STEPS, list(_steps(report, words)), words)
    if report.chosen:
        yield _table("Plan", N_("Plan"), PLAN, list(_plan(report, words)), words)
    yield _table("Angebote", N_("Angebote"), OFFERS, list(_offers(report, words)), words)
    if report.dissent:
        yield _table("Sichtweisen", N_("Sichtweisen"), DISSENT, list(_dissent(report, words)), words)
    if report.since:
        yield _table("Vergleich", N_("Vergleich"), CHANGES, list(_changes(report, words)), words)
    if report.benchmark:
        yield _table("ImVergleich", N_("Im Vergleich"), OTHERS, list(_others(report, words)), words)
    yield _table("Quellen", N_("Quellen"), SOURCES, list(_sources(report, words)), words)


def _table(name: str, sheet: str, columns: Columns, rows: list[Row], words: Language) -> Table:
    named = tuple(Column(words.gettext(heading), *rest) for heading, *rest in columns)
    return Table(name, words.gettext(sheet), named, rows)


def _answers(report: Report, words: Language) -> Iterator[Row]:
    """The facts first; one that counts for a value stands there."""
    counted = {item.id for part in report.parts for item in part.items}
    for fact in report.facts:
        if fact.id not in counted:
            yield _answer(words.gettext(N_("Ihr Betrieb")), fact, words)
    if report.goal:
        asked = words.gettext(N_("Was möchten Sie erreichen?"))
        yield (
            words.gettext(N_("Ihr Betrieb")),
            words.gettext(N_("Ihr Ziel")),
            asked,
            report.goal,
            None,
            None,
        )
    for part in report.parts:
        for item in part.items:
            yield _answer(part.title.in_(words.code), item, words)


def _answer(area: str, item: Item, words: Language) -> Row:
    title, question = item.title.in_(words.code), item.question.in_(words.code)
    answer = item.answer.in_(words.code) if item.answer else None
    return (area, title, question, answer, points(item.value), words.gettext(wording.STATES[item.state]))


def _steps(report: Report, words: Language) -> Iterator[Row]:
    whens = (
        (N_("jetzt"), report.steps),
        (N_("danach"), report.next_steps),
        (N_("später"), report.later_steps),
    )
    for when, steps in whens:
        for step in steps:
            yield _step(words.gettext(when), step, report.works_council, words)


def _step(when: str, step: Step, works_council: bool | None, words: Language) -> Row:
    code, measure = words.code, step.measure
    to_do = measure.title.in_(code) if measure else None
    if step.action == "find_out" and to_do is None:
        to_do = words.gettext(FIND_OUT) % {"topic": step.title.in_(code)}
    first = measure.first_step if measure else step.asks if step.action == "find_out" else None
    return (
        when,
        step.area_title.in_(code),
        to_do,
        first.in_(code) if first else None,
        "; ".join(text.in_(code) for text in (step.title, *step.also)),
        step.today.in_(code) if step.today else None,
        step.next.in_(code) if step.next else None,
        "; ".join(text.in_(code) for text in step.because) or None,
        words.gettext(wording.EFFORTS[measure.effort]) if measure else None,
        measure.weeks.least if measure else None,
        measure.weeks.most if measure else None,
        wording.decider(measure, works_council, words) if measure else None,
    )


def _plan(report: Report, words: Language) -> Iterator[Row]:
    for entry in report.chosen:
        area = entry.area.in_(words.code) if entry.area else None
        first = entry.first_step.in_(words.code) if entry.first_step else None
        state = words.gettext(STATES[entry.state])
        yield (
            entry.named(words.code),
            area,
            first,
            entry.owner or None,
            entry.due,
            state,
            entry.note or None,
        )


def _offers(report: Report, words: Language) -> Iterator[Row]:
    for offer in report.offers.every:
        yield _offer(offer, report, words)


def _offer(offer: Offer, report: Report, words: Language) -> Row:
    code = words.code
    fit = report.offers.fits[offer.fit].in_(code) if offer.fit else words.gettext(N_("passt derzeit nicht"))
    needs = "; ".join(report.offers.needs[share.need].in_(code) for share in offer.needs)
    first = words.gettext(N_("ja")) if offer.apply_first else None
    return (
        offer.name.in_(code),
        words.gettext(wording.KINDS[offer.kind]),
        fit,
        offer.operator,
        offer.summary.in_(code),
        needs or None,
        _conditions(offer, "unknown", words),
        _conditions(offer, "not_met", words),
        offer.door.in_(code) if offer.door else None,
        offer.cost.in_(code) if offer.cost else None,
        first,
        words.day(offer.as_of) or None,
        offer.url,
    )


def _conditions(offer: Offer, value: str, words: Language) -> str | None:
    told = [wording.labelled(judged, words) for judged in offer.criteria if judged.value == value]
    return " ".join(told) or None


def _dissent(report: Report, words: Language) -> Iterator[Row]:
    for apart in report.dissent:
        area = apart.area.in_(words.code) if apart.area else None
        agreed = apart.agreed.in_(words.code) if apart.agreed else None
        for voice in apart.voices:
            said = (voice.role.in_(words.code), voice.answer.in_(words.code))
            yield (apart.title.in_(words.code), area, *said, agreed, apart.reason or None)


def _changes(report: Report, words: Language) -> Iterator[Row]:
    for change in report.since.changed if report.since else ():
        then, now = change.before.in_(words.code), change.after.in_(words.code)
        yield (change.title.in_(words.code), then, now, points(change.change))


def _others(report: Report, words: Language) -> Iterator[Row]:
    found = report.benchmark
    if found is None:
        return
    for one in found.values:
        values = [points(share) for share in (one.value, one.low, one.middle, one.high)]
        placed = benchmark_words.place(one, words)
        yield (one.title.in_(words.code), *values, placed, found.at_least, found.as_of)


def _sources(report: Report, words: Language) -> Iterator[Row]:
    say = words.gettext
    title = report.questionnaire.title.in_(words.code)
    yield (say(N_("Fragebogen")), f"{title}, {report.questionnaire.version}", None)
    yield (say(N_("Rechenregeln")), report.engine, None)
    yield (say(N_("Verzeichnis der Angebote")), words.date(report.created), None)
    yield (say(N_("Datum des Ergebnisses")), words.date(report.created), None)
    yield (say(N_("Angeboten von")), report.operator.name, report.operator.url)
    for offer in report.offers.every:
        for source in rules.sources(offer, words):
            yield (offer.name.in_(words.code), words.day(offer.as_of) or None, source)
