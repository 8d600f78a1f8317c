"""A session on its screens, without JavaScript: prepared, agreed to, answered, opened, settled, closed."""

import hashlib
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from assessment import clock
from assessment.services import runs
from assessment.services.advising import mandates
from assessment.services.policy import Kind, Role
from assessment.services.workshops import agreements, meetings
from assessment.services.workshops.agreements import Settled
from assessment.store.database import Database
from assessment.web.forms.workshops import WORKSHOP, WORKSHOP_TEXT
from questionnaires.answers import Answer
from tests.assessment.house import House, a_company
from tests.assessment.meetings import Meeting
from tests.assessment.web import statements
from tests.assessment.web.desks import Desk, at_desk
from tests.assessment.web.shelf import MACHINING, ARun
from tests.assessment.web.visitor import Visitor

WORDINGS = {"1": "8a16895c"}
"""The first letters of the checksum of each version of the text."""


@pytest.fixture
def house(database: Database) -> House:
    return House.of(database, "Beratung Nord", Kind.ADVICE)


@pytest.fixture
def advisor(app: Flask, house: House) -> Desk:
    return at_desk(app, house, Role.ADVISOR, "toni@example.org")


@pytest.fixture
def meeting(database: Database, house: House, advisor: Desk) -> Meeting:
    """Led by whoever sits at the desk."""
    leader = house.takes_in("toni@example.org", "Toni", Role.ADVISOR, now=clock.now())
    return Meeting.prepared(database, house=house, advisor=leader, T01="2", W01="1")


@pytest.fixture
def company(app: Flask, meeting: Meeting) -> Visitor:
    return Visitor(app.test_client()).open(f"/de/resume/{meeting.company.key}")


def page(meeting: Meeting, rest: str = "") -> str:
    return f"/de/check/{meeting.company.run_id}/workshop/{meeting.id}{rest}"


def answered(meeting: Meeting) -> Meeting:
    meeting.running().says("management", T01="4", T07="1")
    return meeting.says("production", T01="0", T07="1").says("production", T01="1", T07="1")


def test_another_wording_of_what_a_company_agrees_to_is_another_version() -> None:
    checksum = hashlib.sha256("\n".join(WORKSHOP).encode()).hexdigest()[:8]
    assert WORDINGS[WORKSHOP_TEXT] == checksum


def test_from_the_preparation_to_the_start(
    app: Flask, database: Database, house: House, advisor: Desk
) -> None:
    begun = a_company(database)
    given: dict[str, Any] = {"company_name": "Musterdreherei", "text_version": "1", "now": clock.now()}
    mandates.give(database, run_id=begun.run_id, key=begun.key, organisation_id=house.id, **given)
    company = Visitor(app.test_client()).open(f"/de/resume/{begun.key}")
    assert "Noch ist kein Gespräch vorbereitet" in company.open(f"/de/check/{begun.run_id}/workshop").text

    advisor.open(f"/de/check/{begun.run_id}/workshop")
    assert advisor.heading == "Gespräch vorbereiten"
    assert "Stadt Salzgitter" in advisor.text
    advisor.press("Speichern")
    assert "Bitte schreiben Sie, worum es im Gespräch gehen soll." in advisor.text
    assert "mindestens eine Person" in advisor.text
    advisor.write("aim", "Wo stehen wir?").write("day", "2026-12-01")
    advisor.write("expected_management", "1").write("expected_production", "3").press("Speichern")
    assert advisor.heading == "Gespräch vorbereitet"
    assert "Ohne die Einwilligung des Betriebs beginnt nichts" in advisor.text

    company.open(f"/de/check/{begun.run_id}/result").follow("Gespräch ansehen")
    assert "Produktion: 3" in company.text
    assert "Wo stehen wir?" in company.text
    company.press("Einwilligen")
    assert "Ohne Ihre Einwilligung beginnt das Gespräch nicht." in company.text
    company.tick("y").press("Einwilligen")
    assert "Ihre Einwilligung ist gespeichert" in company.text

    advisor.open(advisor.path).press("Gespräch beginnen")
    assert advisor.heading == "Alle antworten allein"
    (link, _other) = advisor.page.xpath("//input[starts-with(@id, 'link-')]/@value")
    assert advisor.client.get(link.removeprefix("http://localhost")).status_code == 200
    (picture, _other) = advisor.page.xpath("//img[contains(@src, '.svg')][@alt]/@src")
    assert b"<svg" in advisor.client.get(picture).data
    assert company.open(advisor.path).page.xpath("//input[starts-with(@id, 'link-')]/@value")[0] == link


