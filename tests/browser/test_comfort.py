"""What the script adds: answers saved when given, a lost line survived, two people told of each other."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.company import Company
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.test_accessibility import section

pytestmark = pytest.mark.browser


def saving(page: Page) -> str:
    return page.get_by_role("status").first.inner_text()


def test_an_answer_is_saved_when_it_is_given(open_page: OpenPage) -> None:
    page = open_page()
    Company(page).begins("short").chooses(district="03157")
    expect(page.locator("#saving")).to_have_text("Gespeichert")

    page.reload()

    expect(page.locator("input[name=district]:checked")).to_have_value("03157")


def test_an_answer_given_without_a_line_waits_and_is_sent_later(open_page: OpenPage) -> None:
    page = open_page()
    company = Company(page).begins("short")
    page.context.set_offline(True)
    company.chooses(district="03157")
    expect(page.locator("#saving")).to_contain_text("Keine Verbindung")

    page.context.set_offline(False)

    expect(page.locator("#saving")).to_have_text("Gespeichert")
    page.reload()
    expect(page.locator("input[name=district]:checked")).to_have_value("03157")


@pytest.mark.parametrize("offline", [False, True], ids=["saved", "waiting"])
def test_the_button_stays_under_the_finger_while_an_answer_is_saved(
    open_page: OpenPage, offline: bool
) -> None:
    page = open_page(viewport=PHONE)
    company = Company(page).begins("short")
    button = page.get_by_role("button", name="Speichern und weiter")
    before = button.evaluate("node => node.offsetTop")
    page.context.set_offline(offline)

    company.chooses(district="03157")
    expect(page.locator("#saving")).not_to_be_empty()

    assert button.evaluate("node => node.offsetTop") == before


def test_two_people_at_one_question_the_later_one_chooses(
    open_page: OpenPage, a_run: Callable[..., str]
) -> None:
    key = a_run(employees="50-99")
    early, late = open_page(f"/de/resume/{key}"), open_page(f"/de/resume/{key}")
    early.locator("label", has=early.locator("input[name=district][value='03101']")).click()
    expect(early.locator("#saving")).to_have_text("Gespeichert")

    late.locator("label", has=late.locator("input[name=district][value='03102']")).click()

    conflict = late.locator("#district .mark")
    expect(conflict).to_contain_text("Stadt Braunschweig")
    conflict.get_by_role("button", name="Meine Antwort behalten").click()
    expect(late.locator("#saving")).to_have_text("Gespeichert")
    early.reload()
    expect(early.locator("input[name=district]:checked")).to_have_value("03102")


def test_another_language_in_the_middle_of_a_page_keeps_what_was_chosen(open_page: OpenPage) -> None:
    page = open_page()
    Company(page).begins("short").chooses(district="03157", employees="50-99")
    page.get_by_role("button", name="English").click()

    expect(page).to_have_url(re.compile("/en/check/.*/company$"))
    expect(page.locator("input[name=district]:checked")).to_have_value("03157")
    expect(page.locator("input[name=employees]:checked")).to_have_value("50-99")


def test_going_back_and_sending_again_is_harmless(open_page: OpenPage) -> None:
    page = open_page()
    company = Company(page).begins("short").chooses(district="03157").goes_on()
    page.go_back()
    company.goes_on()

    expect(page).to_have_url(re.compile("/exposure_market$"))


def test_a_reason_is_asked_only_where_something_does_not_apply(
    open_page: OpenPage, a_run: Callable[..., str]
) -> None:
    page = open_page(f"/de/resume/{a_run(E06='over_80')}")
    section(page, "technology_digital")
    reasons = page.get_by_role("radiogroup").first
    expect(reasons).to_be_hidden()

    page.locator("#T01 label", has=page.locator("input[value=not_applicable]")).click()

    expect(reasons).to_be_visible()


def test_without_a_line_the_page_stays_and_goes_on_once_the_line_is_back(open_page: OpenPage) -> None:
    page = open_page()
    company = Company(page).begins("short")
    page.context.set_offline(True)
    company.chooses(district="03157")
    expect(page.locator("#saving")).to_contain_text("Keine Verbindung")

    page.get_by_role("button", name="Speichern und weiter").click()

    expect(page.locator("#saving")).to_contain_text("es geht weiter, sobald die Verbindung da ist")
    expect(page.locator("input[name=district]:checked")).to_have_value("03157")
    page.context.set_offline(False)
    expect(page.locator("#saving")).to_have_text("Gespeichert")
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page).to_have_url(re.compile("/exposure_market$"))


def test_while_nothing_can_be_saved_the_page_stays_with_what_was_typed(open_page: OpenPage) -> None:
    page = open_page()
    company = Company(page).begins("short")
    page.route("**/save", lambda route: route.fulfill(status=503))
    company.chooses(district="03157")
    page.get_by_role("button", name="Speichern und weiter").click()

    expect(page.locator("#saving")).to_contain_text("Wir können gerade nichts speichern.")
    expect(page.locator("input[name=district]:checked")).to_have_value("03157")
    page.unroute("**/save")
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page).to_have_url(re.compile("/exposure_market$"))
    page.go_back()
    page.reload()
    expect(page.locator("input[name=district]:checked")).to_have_value("03157")
