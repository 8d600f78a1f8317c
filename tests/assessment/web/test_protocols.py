"""After the talk: the protocol, days of the follow-up, shared and private notes, the desk of an advisor."""

import io

import icalendar
import pytest
from flask import Flask
from pypdf import PdfReader

from assessment import clock
from assessment.services.advising import protocols
from assessment.services.advising.protocols import Written
from assessment.services.checks import plans, results
from assessment.services.workshops import agreements, stages
from assessment.services.workshops.agreements import Settled
from assessment.store.database import Database
from reports.report import Operator
from tests.assessment.meetings import Meeting
from tests.assessment.web.desks import Desk
from tests.assessment.web.visitor import Visitor

ADVISOR = "toni@example.org"


@pytest.fixture
def meeting(database: Database) -> Meeting:
    found = Meeting.prepared(database, now=clock.now()).running()
    return found.says("management", T01="4", W01="2").says("production", T01="1", W01="2").opened()


@pytest.fixture
def desk(app: Flask, meeting: Meeting) -> Desk:
    return Desk(app.test_client()).signs_in(app, ADVISOR)


@pytest.fixture
def company(app: Flask, meeting: Meeting) -> Visitor:
    return Visitor(app.test_client()).open(f"/de/resume/{meeting.company.key}")


def at(meeting: Meeting, page: str, language: str = "de") -> str:
    return f"/{language}/check/{meeting.company.run_id}/workshop/{meeting.id}/{page}"


def notes_at(meeting: Meeting) -> str:
    return f"/de/work/companies/{meeting.company.run_id}/notes"


# --- protocol and calendar -----------------------------------------------------------------------


def test_both_sides_open_the_same_protocol_and_strangers_do_not(
    desk: Desk, company: Visitor, visitor: Visitor, meeting: Meeting
) -> None:
    for reader in (desk, company):
        reader.open(at(meeting, "protocol.pdf"))
        assert reader.response.mimetype == "application/pdf"
        assert reader.response.headers["Cache-Control"] == "no-store"
        first = PdfReader(io.BytesIO(reader.response.data)).pages[0].extract_text()
        assert "Protokoll des Gesprächs" in first
        assert "Musterdreherei" in first
    assert visitor.open(at(meeting, "protocol.pdf")).status == 403


def test_the_calendar_gets_the_days_with_the_name_of_the_company(desk: Desk, meeting: Meeting) -> None:
    desk.open(at(meeting, "dates.ics"))
    found = icalendar.Calendar.from_ical(desk.response.get_data())
    assert [str(event["SUMMARY"]) for event in found.walk("VEVENT")] == [
        "Wie weit ist der Plan? – Musterdreherei",
        "Zwischenstand nach sechs Monaten – Musterdreherei",
        "Den Check wiederholen – Musterdreherei",
    ]


def test_the_result_shows_where_views_differ_to_both_sides(
    desk: Desk, company: Visitor, meeting: Meeting
) -> None:
    agreements.record(
        meeting.database,
        run_id=meeting.company.run_id,
        key=meeting.advisor,
        workshop_id=meeting.id,
        question="T01",
        seen=0,
        settled=Settled(None, "Noch keine Zusage."),
        now=clock.now(),
    )
    for reader in (desk, company):
        reader.open(f"/de/check/{meeting.company.run_id}/result")
        (found,) = reader.page.xpath("//*[@class='views']")
        assert "Geschäftsführung" in found.text_content()
        assert "Beide Sichtweisen bleiben stehen." in found.text_content()
        assert "Noch keine Zusage." in found.text_content()


# --- days and shared notes -----------------------------------------------------------------------


def test_days_are_moved_struck_out_and_added(desk: Desk, company: Visitor, meeting: Meeting) -> None:
    desk.open(at(meeting, "dates"))
    desk.write("days-0-day", "2027-02-01").write("days-1-day", "").write("days-1-title", "")
    desk.write("days-3-day", "15.6.2027").write("days-3-title", "Messe").write(
        "notes", "Halle 2 wird umgebaut."
    )
    desk.press("Speichern")
    assert "Gespeichert. Beide Seiten sehen denselben Stand." in desk.text
    company.open(at(meeting, "dates"))
    fields = company.page.xpath("//input[starts-with(@name, 'days-')][@type='text']/@value")
    assert [title for title in fields if title] == [
        "Wie weit ist der Plan?",
        "Messe",
        "Den Check wiederholen",
    ]
    assert "Halle 2 wird umgebaut." in company.page.xpath("//textarea")[0].text


@pytest.mark.parametrize(
    ("day", "title", "message"),
    [
        ("", "Messe", "Bitte schreiben Sie den Tag dazu."),
        ("2027-06-15", "", "Bitte schreiben Sie, was dann ansteht."),
        ("gestern", "Messe", "Diesen Tag gibt es nicht."),
        ("1027-06-15", "Messe", "Bitte prüfen Sie das Jahr."),
    ],
)
def test_half_a_day_is_refused_at_its_field_and_nothing_is_lost(
    desk: Desk, meeting: Meeting, day: str, title: str, message: str
) -> None:
    desk.open(at(meeting, "dates")).write("notes", "Bleibt stehen.")
    desk.write("days-3-day", day).write("days-3-title", title).press("Speichern")
    assert desk.status == 422
    assert message in desk.text
    (anchor,) = desk.page.xpath("//*[@id='refused']//a/@href")
    assert desk.page.get_element_by_id(anchor.removeprefix("#")).get("aria-invalid") == "true"
    assert "Bleibt stehen." in desk.page.xpath("//textarea")[0].text


