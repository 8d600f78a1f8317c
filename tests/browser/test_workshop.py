"""A whole session in one room: the advisor, the management, the works council and production, each in a
browser of their own, from the preparation to the protocol; and a line that breaks in the middle."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from assessment import clock
from assessment.services.advising import mandates
from assessment.services.policy import Kind, Role
from assessment.services.runs import Begun
from assessment.store.database import Database
from tests.assessment.house import House, a_company, asks, mailed, token_in
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.test_accessibility import check

pytestmark = pytest.mark.browser
ADDRESS = "gespraech@example.org"


def an_advised_company(database: Database) -> Begun:
    house = House.of(database, "Beratung im Raum", Kind.ADVICE)
    house.takes_in(ADDRESS, "Toni Beispiel", Role.ADVISOR, now=clock.now())
    begun = a_company(database, E06="over_80", E03="3", sector="machining", T01="2")
    given: dict[str, Any] = {"company_name": "Musterdreherei", "text_version": "1", "now": clock.now()}
    mandates.give(database, run_id=begun.run_id, key=begun.key, organisation_id=house.id, **given)
    asks(database, ADDRESS, now=clock.now())
    return begun


def at_the_desk(open_page: OpenPage, database: Database) -> Page:
    (letter,) = [text for receiver, text in mailed(database) if receiver == ADDRESS]
    page = open_page(f"/de/sign-in/{token_in(letter)}")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/work")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def joins(page: Page, link: str) -> None:
    page.goto(link)
    press(page, "Mitmachen")
    page.wait_for_url("**/answers")


def choose(page: Page, **answers: str) -> None:
    for question, choice in answers.items():
        page.locator(f"label:has(input[name={question}][value='{choice}'])").click()


def done(page: Page) -> None:
    expect(page.locator("#saving")).to_have_text("Gespeichert")
    press(page, "Fertig")
    expect(heading(page)).to_have_text("Danke, Ihre Sicht ist dabei")


def test_four_browsers_from_the_preparation_to_the_protocol(open_page: OpenPage, database: Database) -> None:
    begun = an_advised_company(database)
    advisor = at_the_desk(open_page, database)
    links = prepared_and_agreed(
        advisor, management := open_page(f"/de/resume/{begun.key}", viewport=PHONE), begun
    )
    council, production = open_page(), open_page(viewport=PHONE)
    production.clock.install()

    expect(heading(advisor)).to_have_text("Alle antworten allein")
    check(advisor, "board")
    for page, link in zip((management, council, production), links, strict=True):
        joins(page, link)
    choose(management, T01="4", T07="1", W01="3")
    choose(council, T01="0", T07="1", W01="0")
    choose(production, T01="1")
    expect(production.locator("#saving")).to_have_text("Gespeichert")
    production.context.set_offline(True)
    choose(production, T07="1", W01="1")
    expect(production.locator("#saving")).to_contain_text("Keine Verbindung")
    done(management)
    done(council)
    expect(advisor.locator(".count b")).to_have_text("2")  # by itself
    production.clock.fast_forward("10:00")
    production.context.set_offline(False)
    done(production)
    expect(advisor.locator(".count b")).to_have_text("3")

    the_board_is_opened(advisor)
    council.reload()
    expect(heading(council)).to_have_text("Die Antworten liegen jetzt offen")
    two_settle_one_question(advisor, management, begun)
    measures_and_protocol(advisor, management, begun)


def prepared_and_agreed(advisor: Page, company: Page, begun: Begun) -> list[str]:
    """The links of the roles, in the order in which roles are always named."""
    advisor.goto(f"/de/check/{begun.run_id}/workshop")
    press(advisor, "Speichern")
    check(advisor, "preparation, refused")
    advisor.get_by_label("Worum soll es gehen?").fill("Wo stehen wir?")
    advisor.locator("#day").fill("2026-12-01")
    for role in ("management", "works_council", "production"):
        advisor.locator(f"#expected_{role}").fill("1")
    press(advisor, "Speichern")
    check(advisor, "prepared")

    company.goto(f"/de/check/{begun.run_id}/result")
    follow(company, "Gespräch ansehen")
    check(company, "consent")
    company.locator("input[name=consent]").check()
    press(company, "Einwilligen")
    expect(heading(company)).to_have_text("Gespräch vereinbart")
    advisor.reload()
    press(advisor, "Gespräch beginnen")
    expect(advisor.locator(".links-of-roles input")).to_have_count(3)
    return [field.input_value() for field in advisor.locator(".links-of-roles input").all()]


def the_board_is_opened(advisor: Page) -> None:
    follow(advisor, "Antworten aufdecken")
    check(advisor, "before opening")
    advisor.get_by_label("Nach Rollen zeigen").check()
    advisor.get_by_label("Nach Rollen: Alle Anwesenden").check()
    press(advisor, "Jetzt aufdecken")
    expect(heading(advisor)).to_have_text("Unterschiede")
    expect(advisor.locator(".topics .topic")).to_have_count(2)
    check(advisor, "differences")


def two_settle_one_question(advisor: Page, company: Page, begun: Begun) -> None:
    """The company is quicker. What the advisor typed waits for the line, and then for a decision."""
    company.goto(f"/de/check/{begun.run_id}/workshop")
    follow(company, "Unterschiede besprechen")
    for page in (advisor, company):
        page.locator("#T01").get_by_role("link").click()
        page.wait_for_url("**/topics/T01")
    check(advisor, "topic")
    settle(company, "1", "Ein Auftrag läuft.")
    expect(company.get_by_role("status").first).to_contain_text("Festgehalten")
    advisor.context.set_offline(True)
    settle(advisor, "2", "Zwei Aufträge laufen.")
    expect(advisor.locator("[data-lost-here]")).to_contain_text("Ihre Angaben bleiben hier stehen")
    advisor.context.set_offline(False)
    expect(advisor.get_by_role("alert")).to_contain_text("Ein Auftrag läuft.")
    check(advisor, "topic, settled by somebody else")
    press(advisor, "Festhalten")
    expect(company.locator("#T01")).to_contain_text("Zwei Aufträge laufen.")  # by itself


def settle(page: Page, choice: str, reason: str) -> None:
    page.locator(f"label:has(input[name=decided][value='{choice}'])").click()
    page.locator("#reason").fill(reason)
    press(page, "Festhalten")


def measures_and_protocol(advisor: Page, company: Page, begun: Begun) -> None:
    expect(heading(advisor)).to_have_text("Unterschiede")
    advisor.get_by_role("button", name="in den Check übernehmen").click()
    follow(advisor, "Weiter zu den Maßnahmen")
    advisor.locator("button[name=origin][value=now]").first.click()
    expect(advisor.locator(".plan .entry").first).to_be_visible()
    check(advisor, "measures")
    follow(advisor, "Angebote")
    expect(heading(advisor)).to_have_text("Alle Angebote")
    follow(advisor, "Übersicht")
    check(advisor, "overview")
    follow(advisor, "Gespräch abschließen")
    check(advisor, "before closing")
    press(advisor, "Jetzt abschließen")
    expect(heading(advisor)).to_have_text("Gespräch abgeschlossen")
    check(advisor, "closed")
    company.reload()
    expect(company.locator("main")).to_contain_text("Das wurde im Gespräch festgehalten.")
    protocol = company.context.request.get(f"{company.url.partition('/topics')[0]}/protocol.pdf")
    assert (protocol.status, protocol.body()[:5]) == (200, b"%PDF-")
