"""The operator on a phone: an offer is looked after, a place is given, and the screens shut nobody out."""

import re

import pytest
from playwright.sync_api import Page, expect

from assessment import clock
from assessment.services import people
from assessment.store.database import Database
from tests.assessment.services.desk import LAB, Guest
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.test_accessibility import check

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(open_page: OpenPage, database: Database) -> Page:
    token = people.invite_operator(
        database, email="netz@example.org", network_name="Netzwerk", now=clock.now()
    )
    page = open_page(f"/de/invitation/{token}", viewport=PHONE)
    page.locator("input[name=name]").fill("Robin Entwurf")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/work")
    return page


def test_an_offer_is_confirmed_and_a_place_at_it_is_given(
    desk: Page, open_page: OpenPage, database: Database
) -> None:
    guest = Guest.of(database)
    desk.get_by_role("link", name="Angebote prüfen").click()
    check(desk, "offers to look after")
    desk.get_by_role("link", name="TransformationLab Technologische").click()
    desk.get_by_role("button", name="Speichern").click()
    check(desk, "offer, refused")
    desk.get_by_label("Es gilt noch").check()
    desk.get_by_label("Woher wissen Sie das?").fill("Anruf")
    desk.get_by_role("button", name="Speichern").click()
    expect(desk.get_by_role("status")).to_contain_text("gilt noch")

    desk.goto("/de/work/places/new")
    check(desk, "new round")
    desk.get_by_label("Wie heißt sie?").fill("Werkstatt")
    desk.get_by_label("Bis wann").fill(f"{clock.now().year + 1}-01-31")
    desk.locator("#offer-1").select_option(LAB)
    desk.locator("#places-1").fill("1")
    desk.get_by_role("button", name="Eröffnen").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Werkstatt")

    company = open_page(f"/de/resume/{guest.begun.key}", viewport=PHONE)
    company.goto(f"/de/check/{guest.begun.run_id}/offers/{LAB}")
    company.get_by_text("Sagen, was aus diesem Angebot").click()
    check(company, "offer with a place to give")
    company.get_by_role("link", name="Um einen Platz bewerben").click()
    company.get_by_label("Name Ihres Betriebs").fill("Musterbau")
    company.get_by_label("E-Mail-Adresse oder").fill("post@musterbau.example")
    company.get_by_label("Wir willigen ein").check()
    check(company, "application")
    company.get_by_role("button", name="Einwilligen und bewerben").click()
    expect(company.get_by_text("Sie haben sich am")).to_be_visible()

    desk.reload()
    desk.get_by_role("button", name="Plätze verteilen").click()
    expect(desk.get_by_text(re.compile("Bekommen einen Platz"))).to_be_visible()
    check(desk, "proposal")
    desk.get_by_role("button", name="Bestätigen").click()
    company.reload()
    expect(company.get_by_text("Sie haben einen Platz.")).to_be_visible()

    for page in ("learning", "insight", f"insight/offers/{LAB}", "places"):
        desk.goto(f"/de/work/{page}")
        check(desk, page)
