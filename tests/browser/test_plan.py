"""A company at its plan in the browser: usable by all, with and without the script, by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.company import MACHINING
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import check

pytestmark = pytest.mark.browser
SAVE = ".stack button[type=submit]"


def to_plan(page: Page, where: str = "") -> None:
    page.goto(re.sub(r"(check/[^/]+)/.*$", rf"\1/plan{where}", page.url))


def adds(page: Page, title: str, state: str = "planned", **told: str) -> None:
    to_plan(page, "/new")
    page.locator("input[name=title]").fill(title)
    for name, value in told.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator(f"[name=state][value={state}]").check()
    page.locator(SAVE).click()
    page.wait_for_url("**/plan?did=added*")


def titles(page: Page) -> list[str]:
    return page.locator("#entries h3").all_inner_texts()


@pytest.mark.parametrize(
    ("language", "options"),
    [("de", {"viewport": PHONE}), ("en", {"viewport": DESKTOP})],
    ids=["de-320", "en-1280"],
)
def test_every_screen_of_the_plan_keeps_nobody_out(
    open_page: OpenPage, a_run: Callable[..., str], language: str, options: dict[str, Any]
) -> None:
    page = open_page(f"/{language}/resume/{a_run(**MACHINING)}", **options)
    to_plan(page)
    check(page, "empty plan")
    page.locator(".start-here button").click()
    check(page, "plan with the first steps")
    page.locator(".entry .do a").first.click()
    check(page, "an entry")
    page.locator(".remove summary").click()
    check(page, "an entry, about to be removed")
    to_plan(page, "/new")
    check(page, "a new entry")
    page.locator(SAVE).click()
    check(page, "a new entry, refused")
    long = "Werkzeugmaschinenprogrammiererinnenweiterbildung" * 3
    adds(page, long, owner="Q" * 100, due="2020-01-31", state="done")
    page.locator(".entry .do a").last.click()
    page.locator("[name=state][value=planned]").check()
    page.locator(SAVE).click()
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    check(page, "plan with everything")
    page.locator(".entry form[action$=done] button").last.click()
    check(page, "plan with something done")


def test_two_people_at_one_entry_see_both_versions(open_page: OpenPage, a_run: Callable[..., str]) -> None:
    key = a_run(**MACHINING)
    mine, theirs = (open_page(f"/de/resume/{key}", viewport=PHONE) for _ in range(2))
    to_plan(mine)
    adds(mine, "Roboter")
    to_plan(theirs)
    for page in (mine, theirs):
        page.locator(".entry .do a").click()
    for page, owner in ((theirs, "Einkauf"), (mine, "Fertigung")):
        page.locator("input[name=owner]").fill(owner)
        page.locator(SAVE).click()

    expect(mine.locator("[role=alert] dl")).to_contain_text("Einkauf")
    expect(mine.locator("input[name=owner]")).to_have_value("Fertigung")
    check(mine, "two versions")


@pytest.mark.parametrize("script", [True, False], ids=["with the script", "without the script"])
def test_entries_are_moved_by_keyboard_and_the_focus_stays_with_them(
    open_page: OpenPage, a_run: Callable[..., str], script: bool
) -> None:
    page = open_page(f"/de/resume/{a_run(**MACHINING)}", java_script_enabled=script)
    for title in ("Eins", "Zwei", "Drei"):
        adds(page, title)
    to_plan(page)

    page.get_by_role("button", name="Nach oben: Drei").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#entries h3")).to_have_text(["Eins", "Drei", "Zwei"])
    expect(page.get_by_role("button", name="Nach oben: Drei")).to_be_focused()
    expect(page.locator("#told")).to_have_text("„Drei“ steht jetzt an Stelle 2 von 3.")

    page.keyboard.press("Enter")
    expect(page.locator("#entries h3")).to_have_text(["Drei", "Eins", "Zwei"])
    expect(page.get_by_role("button", name="Nach unten: Drei")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator("#entries h3")).to_have_text(["Eins", "Drei", "Zwei"])
    page.reload()
    expect(page.locator("#entries h3")).to_have_text(["Eins", "Drei", "Zwei"])


def test_the_script_reads_the_new_place_out_and_loads_no_new_page(
    open_page: OpenPage, a_run: Callable[..., str]
) -> None:
    page = open_page(f"/de/resume/{a_run(**MACHINING)}")
    for title in ("Eins", "Zwei"):
        adds(page, title)
    to_plan(page)
    address = page.url

    page.get_by_role("button", name="Nach unten: Eins").click()

    expect(page.locator("#announced")).to_have_text("„Eins“ steht jetzt an Stelle 2 von 2.")
    expect(page.locator("#announced")).to_have_attribute("role", "status")
    assert page.url == address
    check(page, "moved by the script")


def test_without_a_line_the_move_is_sent_as_it_is(open_page: OpenPage, a_run: Callable[..., str]) -> None:
    page = open_page(f"/de/resume/{a_run(**MACHINING)}")
    for title in ("Eins", "Zwei"):
        adds(page, title)
    to_plan(page)
    cut = [True]
    page.route("**/move", lambda route: route.abort() if cut and cut.pop() else route.continue_())

    page.get_by_role("button", name="Nach unten: Eins").click()

    page.wait_for_url("**/plan?did=moved*")
    assert titles(page) == ["Zwei", "Eins"]


def test_switching_the_language_keeps_what_was_typed(open_page: OpenPage, a_run: Callable[..., str]) -> None:
    page = open_page(f"/de/resume/{a_run(**MACHINING)}")
    to_plan(page, "/new")
    page.locator("input[name=title]").fill("Roboter")
    page.locator("input[name=due]").fill("2031-03-15")
    page.locator("input[name=state][value=running]").check()

    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your own entry")
    expect(page.locator("input[name=title]")).to_have_value("Roboter")
    expect(page.locator("input[name=due]")).to_have_value("2031-03-15")
    expect(page.locator("input[name=state][value=running]")).to_be_checked()


def test_enter_in_a_field_saves_and_does_not_switch_the_language(
    open_page: OpenPage, a_run: Callable[..., str]
) -> None:
    page = open_page(f"/de/resume/{a_run(**MACHINING)}")
    to_plan(page, "/new")
    page.locator("input[name=title]").fill("Roboter")

    page.keyboard.press("Enter")

    page.wait_for_url("**/de/check/*/plan?did=added*")
    assert titles(page) == ["Roboter"]
