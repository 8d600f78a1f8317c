"""The report to a funder on its desk: chosen, read, typed in, taken home."""

import io
from datetime import date

import openpyxl
import pytest
from flask import Flask

from assessment import clock
from assessment.services.funder import publishing
from assessment.services.policy import Kind, Role
from assessment.store import people
from assessment.store.database import Database
from tests.assessment.house import NOW, House
from tests.assessment.web.desks import Desk, at_desk
from tests.reports.funder.networks import companies

FUNDER = "/de/work/funder"


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def network(database: Database) -> House:
    return House.of(database, "Netz", Kind.NETWORK)


@pytest.fixture
def robin(app: Flask, network: House) -> Desk:
    return at_desk(app, network, Role.OPERATOR, "robin@example.org")


@pytest.fixture
def published(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers of two years of a network."""

    def records(_connection: object, day: date, examples: bool) -> list[object]:
        return [one for one in companies() if one.started_on <= day]

    monkeypatch.setattr(publishing, "records", records)
    publishing.at_quarters_end(database, now=NOW)


def test_before_the_first_quarter_is_over_the_desk_says_when_there_will_be_numbers(robin: Desk) -> None:
    robin.open("/de/work").follow("Bericht an den Fördergeber")
    assert "Sie werden zum ersten Mal nach dem Ende dieses Quartals festgehalten." in robin.text
    assert robin.open(f"{FUNDER}/report.pdf").status == 404
    assert "Diesen Bericht gibt es noch nicht" in robin.text


def test_the_operator_reads_every_figure_with_how_it_is_counted(robin: Desk, published: None) -> None:
    robin.open(FUNDER)
    assert "1. Januar 2026 bis 30. September 2026 (Jahr)" in robin.text
    assert (
        "Die Berichtsvorgaben der Förderrichtlinie vom 15.01.2026 lagen nicht im Wortlaut vor." in robin.text
    )
    assert "Erreichte Betriebe Betriebe, die mindestens einen Check begonnen haben." in robin.text
    assert "4 Zahlen sind für diesen Zeitraum noch nicht eingetragen" in robin.text
    robin.open(f"{FUNDER}?set=esf_erdf&last=2026-06-30&span=quarter")
    assert "1. April 2026 bis 30. Juni 2026 (Quartal)" in robin.text
    assert "Dieses Programm beginnt erst am 1. Januar 2027." in robin.text


def test_what_is_typed_in_stands_in_the_excel_table(robin: Desk, published: None) -> None:
    robin.open(f"{FUNDER}/entries?set=esf_erdf&quarter=2026-09-30")
    robin.write("figure-employed", "1.250").write("figure-satisfaction", "4,5").write("figure-remark", "=1+1")
    robin.press("Speichern")
    assert "Gespeichert." in robin.text
    assert "Eingetragen von Robin am 22. November 2026" in robin.text

    answer = robin.client.get(f"{FUNDER}/report.xlsx?set=esf_erdf")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    found = {row[2]: row[4] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert found["Teilnehmende Erwerbstätige"] == 1250
    assert found["Zufriedenheit der Teilnehmenden"] == 4.5
    assert found["Besonderheiten im Zeitraum"] == "=1+1"
    assert (
        "wandelkompass-bericht-anschlussfoerderung-esf-und-efre-2026-09-30.xlsx"
        in answer.headers["Content-Disposition"]
    )
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_report_is_taken_home_as_pdf(robin: Desk, published: None) -> None:
    answer = robin.client.get(f"{FUNDER}/report.pdf?set=esf_erdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")


def test_what_is_no_number_is_told_at_its_field_and_nothing_typed_is_lost(robin: Desk) -> None:
    robin.open(f"{FUNDER}/entries?set=esf_erdf")
    robin.write("figure-employed", "etwa 40").write("figure-satisfaction", "6").write("figure-hours", "1,5")
    robin.press("Speichern")
    assert robin.status == 422
    assert "Bitte schreiben Sie hier nur eine Zahl, zum Beispiel 120." in robin.text
    assert "Bitte geben Sie höchstens 5 an." in robin.text
    assert "Bitte geben Sie eine ganze Zahl an." in robin.text
    assert robin.page.xpath("//input[@name='figure-employed']/@value") == ["etwa 40"]


def test_the_later_writer_is_shown_the_others_figure_and_decides(
    app: Flask, network: House, robin: Desk
) -> None:
    kim = at_desk(app, network, Role.OPERATOR, "kim@example.org")
    for desk in (robin, kim):
        desk.open(f"{FUNDER}/entries?set=esf_erdf")
    robin.write("figure-hours", "40").press("Speichern")
    kim.write("figure-hours", "50").press("Speichern")
    assert kim.status == 409
    assert "Robin hat am 22. November 2026 eingetragen: 40." in kim.text
    assert kim.page.xpath("//input[@name='figure-hours']/@value") == ["50"]
    kim.press("Speichern")
    assert "Davor: 40" in kim.text


def test_a_chamber_without_districts_is_told_whom_to_ask(app: Flask, database: Database) -> None:
    house = House.of(database, "Kammer", Kind.CHAMBER)
    kim = at_desk(app, house, Role.CHAMBER_OFFICER, "kim@example.org").open(FUNDER)
    assert "hat das Netzwerk noch nicht festgelegt" in kim.text
    assert kim.open(f"{FUNDER}/entries").status == 403


def test_a_chamber_reads_its_own_figures_and_types_in_without_naming_itself(
    app: Flask, database: Database, published: None
) -> None:
    house = House.of(database, "Kammer", Kind.CHAMBER)
    with database.writing() as connection:
        people.be_house(connection, house.id, "ihk-braunschweig")
    kim = at_desk(app, house, Role.CHAMBER_OFFICER, "kim@example.org").open(FUNDER)
    assert "Weitere Kennzahlen gibt es nur für das ganze Netzwerk: Erreichte Betriebe," in kim.text
    assert kim.page.xpath("//p[@class='key']//i[@class='dot']") == []
    kim.open(f"{FUNDER}/entries?set=esf_erdf")
    kim.write("figure-hours", "40").press("Speichern")
    assert "Gespeichert." in kim.text


def test_it_is_read_in_english_too(app: Flask, network: House, published: None) -> None:
    kim = at_desk(app, network, Role.OPERATOR, "kim@example.org", "en").open("/en/work/funder?set=esf_erdf")
    assert kim.heading == "Report to the funder"
    assert "Enterprises supported RCO01" in kim.text
