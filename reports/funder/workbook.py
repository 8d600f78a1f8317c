"""The report as an Excel workbook: figures as native tables with native charts, and how each is counted.

Numbers are numbers, and where none can be told a word stands in the cell. What somebody typed in stays text:
nothing is read as a formula. The same report gives the same bytes.

    >>> workbook.write(report, "de")
"""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any

from questionnaires.text import Language as Code
from reports.funder import words as wording
from reports.funder.report import Divided, FunderReport, Line, Shown
from reports.language import N_, language
from reports.workbook.tables import OPTIONS, Cell, Column, Look, Table, add, put, set_up_print

TITLE = N_("Bericht an den Fördergeber")
FIGURES, METHOD, GROWTH = N_("Kennzahlen"), N_("Wie gezählt wird"), N_("Verlauf")
NAMES = {"size_class": "Groesse", "district": "Ort", "sector": "Branche"}
"""What formulas call the table of a divided figure."""
HEAD = 6
"""The row of the headings, from 0; above stand title, programme, period and whose companies are counted."""
GROWS = {"reached": N_("Erreicht"), "finished": N_("Mit abgeschlossenem Check")}
MUTED = "#595959"
ROW_PIXELS, CHART_ROWS = 20, 18
GAINED, TOTAL, ANONYMOUS = 4, 5, 7
"""Columns of the first table with figures."""


def write(report: FunderReport, code: Code) -> bytes:
    """The workbook in one language."""
    import xlsxwriter  # takes longer to import than most pages take to make

    buffer, words = io.BytesIO(), language(code)
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    made = datetime.combine(report.made_on, time(), UTC)
    book.set_properties({"title": words.gettext(TITLE), "author": report.operator.name, "created": made})
    look = Look(book, words, report.operator.accent_colour)
    _figures(look, report)
    for one in report.divided:
        _divided(look, one, report)
    if report.growth:
        _growth(look, report)
    _method(look, report)
    book.close()
    return buffer.getvalue()


def _head(look: Look, sheet: Any, report: FunderReport, title: str) -> None:
    words, plain = look.words, look.format(text_wrap=False, font_color=MUTED)
    sheet.write_string(0, 0, title, look.format(bold=True, font_size=16, text_wrap=False))
    sheet.write_string(1, 0, words.text(report.title), look.format(bold=True, text_wrap=False))
    for row, told in enumerate(_told(look, report), 2):
        sheet.write_string(row, 0, told, plain)


def _told(look: Look, report: FunderReport) -> Iterator[str]:
    """Which programme, which period, whose companies and which state."""
    words = look.words
    yield f"{words.text(report.programme.name)} · {words.text(report.programme.funder)}"
    yield words.say(N_("Zeitraum: %(period)s"), period=wording.period(report.period, words))
    whose = wording.scope(report, words)
    frozen = words.say(N_("Festgehalten am %(date)s"), date=words.date(report.made_on))
    yield f"{report.operator.name} · {whose} · {frozen}"


# --- the figures ---------------------------------------------------------------------------------


def _figures(look: Look, report: FunderReport) -> None:
    say, sheet = look.words.gettext, look.book.add_worksheet(look.words.gettext(FIGURES))
    for place, width in enumerate((26, 9, 44, 13, 14, 14, 10, 14, 70)):
        sheet.set_column(place, place, width)
    _head(look, sheet, report, say(TITLE))
    headings = (N_("Bereich"), N_("Code"), N_("Kennzahl"), N_("Einheit"), N_("Im Zeitraum"), N_("Gesamt"))
    rest = (N_("Ziel"), N_("Dazu anonym"), N_("Wie gezählt wird"))
    columns = tuple(Column(say(name), 0) for name in (*headings, *rest))
    rows = [_row(look, part.title.in_(look.words.code), line) for part in report.parts for line in part.lines]
    put(
        look,
        sheet,
        Table(
            "Kennzahlen",
            "",
            columns,
            [[None if _is_figure(n) else c for n, c in enumerate(row)] for row in rows],
        ),
        HEAD,
    )
    lines = [line for part in report.parts for line in part.lines]
    for number, line in enumerate(lines, HEAD + 1):
        _write_line(look, sheet, number, line)
    sheet.freeze_panes(HEAD + 1, 3)
    sheet.repeat_rows(HEAD)
    set_up_print(sheet, say(FIGURES))


