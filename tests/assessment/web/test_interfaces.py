"""The desk for interfaces as it is read: tokens that are shown once, and addresses that are told things."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from lxml import html

from assessment import clock
from assessment.background import postman
from assessment.services.interfaces import calling, tokens, webhooks
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from assessment.web.context import SETTINGS
from tests.assessment.house import House, staff
from tests.assessment.systems import Program, Receiver
from tests.assessment.web.desks import Desk, at_desk

WORK, URL = "/de/work", "https://crm.example/hooks"


@pytest.fixture
def chamber(database: Database) -> House:
    return House.of(database, "Kammer Mitte", Kind.CHAMBER)


@pytest.fixture
def officer(app: Flask, chamber: House) -> Desk:
    desk = at_desk(app, chamber, Role.CHAMBER_OFFICER, "kim@example.org")
    return desk.open(WORK).follow("Schnittstellen")


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Receiver:
    found = Receiver()
    monkeypatch.setattr(calling, "outside", found.call)
    return found


def source(desk: Desk) -> str:
    """The page with what its fields hold."""
    return html.tostring(desk.page, encoding="unicode")


def test_a_token_is_shown_once_opens_what_was_ticked_and_is_revoked(app: Flask, officer: Desk) -> None:
    assert "Noch hat kein System Zugang." in officer.text
    officer.write("name", "Mitgliederverwaltung").tick("results:read").press("Token erstellen")
    assert "Wir zeigen es nur dieses eine Mal." in officer.text
    (token,) = re.findall(r"wk_[\w-]{43}", source(officer))
    program = Program(app.test_client(), token)
    assert program.get("/results").status_code == 200
    assert program.get("/figures").status_code == 403

    officer.follow("Zurück zu den Schnittstellen")
    assert "Mitgliederverwaltung Lesen, was Betriebe mit Ihnen teilen gilt bis" in officer.text
    assert "zuletzt benutzt am" in officer.text
    assert token not in source(officer)
    officer.press("Wirklich widerrufen: Mitgliederverwaltung")
    assert "Das Token gilt nicht mehr." in officer.text
    assert "Ein Token gilt nicht mehr" in officer.text
    assert program.get("/results").status_code == 401


def test_what_is_missing_for_a_token_is_said_at_its_field(officer: Desk) -> None:
    officer.press("Token erstellen")
    assert officer.status == 422
    assert "2 Angaben konnten nicht gespeichert werden" in officer.text
    assert "Bitte wählen Sie, was das Token darf." in officer.text


@pytest.mark.one_process
def test_an_address_gets_a_secret_and_a_trial_and_is_removed(officer: Desk, receiver: Receiver) -> None:
    officer.write("url", URL).press("Adresse hinzufügen")
    (secret,) = re.findall(r"whsec_[\w-]{43}", source(officer))
    officer.follow("Zurück zu den Schnittstellen").press(f"Probe schicken: {URL}")
    assert [url for url, _, _ in receiver.got] == [URL]
    (trial,) = officer.page.xpath("//table[@class='sent']/tbody/tr")
    assert re.fullmatch(rf"Probe{re.escape(URL)}.+, \d\d:\d\d:\d\dangekommen", trial.text_content().strip())
    assert secret not in source(officer)

    receiver.answers = ["not_public"]
    officer.press(f"Probe schicken: {URL}")
    assert "kam nicht an, wir versuchen es weiter" in officer.text
    assert "Diese Adresse liegt in einem internen Netz." in officer.text
    officer.press(f"Entfernen: {URL}")
    assert "Dorthin melden wir nichts mehr." in officer.text
    assert URL not in officer.text


@pytest.mark.one_process
def test_a_trial_sends_nothing_else_and_nothing_of_another_house(
    app: Flask, database: Database, chamber: House, officer: Desk, receiver: Receiver
) -> None:
    officer.write("url", URL).press("Adresse hinzufügen").follow("Zurück zu den Schnittstellen")
    kim = replace(staff(database, "kim@example.org"), now=clock.now())
    (hook,) = tokens.board(database, actor=kim, organisation_id=chamber.id).webhooks
    waiting = webhooks.try_out(database, actor=kim, organisation_id=chamber.id, webhook_id=hook.id)

    elsewhere = House.of(database, "Kammer Anderswo", Kind.CHAMBER)
    other = at_desk(app, elsewhere, Role.CHAMBER_OFFICER, "lou@example.org")
    other.open(WORK).follow("Schnittstellen").write("url", "https://lou.example/").press("Adresse hinzufügen")
    other.follow("Zurück zu den Schnittstellen")
    (form,) = other.page.xpath("//form[contains(@action, '/try')]")
    own = tokens.board(
        database, actor=staff(database, "lou@example.org"), organisation_id=elsewhere.id
    ).webhooks[0]
    form.set("action", form.get("action").replace(str(own.id), str(hook.id)))
    other.press("Probe schicken: https://lou.example/")
    assert receiver.got == []

    officer.press(f"Probe schicken: {URL}")
    (sent,) = receiver.got
    assert str(waiting).encode() not in sent[1]


def test_the_postman_hands_out_what_waits(
    app: Flask, database: Database, chamber: House, officer: Desk, receiver: Receiver
) -> None:
    officer.write("url", URL).press("Adresse hinzufügen")
    kim = replace(staff(database, "kim@example.org"), now=clock.now())
    (hook,) = tokens.board(database, actor=kim, organisation_id=chamber.id).webhooks
    assert webhooks.try_out(database, actor=kim, organisation_id=chamber.id, webhook_id=hook.id)
    rounds = [postman.tell_systems(app.extensions[SETTINGS], database) for _ in range(2)]
    assert (rounds, len(receiver.got)) == ([1, 0], 1)


def test_an_address_without_https_is_refused_with_what_was_typed(officer: Desk) -> None:
    officer.write("url", "http://crm.example/").press("Adresse hinzufügen")
    assert officer.status == 422
    assert "Die Adresse muss mit https:// beginnen" in officer.text
    assert 'value="http://crm.example/"' in source(officer)


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/",
        "https://127.1/hooks",
        "https://10.0.0.8:8443/",
        "https://[fd00::1]/",
        "https://crm.local./",
    ],
)
def test_an_address_that_nobody_outside_reaches_is_refused_at_once(officer: Desk, url: str) -> None:
    officer.write("url", url).press("Adresse hinzufügen")
    assert officer.status == 422
    assert "Diese Adresse ist aus dem Internet nicht erreichbar." in officer.text
    assert f'value="{url}"' in source(officer)


def test_an_operator_chooses_the_house_and_gives_a_provider_its_scope(app: Flask, database: Database) -> None:
    House.of(database, "Labor", Kind.PROVIDER)
    network = House.of(database, "Netz", Kind.NETWORK)
    operator = at_desk(app, network, Role.OPERATOR, "op@example.org", "en")
    operator.open("/en/work/interfaces").follow("Labor")
    assert "See referrals to you and report how they stand" in operator.text
    assert "Read what companies share with you" not in operator.text
