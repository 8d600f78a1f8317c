"""A sheet with one native table: headings that stay, a filter, widths, and a set-up for print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from reports.language import NO_BREAK, Language, with_subscripts

Kind = Literal["text", "level", "change", "count", "date", "link"]
Cell = str | float | int | date | None

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Of every workbook: what somebody typed stays text."""
A4 = 9
LONGEST = 32_767
"""Characters that a cell can hold."""
NUMBERS = {"level": "0.0", "change": "+0.0;-0.0;0.0", "count": "0"}
DATES = {"de": "dd.mm.yyyy", "en": "dd/mm/yyyy"}
_TOP = {"text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 11}


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters."""

    heading: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is what formulas call it, `sheet` what people read; every row has a cell for every column."""

    name: str
    sheet: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


class Look:
    """A workbook with the formats of its cells, each made once."""

    def __init__(self, book: Any, words: Language, accent: str) -> None:
        self.book, self.words, self.accent = book, words, accent

    @cached_property
    def heading(self) -> Any:
        return self.book.add_format(_TOP | {"bold": True, "bg_color": "#E8EEF4", "bottom": 1})

    @cached_property
    def formats(self) -> dict[Kind, Any]:
        """With the prefix, text that begins like a formula stays text also when somebody edits its cell."""
        text = {"num_format": "@", "quote_prefix": True}
        kinds: dict[Kind, dict[str, Any]] = {
            "text": text,
            "link": {"font_color": "#0000EE", "underline": 1},
            "date": {"num_format": DATES[self.words.code], "align": "left"},
        }
        numbers: dict[Kind, dict[str, Any]] = {
            kind: {"num_format": NUMBERS[kind], "align": "right"} for kind in ("level", "change", "count")
        }
        return {kind: self.book.add_format(_TOP | more) for kind, more in (kinds | numbers).items()}

    def format(self, **more: Any) -> Any:
        return self.book.add_format(_TOP | more)


def add(look: Look, table: Table) -> None:
    """A sheet with this table and nothing else."""
    sheet = look.book.add_worksheet(table.sheet)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    put(look, sheet, table, 0)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    set_up_print(sheet, table.sheet)


def put(look: Look, sheet: Any, table: Table, top: int) -> None:
    """The table with its headings in row `top`, counted from 0. One without entries has an empty row."""
    headings = [{"header": column.heading, "header_format": look.heading} for column in table.columns]
    end = top + max(len(table.rows), 1)
    options = {"name": table.name, "style": "Table Style Light 1", "columns": headings}
    sheet.add_table(top, 0, end, len(table.columns) - 1, options)
    for line, row in enumerate(table.rows, top + 1):
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            write(sheet, line, place, cell, column.kind, look.formats[column.kind])


def write(sheet: Any, line: int, place: int, cell: Cell, kind: Kind, format_: Any) -> None:
    """One cell, as what it is: a text never becomes a number, a formula or, unless it is meant, a link."""
    if cell is None:
        sheet.write_blank(line, place, None, format_)
    elif kind == "date" and isinstance(cell, date):
        sheet.write_datetime(line, place, cell, format_)
    elif kind == "link" and isinstance(cell, str) and cell.startswith(("https://", "http://")):
        sheet.write_url(line, place, cell, format_)
    elif isinstance(cell, str):
        sheet.write_string(line, place, with_subscripts(cell)[:LONGEST].replace(NO_BREAK, " "), format_)
    else:
        sheet.write_number(line, place, cell, format_)


def set_up_print(sheet: Any, title: str) -> None:
    """A4 across, all columns on one page, name and page number below."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L&8Wandelkompass · {title.replace('&', '&&')}&R&8&P / &N")
