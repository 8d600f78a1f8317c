"""People own their data, by what they read: consents, everything to take along, erased with a receipt."""

import io
import json
import zipfile
from typing import Any

import pytest
from flask import Flask

from assessment import clock
from assessment.services import runs
from assessment.services.advising import mandates
from assessment.services.partners import taking_part
from assessment.services.partners.taking_part import Contact
from assessment.services.policy import Kind, Role
from assessment.store.consents import Purpose
from assessment.store.database import Database
from assessment.web.forms.consents import NEWEST, PURPOSES, TEXTS, WITHDRAWN
from reports import pdf
from tests.assessment.house import House, a_company
from tests.assessment.web.desks import Desk, at_desk
from tests.assessment.web.shelf import terms
from tests.assessment.web.visitor import Visitor

ADVISOR = "toni@example.org"


@pytest.fixture
def advice(database: Database) -> House:
    return House.of(database, "Beratung Okerland", Kind.ADVICE)


@pytest.fixture
def company(app: Flask, database: Database, advice: House) -> Visitor:
    """It lets all advisors of a house read, and takes part in the exchange."""
    advice.takes_in(ADVISOR, "Toni", Role.ADVISOR)
    begun, now = a_company(database), clock.now()
    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key, "now": now}
    mandates.give(database, **own, organisation_id=advice.id, company_name="Muster GmbH", text_version="1")
    contact = Contact("Muster GmbH", "email", "post@muster.example")
    topics: dict[str, Any] = {"offers": ["cybersecurity"], "seeks": ["automation_robotics"]}
    taking_part.join(database, **own, **topics, contact=contact, competitors=False, consent_text="1")
    return at_check(app, begun)


def at_check(app: Flask, begun: runs.Begun, language: str = "de") -> Visitor:
    visitor = Visitor(app.test_client(), language)
    return visitor.open(f"/{language}/resume/{begun.key}").open(f"/{language}/check/{begun.run_id}/consents")


def test_one_page_says_what_was_allowed_to_whom_since_when_until_when_and_by_which_text(
    company: Visitor,
) -> None:
    assert company.heading == "Ihre Einwilligungen"
    for words in ("Beratung liest Ihren Check mit", "Beratung Okerland"):
        assert words in company.text
    assert terms(company)["Ihr Name dort"] == "Muster GmbH"
    for words in ("Austausch mit anderen Betrieben", "Betriebe, die ebenfalls teilnehmen", "Gilt bis"):
        assert words in company.text
    assert "Was die Beratung sieht: Ihr Ergebnis, Ihre Antworten" in company.text
    assert company.text.count("Fassung 1 des Textes") == 2


def test_withdrawing_is_one_button_each_and_ends_what_hangs_on_it(
    company: Visitor, app: Flask, advice: House
) -> None:
    run = company.path.removesuffix("/consents").removeprefix("/de")
    advisor = Desk(app.test_client()).signs_in(app, ADVISOR)
    assert advisor.open(f"/de{run}/answers").status == 200

    company.press("Widerrufen: Beratung liest Ihren Check mit, Beratung Okerland")
    assert "Widerrufen. Die Beratung sieht nichts mehr." in company.text
    assert advisor.open(f"/de{run}/answers").status == 403

    company.press("Widerrufen: Austausch mit anderen Betrieben, Betriebe, die ebenfalls teilnehmen")
    assert "auch bei den anderen Betrieben" in company.text
    assert "Zurzeit haben Sie niemandem etwas erlaubt." in company.text
    assert "2 frühere Einwilligungen" in company.text
    assert "Muster GmbH" not in company.response.text
    assert company.open(f"/de{run}/partners").path.endswith("/partners/consent")


def test_the_consent_of_another_company_cannot_be_withdrawn(
    company: Visitor, app: Flask, database: Database
) -> None:
    (address, _other) = company.page.xpath("//form[contains(@action, 'withdraw')]/@action")
    stranger = at_check(app, a_company(database))
    mine = stranger.path
    token = stranger.page.xpath("//input[@name='csrf_token']/@value") or [""]
    foreign = mine.removesuffix("/consents") + address[address.index("/consents") :]
    stranger.client.post(foreign, data={"csrf_token": token[0]})

    assert company.open(company.path).text.count("Gilt bis") == 2


