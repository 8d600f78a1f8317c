"""What providers say of themselves and companies read before they ask; and the numbers of the operator."""

import re
from datetime import timedelta

from flask import Flask

from assessment import clock
from assessment.services.policy import Kind, Role
from assessment.services.referrals import addresses
from assessment.store import people
from assessment.store.database import Database
from tests.assessment.house import House
from tests.assessment.services.desk import LAB, Guest, an_operator
from tests.assessment.web.desks import at_desk
from tests.assessment.web.visitor import Visitor


def test_a_company_reads_that_a_provider_is_away_or_full_and_what_else_fits(
    app: Flask, database: Database
) -> None:
    addresses.say(database, actor=an_operator(database), of="house", name="nbank", mail="a@bank.example")
    house, today = House.of(database, "TransformationLabs", Kind.PROVIDER), clock.day(clock.now())
    with database.writing() as connection:
        people.be_house(connection, house.id, "retrason")
    lab = at_desk(app, house, Role.PROVIDER_CONTACT, "alex@example.org").open("/de/work")
    lab.follow("Abwesenheit und freie Plätze").write("begins_on", "1.1.2020").press("Eintragen")
    assert (lab.status, "Bitte geben Sie einen Tag von heute an" in lab.text) == (422, True)
    lab.write("begins_on", str(today)).write("ends_on", str(today + timedelta(days=90))).press("Eintragen")
    assert (lab.status, "höchstens 60 Tage" in lab.text) == (422, True)
    lab.write("ends_on", str(today + timedelta(days=10))).press("Eintragen")
    assert "Eingetragen." in lab.text

    guest = Guest.of(database)
    company = Visitor(app.test_client()).open(f"/de/resume/{guest.begun.key}")
    company.open(f"/de/check/{guest.begun.run_id}/offers/{LAB}")
    assert "Zurzeit nicht erreichbar bis" in company.text
    company.follow("Beim Anbieter anfragen")
    for words in (
        "Sie können trotzdem anfragen.",
        "Lieber dort anfragen",
        "Ihre Kammer: IHK",
    ):
        assert words in company.text

    back = re.search(r"Wir sind wieder da: .*? \d{4} bis .*? \d{4}", lab.text)
    assert back
    lab.press(back[0]).write("most", "1000").press("Speichern")
    assert lab.status == 422
    lab.write("most", "1").press("Speichern")
    company.open(company.path)
    assert "Zurzeit" not in company.text
    company.write("note", "Eine Zelle").write("contact_phone", "05341 1234").tick("y")
    company.press("Einwilligen und abschicken")
    other = Guest.of(database)
    late = Visitor(app.test_client()).open(f"/de/resume/{other.begun.key}")
    late.open(f"/de/check/{other.begun.run_id}/offers/{LAB}/referral")
    assert "Zurzeit ausgelastet" in late.text
    assert "Einwilligen" not in late.text


def test_the_operator_reads_numbers_and_none_that_stands_for_too_few(app: Flask, database: Database) -> None:
    network = House.of(database, "Netzwerk", Kind.NETWORK)
    desk = at_desk(app, network, Role.OPERATOR, "op@example.org").open("/de/work").follow("Vermittlungen")
    assert "zu wenige Vermittlungen, um Zahlen zu zeigen" in desk.text
