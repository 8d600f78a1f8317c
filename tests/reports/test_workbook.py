"""The report in Excel: what a reader of the sheets finds, and that the charts look at the right cells."""

import io
import re
import subprocess
import sys
import zipfile
from functools import cache
from typing import Any

import openpyxl
import pytest
from lxml import etree
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from questionnaires.text import LANGUAGES, Text
from questionnaires.text import Language as Code
from reports import workbook
from reports.language import with_subscripts
from reports.report import Report
from tests.reports import samples
from tests.reports.builders import FULL, SHORT, UNCERTAIN, a_report, begun, nobody_knows

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@cache
def report(name: str) -> Report:
    made = {"nobody": nobody_knows, "begun": begun}.get(name)
    return made() if made else a_report(name)


@cache
def opened(name: str, code: Code = "de") -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook.write(report(name), code)))


def rows(sheet: Worksheet, first: int = 1) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=first, values_only=True))


def overview(book: Workbook) -> dict[str, dict[str, Any]]:
    """The table of values: by name of axis or area, by heading."""
    headings, *lines = rows(book.worksheets[0], 5)
    table = lines[: lines.index((None,) * len(headings))]
    return {line[0]: dict(zip(headings, line, strict=True)) for line in table}


def parts(name: str, pattern: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook.write(report(name), "de"))) as packed:
        return {n: packed.read(n) for n in packed.namelist() if re.search(pattern, n)}


def looked_at(book: Workbook, formula: str) -> list[Any]:
    """The values of the cells that a chart names."""
    sheet, cells = formula.replace("$", "").rsplit("!", 1)
    area = book[sheet.strip("'")][cells]
    return [cell.value for row in area for cell in row] if isinstance(area, tuple) else [area.value]


def chart(name: str, number: int) -> Any:
    return etree.fromstring(parts(name, rf"charts/chart{number}\.xml$").popitem()[1])


def references(series: Any, part: str) -> str:
    found: str = series.findtext(f"{C}{part}//{C}f")
    return found


def test_the_sheets_are_named_in_the_readers_language() -> None:
    german = ["Überblick", "Alle Antworten", "Schritte", "Angebote", "Quellen"]

    assert opened(FULL).sheetnames == german
    assert opened(FULL, "en").sheetnames[0] == "Overview"
    assert len(set(opened(FULL, "en").sheetnames)) == 5


def test_the_overview_shows_values_from_zero_to_four_with_bounds_and_target() -> None:
    table, told = overview(opened(SHORT)), report(SHORT)

    for standing in told.standings:
        shown = table[standing.title.de]
        assert shown["Wert"] == pytest.approx(4 * (standing.shown or 0))
        assert shown["mindestens"] == pytest.approx(4 * standing.lower)
        assert shown["höchstens"] == pytest.approx(4 * standing.upper)
        assert shown["passend"] == standing.counts.applicable
    assert table["Zukunft der Arbeit"]["Ziel"] == 3
    assert opened(SHORT).worksheets[0]["A3"].value == "Jetzt handeln"


def test_levels_are_written_with_one_decimal() -> None:
    sheet = opened(SHORT).worksheets[0]

    assert {sheet.cell(row, column).number_format for row in range(6, 12) for column in range(2, 6)} == {
        "0.0"
    }


def test_a_value_that_may_not_be_shown_is_left_empty_with_the_reason() -> None:
    table = overview(opened("nobody"))

    assert {line["Wert"] for line in table.values()} == {None}
    assert {line["Stufe"] for line in table.values()} == {"noch zu wenig Antworten"}
    assert opened("nobody").worksheets[0]["A3"].value == "Noch zu wenig Antworten"


@pytest.mark.parametrize("name", [SHORT, FULL, UNCERTAIN, "nobody", "begun"])
def test_the_columns_look_at_the_areas_their_values_and_their_target(name: str) -> None:
    book, told = opened(name), report(name)
    value, target = chart(name, 1).iter(f"{C}ser")

    assert looked_at(book, references(value, "cat")) == [area.short.de for area in told.areas]
    shown = [None if area.shown is None else pytest.approx(4 * area.shown) for area in told.areas]
    assert looked_at(book, references(value, "val")) == shown
    assert looked_at(book, references(target, "val")) == [
        pytest.approx(4 * (a.target or 0)) for a in told.areas
    ]


def test_the_bars_of_error_reach_from_the_value_to_its_bounds() -> None:
    book, told = opened(UNCERTAIN), report(UNCERTAIN)
    value = next(chart(UNCERTAIN, 1).iter(f"{C}ser"))
    ends = [references(value, f"errBars/{C}{end}") for end in ("plus", "minus")]
    above, below = (looked_at(book, end) for end in ends)

    for area, up, down in zip(told.areas, above, below, strict=True):
        if area.shown is None:
            assert (up, down) == (None, None)
        else:
            assert up == pytest.approx(4 * (area.upper - area.shown))
            assert down == pytest.approx(4 * (area.shown - area.lower))


def test_the_point_of_the_company_lies_in_its_field() -> None:
    book, told = opened(SHORT), report(SHORT)
    *lines, names, point = chart(SHORT, 2).iter(f"{C}ser")

    assert looked_at(book, references(point, "xVal")) == [pytest.approx(4 * (told.readiness.shown or 0))]
    assert looked_at(book, references(point, "yVal")) == [pytest.approx(4 * (told.exposure.shown or 0))]
    assert [looked_at(book, references(line, "xVal")) for line in lines] == [[2, 2], [0, 4]]
    assert [looked_at(book, references(line, "yVal")) for line in lines] == [[0, 4], [2, 2]]
    labels = [looked_at(book, f.text)[0] for f in names.iterfind(f"{C}dLbls//{C}tx//{C}f")]
    assert labels == ["Jetzt handeln", "Absichern", "Beobachten", "Ausbauen"]
    assert looked_at(book, references(names, "xVal")) == [1, 3, 1, 3]
    assert looked_at(book, references(names, "yVal")) == [3, 3, 1, 1]