def test_everything_is_in_one_archive_with_words_on_what_is_in_it(
    company: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "render", lambda *_report: b"%PDF")
    company.follow("Alles herunterladen")

    assert company.response.mimetype == "application/zip"
    assert company.response.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(company.response.data)) as archive:
        assert archive.namelist() == ["README.txt", "meine-daten.json", "bericht.pdf"]
        readme, report = archive.read("README.txt").decode(), archive.read("bericht.pdf")
        data = json.loads(archive.read("meine-daten.json"))
    assert report.startswith(b"%PDF")
    assert "- Antworten mit Notizen: 3" in readme
    assert "- meine-daten.json: alles, was zu Ihrem Check gespeichert ist" in readme
    assert {one["purpose"] for one in data["consent"]} == {"advice", "partners"}
    assert data["partner_contact"][0]["address"] == "post@muster.example"


def test_before_the_first_answer_the_archive_holds_no_report_and_speaks_english_too(
    app: Flask, database: Database
) -> None:
    begun = runs.begin(database, check="short", language="en", now=clock.now())
    visitor = at_check(app, begun, "en").follow("Download everything")
    with zipfile.ZipFile(io.BytesIO(visitor.response.data)) as archive:
        assert archive.namelist() == ["README.txt", "my-data.json"]
        assert "Your check itself: 1" in archive.read("README.txt").decode()


def test_erasing_gives_a_receipt_to_keep_that_names_nobody(company: Visitor, app: Flask) -> None:
    company.follow("Check löschen").press("Endgültig löschen")
    address = company.path
    assert company.heading == "Ihr Check ist gelöscht"
    counted = terms(company)
    assert (counted["Antworten mit Notizen"], counted["Einwilligungen"]) == ("3", "2")

    anybody = Visitor(app.test_client()).open(address)
    assert anybody.text == company.text
    text = anybody.follow("Quittung als Text speichern").response
    assert text.mimetype == "text/plain"
    assert "attachment" in text.headers["Content-Disposition"]
    assert "- Kontakt für den Austausch: 1" in text.text
    assert "Muster" not in company.response.text + text.text
    assert Visitor(app.test_client()).open("/de/erased/0000-0000-0000-0000").status == 404


def test_who_has_an_account_takes_its_data_along_and_erases_it(app: Flask, advice: House) -> None:
    desk = at_desk(app, advice, Role.ADVISOR, ADVISOR).open("/de/account")
    cookie = desk.client.get_cookie("staff")
    assert cookie is not None
    data = json.loads(desk.client.get("/de/account/my-data.json").data)
    assert data["person"][0]["email"] == ADVISOR
    assert data["membership"][0]["organisation"] == "Beratung Okerland"

    desk.follow("Konto löschen").press("Konto endgültig löschen")

    assert desk.heading == "Ihr Konto ist gelöscht"
    assert terms(desk)["Aufgaben in Organisationen"] == "1"
    thief = app.test_client()
    thief.set_cookie("staff", cookie.value)
    assert thief.get("/de/work").status_code == 403
    assert ADVISOR not in desk.response.text


def test_the_last_operator_is_told_why_the_account_stays(app: Flask, database: Database) -> None:
    network = House.of(database, "Netz", Kind.NETWORK)
    operator = at_desk(app, network, Role.OPERATOR, "op@example.org").open("/de/account/erase")
    operator.press("Konto endgültig löschen")

    assert operator.status == 403
    assert operator.heading == "Eine Person muss bleiben"
    assert operator.open("/de/work").status == 200


def test_the_page_on_privacy_tells_the_limits_of_the_settings(visitor: Visitor) -> None:
    visitor.open("/de/privacy")
    limits = terms(visitor)
    assert limits["Ein Check, in dem sich nichts mehr ändert"] == "24 Monate"
    assert limits["Fertige Berichte, bis jemand sie wieder abruft"] == "30 Tage"


def test_every_purpose_has_words_and_every_text_that_is_agreed_to_can_be_read() -> None:
    assert set(PURPOSES) == set(WITHDRAWN) == set(Purpose)
    assert {(purpose, version) for purpose, version in NEWEST.items()} <= set(TEXTS)
