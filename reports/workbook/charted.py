"""The charts of the first sheet, and the cells they look at.

They read the table of values at the top and, below them, a block with what only charts need: spans around
values, the lines and names of the field of four.
"""

from typing import Any

from questionnaires.reading import FieldName
from reports.assessed import LEVELS
from reports.language import N_
from reports.report import Report
from reports.workbook.tables import Look, write

HEADINGS = 4
"""The row of the headings, from 0; above are the title, date and check, and how the axes read together."""
VALUE, TARGET = 1, 4
AXES = 2
"""Exposure and readiness come first, then the areas."""
CHART_ROWS = 20
MUTED = "#595959"


def points(value: float | None) -> float | None:
    """A value as a level from 0 to 4, free of the noise of binary fractions."""
    return None if value is None else round(LEVELS * value, 9)


class Data:
    """The block of cells that only the charts read, from row `top`; addresses are told by its methods."""

    def __init__(self, sheet: Any, report: Report, top: int) -> None:
        self.sheet, self.report, self.top = sheet, report, top
        self.areas = len(report.areas)
        self.lines, self.fields = top + 2 + self.areas + AXES, top + 8 + self.areas + AXES

    def at(self, first: int, column: int, last: int | None = None) -> list[Any]:
        """A range of one column, as charts want it."""
        return [self.sheet.get_name(), first, column, first if last is None else last, column]

    def of_areas(self, column: int) -> list[Any]:
        first = HEADINGS + 1 + AXES
        return self.at(first, column, first + self.areas - 1)

    def of_axis(self, standing: int, column: int = VALUE) -> list[Any]:
        """Of the exposure (0) or the readiness (1)."""
        return self.at(HEADINGS + 1 + standing, column)

    def short(self) -> list[Any]:
        return self.at(self.top + 2 + AXES, 0, self.top + 1 + AXES + self.areas)

    def spans(self, first: int, last: int) -> dict[str, Any]:
        """Error bars of some standings, counted from the exposure; formulas alone can name their cells."""
        ends = {"minus_values": 1, "plus_values": 2}
        ranges = {
            end: _formula(self.sheet.get_name(), self.top + 2 + first, column, self.top + 2 + last)
            for end, column in ends.items()
        }
        return {"type": "custom"} | ranges

    def put(self, look: Look) -> None:
        muted, level = look.format(font_color=MUTED), look.format(font_color=MUTED, num_format="0.0")
        say = look.words.gettext
        sentence = say(N_("Daten der Diagramme: wie weit ein Wert nach unten und oben noch offen ist"))
        self.sheet.write_string(self.top, 0, sentence, look.format(font_color=MUTED, text_wrap=False))
        for place, heading in enumerate((N_("Bereich"), N_("nach unten"), N_("nach oben"))):
            self.sheet.write_string(self.top + 1, place, say(heading), muted)
        for line, standing in enumerate(self.report.standings, self.top + 2):
            value = standing.shown
            known = (value - standing.lower, standing.upper - value) if value is not None else (None, None)
            write(self.sheet, line, 0, standing.short.in_(look.words.code), "text", muted)
            for place, share in enumerate(known, 1):
                write(self.sheet, line, place, points(share), "level", level)
        self._put_fields(look, muted, level)

    def _put_fields(self, look: Look, muted: Any, level: Any) -> None:
        """The two lines that part the picture, and the names of its fields at the middle of each."""
        cut, fields = self.report.reading.cut, self.report.reading.fields
        across, up = points(cut.readiness) or 0.0, points(cut.exposure) or 0.0
        corners = ((across, 0.0), (across, float(LEVELS)), (0.0, up), (float(LEVELS), up))
        for line, corner in enumerate(corners, self.lines):
            for place, number in enumerate(corner, 1):
                write(self.sheet, line, place, number, "level", level)
        left, right, low, high = across / 2, (across + LEVELS) / 2, up / 2, (up + LEVELS) / 2
        places: dict[FieldName, tuple[float, float]] = {
            "act_now": (left, high),
            "secure": (right, high),
            "watch": (left, low),
            "build_on": (right, low),
        }
        for line, (field, middle) in enumerate(places.items(), self.fields):
            write(self.sheet, line, 0, fields[field].title.in_(look.words.code), "text", muted)
            for place, number in enumerate(middle, 1):
                write(self.sheet, line, place, number, "level", level)


