"""What if, in a real browser: answers moved with and without a script, by keyboard, on a line that fails."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.company import MACHINING
from tests.browser.conftest import PHONE, OpenPage, Screen
from tests.browser.test_accessibility import check, open_all, section
from tests.browser.test_journeys import tab_to

pytestmark = pytest.mark.browser
UNKNOWN = dict.fromkeys(MACHINING, "dont_know")

AtWhatIf = Callable[..., Page]


@pytest.fixture
def at_what_if(open_page: OpenPage, a_run: Callable[..., str]) -> AtWhatIf:
    def opened(
        query: str = "", language: str = "de", answers: dict[str, str] = MACHINING, **options: object
    ) -> Page:
        page = open_page(f"/{language}/resume/{a_run(**answers)}", **options)
        section(page, f"what-if{query}")
        return page

    return opened


def choose(page: Page, question: str, choice: str) -> None:
    page.locator(f"input[name={question}][value='{choice}']").check()


def test_without_a_script_a_button_shows_the_effect_and_the_way_back_works(at_what_if: AtWhatIf) -> None:
    page = at_what_if(java_script_enabled=False, viewport=PHONE)
    page.get_by_role("button", name="Im Beispiel ansetzen: Informationssicherheit").click()
    expect(page.locator("#said")).to_contain_text("Technologie: 1,3 statt 0,7 von 4.")

    choose(page, "T08", "2")
    page.get_by_role("button", name="Wirkung zeigen").click()
    expect(page).to_have_url(re.compile(r"/what-if\?T08=2#table$"))
    expect(page.locator("#said")).to_contain_text("Technologie: 1,0 statt 0,7 von 4.")
    page.go_back()
    expect(page.locator("#said")).to_contain_text("Technologie: 1,3 statt 0,7 von 4.")


def test_with_a_script_the_effect_follows_the_answer_and_so_does_the_address(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=")
    expect(page.get_by_role("button", name="Wirkung zeigen")).to_be_hidden()
    choose(page, "T08", "4")

    expect(page.get_by_role("status")).to_contain_text("Technologie: 1,7 statt 0,7 von 4.")
    expect(page.locator("#effect")).to_contain_text("Wo Ihr Betrieb stünde")
    expect(page).to_have_url(re.compile(r"/what-if\?T08=4$"))
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("Technologie: 1,7 statt 0,7 von 4.")


def test_by_keyboard_through_several_answers_the_last_one_counts(at_what_if: AtWhatIf) -> None:
    page = at_what_if()
    tab_to(page, r"^BUTTON\|take\|T08=3")
    page.keyboard.press("Enter")
    page.wait_for_url("**/what-if?T08=3#T08")
    tab_to(page, r"^INPUT\|T08")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    expect(page.get_by_role("status")).to_contain_text("Technologie: 1,7 statt 0,7 von 4.")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/what-if\?T08=4#table$"))


def test_what_was_chosen_meanwhile_goes_with_every_button(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=2")
    choose(page, "T08", "4")
    page.get_by_role("button", name="Im Beispiel ansetzen: Künstliche Intelligenz").click()

    expect(page).to_have_url(re.compile(r"/what-if\?T08=4&T07=2#T07$"))
    expect(page.locator("input[name=T08]:checked")).to_have_value("4")


def test_an_older_answer_never_replaces_a_newer_one(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=")
    held: list[Route] = []
    page.route(re.compile(r"what-if\?T08=3$"), lambda route: held.append(route))
    choose(page, "T08", "3")
    expect(page.locator("#effect")).to_have_attribute("aria-busy", "true")
    choose(page, "T08", "4")
    expect(page.get_by_role("status")).to_contain_text("Technologie: 1,7 statt 0,7 von 4.")
    for route in held:
        route.abort()

    expect(page.get_by_role("status")).to_contain_text("Technologie: 1,7 statt 0,7 von 4.")
    expect(page.locator("#cut")).to_be_hidden()


def test_when_the_line_fails_the_button_is_there_again(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=")
    page.route("**/what-if*", lambda route: route.abort())
    choose(page, "T08", "4")

    expect(page.get_by_role("alert")).to_contain_text("Wir erreichen den Server gerade nicht.")
    page.unroute("**/what-if*")
    page.get_by_role("button", name="Wirkung zeigen").click()
    expect(page.locator("#said")).to_contain_text("Technologie: 1,7 statt 0,7 von 4.")


def test_on_a_phone_the_effect_stays_in_sight(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=3&W01=3&B01=3", viewport=PHONE)
    page.evaluate("scrollTo(0, document.getElementById('T08').offsetTop)")

    expect(page.locator(".said")).to_be_in_viewport()


LOOKED_AT = {
    "de": (
        *("", "?T08=3&way=technology", "?district=03103&E06=none&T01=4&T08=4&B01=4"),
        *("?offer=hub-insum", "?offer=ihk-lueneburg-wolfsburg&T08=", "?Q1=1&T08=9"),
    ),
    "en": ("", "?T08=3&way=technology"),
}


def test_no_screen_keeps_anybody_out(at_what_if: AtWhatIf, screen: Screen) -> None:
    language, options = screen
    page = at_what_if("", language, **options)
    home = page.url
    for query in LOOKED_AT[language]:
        page.goto(home + query)
        open_all(page)
        check(page, query)


def test_a_check_of_which_nothing_is_known(at_what_if: AtWhatIf) -> None:
    page = at_what_if("?T08=3", answers=UNKNOWN, viewport=PHONE)

    expect(page.locator("#effect")).to_contain_text("Noch zu wenig Antworten")
    check(page, "nothing known")
