"""The first sheet: where the company stands, in numbers from 0 to 4, with two charts drawn by Excel."""

from typing import Any

from reports import confident, wording
from reports.assessed import LEVELS, Standing
from reports.language import N_, Language
from reports.report import Report
from reports.workbook import charted
from reports.workbook.charted import CHART_ROWS, HEADINGS, MUTED, Data, points
from reports.workbook.tables import Column, Look, Table, put, set_up_print


def add(look: Look, report: Report, title: str) -> None:
    say, sheet = look.words.gettext, look.book.add_worksheet(look.words.gettext(N_("Überblick")))
    for place, width in enumerate((44, 9, 11, 11, 9, 13, 10, 40, 12)):
        sheet.set_column(place, place, width)
    _head(look, sheet, report, title)
    table = _values(look, report)
    put(look, sheet, table, HEADINGS)
    below = HEADINGS + len(table.rows) + 2
    data = Data(sheet, report, below + CHART_ROWS + 2)
    data.put(look)
    sheet.insert_chart(
        below, 0, charted.areas(look, data), _described(look, report, N_("Werte der Bereiche mit Ziel"))
    )
    sheet.insert_chart(
        below, 5, charted.field(look, data), _described(look, report, N_("Das Bild der vier Felder"))
    )
    sheet.freeze_panes(HEADINGS + 1, 1)
    set_up_print(sheet, say(N_("Überblick")))
    sheet.print_area(0, 0, below + CHART_ROWS, 8)


def _head(look: Look, sheet: Any, report: Report, title: str) -> None:
    words, found = look.words, report.reading
    sheet.write_string(0, 0, title, look.format(bold=True, font_size=16, text_wrap=False))
    taken = words.say(
        N_("%(check)s, Stand %(date)s, Fragebogen Version %(version)s"),
        check=words.text(report.check.title),
        date=words.date(report.created),
        version=report.questionnaire.version,
    )
    sheet.write_string(
        1, 0, f"{taken}, {report.operator.name}", look.format(text_wrap=False, font_color=MUTED)
    )
    verdict = found.fields[found.field].title.in_(words.code) if found.field else None
    verdict = verdict or words.gettext(N_("Noch zu wenig Antworten"))
    sheet.write_string(2, 0, verdict, look.format(bold=True, font_size=13, text_wrap=False))


def _values(look: Look, report: Report) -> Table:
    say = look.words.gettext
    columns = (
        Column(say(N_("Bereich")), 0),
        Column(say(N_("Wert")), 0, "level"),
        Column(say(N_("mindestens")), 0, "level"),
        Column(say(N_("höchstens")), 0, "level"),
        Column(say(N_("Ziel")), 0, "level"),
        Column(say(N_("beantwortet")), 0, "count"),
        Column(say(N_("passend")), 0, "count"),
        Column(say(N_("Stufe")), 0),
        Column(say(N_("Sicherheit")), 0),
    )
    return Table("Werte", "", columns, [_row(look, report, standing) for standing in report.standings])


def _row(look: Look, report: Report, standing: Standing) -> tuple[Any, ...]:
    words = look.words
    return (
        standing.title.in_(words.code),
        points(standing.shown),
        points(standing.lower),
        points(standing.upper),
        points(standing.target),
        standing.counts.answered,
        standing.counts.applicable,
        _level(report, standing, words),
        confident.word(standing.confidence, words) if standing.confidence else None,
    )


def _level(report: Report, standing: Standing, words: Language) -> str | None:
    """The level in words; nothing for the whole, whose word would gainsay those of its areas."""
    if not standing.published or standing.level is None:
        return wording.instead(standing, words)
    return None if standing.id == report.readiness.id else words.text(standing.level.name)


def _described(look: Look, report: Report, of: str) -> dict[str, Any]:
    values = [
        f"{standing.short.in_(look.words.code)} {look.words.number(LEVELS * standing.shown)}"
        for standing in report.standings
        if standing.shown is not None
    ]
    told = f"{look.words.gettext(of)}. {'; '.join(values)}"
    return {"description": told, "object_position": 2, "y_offset": 4}