def _is_figure(column: int) -> bool:
    return GAINED <= column <= ANONYMOUS


def _row(look: Look, section: str, line: Line) -> list[Cell]:
    words = look.words
    texts = (line.title, line.unit, line.counting)
    title, unit, counting = (text.in_(words.code) for text in texts)
    return [section, line.code, title, unit, None, None, None, None, counting]


def _write_line(look: Look, sheet: Any, row: int, line: Line) -> None:
    figure(look, sheet, (row, GAINED), line.gained, line)
    figure(look, sheet, (row, TOTAL), line.total, line)
    figure(look, sheet, (row, ANONYMOUS), line.anonymous, line)
    if line.target is not None:
        sheet.write_number(row, GAINED + 2, line.target, look.format(num_format="#,##0.##", align="right"))


def figure(
    look: Look, sheet: Any, at: tuple[int, int], shown: Shown | None, line: Line | None = None
) -> None:
    """One figure: a number where one can be told, also as a lower bound; else the word that stands for it."""
    if shown is None:
        sheet.write_blank(*at, None, look.format())
    elif shown.value is None:
        told = wording.shown(shown, look.words, line)
        sheet.write_string(
            *at, told, look.format(num_format="@", quote_prefix=True, align="right", font_color=MUTED)
        )
    else:
        sheet.write_number(
            *at, shown.value, look.format(num_format=_pattern(look, shown, line), align="right")
        )


def _pattern(look: Look, shown: Shown, line: Line | None) -> str:
    decimals = line.decimals if line else 0
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    if line and line.entry == "percent":
        return f'{pattern}" %"'
    least = look.words.gettext(wording.BOUND)
    return f'"{least} "{pattern}' if shown.state == "at_least" else pattern


# --- divided figures and growth ------------------------------------------------------------------


def _divided(look: Look, one: Divided, report: FunderReport) -> None:
    words = look.words
    sheet = look.book.add_worksheet(words.gettext(wording.SHEETS[one.by]))
    names = [wording.name(part.title, words) for part in one.slices]
    figures = [(part.known, part.anonymous) for part in one.slices]
    columns = (wording.ATTRIBUTES[one.by], N_("Gesamt"), N_("Dazu anonym"))
    title = f"{one.title.in_(words.code)} ({one.code})" if one.code else one.title.in_(words.code)
    counting = one.counting.in_(words.code)
    top = _charted(look, sheet, report, (title, counting), NAMES[one.by], columns, names, figures)
    if not one.tells:
        return
    chart = look.book.add_chart({"type": "bar", "subtype": "stacked"})
    _series(
        look, chart, sheet, columns[1:], (top, len(names)), ({"color": look.accent}, {"color": "#BFD4E2"})
    )
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    told = "; ".join(
        f"{name}: {wording.shown(known, words)}" for name, (known, _) in zip(names, figures, strict=True)
    )
    _place(sheet, chart, (title, told), rows=max(CHART_ROWS, len(names) + 4))