def test_progress_tells_who_is_done_and_never_what(meeting: Meeting, advisor: Desk, company: Visitor) -> None:
    answered(meeting)
    for reader in (advisor, company):
        reader.open(page(meeting))
        assert "3 von 7 Personen fertig" in reader.text
        assert "2 von 3 fertig" in reader.text
        assert reader.open(page(meeting, "/topics")).text.count("Produkte für E-Fahrzeuge") == 0
    first = advisor.client.get(page(meeting, "/progress"))
    again = advisor.client.get(page(meeting, "/progress"), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    meeting.says("works_council", T01="1")
    assert advisor.client.get(
        page(meeting, "/progress"), headers={"If-None-Match": first.headers["ETag"]}
    ).data


def test_whoever_opens_is_told_first_whom_a_role_gives_away(meeting: Meeting, advisor: Desk) -> None:
    answered(meeting)
    advisor.open(page(meeting)).follow("Antworten aufdecken")
    assert "Geschäftsführung: nur eine Person hat geantwortet" in advisor.text
    assert "Produktion: nur 2 Personen haben geantwortet" in advisor.text
    advisor.choose(showing="roles").press("Jetzt aufdecken")
    assert "Bitte bestätigen Sie, dass die Anwesenden zustimmen." in advisor.text
    advisor.choose(showing="plain").press("Jetzt aufdecken")
    assert advisor.heading == "Unterschiede"
    assert "Alle zusammen" in advisor.text
    assert "Geschäftsführung" not in advisor.text


@pytest.mark.two_processes
def test_a_topic_is_settled_and_the_company_reads_the_same(
    meeting: Meeting, advisor: Desk, company: Visitor
) -> None:
    answered(meeting).opened()
    advisor.open(page(meeting, "/topics")).follow("Besprechen und festhalten")
    assert "Das steht bisher im Check." in advisor.text
    advisor.press("Festhalten")
    assert "Bitte wählen Sie, was gelten soll." in advisor.text
    advisor.choose(decided="3", evidence="example").write("reason", "Zwei Aufträge laufen.")
    advisor.press("Festhalten")
    assert "Festgehalten: Produkte für E-Fahrzeuge" in advisor.text
    advisor.press("Diese Antwort in den Check übernehmen")
    assert "Eine Antwort steht jetzt im Check." in advisor.text

    company.open(page(meeting, "/topics"))
    assert "Zwei Aufträge laufen." in company.text
    own = runs.opened(meeting.database, run_id=meeting.company.run_id, key=meeting.company.key).answers
    assert (own["T01"], own["T07"]) == (Answer("3"), Answer("1"))


def test_the_later_of_two_is_shown_what_the_other_recorded_and_decides(
    meeting: Meeting, advisor: Desk, company: Visitor
) -> None:
    answered(meeting).opened()
    for reader in (advisor, company):
        reader.open(page(meeting, "/topics/T01"))
    advisor.choose(decided="3").write("reason", "Zwei Aufträge laufen.").press("Festhalten")

    company.choose(decided="dissent").write("reason", "Wir sehen es anders.").press("Festhalten")

    assert company.status == 409
    assert "Jemand anderes hat das gerade festgehalten" in company.text
    assert "Zwei Aufträge laufen." in company.text
    assert company.chosen("decided") == "dissent"
    company.press("Festhalten")
    assert "Die Sichten bleiben verschieden. Wir sehen es anders." in company.text


def test_the_leader_makes_the_plan_with_the_company_until_the_session_is_closed(
    meeting: Meeting, advisor: Desk, company: Visitor
) -> None:
    plan = f"/de/check/{meeting.company.run_id}/plan"
    assert "Ändern kann ihn nur der Betrieb" in advisor.open(plan).text
    assert advisor.open(f"{plan}/new").status == 403
    answered(meeting).opened()

    advisor.open(f"{plan}/new").write("title", "Schulung planen").write("owner", "Leitung Fertigung")
    advisor.press("Speichern")
    assert "Schulung planen" in company.open(plan).text
    assert advisor.open(f"/de/check/{meeting.company.run_id}/offers").status == 200
    advisor.open(plan).follow("Übersicht").follow("Gespräch abschließen")
    assert "eine Frage" in advisor.text
    advisor.press("Jetzt abschließen")
    assert advisor.heading == "Gespräch abgeschlossen"

    assert advisor.open(f"{plan}/new").status == 403
    assert "Ändern kann ihn nur der Betrieb" in advisor.open(plan).text
    assert company.open(page(meeting)).heading == "Gespräch abgeschlossen"


def test_whoever_tries_both_sides_out_in_one_browser_agrees_as_the_company_and_goes_on_as_the_leader(
    meeting: Meeting, advisor: Desk
) -> None:
    advisor.open(f"/de/resume/{meeting.company.key}").open(page(meeting))
    advisor.tick("y").press("Einwilligen")
    advisor.press("Gespräch beginnen")
    assert advisor.heading == "Alle antworten allein"


def test_the_company_ends_it_on_its_page_and_the_leader_reads_so(
    meeting: Meeting, advisor: Desk, company: Visitor
) -> None:
    answered(meeting).opened()
    company.open(page(meeting)).press("Gespräch beenden und Antworten löschen")
    assert company.heading == "Gespräch beendet"
    assert advisor.open(page(meeting)).heading == "Gespräch beendet"
    assert "Produkte für E-Fahrzeuge" not in advisor.open(page(meeting, "/topics")).text


def test_a_leader_whose_mandate_ends_in_the_middle_sees_nothing_any_more(
    meeting: Meeting, advisor: Desk
) -> None:
    answered(meeting).opened()
    own: dict[str, Any] = {"run_id": meeting.company.run_id, "key": meeting.company.key}
    settled = Settled(Answer("3"), "Zwei Aufträge laufen.")
    agreements.record(
        meeting.database, **meeting.owned, question="T01", seen=0, settled=settled, now=clock.now()
    )
    (given,) = mandates.advice(meeting.database, **own, now=clock.now()).given
    mandates.withdraw(meeting.database, **own, mandate_id=given.id, now=clock.now())
    for rest in ("", "/topics", "/topics/now", "/topics/T01", "/progress", "/open", "/close", "/prepare"):
        answer = advisor.open(page(meeting, rest))
        assert answer.status == 403
        assert "Aufträge" not in answer.response.text
    assert meetings.one(meeting.database, **meeting.owned).state == "withdrawn"


def test_a_company_without_a_session_pays_nothing_for_sessions(
    visitor: Visitor, a_run: ARun, database: Database
) -> None:
    key, offers = a_run(MACHINING)
    visitor.open(f"/de/resume/{key}")
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(str(call[2])))

    assert visitor.open(f"/de{offers.removesuffix('/offers')}/result").status == 200

    assert len([one for one in asked if not one.startswith("BEGIN")]) <= statements.RESULT
