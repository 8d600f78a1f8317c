"""The plan as an Excel workbook: one native table to filter, to go on working with, and to print.

What people typed stays text: nothing in a cell is ever read as a formula, a link or a number.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from xml.sax.saxutils import escape

from questionnaires.text import Language as Code
from reports.language import N_, Language, language, with_subscripts
from reports.planned import STATES, UNFINISHED, Planned, progress
from reports.workbook.tables import A4, DATES, OPTIONS

COLUMNS = (
    (N_("Nr."), 5),
    (N_("Maßnahme"), 36),
    (N_("Bereich"), 18),
    (N_("Erster Schritt"), 40),
    (N_("Wer"), 18),
    (N_("Bis wann"), 12),
    (N_("Status"), 12),
    (N_("Notiz"), 36),
    (N_("Entscheidet"), 24),
    (N_("Dauer"), 16),
)
"""Headings, and widths in characters."""
DUE, STATE = 5, 6
FIRST = 4
"""The row of the first entry, from 0; above are the title, date and progress, an empty row, the headings."""
_TOP = {"text_wrap": True, "valign": "top"}
_TEXT = _TOP | {"num_format": "@", "quote_prefix": True}
"""With the prefix, text that begins like a formula stays text also when somebody edits its cell."""


def workbook(entries: Sequence[Planned], *, code: Code, created: date) -> bytes:
    """The workbook. The same arguments give the same bytes."""
    import xlsxwriter  # takes longer to import than most pages take to make

    buffer, speaker = io.BytesIO(), language(code)
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    title = speaker.gettext("Unser Plan aus dem Wandelkompass")
    book.set_properties({"title": title, "created": datetime.combine(created, time(), UTC)})
    sheet = book.add_worksheet(speaker.gettext("Plan"))
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 16}))
    sheet.write_string(1, 0, _standing(entries, speaker, created))
    _table(book, sheet, entries, speaker)
    _guide(book, sheet, len(entries), speaker)
    _set_up_print(sheet, title)
    book.close()
    return _in_language(buffer.getvalue(), speaker.locale.replace("_", "-"))


def _standing(entries: Sequence[Planned], speaker: Language, created: date) -> str:
    found = progress(entries, created)
    words = speaker.gettext("Stand %(date)s: %(done)s von %(of)s erledigt")
    return words % {"date": speaker.date(created), "done": found.done, "of": found.of}


def _table(book: Any, sheet: Any, entries: Sequence[Planned], speaker: Language) -> None:
    heading = book.add_format(_TOP | {"bold": True, "bg_color": "#E8EEF4"})
    columns = [{"header": speaker.gettext(name), "header_format": heading} for name, _ in COLUMNS]
    for column, (_, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    last = _last(len(entries))
    style = {"name": "Plan", "style": "Table Style Light 1", "columns": columns}
    sheet.add_table(FIRST - 1, 0, last, len(COLUMNS) - 1, style)
    formats = (book.add_format(_TEXT), book.add_format(_TOP), book.add_format(_TOP | _date(speaker)))
    for number, entry in enumerate(entries):
        _row(sheet, number, entry, speaker, formats)
    if not entries:
        sheet.write_blank(FIRST, DUE, None, formats[2])


def _last(entries: int) -> int:
    """The row of the last entry; a table has at least one row, so an empty plan has one to begin with."""
    return FIRST + max(entries, 1) - 1


def _date(speaker: Language) -> dict[str, Any]:
    return {"num_format": DATES[speaker.code], "align": "left"}


def _row(sheet: Any, number: int, entry: Planned, speaker: Language, formats: tuple[Any, ...]) -> None:
    text, plain, day = formats
    said = [
        with_subscripts(part.in_(speaker.code)) if part else "" for part in (entry.area, entry.first_step)
    ]
    state = speaker.gettext(STATES[entry.state])
    terms = [part.in_(speaker.code) if part else "" for part in (entry.decides, entry.lasts)]
    texts = [None, entry.named(speaker.code), *said, entry.owner, None, state, entry.note, *terms]
    row = FIRST + number
    sheet.write_number(row, 0, number + 1, plain)
    for column, words in enumerate(texts):
        if words:
            sheet.write_string(row, column, words, text)
        elif words is not None:
            sheet.write_blank(row, column, None, text)
    if entry.due:
        sheet.write_datetime(row, DUE, datetime.combine(entry.due, time()), day)
    else:
        sheet.write_blank(row, DUE, None, day)


def _guide(book: Any, sheet: Any, entries: int, speaker: Language) -> None:
    """A list for the state, a day for the date, and a mark for what is overdue on the day of reading."""
    words = {state: speaker.gettext(said) for state, said in STATES.items()}
    choice = {"validate": "list", "source": list(words.values())}
    choice |= {
        "error_title": speaker.gettext("Status"),
        "error_message": speaker.gettext("Bitte wählen Sie aus der Liste."),
    }
    sheet.data_validation(FIRST, STATE, _last(entries), STATE, choice)
    day = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    day |= {
        "error_title": speaker.gettext("Bis wann"),
        "error_message": speaker.gettext("Bitte geben Sie einen Tag an."),
    }
    sheet.data_validation(FIRST, DUE, _last(entries), DUE, day)
    first = FIRST + 1
    unfinished = ",".join(f'$G{first}="{words[state]}"' for state in sorted(UNFINISHED))
    overdue = f'=AND($F{first}<>"",$F{first}<TODAY(),OR({unfinished}))'
    mark = book.add_format({"bold": True, "font_color": "#B00020"})
    sheet.conditional_format(
        FIRST, DUE, _last(entries), DUE, {"type": "formula", "criteria": overdue, "format": mark}
    )


def _set_up_print(sheet: Any, title: str) -> None:
    sheet.freeze_panes(FIRST, 2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(FIRST - 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&L{title}&R&P / &N")


def _in_language(book: bytes, tag: str) -> bytes:
    """The same workbook that says which language it is in. XlsxWriter has no word for that."""
    written, end = io.BytesIO(), b"</cp:coreProperties>"
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "docProps/core.xml":
                said = f"<dc:language>{escape(tag)}</dc:language>".encode()
                content = content.replace(end, said + end)
            target.writestr(part, content)
    return written.getvalue()