def _growth(look: Look, report: FunderReport) -> None:
    words = look.words
    sheet = look.book.add_worksheet(words.gettext(GROWTH))
    names = [words.date(one.day) for one in report.moments]
    figures = [[getattr(one, grows) for grows in report.growth] for one in report.moments]
    columns = (N_("Stand"), *(GROWS[grows] for grows in report.growth))
    title, counting = (
        words.gettext(N_("Wie die Zahl der Betriebe wächst")),
        words.gettext(N_("Betriebe am Ende jedes Quartals")),
    )
    top = _charted(look, sheet, report, (title, counting), "Verlauf", columns, names, figures)
    chart = look.book.add_chart({"type": "line"})
    _series(
        look,
        chart,
        sheet,
        columns[1:],
        (top, len(names)),
        ({"color": look.accent}, {"color": "#000000"})[-len(figures[0]) :],
        line=True,
    )
    chart.set_y_axis(
        {"min": 0, "num_format": "0", "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    told = "; ".join(
        f"{name}: {wording.shown(one, words)}" for name, (one, *_) in zip(names, figures, strict=True)
    )
    _place(sheet, chart, (title, told), rows=CHART_ROWS)


def _charted(
    look: Look,
    sheet: Any,
    report: FunderReport,
    titles: tuple[str, str],
    name: str,
    columns: Sequence[str],
    names: Sequence[str],
    figures: Sequence[Sequence[Shown]],
) -> int:
    """A sheet with a table of names and figures; the first row of its figures."""
    for place, width in enumerate((52, 14, 14, 4)):
        sheet.set_column(place, place, width)
    _head(look, sheet, report, titles[0])
    sheet.write_string(HEAD - 1, 0, titles[1], look.format(text_wrap=False, font_color=MUTED))
    headings = tuple(Column(look.words.gettext(column), 0) for column in columns)
    blank = (None,) * (len(columns) - 1)
    put(look, sheet, Table(name, "", headings, [(one, *blank) for one in names]), HEAD)
    for row, told in enumerate(figures, HEAD + 1):
        for column, one in enumerate(told, 1):
            figure(look, sheet, (row, column), one)
    set_up_print(sheet, titles[0])
    return HEAD + 1


def _series(
    look: Look,
    chart: Any,
    sheet: Any,
    names: Sequence[str],
    rows: tuple[int, int],
    colours: Sequence[dict[str, str]],
    *,
    line: bool = False,
) -> None:
    """The columns of figures, over the names in the first."""
    (top, number), title = rows, sheet.get_name()
    for column, (name, colour) in enumerate(zip(names, colours, strict=True), 1):
        look_of_line = (
            {"line": colour | {"width": 2.25}, "marker": {"type": "circle", "size": 6}} if line else {}
        )
        chart.add_series(
            {
                "name": look.words.gettext(name),
                "categories": [title, top, 0, top + number - 1, 0],
                "values": [title, top, column, top + number - 1, column],
            }
            | (look_of_line or {"fill": colour, "gap": 60})
        )
    chart.set_legend({"position": "bottom"})


def _place(sheet: Any, chart: Any, titles: tuple[str, str], *, rows: int) -> None:
    chart.set_title({"name": titles[0], "name_font": {"size": 12}})
    chart.set_size({"width": 620, "height": rows * ROW_PIXELS})
    sheet.insert_chart(HEAD, 4, chart, {"description": ". ".join(titles), "object_position": 2})


# --- how it is counted ---------------------------------------------------------------------------


def _method(look: Look, report: FunderReport) -> None:
    """What holds for all figures, what the words mean, and every figure with its sentence."""
    words, say = look.words, look.words.gettext
    columns = (Column(say(N_("Was")), 46), Column(say(N_("Wie gezählt wird")), 110))
    told: list[Line | Divided] = [*report.lines, *report.divided]
    counted = [(one.title.in_(words.code), one.counting.in_(words.code)) for one in told]
    general = [(say(N_("Alle Zahlen")), say(sentence)) for sentence in wording.HOW]
    meant = [(say(wording.LABELS[state]), say(wording.MEANINGS[state])) for state in wording.states(report)]
    further = wording.elsewhere(report, words)
    note = [(say(N_("Auswahl der Kennzahlen")), report.note.in_(words.code))] if report.note else []
    elsewhere = [(say(N_("Weitere Kennzahlen")), further)] if further else []
    state = [
        (say(N_("Stand")), words.date(report.period.last)),
        (say(N_("Festgehalten am")), words.date(report.made_on)),
    ]
    add(
        look,
        Table("Zaehlweise", say(METHOD), columns, [*state, *note, *elsewhere, *general, *meant, *counted]),
    )
