"""A company names its advisor, who reads and changes nothing, until the company ends it."""

import hashlib
import re

import pytest
from flask import Flask

from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from assessment.web.access import RULES
from assessment.web.forms.mandates import MANDATE, MANDATE_TEXT
from tests.assessment.house import House, a_company
from tests.assessment.web.desks import Desk, at_desk
from tests.assessment.web.visitor import Visitor

WORDINGS = {"1": "6f2dc182"}
"""The first letters of the checksum of each version of the text."""
AGREE = "Einwilligen und lesen lassen"


@pytest.fixture
def advice(database: Database) -> House:
    return House.of(database, "Beratung Okerland", Kind.ADVICE)


@pytest.fixture
def advisor(app: Flask, advice: House) -> Desk:
    return at_desk(app, advice, Role.ADVISOR, "toni@example.org")


class Company(Visitor):
    run = ""

    def lets_read(self, house: House, name: str = "") -> "Company":
        self.open(f"/de{self.run}/advice").tick("y").choose(organisation=str(house.id))
        return self._agree(name)

    def accepts(self, link: str, name: str = "") -> "Company":
        self.open(link).tick("y")
        return self._agree(name)

    def _agree(self, name: str) -> "Company":
        self.write("company_name", name)
        return self.press(AGREE)


@pytest.fixture
def company(app: Flask, database: Database, advice: House) -> Company:
    begun = a_company(database)
    found = Company(app.test_client())
    found.run = f"/check/{begun.run_id}"
    found.open(f"/de/resume/{begun.key}")
    return found


def link_of(advisor: Desk) -> str:
    advisor.open("/de/work").press("Link für einen Betrieb erstellen")
    (link,) = advisor.page.xpath("//input[@id='advice-link']/@value")
    return re.sub(r"^https?://[^/]+", "", link)


def test_the_text_that_a_company_agrees_to_has_a_version() -> None:
    assert hashlib.sha256("".join(MANDATE).encode()).hexdigest()[:8] == WORDINGS[MANDATE_TEXT]


def test_a_company_lets_an_organisation_read_and_sees_until_when(
    company: Company, advisor: Desk, advice: House
) -> None:
    company.lets_read(advice, "Muster GmbH")

    assert "Die Beratung kann jetzt lesen." in company.text
    assert "Beratung Okerland" in company.text
    assert "Sie heißen dort „Muster GmbH“." in company.text
    assert re.search(r"vom \d+\. \w+ 20\d\d bis zum \d+\. \w+ 20\d\d", company.text)


def test_the_advisor_finds_the_company_and_reads_all_that_was_promised(
    company: Company, advisor: Desk, advice: House
) -> None:
    company.lets_read(advice, "Muster GmbH")

    desk = advisor.open("/de/work")
    assert "Muster GmbH" in desk.text
    assert "Salzgitter" in desk.text
    assert advisor.follow("Ergebnis öffnen").heading == "Ihr Ergebnis"
    assert advisor.open(f"/de{company.run}/answers").heading == "Antworten des Betriebs"
    assert advisor.open(f"/de{company.run}/plan").heading == "Plan des Betriebs"
    assert advisor.client.get(f"/de{company.run}/result.json").status_code == 200


@pytest.mark.parametrize("page", ["result", "answers", "plan"])
def test_what_an_advisor_reads_has_nothing_to_send_and_leads_to_no_shut_door(
    company: Company, advisor: Desk, advice: House, page: str
) -> None:
    company.lets_read(advice)
    advisor.open(f"/de{company.run}/{page}")

    assert advisor.page.xpath("//main//form | //main//button") == []
    for link in set(advisor.page.xpath("//main//a[starts-with(@href, '/')]/@href")):
        assert advisor.client.get(link.partition("#")[0]).status_code in {200, 202}, link


def test_a_company_without_a_name_has_the_same_code_on_both_sides(
    company: Company, advisor: Desk, advice: House
) -> None:
    company.lets_read(advice)
    (code,) = re.findall(r"„(Betrieb \w{4})“\.", company.page.xpath("string(//main//ul[1])"))
    assert code in advisor.open("/de/work").text


def test_from_the_moment_it_is_ended_nothing_is_visible_through_any_address(
    company: Company, advisor: Desk, advice: House
) -> None:
    company.lets_read(advice, "Muster GmbH")
    assert advisor.open(f"/de{company.run}/result").status == 200

    company.press("Beenden: Beratung Okerland")

    assert "Die Beratung sieht nichts mehr." in company.text
    assert "Muster GmbH" not in advisor.open("/de/work").text
    for page in ("result", "answers", "plan", "plan.xlsx", "report.pdf", "result.json", "report.html"):
        refused = advisor.client.get(f"/de{company.run}/{page}")
        assert refused.status_code == 403, page
        assert "Dieser Browser kennt den Check nicht" in refused.get_data(as_text=True)


