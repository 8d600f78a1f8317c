"""The operator's desk as it is read: offers to look after, learning, places, and what companies lack."""

import hashlib
from datetime import timedelta

import pytest
from flask import Flask

from assessment import clock
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from assessment.web.forms.responses import CONSENT, CONSENT_TEXT
from tests.assessment.house import House
from tests.assessment.services.desk import LAB, Guest
from tests.assessment.web.desks import Desk, at_desk
from tests.assessment.web.visitor import Visitor

WORK = "/de/work"
SOON = f"{clock.now() + timedelta(days=30):%d.%m.%Y}"


@pytest.fixture
def operator(app: Flask, database: Database) -> Desk:
    return at_desk(app, House.of(database, "Netzwerk", Kind.NETWORK), Role.OPERATOR, "op@example.org")


@pytest.fixture
def company(visitor: Visitor, database: Database) -> Visitor:
    """At the page of a lab, with a finished check."""
    guest = Guest.of(database)
    visitor.open(f"/de/resume/{guest.begun.key}")
    return visitor.open(f"/de/check/{guest.begun.run_id}/offers/{LAB}")


# --- offers -----------------------------------------------------------------------------------------


def test_an_offer_is_confirmed_and_moves_to_where_nothing_is_to_do(operator: Desk, company: Visitor) -> None:
    operator.open(WORK).follow("Angebote prüfen").follow("TransformationLab Technologische")
    assert "Bestätigtnoch nie" in operator.text
    operator.choose(word="holds").write("until", "").write("source", "Anruf bei der Stelle").press(
        "Speichern"
    )

    assert "Gespeichert: „TransformationLab Technologische Transformation“ gilt noch." in operator.text
    assert "gesagt von Op am" in operator.text
    operator.follow("Noch einmal ansehen")
    assert "Anruf bei der Stelle" in operator.text
    assert "Seit Ihrem Ergebnis bestätigt" in company.open(company.path).text


@pytest.mark.two_processes
def test_an_offer_that_is_over_is_gone_for_everybody_and_can_be_taken_back(
    operator: Desk, another_visitor: Visitor
) -> None:
    page = f"{WORK}/offers/{LAB}"
    operator.open(page).choose(word="over").write("source", "Seite des Anbieters").press("Speichern")
    assert another_visitor.open(f"/de/offers/{LAB}").status == 410

    operator.open(page).choose(word="taken_back").write("source", "Irrtum").press("Speichern")
    assert "es gilt wieder die Datei des Katalogs" not in operator.text
    assert "Zurückgenommen" in operator.text
    assert another_visitor.open(f"/de/offers/{LAB}").status == 200


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"source": "Anruf"}, "Bitte wählen Sie, wie es um das Angebot steht."),
        ({"word": "holds"}, "Bitte schreiben Sie, woher Sie das wissen."),
        ({"word": "holds", "source": "x", "until": "1.1.2020"}, "Bitte geben Sie einen Tag von heute an"),
        ({"word": "holds", "source": "x", "until": "31.2."}, "Diesen Tag gibt es nicht."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    operator: Desk, given: dict[str, str], said: str
) -> None:
    operator.open(f"{WORK}/offers/{LAB}")
    if "word" in given:
        operator.choose(word=given["word"])
    for name in ("until", "source"):
        operator.write(name, given.get(name, ""))
    operator.press("Speichern")

    assert operator.status == 422
    assert said in operator.text
    assert operator.page.xpath("//input[@name='source']/@value") == [given.get("source", "")]


# --- what companies say, and learning ---------------------------------------------------------------


def test_a_company_says_what_became_of_an_offer_changes_it_and_takes_it_back(company: Visitor) -> None:
    company.choose(outcome="rejected", reason="too_far").press("Rückmeldung speichern")
    assert "Danke, das ist gespeichert." in company.text
    assert "Es passt nicht zu uns (zu weit weg)" in company.text

    company.choose(outcome="done").press("Rückmeldung speichern")
    assert "Es hat uns geholfen," in company.text
    company.press("Rückmeldung löschen")
    assert "Ihre Rückmeldung ist gelöscht." in company.text
    company.press("Rückmeldung speichern")
    assert "Bitte wählen Sie, was daraus geworden ist." in company.text


