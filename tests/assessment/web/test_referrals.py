"""A request from the company's page to the provider's link and back, as each of them reads it."""

import hashlib
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from assessment import clock
from assessment.services.advising.mandates import code_of
from assessment.services.policy import Kind, Role
from assessment.services.referrals import addresses
from assessment.store import consents, people, sharing
from assessment.store.consents import Purpose
from assessment.store.database import Database
from assessment.web.forms.referrals import EARLIER, REFERRAL, REFERRAL_TEXT
from tests.assessment.house import House, mailed, told
from tests.assessment.house import begun as a_check
from tests.assessment.services.desk import an_operator
from tests.assessment.web.desks import at_desk, newest_mail, newest_token
from tests.assessment.web.shelf import MACHINING
from tests.assessment.web.visitor import Visitor

OFFER, MAILBOX = "ihk-braunschweig", "beratung@kammer.example"
ASK, SEND, OPEN = "Beim Anbieter anfragen", "Einwilligen und abschicken", "Anfrage öffnen"
WORDINGS = {"1": "98fc2e31", "2": "7c7e28e3"}
"""The first letters of the checksum of each version of the text."""


@pytest.fixture
def company(app: Flask, database: Database) -> Visitor:
    """At an offer that takes requests."""
    with database.writing() as connection:
        known = people.everybody(connection)
    assert known == []
    addresses.say(database, actor=an_operator(database), of="house", name=OFFER, mail=MAILBOX)
    begun = a_check(database, told(MACHINING))
    visitor = Visitor(app.test_client()).open(f"/de/resume/{begun.key}")
    visitor.run = f"/de/check/{begun.run_id}"  # type: ignore[attr-defined]
    return visitor.open(f"/de/check/{begun.run_id}/offers/{OFFER}")


def asks(company: Visitor) -> Visitor:
    company.follow(ASK).write("note", "Wir möchten eine Zelle mit Roboter planen.")
    company.write("contact_mail", "kim@muster.example").tick("size", "y")
    return company.press(SEND)


def test_the_text_that_a_company_agrees_to_has_a_version() -> None:
    texts = {**EARLIER, REFERRAL_TEXT: REFERRAL}
    sums = {version: hashlib.sha256("".join(words).encode()) for version, words in texts.items()}
    assert {version: one.hexdigest()[:8] for version, one in sums.items()} == WORDINGS


def test_from_the_offer_to_the_link_and_back_each_reads_its_own_words(app: Flask, company: Visitor) -> None:
    asks(company)
    assert company.heading == "Anfragen und Vorschläge"
    assert "Sie haben die Anfrage abgeschickt." in company.text
    letter = newest_mail(app)
    assert "kim@muster.example" not in letter
    provider = Visitor(app.test_client()).open(f"/de/referral/{newest_token(app)}")
    assert provider.response.headers["Referrer-Policy"] == "no-referrer"
    assert "kim@muster.example" not in provider.text
    assert "Zelle" not in provider.text

    provider.press(OPEN)
    assert "Wir möchten eine Zelle mit Roboter planen." in provider.text
    assert "50 bis 99" in provider.text
    provider.press("Annehmen")
    assert "Bitte melden Sie sich" in provider.text
    provider.press("Wir haben uns gemeldet")
    company.open(f"{company.run}/referrals")  # type: ignore[attr-defined]
    assert "Der Anbieter sagt: Er hat sich bei Ihnen gemeldet." in company.text

    company.choose(step="close_helped").press("Antwort speichern: IHK Braunschweig")
    assert "Sie sagen: Es hat geholfen." in company.text
    provider.open(provider.path)
    assert "Der Betrieb sagt: Es hat geholfen." in provider.text
    assert "kim@muster.example" not in provider.text


def test_looking_at_the_link_writes_nothing_and_taking_back_hides_all(app: Flask, company: Visitor) -> None:
    asks(company)
    provider = Visitor(app.test_client()).open(f"/de/referral/{newest_token(app)}")
    provider.open(provider.path)
    company.open(f"{company.run}/referrals")  # type: ignore[attr-defined]
    assert "geöffnet" not in company.text
    provider.press(OPEN)
    link = provider.path
    company.open(company.path).press("Anfrage zurückziehen: IHK Braunschweig")
    assert "Der Anbieter sieht nichts mehr" in company.text
    provider.open(link)
    assert "zurückgezogen" in provider.text
    assert [word for word in ("kim@muster", "Zelle", "50 bis 99", OPEN) if word in provider.text] == []


def test_what_is_missing_is_said_and_what_was_typed_stays(app: Flask, company: Visitor) -> None:
    company.follow(ASK).press(SEND)
    assert (company.status, "zwei, drei Sätzen, worum es geht" in company.text) == (422, True)
    company.write("note", "Unser Vorhaben").tick("name").press(SEND)
    assert company.status == 422
    for words in ("E-Mail-Adresse oder eine Telefonnummer", "Namen Ihres Betriebs", "Ohne Ihre Einwilligung"):
        assert words in company.text
    assert "Unser Vorhaben" in company.text
    assert mailed(app.extensions["wandelkompass.database"]) == []


def test_a_provider_who_declines_gives_a_reason_and_the_company_goes_on(app: Flask, company: Visitor) -> None:
    asks(company)
    provider = Visitor(app.test_client()).open(f"/de/referral/{newest_token(app)}")
    provider.press("Ablehnung senden")
    assert (provider.status, "warum Sie ablehnen" in provider.text) == (422, True)
    provider.choose(reason="no_capacity").write("words", "Im März gern.").press("Ablehnung senden")
    assert "Abgelehnt" in provider.text
    company.open(f"{company.run}/referrals")  # type: ignore[attr-defined]
    assert "zurzeit keine Zeit oder keine freien Plätze" in company.text
    assert "Im März gern." in company.text
    company.open(f"{company.run}/offers/{OFFER}")  # type: ignore[attr-defined]
    assert "Ihre Anfrage: Abgesagt" in company.text
    assert "Noch einmal anfragen" in company.text