def test_at_least_one_day_stays(desk: Desk, meeting: Meeting) -> None:
    desk.open(at(meeting, "dates"))
    for number in range(3):
        desk.write(f"days-{number}-day", "").write(f"days-{number}-title", "")
    desk.press("Speichern")
    assert (desk.status, "Bitte lassen Sie mindestens einen Termin stehen." in desk.text) == (422, True)


def test_who_saves_later_is_shown_what_the_other_one_saved_and_decides(
    desk: Desk, company: Visitor, meeting: Meeting
) -> None:
    for writer, day in ((desk, "2027-02-01"), (company, "2027-02-02")):
        writer.open(at(meeting, "dates")).write("days-0-day", day)
    desk.press("Speichern")
    company.press("Speichern")
    assert company.status == 409
    assert "Jemand anderes hat hier gerade etwas geändert" in company.text
    assert "1. Februar 2027" in company.text.replace("\N{NO-BREAK SPACE}", " ")
    company.press("Speichern")
    assert "Gespeichert." in company.text
    assert "2027-02-02" in desk.open(at(meeting, "dates")).page.xpath("//input/@value")


# --- the desk ------------------------------------------------------------------------------------


def test_the_desk_says_what_comes_next_with_each_company(desk: Desk, meeting: Meeting) -> None:
    desk.open("/de/work")
    assert "Ein Betrieb, bei einem sind Sie an der Reihe." in desk.text
    assert "Gespräch läuft, Antworten sind offen" in desk.text
    assert "Besprechen Sie, was auseinanderliegt" in desk.text
    assert len(desk.page.xpath("//main//*[contains(@class, 'kern-btn--primary')]")) == 1
    desk.follow("Zu den Themen")
    assert desk.status == 200
    for words in ("Ergebnis öffnen", "Antworten lesen", "Plan lesen", "Eigene Notizen"):
        assert desk.open("/de/work").follow(words).status == 200


def test_what_is_overdue_stands_out(desk: Desk, meeting: Meeting) -> None:
    stages.close(meeting.database, **meeting.led)
    protocols.write(
        meeting.database,
        run_id=meeting.company.run_id,
        key=meeting.advisor,
        workshop_id=meeting.id,
        seen=meeting.seen().row.revision,
        days=[Written(None, clock.day(clock.now()).replace(year=2025), "Nachfragen")],
        notes=None,
    )
    desk.open("/de/work")
    assert "ein Termin ist überfällig" in desk.text
    assert desk.page.xpath("//*[@class='late']//li")[0].text_content().split()[-2:] == [
        "Nachfragen",
        "Folgetermin",
    ]
    desk.follow("Termine ansehen")
    assert desk.heading == "Termine und Notizen"


# --- private notes -------------------------------------------------------------------------------


def test_a_private_note_is_written_changed_and_deleted(desk: Desk, meeting: Meeting) -> None:
    desk.open(notes_at(meeting))
    assert "Nur Sie lesen das" in desk.text
    desk.press("Notiz speichern")
    assert (desk.status, "Bitte schreiben Sie etwas in die Notiz." in desk.text) == (422, True)
    desk.write("text", "Nachfolge offen\nHalle 2").press("Notiz speichern")
    assert desk.page.xpath("//ol//p[@class='typed']")[0].text == "Nachfolge offen\nHalle 2"
    assert "Eigene Notizen (vorhanden)" in desk.open("/de/work").text
    desk.open(notes_at(meeting)).press("Notiz löschen")
    assert "Die Notiz ist gelöscht." in desk.text
    assert "Was Sie notiert haben" not in desk.text


def test_the_company_and_strangers_never_see_private_notes(
    desk: Desk, company: Visitor, visitor: Visitor, meeting: Meeting
) -> None:
    desk.open(notes_at(meeting)).write("text", "Nur für mich").press("Notiz speichern")
    for reader in (company, visitor):
        assert reader.open(notes_at(meeting)).status == 403
    for page in ("protocol.pdf", "dates"):
        assert b"Nur f" not in company.open(at(meeting, page)).response.data


# --- offers --------------------------------------------------------------------------------------


def test_an_offer_is_put_into_the_plan_by_the_company_and_in_the_session_by_the_advisor(
    desk: Desk, company: Visitor, meeting: Meeting
) -> None:
    shown = results.shown(
        meeting.database,
        run_id=meeting.company.run_id,
        key=meeting.company.key,
        operator=Operator(name="Netzwerk"),
        now=clock.now(),
    )
    first, second = shown.report.offers.first[:2]
    for reader, offer in ((company, first), (desk, second)):
        reader.open(f"/de/check/{meeting.company.run_id}/offers/{offer.id}").press("In den Plan übernehmen")
        assert reader.path.endswith("/plan")
    plan = plans.chosen(meeting.database, run_id=meeting.company.run_id, key=meeting.company.key)
    assert [entry.named("de").partition(":")[0] for entry in plan] == ["Anfragen", "Anfragen"]
