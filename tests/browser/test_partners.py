"""Two companies find one another in the browser: usable by all, with and without the script, by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Screen
from tests.browser.test_accessibility import check, check_on_a_phone, open_all, section

pytestmark = pytest.mark.browser
ALPHA = {"district": "03102", "sector": "machining", "T08": "0"}
OMEGA = {"district": "03103", "sector": "plastics", "T08": "4"}


def to_partners(page: Page) -> None:
    section(page, "partners")


def joins(page: Page, name: str, offers: str, seeks: str) -> None:
    to_partners(page)
    open_all(page)
    page.locator(f"input[name=seeks][value={seeks}]").check()
    page.locator(f"input[name=offers][value={offers}]").check()
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=address]").fill("auftragsannahme-und-vertrieb@musterunternehmen.example")
    page.locator("input[name=consent]").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/partners")


def test_every_screen_on_the_way_keeps_nobody_out(
    open_page: OpenPage, a_run: Callable[..., str], screen: Screen
) -> None:
    language, options = screen
    topics = ("charging", "hydrogen") if language == "de" else ("circular_economy", "networking")
    alpha = open_page(f"/{language}/resume/{a_run(**ALPHA)}", **options)
    omega = open_page(f"/{language}/resume/{a_run(**OMEGA)}", **options)
    to_partners(alpha)
    check(alpha, "consent")
    alpha.locator("main form button[type=submit]").click()
    check_on_a_phone(alpha, "consent, refused")
    joins(alpha, "Alphametall", *topics)
    joins(omega, "Omegaplast", *reversed(topics))
    alpha.reload()
    check(alpha, "proposal")
    alpha.locator("article button[value=yes]").click()
    check_on_a_phone(alpha, "waiting")
    omega.reload()
    check_on_a_phone(omega, "asked")
    omega.locator("article button[value=yes]").click()
    expect(omega.locator("article h3")).to_contain_text("Alphametall")
    check(omega, "agreed")
    omega.locator("form[action$=withdraw] button").click()
    check_on_a_phone(omega, "withdrawn")
    to_partners(alpha)
    expect(alpha.locator("main")).not_to_contain_text("Omegaplast")


def test_without_javascript_and_by_keyboard(open_page: OpenPage, a_run: Callable[..., str]) -> None:
    page = open_page(f"/de/resume/{a_run(**ALPHA)}", java_script_enabled=False)
    to_partners(page)
    wanted = {"seeks": "Space", "offers": "Space", "name": "Alphametall", "address": "a@b.example"}
    for name, act in {**wanted, "consent": "Space"}.items():
        press_tab_until(page, name)
        page.keyboard.press(act) if act == "Space" else page.keyboard.type(act)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Andere Betriebe")
    page.get_by_role("button", name="Einwilligung widerrufen").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sie nehmen nicht mehr teil")


def press_tab_until(page: Page, name: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.locator(f"input[name={name}]:focus").count():
            return
        if name == "offers" and page.locator("#offers summary:focus").count():
            page.keyboard.press("Enter")
    raise AssertionError(f"never reached by Tab: {name}")
