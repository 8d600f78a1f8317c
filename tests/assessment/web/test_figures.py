"""Figures as a chamber and the network read them."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from assessment.services.figures import freezing
from assessment.services.policy import Kind, Role
from assessment.store import figures as store
from assessment.store import people
from assessment.store.database import Database
from reports.cohorts.records import Record
from reports.cohorts.statistics import statistics
from tests.assessment.house import NOW, House
from tests.assessment.web.desks import Desk, at_desk
from tests.reports.cohorts.populations import companies

DAY = date(2026, 3, 31)


def some(number: int, **values: object) -> list[Record]:
    plain = companies(1, 1)[0]
    alike: dict[str, object] = {
        "size": "10-49",
        "sector": "machining",
        "district": "03101",
        "needs": (),
        "unmet": (),
    }
    alike |= {"referrals": (), "checks_finished": 1, **values}
    return [replace(plain, company=f"{n}-{values}", **alike) for n in range(number)]  # type: ignore[arg-type]


@pytest.fixture
def frozen(database: Database) -> None:
    wanting = some(9, needs=("charging",), unmet=("charging",))
    everybody = some(25) + wanting + some(12, district="03102") + some(14, district="03103")
    found = statistics(everybody + some(2, district="03157"), freezing.frame(), DAY)
    assert found is not None
    told = {"kind": freezing.KIND, "as_of": DAY, "made_at": NOW, "engine": "1"}
    with database.writing() as connection:
        store.keep(connection, **told, content=found.model_dump_json())  # type: ignore[arg-type]


@pytest.fixture
def network(app: Flask, database: Database) -> Desk:
    return at_desk(app, House.of(database, "Netzwerk", Kind.NETWORK), Role.OPERATOR, "op@example.org")


@pytest.fixture
def chamber(app: Flask, database: Database) -> Desk:
    house = House.of(database, "Kammer", Kind.CHAMBER)
    with database.writing() as connection:
        people.be_house(connection, house.id, "ihk-lueneburg-wolfsburg")
    return at_desk(app, house, Role.CHAMBER_OFFICER, "kim@example.org")


def test_without_five_companies_there_is_a_sentence_and_no_table(network: Desk) -> None:
    network.open("/de/work").follow("Zahlen")
    assert "Noch zu wenige Betriebe: Zahlen gibt es ab fünf." in network.text
    network.press("Neuen Stand festhalten")
    assert "zu wenige Betriebe dazugekommen" in network.text


def test_the_network_reads_all_districts_and_a_dash_where_few_are(frozen: None, network: Desk) -> None:
    network.open("/de/work/figures")
    assert "Festgehalten für den 31. März 2026" in network.text
    assert "haben einen Check abgeschlossen62" in network.text
    assert "Stadt Braunschweig34" in network.text
    assert "Landkreis Peine–" in network.text
    assert "Landkreis Goslar0" in network.text
    assert "Je zwei Merkmale" in network.text


def test_who_chooses_a_day_on_which_too_few_had_come_reads_whose_numbers_these_are(
    frozen: None, chamber: Desk, database: Database
) -> None:
    with database.reading() as connection:
        before = freezing.told(connection)
    later = date(2026, 9, 30)
    anonymous = some(9, known=False, finished_on=later)
    found = statistics(anonymous, freezing.frame(), later, before)
    assert found is not None
    told = {"kind": freezing.KIND, "as_of": later, "made_at": NOW, "engine": "1"}
    with database.writing() as connection:
        store.keep(connection, **told, content=found.model_dump_json())  # type: ignore[arg-type]
    chamber.open("/de/work/figures")
    assert "Festgehalten für" not in chamber.text
    assert "Bis zum 30. September 2026 sind zu wenige von ihnen dazugekommen" in chamber.text
    assert "Darum stehen hier weiter die vom 31. März 2026." in chamber.text


def test_a_chamber_begins_with_its_own_districts_and_may_look_at_all(frozen: None, chamber: Desk) -> None:
    chamber.open("/de/work").follow("Zahlen")
    assert "Stadt Wolfsburg14" in chamber.text
    assert "Stadt Braunschweig" not in chamber.text
    chamber.open("/de/work/figures?area=all")
    assert "Stadt Braunschweig34" in chamber.text
    assert "Neuen Stand festhalten" not in chamber.text


def test_the_page_is_in_english_throughout(frozen: None, app: Flask, database: Database) -> None:
    house = House.of(database, "Network", Kind.NETWORK)
    desk = at_desk(app, house, Role.OPERATOR, "op@example.org", "en").open("/en/work/figures")
    assert "Where the companies stand" in desk.text
    assert "Needs that no offer serves" in desk.text
    assert "How it is counted" in desk.text
