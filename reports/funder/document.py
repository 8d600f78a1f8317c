"""The report on paper: two pages, whatever the figures are.

Content is held to a length that fits (`fitting`); what numbers and names add is taken up by layouts, each
tighter than the one before. The first that comes to two pages is taken; the last one leaves rows out.

    >>> document.render(report, "de")
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from questionnaires.text import Language as Code
from reports import html, pdf
from reports.charts import Paint
from reports.funder import drawn, fitting
from reports.funder import words as wording
from reports.funder.report import Divided, FunderReport, Slice
from reports.language import Language, keep_last_words, language

SHEET = "funder.css"
TEMPLATE, BARS, GROWTH = "funder/report.html", "funder/bars.svg", "funder/growth.svg"
PAGES = 2
PICTURE = 51.0
"""Millimetres: the width of a picture beside a table."""
_OBJECTS = re.compile(rb"/Type /ObjStm\b.*?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAGE = re.compile(rb"/Type /Page\b(?!s)")


class TooLong(ValueError):
    """Not even the tightest layout comes to two pages."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`row` is the height of a row beside a picture, in millimetres; `most` how many rows a divided figure
    has, `days` how many the table of growth. `style` is the class of the page."""

    style: str
    row: float = 4.4
    most: int = 14
    days: int = 8


SPREAD = Layout("spread")
"""For a report that would fit on one page: its pictures begin the second."""
LAYOUTS = (Layout("roomy"), Layout("usual"), Layout("tight", row=3.5), Layout("tight", 3.5, 5, 4))
ROOM = (50, 60, 999)
"""Lines up to which a layout is worth a try."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The parts of a divided figure that have a row, those that there is no room for, and those hidden."""

    shown: tuple[Slice, ...]
    further: tuple[Slice, ...]
    hidden: tuple[Slice, ...]


def render(report: FunderReport, code: Code, variant: pdf.Variant = "archive") -> bytes:
    """The PDF in one language. The same report gives the same bytes. Raises TooLong."""
    data = report.model_dump_json()
    lines = fitting.of_parts(part.lines for part in report.parts)
    for layout in LAYOUTS[next(n for n, room in enumerate(ROOM) if lines <= room) :]:
        made = pdf.laid_out(written(report, code, layout), SHEET, variant, data=data)
        if pages(made) < PAGES:
            return pdf.laid_out(written(report, code, SPREAD), SHEET, variant, data=data)
        if pages(made) == PAGES:
            return made
    raise TooLong(report.set_id)


def pages(made: bytes) -> int:
    """How many pages a PDF of ours has, by the objects in it."""
    return sum(len(_PAGE.findall(zlib.decompress(packed))) for packed in _OBJECTS.findall(made))


def written(report: FunderReport, code: Code, layout: Layout = LAYOUTS[0]) -> str:
    """The report as one document for print."""
    words = language(code)
    made = html.environment(code).get_template(TEMPLATE)
    return keep_last_words(
        made.render(
            report=report,
            layout=layout.style,
            moments=report.moments[-layout.days :],
            how=wording.HOW,
            meanings=[(wording.LABELS[state], wording.MEANINGS[state]) for state in wording.states(report)],
            attributes=wording.ATTRIBUTES,
            scope=wording.scope(report, words),
            elsewhere=wording.elsewhere(report, words),
            period=wording.period(report.period, words),
            shown=lambda figure, line=None: wording.shown(figure, words, line),
            named=lambda part: wording.name(part.title, words),
            rows=lambda one: rows(one, layout.most),
            bars=lambda one, parts: bars(one, parts, report, words, row=layout.row),
            growth=lambda: growth(report, words, layout),
        )
    )


def rows(one: Divided, most: int = LAYOUTS[0].most) -> Rows:
    """A part has a row if something can be told of it; the largest ones, where there are too many. Where
    nothing but zeros can be told, no part has one."""
    told = [part for part in one.slices if part.known.value is not None or part.anonymous.value]
    told = told if one.tells else []
    largest = sorted(told, key=lambda part: -(part.known.value or 0) - (part.anonymous.value or 0))[:most]
    return Rows(
        shown=tuple(part for part in told if part in largest),
        further=tuple(part for part in told if part not in largest),
        hidden=tuple(part for part in one.slices if part not in told),
    )


def bars(
    one: Divided, parts: Sequence[Slice], report: FunderReport, words: Language, *, row: float | None = None
) -> Markup:
    """A divided figure as SVG: beside a table whose rows are `row` high; else with names of its own."""
    paint, id_ = Paint(report.operator.accent_colour), f"bars-{one.id}"
    if row is None:
        return _drawn(BARS, drawn.Bars(one, parts, words, paint, id_), words.code)
    beside = drawn.Bars(one, parts, words, paint, id_, row=4 * row, width=4 * PICTURE, labelled=False)
    return _drawn(BARS, beside, words.code)


def growth(report: FunderReport, words: Language, on_paper: Layout | None = None) -> Markup:
    """How the network has grown, as SVG: as high as the table beside it, or as wide as a page."""
    paint, moments = Paint(report.operator.accent_colour), report.moments
    if on_paper is None:
        return _drawn(GROWTH, drawn.Growth(moments, report.growth, words, paint, "growth"), words.code)
    moments = moments[-on_paper.days :]
    height = max(4 * on_paper.row * (len(moments) + 1) - 14, 80)
    beside = drawn.Growth(moments, report.growth, words, paint, "growth", width=4 * PICTURE, height=height)
    return _drawn(GROWTH, beside, words.code)


def _drawn(name: str, chart: drawn.Bars | drawn.Growth, code: Code) -> Markup:
    return Markup(html.environment(code).get_template(name).render(chart=chart))  # noqa: S704 - a template of ours