def _formula(sheet: str, first: int, column: int, last: int) -> str:
    from xlsxwriter.utility import xl_range_formula

    return f"={xl_range_formula(sheet, first, column, last, column)}"


def areas(look: Look, data: Data) -> Any:
    """Columns of the areas with their spans, and the target as a line."""
    say, chart = look.words.gettext, look.book.add_chart({"type": "column"})
    spans = data.spans(AXES, AXES + data.areas - 1)
    chart.add_series(
        {
            "name": say(N_("Wert")),
            "categories": data.short(),
            "values": data.of_areas(VALUE),
            "fill": {"color": look.accent},
            "gap": 70,
            "data_labels": {"value": True, "num_format": "0.0", "position": "inside_base"}
            | {"font": {"color": "#FFFFFF", "bold": True}},
            "y_error_bars": spans | {"line": {"color": "#000000"}},
        }
    )
    target = look.book.add_chart({"type": "line"})
    target.add_series(
        {
            "name": say(N_("Ziel")),
            "categories": data.short(),
            "values": data.of_areas(TARGET),
            "line": {"color": "#000000", "dash_type": "dash", "width": 1.5},
        }
    )
    chart.combine(target)
    chart.set_title({"name": say(N_("Wie gut Sie vorbereitet sind")), "name_font": {"size": 12}})
    chart.set_y_axis(_axis(None))
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 610, "height": CHART_ROWS * 20 - 10})
    return chart


def field(look: Look, data: Data) -> Any:
    """The field of four: one point with its spans, two lines, four names."""
    say, chart = look.words.gettext, look.book.add_chart({"type": "scatter", "subtype": "straight"})
    for first in (data.lines, data.lines + 2):
        chart.add_series(
            {
                "name": say(N_("Grenze")),
                "categories": data.at(first, 1, first + 1),
                "values": data.at(first, 2, first + 1),
                "line": {"color": "#808080", "width": 1},
                "marker": {"type": "none"},
            }
        )
    chart.add_series(_names(look, data))
    chart.add_series(_point(look, data))
    chart.set_title({"name": say(N_("Wo Ihr Betrieb steht")), "name_font": {"size": 12}})
    chart.set_x_axis(_axis(say(N_("Wie gut Sie vorbereitet sind"))))
    chart.set_y_axis(_axis(say(N_("Wie stark der Wandel Sie trifft"))))
    chart.set_legend({"none": True})
    chart.set_size({"width": 560, "height": CHART_ROWS * 20 - 10})
    return chart


def _names(look: Look, data: Data) -> dict[str, Any]:
    sheet = data.sheet.get_name()
    named = [{"value": _formula(sheet, row, 0, row)} for row in range(data.fields, data.fields + 4)]
    return {
        "name": look.words.gettext(N_("Felder")),
        "categories": data.at(data.fields, 1, data.fields + 3),
        "values": data.at(data.fields, 2, data.fields + 3),
        "line": {"none": True},
        "marker": {"type": "none"},
        "data_labels": {"value": True, "custom": named, "position": "center", "font": {"color": MUTED}},
    }


def _point(look: Look, data: Data) -> dict[str, Any]:
    line = {"line": {"color": look.accent, "width": 1.5}}
    return {
        "name": look.words.gettext(N_("Ihr Betrieb")),
        "categories": data.of_axis(1),
        "values": data.of_axis(0),
        "line": {"none": True},
        "marker": {"type": "circle", "size": 12, "fill": {"color": look.accent}}
        | {"border": {"color": "#FFFFFF"}},
        "x_error_bars": data.spans(1, 1) | line,
        "y_error_bars": data.spans(0, 0) | line,
    }


def _axis(name: str | None) -> dict[str, Any]:
    axis: dict[str, Any] = {"min": 0, "max": LEVELS, "major_unit": 1, "num_format": "0"}
    named = {"name": name, "name_font": {"bold": False, "size": 10}} if name else {}
    return axis | named | {"major_gridlines": {"visible": name is None, "line": {"color": "#D9D9D9"}}}
