"""Again after a year in a real browser: usable by all, with and without the script, by keyboard."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from assessment import clock
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.library import cases
from tests.assessment import house
from tests.browser.conftest import OpenPage, Screen
from tests.browser.test_accessibility import check

pytestmark = pytest.mark.browser
ANSWERS = cases.worked("readiness", "1.0")["machining_salzgitter"].answers
WORDS = {
    "de": {"same": "Alles wie beim letzten Mal", "go": "Los geht’s", "save": "Rückblick speichern"},
    "en": {"same": "All as last time", "go": "Let’s go", "save": "Save view in hindsight"},
}

AYear = Callable[[], Begun]


@pytest.fixture
def a_year_ago(database: Database) -> AYear:
    """A check of a year ago; one question could not be answered then."""

    def made() -> Begun:
        then = clock.now() - timedelta(days=365)
        return house.begun(database, {**ANSWERS, "W01": Answer("dont_know")}, now=then)

    return made


def begins_again(page: Page, earlier: Begun, language: str) -> str:
    """Opens the earlier check and begins a new one; gives the address of the new one."""
    page.goto(f"/{language}/resume/{earlier.key}")
    page.goto(f"/{language}/check/{earlier.run_id}/follow-up")
    check(page, "follow-up")
    page.locator("button[value=short]").click()
    page.wait_for_url("**/taken-over")
    return page.url.removesuffix("/taken-over")


def test_every_screen_of_a_second_time_keeps_nobody_out(
    open_page: OpenPage, a_year_ago: AYear, screen: Screen
) -> None:
    language, options = screen
    page, words = open_page(f"/{language}/", **options), WORDS[language]
    address = begins_again(page, a_year_ago(), language)
    check(page, "taken over")
    page.get_by_role("link", name=words["go"]).click()
    page.goto(f"{address}/technology_digital")
    check(page, "a section from last time")
    page.locator("label", has=page.locator("input[name=T01][value='4']")).click()
    page.get_by_role("button", name=words["same"]).click()
    page.wait_for_url(lambda url: not url.endswith("/technology_digital"))
    page.goto(f"{address}/answers")
    check(page, "review")
    page.goto(f"{address}/comparison")
    page.locator("details.judged summary").first.click()
    check(page, "comparison")
    page.locator("label", has=page.locator("input[name=then-T01][value='0']")).click()
    page.get_by_role("button", name=words["save"]).click()
    page.wait_for_url("**/comparison?saved=1#hindsight")
    check(page, "looked back")


def test_one_answer_is_confirmed_by_keyboard_at_once_and_focus_is_not_lost(
    open_page: OpenPage, a_year_ago: AYear
) -> None:
    page = open_page("/de/")
    address = begins_again(page, a_year_ago(), "de")
    page.goto(f"{address}/exposure_market")
    box = page.get_by_role("checkbox", name="Gilt heute noch")
    waiting = box.count()

    box.first.focus()
    page.keyboard.press("Space")

    expect(page.locator("#saving")).to_have_text("Gespeichert")
    expect(box).to_have_count(waiting - 1)
    assert page.evaluate("document.activeElement.closest('fieldset').id") == page.locator(
        "fieldset.q"
    ).first.get_attribute("id")
    page.reload()
    expect(page.get_by_role("checkbox", name="Gilt heute noch")).to_have_count(waiting - 1)
    expect(page.locator(".last").first).to_contain_text("Beim letzten Mal")


def test_a_changed_answer_is_no_longer_one_of_last_time(open_page: OpenPage, a_year_ago: AYear) -> None:
    page = open_page("/de/")
    address = begins_again(page, a_year_ago(), "de")
    page.goto(f"{address}/exposure_market")
    first = page.locator("fieldset#E02")

    page.locator("label", has=page.locator("input[name=E02][value='0']")).click()

    expect(page.locator("#saving")).to_have_text("Gespeichert")
    expect(first.get_by_role("checkbox")).to_have_count(0)
    expect(first.locator(".last")).to_contain_text("Vom letzten Mal")