def test_the_point_reaches_to_its_bounds_both_ways() -> None:
    book, told = opened("begun"), report("begun")
    *_, point = chart("begun", 2).iter(f"{C}ser")
    spans = {bars.find(f"{C}errDir").get("val"): bars for bars in point.iterfind(f"{C}errBars")}

    assert told.exposure.shown is not None
    assert looked_at(book, references(spans["y"], "plus")) == [
        pytest.approx(4 * (told.exposure.upper - told.exposure.shown))
    ]
    assert looked_at(book, references(spans["x"], "minus")) == [
        None
        if told.readiness.shown is None
        else pytest.approx(4 * (told.readiness.shown - told.readiness.lower))
    ]


def test_charts_have_a_text_alternative_with_the_values() -> None:
    drawing = parts(SHORT, r"drawings/drawing1\.xml$").popitem()[1].decode()

    assert drawing.count("descr=") == 2
    assert "Technologie 0,7" in drawing


def test_every_answer_stands_once_in_a_table_with_a_filter() -> None:
    sheet, told = opened(FULL)["Alle Antworten"], report(FULL)
    headings, *lines = rows(sheet)
    answered = {line[1]: line for line in lines}

    assert headings == ("Bereich", "Thema", "Frage", "Antwort", "Stufe", "Zustand")
    assert len(lines) == len(answered)
    titles = (item.title.de for part in told.parts for item in part.items)
    assert {with_subscripts(title) for title in titles} <= set(answered)
    assert answered["Stadt oder Landkreis"][3:] == ("Stadt Wolfsburg", None, "beantwortet")
    assert sheet.tables["Antworten"].autoFilter is not None
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"


def test_what_nobody_knows_has_no_level() -> None:
    lines = rows(opened("nobody")["Alle Antworten"], 2)

    assert {line[4] for line in lines} == {None}
    assert {line[5] for line in lines} == {"weiß ich nicht"}


def test_steps_come_in_three_stages_with_measure_effort_and_time() -> None:
    headings, *lines = rows(opened(FULL)["Schritte"])
    told = report(FULL)

    assert [line[0] for line in lines].count("jetzt") == len(told.steps)
    assert len(lines) == len(told.steps) + len(told.next_steps) + len(told.later_steps)
    first = dict(zip(headings, lines[0], strict=True))
    assert told.steps[0].measure is not None
    assert first["Maßnahme"] == told.steps[0].measure.title.de
    assert first["Wochen, mindestens"] == told.steps[0].measure.weeks.least


def test_every_offer_stands_there_with_its_conditions_and_its_address() -> None:
    sheet, told = opened(SHORT)["Angebote"], report(SHORT)
    headings, *lines = rows(sheet)

    assert [line[0] for line in lines] == [with_subscripts(offer.name.de) for offer in told.offers.every]
    fits = [line[headings.index("Wie es passt")] for line in lines]
    assert fits.count("passt derzeit nicht") == len(told.offers.excluded)
    links = [sheet.cell(row, len(headings)).hyperlink for row in range(2, len(lines) + 2)]
    assert [link.target if link else None for link in links] == [o.url for o in told.offers.every]


def test_plan_views_and_changes_have_sheets_where_there_are_any() -> None:
    whole = samples.everything()
    book = openpyxl.load_workbook(io.BytesIO(workbook.write(whole, "de")))

    assert {"Plan", "Sichtweisen", "Vergleich"} <= set(book.sheetnames)
    assert len(rows(book["Plan"])) == 1 + len(whole.chosen)
    assert whole.since is not None
    assert len(rows(book["Vergleich"])) == 1 + len(whole.since.changed)
    assert len(rows(book["Im Vergleich"])) == 1 + len(whole.standings)
    assert len(rows(book["Sichtweisen"])) == 1 + sum(len(apart.voices) for apart in whole.dissent)


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "{="])
def test_nothing_that_somebody_wrote_becomes_a_formula(begins: str) -> None:
    evil = Text(de=f'{begins}HYPERLINK("https://example.org")', en="x")
    told = report(SHORT)
    facts = (told.facts[0].model_copy(update={"answer": evil}), *told.facts[1:])
    written = workbook.write(told.model_copy(update={"facts": facts}), "de")
    cell = openpyxl.load_workbook(io.BytesIO(written))["Alle Antworten"]["D2"]

    assert (cell.value, cell.data_type) == (evil.de, "s")
    assert cell.quotePrefix
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        sheets = [packed.read(name) for name in packed.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in sheet for sheet in sheets)


def test_sheets_print_across_with_the_headings_on_every_page() -> None:
    for sheet in opened(FULL).worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)


def test_the_document_names_nobody() -> None:
    properties = opened(SHORT).properties

    assert (properties.creator or "", properties.lastModifiedBy or "") == ("", "")
    assert properties.title == "Ergebnis aus dem Wandelkompass"
    assert properties.created.date() == report(SHORT).created


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_same_report_gives_the_same_bytes(code: Code) -> None:
    assert workbook.write(report(SHORT), code) == workbook.write(a_report(SHORT), code)


def test_only_writing_imports_xlsxwriter() -> None:
    program = "import reports.workbook, sys; sys.exit('xlsxwriter' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