def test_an_advisor_proposes_and_the_company_reads_changes_and_sends(
    app: Flask, database: Database, company: Visitor
) -> None:
    house = House.of(database, "Beratung Okerland", Kind.ADVICE)
    advisor = at_desk(app, house, Role.ADVISOR, "toni@example.org")
    run = company.run  # type: ignore[attr-defined]
    company.open(f"{run}/advice").tick("y").choose(organisation=str(house.id))
    company.press("Einwilligen und lesen lassen")
    advisor.open(f"{run}/offers/{OFFER}").follow("Dem Betrieb vorschlagen")
    advisor.write("note", "Der Betrieb plant eine Zelle.").press("Vorschlagen")
    assert "Der Betrieb entscheidet bis zum" in advisor.text
    assert MAILBOX not in {receiver for receiver, _ in mailed(database)}

    company.open(f"{run}/referrals")
    assert "Beratung Okerland hat Ihnen dieses Angebot vorgeschlagen." in company.text
    waits = "Beratung Okerland schlägt Ihnen ein Angebot vor"
    assert waits not in advisor.open(f"{run}/result").text
    assert waits in company.open(f"{run}/result").text
    company.follow("Vorschlag lesen und entscheiden")
    assert "Der Betrieb plant eine Zelle." in company.text
    company.write("contact_phone", "05341 1234").tick("y").press(SEND)
    assert "Sie haben die Anfrage abgeschickt." in company.text
    assert waits not in company.open(f"{run}/result").text
    advisor.open(f"{run}/referrals")
    assert "Der Betrieb hat angefragt." in advisor.text
    assert "05341" not in advisor.text


def test_a_member_of_the_provider_finds_it_on_the_work_page(
    app: Flask, database: Database, company: Visitor
) -> None:
    asks(company)
    house = House.of(database, "IHK", Kind.PROVIDER)
    with database.writing() as connection:
        people.be_house(connection, house.id, OFFER)
    desk = at_desk(app, house, Role.PROVIDER_CONTACT, "alex@example.org").open("/de/work")
    desk.follow("Anfragen von Betrieben").follow("IHK Braunschweig").press(OPEN)
    assert "kim@muster.example" in desk.text
    foreign = at_desk(app, House.of(database, "Fremd", Kind.PROVIDER), Role.PROVIDER_CONTACT, "f@example.org")
    assert foreign.open(desk.path).status == 404
    assert "kim@muster.example" not in foreign.text


def test_the_operator_says_where_requests_go(app: Flask, database: Database) -> None:
    house = House.of(database, "Netz", Kind.NETWORK)
    desk = at_desk(app, house, Role.OPERATOR, "op2@example.org").open("/de/work")
    desk.follow("Wohin Anfragen gehen")
    assert desk.text.count("nimmt Anfragen an") == 0
    token = desk.page.xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "of": "house", "name": OFFER}
    refused = desk.client.post("/de/work/mailboxes", data=data | {"mail": "kammer"})
    assert (refused.status_code, "nicht vollständig" in refused.text) == (422, True)
    desk.client.post("/de/work/mailboxes", data=data | {"mail": MAILBOX})
    told = desk.open("/de/work/mailboxes").text
    assert told.count("nimmt Anfragen an") == 2, "of the house, and of one among all"


def test_a_chamber_reads_nothing_of_what_the_company_asked_for_by_itself(
    app: Flask, database: Database, company: Visitor
) -> None:
    asks(company)
    house, now = House.of(database, "Kammer", Kind.CHAMBER), clock.now()
    run = company.run  # type: ignore[attr-defined]
    consent = consents.new(
        run_id=UUID(run.split("/")[-1]),
        purpose=Purpose.CHAMBER,
        text_version="1",
        given_at=now,
        organisation_id=house.id,
        company_name="Musterbetrieb",
        ends_at=now + timedelta(days=9),
    )
    with database.writing() as connection:
        sharing.give(connection, consent, [sharing.ItemRow("participation")])
    chamber = at_desk(app, house, Role.CHAMBER_OFFICER, "kammer@example.org").open("/de/work/members")
    chamber.follow("Musterbetrieb").follow("Angebot vorschlagen")
    assert f"/members/{consent.id}/propose" in chamber.path
    assert run.split("/")[-1] not in chamber.response.text, "by which the chamber would know who shares anew"
    assert "läuft schon" not in chamber.text
    chamber.choose(offer=OFFER).write("note", "Der Betrieb plant eine Zelle.").press("Vorschlagen")
    assert "Vorgeschlagen. Der Betrieb sieht es" in chamber.text
    assert "läuft schon" in chamber.text

    company.open(f"{run}/referrals")
    assert "Zu diesem Angebot läuft schon eine Anfrage von Ihnen." in company.text
    assert "Vorschlag lesen" not in company.text

    with database.writing() as connection:
        sharing.end(connection, run_id=consent.run_id, organisation_id=house.id, now=clock.now())
    assert chamber.open(f"/de/work/members/{consent.id}/propose").status != 200
    code = code_of(consent.run_id)
    chamber.open("/de/work/referrals").press(f"Vorschlag zurücknehmen: Betrieb {code}, IHK Braunschweig")
    assert "Der Vorschlag ist zurückgenommen." in chamber.text