def test_a_link_lets_one_advisor_read_and_no_colleague(
    app: Flask, company: Company, advisor: Desk, advice: House
) -> None:
    colleague = at_desk(app, advice, Role.ADVISOR, "kim@example.org")

    company.accepts(link_of(advisor))

    assert "Toni" in company.text
    assert advisor.open(f"/de{company.run}/result").status == 200
    assert colleague.open(f"/de{company.run}/result").status == 403


def test_a_link_serves_one_company(app: Flask, company: Company, advisor: Desk, database: Database) -> None:
    link = link_of(advisor)
    company.accepts(link)
    second = Company(app.test_client())
    second.open(f"/de/resume/{a_company(database).key}")

    assert second.open(link).status == 404
    assert second.heading == "Dieser Link gilt nicht mehr"


def test_without_a_check_the_link_says_what_to_do(visitor: Visitor, advisor: Desk) -> None:
    visitor.open(link_of(advisor))
    assert "Dieser Browser kennt noch keinen Check von Ihnen." in visitor.text
    assert visitor.page.xpath("//main//form") == []


def test_nobody_gives_away_the_check_of_another_company(
    company: Company, another_visitor: Visitor, advisor: Desk, database: Database
) -> None:
    another_visitor.open(f"/de/resume/{a_company(database).key}").open(link_of(advisor)).tick("y")
    another_visitor.page.xpath("//input[@name='run']")[0].set("value", company.run.rpartition("/")[2])
    another_visitor.page.xpath("//input[@name='run']")[0].set("checked", "")
    assert another_visitor.press(AGREE).status == 403
    assert advisor.open(f"/de{company.run}/result").status == 403


@pytest.mark.parametrize("missing", ["consent", "organisation"])
def test_nothing_is_given_without_consent_or_receiver(
    company: Company, advisor: Desk, advice: House, missing: str
) -> None:
    company.open(f"/de{company.run}/advice")
    if missing == "organisation":
        company.tick("y")
    else:
        company.choose(organisation=str(advice.id))
    company.press(AGREE)

    assert company.status == 422
    assert advisor.open(f"/de{company.run}/result").status == 403


def test_only_organisations_where_somebody_advises_can_be_chosen(
    app: Flask, company: Company, database: Database, advice: House
) -> None:
    assert "Noch ist hier keine Beratungsstelle eingetragen." in company.open(f"/de{company.run}/advice").text

    at_desk(app, advice, Role.ADVISOR, "toni@example.org")
    empty = House.of(database, "Leere Stelle", Kind.ADVICE)

    assert "Leere Stelle" not in company.open(f"/de{company.run}/advice").text
    company.tick("y").page.xpath("//input[@name='organisation']")[0].set("value", str(empty.id))
    company.choose(organisation=str(empty.id)).press(AGREE)
    assert company.status == 422
    assert "Dort berät zurzeit niemand." in company.text


def test_an_advisor_changes_nothing_by_any_address(
    app: Flask, company: Company, advisor: Desk, advice: House
) -> None:
    company.lets_read(advice)
    advisor.open("/de/work")
    (token,) = set(advisor.page.xpath("//input[@name='csrf_token']/@value"))
    before = company.client.get(f"/de{company.run}/result.json").data
    values = {"section_id": "company", "entry_id": ENTRY, "mandate_id": ENTRY, "offer_id": "retrason"}
    values |= {"workshop_id": ENTRY, "question": "T01", "consent_id": ENTRY, "item": "needs"}
    values |= {"referral_id": ENTRY}
    for rule in app.url_map.iter_rules():
        if "run_id" not in rule.arguments or "POST" not in (rule.methods or ()):
            continue
        if RULES[rule.endpoint].kind == "leader":
            continue  # a session that they prepare, and their own notes: nothing of the company's
        known = {name: values[name] for name in rule.arguments if name in values}
        with app.test_request_context():
            where = app.url_map.bind("localhost").build(
                rule.endpoint, {"lang": "de", "run_id": company.run.rpartition("/")[2]} | known
            )
        answer = advisor.client.post(where, data={"csrf_token": token, "version": "1.0"})
        assert answer.status_code in {403, 404}, rule.rule
        assert RULES[rule.endpoint].kind in {"key", "helper"}
    assert company.client.get(f"/de{company.run}/result.json").data == before


ENTRY = "00000000-0000-4000-8000-000000000000"


def test_erasing_the_check_erases_the_mandate(company: Company, advisor: Desk, advice: House) -> None:
    company.lets_read(advice, "Muster GmbH")
    company.open(f"/de{company.run}/delete").press("Endgültig löschen")
    assert "Noch hat Ihnen kein Betrieb etwas freigegeben." in advisor.open("/de/work").text
