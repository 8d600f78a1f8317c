"""A report as an Excel workbook: values with native charts, answers, steps, offers and sources as tables.

It holds what page and PDF hold, to be filtered, printed and worked on with. Nothing in a cell is read as a
formula, and the same report gives the same bytes. XlsxWriter is imported when the first one is written.

    >>> from reports import workbook
    >>> workbook.write(report, "de")
"""

import io
from datetime import UTC, datetime, time

from questionnaires.text import Language as Code
from reports.language import N_, language
from reports.report import Report
from reports.workbook import overview
from reports.workbook.lists import tables
from reports.workbook.tables import OPTIONS, Look, add

TITLE = N_("Ergebnis aus dem Wandelkompass")


def write(report: Report, code: Code) -> bytes:
    """The workbook in one language."""
    import xlsxwriter  # takes longer to import than most pages take to make

    buffer, words = io.BytesIO(), language(code)
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    made = datetime.combine(report.created, time(), UTC)
    book.set_properties({"title": words.gettext(TITLE), "created": made})
    look = Look(book, words, report.operator.accent_colour)
    overview.add(look, report, words.gettext(TITLE))
    for table in tables(report, words):
        add(look, table)
    book.close()
    return buffer.getvalue()
