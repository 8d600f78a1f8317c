"""The plan as a workbook, read back by another program."""

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from questionnaires.text import Language, Text
from reports.plan_table import workbook
from reports.planned import Planned

TODAY = date(2026, 11, 22)
STEP = Text(de="Rufen Sie an.", en="Make a call.")
CHOSEN = Planned(
    id="a",
    measure="data_backup",
    title=Text(de="Daten sichern", en="Back up data"),
    area=Text(de="Technologie", en="Technology"),
    first_step=STEP,
    owner="IT-Leitung",
    due=date(2027, 3, 15),
    state="running",
    note="Zeile 1\nZeile 2",
    decides=Text(de="Geschäftsleitung", en="Management"),
    lasts=Text(de="3 bis 8 Wochen", en="3 to 8 weeks"),
)


def own(title: str, **told: Any) -> Planned:
    blank = {"measure": None, "area": None, "first_step": None, "owner": "", "due": None}
    return Planned.model_validate(
        blank | {"id": title, "title": title, "state": "planned", "note": ""} | told
    )


def opened(*entries: Planned, code: Language = "de") -> tuple[Workbook, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(workbook(entries, code=code, created=TODAY)))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return book, sheet


def row(sheet: Worksheet, number: int) -> list[Any]:
    return [cell.value for cell in sheet[number]]


def test_every_entry_is_a_row_with_its_day_as_a_date() -> None:
    _, sheet = opened(CHOSEN, own("Messe"))

    assert row(sheet, 4) == [
        *("Nr.", "Maßnahme", "Bereich", "Erster Schritt", "Wer", "Bis wann", "Status", "Notiz"),
        *("Entscheidet", "Dauer"),
    ]
    assert row(sheet, 5) == [
        *(1, "Daten sichern", "Technologie", "Rufen Sie an.", "IT-Leitung"),
        *(datetime.combine(date(2027, 3, 15), time()), "Läuft", "Zeile 1\nZeile 2"),
        *("Geschäftsleitung", "3 bis 8 Wochen"),
    ]
    assert sheet["F5"].is_date
    assert sheet["F5"].number_format == "dd.mm.yyyy"
    assert row(sheet, 6)[1:3] + row(sheet, 6)[5:7] == ["Messe", None, None, "Geplant"]


def test_it_speaks_english() -> None:
    book, sheet = opened(CHOSEN, code="en")

    assert row(sheet, 5)[1:4] == ["Back up data", "Technology", "Make a call."]
    assert row(sheet, 5)[6] == "Under way"
    assert book.properties.language == "en-GB"


def test_the_head_says_what_it_is_and_how_far_it_is() -> None:
    book, sheet = opened(CHOSEN, own("Messe", state="done"))

    assert sheet["A1"].value == "Unser Plan aus dem Wandelkompass"
    assert sheet["A2"].value == "Stand 22.\N{NO-BREAK SPACE}November 2026: 1 von 2 erledigt"
    assert book.properties.title == "Unser Plan aus dem Wandelkompass"
    assert book.properties.language == "de-DE"


def test_it_is_a_native_table_with_a_filter() -> None:
    _, sheet = opened(CHOSEN, own("Messe"))

    (table,) = sheet.tables.values()
    assert table.ref == "A4:J6"
    assert table.autoFilter.ref == "A4:J6"
    assert [column.name for column in table.tableColumns] == row(sheet, 4)


def test_the_state_is_chosen_from_a_list() -> None:
    _, sheet = opened(CHOSEN, own("Messe"))

    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules["G5:G6"].type == "list"
    assert rules["G5:G6"].formula1 == '"Geplant,Läuft,Erledigt,Entfällt"'
    assert rules["F5:F6"].type == "date"


@pytest.mark.parametrize(
    "typed", ["=1+1", "+49 5341 1", "-5", "@SUM(A1)", "{=A1}", "https://example.org", "0815"]
)
def test_what_people_typed_stays_text(typed: str) -> None:
    _, sheet = opened(own(typed, owner=typed, note=typed))

    for cell in (sheet["B5"], sheet["E5"], sheet["H5"]):
        assert (cell.value, cell.data_type) == (typed, "s")
        assert cell.quotePrefix
        assert cell.hyperlink is None


def test_no_cell_is_a_formula() -> None:
    file = workbook([CHOSEN, own("=1+1")], code="de", created=TODAY)

    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_it_prints_on_sheets_of_a4_across_with_the_headings_on_each() -> None:
    _, sheet = opened(*(own(str(number)) for number in range(100)))

    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in {(1, 0), (None, 0)}
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.freeze_panes == "C5"


def test_an_empty_plan_is_a_table_to_begin_with() -> None:
    _, sheet = opened()

    (table,) = sheet.tables.values()
    assert table.ref == "A4:J5"
    assert row(sheet, 5) == [None] * 10


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert len({workbook([CHOSEN], code="de", created=TODAY) for _ in range(2)}) == 1
