"""Every screen, in German on a phone and in English on a desktop: nothing that keeps anybody out."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.company import MACHINING
from tests.browser.conftest import PHONE, OpenPage, Screen

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes need not be put together and sent
}
UNKNOWN = dict.fromkeys(MACHINING, "dont_know")


def check(page: Page, screen: str) -> None:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run(rules).then(all => all.violations)", RULES)
    assert [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found] == [], screen
    assert page.locator("h1").count() == 1, screen
    assert page.title(), screen
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width <= 0, f"{screen} scrolls sideways by {width} px"


def check_on_a_phone(page: Page, screen: str) -> None:
    """A screen of a kind that is looked at on the desktop, too."""
    if page.viewport_size == PHONE:
        check(page, screen)


def open_all(page: Page) -> None:
    """What is folded away can be looked at only once it is open."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")


def section(page: Page, name: str) -> None:
    """Goes to another page of the same check."""
    page.goto(re.sub(r"(check/[^/]+)/.*$", rf"\1/{name}", page.url))


AROUND = {
    "de": ("", "privacy", "imprint", "accessibility", "resume", "nowhere", "resume/0000-0000-0000-0000"),
    "en": ("", "privacy", "nowhere"),
}


def test_the_pages_around_a_check(open_page: OpenPage, screen: Screen) -> None:
    language, options = screen
    page = open_page(f"/{language}/", **options)
    for path in AROUND[language]:
        page.goto(f"/{language}/{path}")
        check(page, path)
    page.goto(f"/{language}/resume")
    page.locator("main form button").click()
    check(page, "code missing")


SECTIONS = {
    "de": ("company", "exposure_market", "technology_digital", "work_good_secure", "exposure", "pause"),
    "en": ("company", "technology_digital", "exposure"),
}


def test_the_sections_of_a_check(open_page: OpenPage, screen: Screen, a_run: Callable[..., str]) -> None:
    language, options = screen
    page = open_page(f"/{language}/resume/{a_run('full', E06='over_80', E01='3')}", **options)
    for name in SECTIONS[language]:
        section(page, name)
        check(page, name)
    section(page, "exposure_market")
    page.locator("#E02 details.note summary").click()
    page.locator("textarea[name=E02-note]").fill("Ohne Antwort")
    page.locator("main form button").last.scroll_into_view_if_needed()
    page.locator("button[name=then][value=next]").last.click()
    check(page, "a note without an answer")


@pytest.mark.parametrize(
    "answers", [MACHINING, UNKNOWN, {"district": "03157", "E02": "1"}], ids=["full", "unknown", "few"]
)
def test_the_review_and_the_result(
    open_page: OpenPage, a_run: Callable[..., str], answers: dict[str, str]
) -> None:
    the_end_of_a_check(open_page(f"/de/resume/{a_run(**answers)}", viewport=PHONE))


def test_the_review_and_the_result_on_a_desktop(open_page: OpenPage, a_run: Callable[..., str]) -> None:
    the_end_of_a_check(open_page(f"/en/resume/{a_run(**MACHINING)}"))


def the_end_of_a_check(page: Page) -> None:
    section(page, "answers")
    check(page, "review")
    page.locator("main button[value=next]").click()
    open_all(page)
    check(page, "result")
    section(page, "delete")
    check(page, "delete")
    page.locator("main form button").click()
    check(page, "receipt")