def test_the_operator_lets_it_learn_and_reads_why_it_cannot_be_turned_on_yet(
    operator: Desk, company: Visitor
) -> None:
    operator.open(WORK).follow("Lernende Rangfolge")
    assert "Noch hat kein Betrieb etwas zurückgemeldet." in operator.text
    company.choose(outcome="done").press("Rückmeldung speichern")
    operator.open(operator.path).press("Jetzt lernen")

    assert "Gelernt." in operator.text
    assert "weniger als 5" in operator.text
    assert "Noch nicht zu prüfen" in operator.text
    assert not operator.page.xpath("//button[contains(., 'Einschalten')]")


# --- places -----------------------------------------------------------------------------------------


def test_from_a_round_to_a_place_that_the_company_reads_about(operator: Desk, company: Visitor) -> None:
    page = company.path
    operator.open(WORK).follow("Plätze vergeben").follow("Platzvergabe eröffnen")
    operator.write("title", "Werkstatt").write("apply_until", SOON).write("places-1", "1")
    operator.page.get_element_by_id("offer-1").tag = "input"
    operator.write("offer-1", LAB).press("Eröffnen")
    assert "Die Platzvergabe ist offen." in operator.text

    company.open(page).follow("Um einen Platz bewerben")
    company.press("Einwilligen und bewerben")
    assert company.status == 422
    assert "Ohne Ihre Einwilligung können wir Sie nicht eintragen." in company.text
    company.write("name", "Musterbau").write("contact", "post@musterbau.example").tick("y")
    company.press("Einwilligen und bewerben")
    assert "Sie haben sich am" in company.text

    operator.open(operator.path).press("Plätze verteilen")
    assert "Musterbau" in operator.text
    assert "Keine andere Verteilung passt nach diesen Regeln besser." in operator.text
    assert "Sie haben einen Platz." not in company.open(page).text
    operator.press("Bestätigen und Betrieben zeigen")
    assert "Sie haben einen Platz." in company.open(page).text
    company.press("Platz zurückgeben")
    assert "Name und Kontakt sind gelöscht." in company.text
    assert "Musterbau" not in operator.open(operator.path).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Bitte wählen Sie mindestens ein Angebot."),
        ({"offer-1": "nothing", "places-1": "1"}, "Bitte wählen Sie ein Angebot aus der Liste."),
        ({"offer-1": LAB, "places-1": "viele"}, "Bitte geben Sie die Plätze als ganze Zahlen an"),
        ({"offer-1": LAB, "places-1": "1", "small-1": "2"}, "Es sind mehr Plätze vorbehalten, als es gibt."),
        ({"offer-1": LAB, "places-1": "1", "apply_until": ""}, "Bitte geben Sie an, bis wann"),
    ],
)
def test_a_round_that_cannot_be_is_refused_in_words(operator: Desk, typed: dict[str, str], said: str) -> None:
    operator.open(f"{WORK}/places/new")
    operator.page.get_element_by_id("offer-1").tag = "input"
    told = {"title": "Werkstatt", "apply_until": SOON} | typed
    for name, value in told.items():
        operator.write(name, value)
    operator.press("Eröffnen")

    assert operator.status == 422
    assert said in operator.text


# --- what companies lack ----------------------------------------------------------------------------


def test_figures_stand_for_five_companies_or_are_not_told(operator: Desk, database: Database) -> None:
    operator.open(WORK).follow("Was Betrieben fehlt")
    assert "Dafür sind es noch zu wenige Ergebnisse." in operator.text
    for _ in range(5):
        Guest.of(database)

    assert "Aus 5 abgeschlossenen Checks" in operator.open(operator.path).text
    assert "Stadt Salzgitter5" in operator.text
    operator.open(f"{WORK}/offers/{LAB}").follow("Was sich für Betriebe ändern würde")
    assert "Ausprobiert an den letzten 5 abgeschlossenen Checks" in operator.text
    assert "Betriebe, die es verlieren5" in operator.text


# --- words ------------------------------------------------------------------------------------------


def test_another_wording_of_the_consent_is_another_version() -> None:
    words = "\n".join(CONSENT).encode()
    assert (CONSENT_TEXT, hashlib.sha256(words).hexdigest()[:8]) == ("1", "a11608b8")
