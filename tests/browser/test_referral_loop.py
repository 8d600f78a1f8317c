"""The loop that a chamber begins: its link, a check, one referral, an answer, and what comes back to it."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assessment import clock
from assessment.services.campaigns import desk
from assessment.services.figures.records import records
from assessment.services.policy import Kind, Role
from assessment.services.referrals import addresses
from assessment.store.database import Database
from reports.cohorts.records import Record
from reports.funder.rules import RULES
from tests.assessment.house import House
from tests.browser.company import MACHINING, Company
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.test_accessibility import check
from tests.browser.test_staff import newest_link

pytestmark = pytest.mark.browser
OFFICER, HOUSE, NAME = "schleife@example.org", "IHK Okerland", "Dreherei Rundlauf GmbH"
OFFER, MAILBOX = "ihk-braunschweig", "beratung@kammer.example"


def a_campaign(database: Database) -> str:
    """A link of a chamber, and an offer that takes referrals."""
    now, day = clock.now(), clock.day(clock.now())
    network = House.of(database, "Netzwerk Okerland", Kind.NETWORK)
    operator = network.takes_in("op-schleife@example.org", "Op", Role.OPERATOR, now=now)
    addresses.say(database, actor=operator, of="house", name=OFFER, mail=MAILBOX)
    house = House.of(database, HOUSE, Kind.CHAMBER)
    officer = house.takes_in(OFFICER, "Kim", Role.CHAMBER_OFFICER, now=now)
    made = desk.make(
        database, actor=officer, organisation_id=house.id, name="Rundbrief", begins_on=day, ends_on=day
    )
    return desk.one(database, actor=officer, campaign_id=made).code


def presses(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()
    page.wait_for_load_state()


def shows_its_name(company: Page, run: str) -> None:
    company.goto(f"{run}/chamber")
    company.locator("input[name=company_name]").fill(NAME)
    company.locator("input[name=months]").first.check()
    company.locator("input[name=consent]").check()
    presses(company, "Einwilligen und zeigen")


def signs_in(page: Page, instance: Path) -> None:
    begun = time.time()
    page.locator("input[name=email]").fill(OFFICER)
    presses(page, "Link anfordern")
    page.goto(newest_link(instance, begun))
    presses(page, "Anmelden")
    page.wait_for_url("**/work")


def of_the_loop(database: Database) -> Record:
    """What the company counts with, by the only referral that there is to this offer."""
    now = clock.now()
    with database.one_moment() as connection:
        found = records(connection, clock.day(now))
    return next(one for one in found if one.campaigns and any(ref.offer == OFFER for ref in one.referrals))


def test_from_the_link_of_a_chamber_to_help_and_back(
    open_page: OpenPage, database: Database, instance: Path
) -> None:
    company = open_page(f"/de/k/{a_campaign(database)}", viewport=PHONE, java_script_enabled=False)
    company.locator("button[value=short]").click()
    Company.at(company).answers(MACHINING).finishes()
    run = re.sub(r"/result.*$", "", company.url)
    shows_its_name(company, run)

    chamber = open_page("/de/sign-in")
    signs_in(chamber, instance)
    chamber.goto("/de/work/members")
    chamber.get_by_role("link", name=NAME).click()
    chamber.get_by_role("link", name="Angebot vorschlagen").click()
    chamber.locator(f"input[name=offer][value={OFFER}]").check()
    chamber.locator("textarea[name=note]").fill("Der Betrieb möchte eine Zelle planen.")
    presses(chamber, "Vorschlagen")

    company.goto(f"{run}/result")
    expect(company.locator("h2", has_text=f"{HOUSE} schlägt Ihnen ein Angebot vor")).to_be_visible()
    company.get_by_role("link", name="Vorschlag lesen und entscheiden").click()
    expect(company.locator(".responsible")).to_contain_text("IHK Braunschweig")
    company.locator("input[name=contact_phone]").fill("05341 1234")
    company.locator("input[name=consent]").check()
    begun = time.time()
    presses(company, "Einwilligen und abschicken")

    provider = open_page(newest_link(instance, begun), viewport=PHONE, java_script_enabled=False)
    for words in ("Anfrage öffnen", "Annehmen", "Wir haben uns gemeldet"):
        presses(provider, words)
    expect(provider.locator("main")).to_contain_text("05341 1234")
    provider.get_by_label("Wir konnten helfen").check()
    presses(provider, "Abschließen")
    assert NAME not in provider.content()

    company.goto(f"{run}/referrals")
    company.get_by_label("Ja, es hat geholfen").check()
    presses(company, "Antwort speichern")

    chamber.goto("/de/work")
    chamber.get_by_role("link", name="Vermittlungen").click()
    card = chamber.locator("article.referral", has_text=NAME)
    expect(card).to_contain_text("Der Betrieb sagt: Es hat geholfen.")
    check(chamber, "board of referrals")
    assert "05341 1234" not in chamber.content()
    letters = [path.read_text(encoding="utf-8") for path in (instance / "mails").glob("*.eml")]
    assert [text for text in letters if NAME in text] == []

    record = of_the_loop(database)
    for rule in ("referrals_sent", "referrals_accepted", "referrals_helped"):
        counts = RULES[rule].counts
        assert counts is not None
        assert counts(record) == 1
