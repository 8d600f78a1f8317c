"""The offers in a real browser: narrowed, answered, compared; by keyboard, without a script, on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.company import MACHINING
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Screen
from tests.browser.test_accessibility import check, open_all, section
from tests.browser.test_journeys import tab_to

pytestmark = pytest.mark.browser
OPEN = {id_: choice for id_, choice in MACHINING.items() if id_ not in {"group", "sector"}}

AtOffers = Callable[..., Page]


@pytest.fixture
def at_offers(open_page: OpenPage, a_run: Callable[..., str]) -> AtOffers:
    """Opens the offers of a company that told neither its sector nor whether it belongs to a group."""

    def opened(language: str = "de", **options: object) -> Page:
        page = open_page(f"/{language}/resume/{a_run(**OPEN)}", **options)
        section(page, "offers")
        return page

    return opened


def top(cell: Locator) -> float:
    box = cell.bounding_box()
    assert box, "not on the screen"
    return box["y"]


def test_boxes_and_a_button_narrow_the_list_without_a_script(at_offers: AtOffers) -> None:
    page = at_offers(java_script_enabled=False, viewport=PHONE)
    page.get_by_label("Labs").check()
    page.get_by_label("Anlaufstellen").check()
    page.get_by_label("Technologie", exact=True).check()
    page.get_by_role("button", name="Auswahl zeigen").click()

    expect(page).to_have_url(re.compile(r"/offers\?kind=lab&kind=partner&area=technology$"))
    expect(page.locator(".found")).to_have_text(re.compile(r"von \d+ Angebote"))
    expect(page.get_by_label("Labs")).to_be_checked()


def test_an_answer_given_there_updates_the_list_without_a_script(at_offers: AtOffers) -> None:
    page = at_offers(java_script_enabled=False)
    page.get_by_text(re.compile("Verbindung mit anderen Unternehmen“ entscheidet über")).click()
    page.get_by_label("Nein, wir sind eigenständig.").check()
    page.get_by_role("button", name="Speichern und Liste neu ordnen").click()

    expect(page.locator("#saved")).to_contain_text("Gespeichert: Verbindung mit anderen Unternehmen")
    expect(page.get_by_text("ob Sie zu einer Gruppe gehören, wissen wir nicht")).to_have_count(0)


def test_two_offers_are_compared_side_by_side_and_on_a_phone_below_each_other(at_offers: AtOffers) -> None:
    page = at_offers(viewport=PHONE)
    for place in (0, 1):
        page.locator("input[name=offer]").nth(place).check()
    page.get_by_role("button", name="Vergleich zeigen").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Zwei Angebote im Vergleich")
    left, below = page.get_by_role("row").nth(3).get_by_role("cell").all()
    assert top(left) < top(below)
    page.set_viewport_size(DESKTOP)
    assert top(left) == top(below)


def test_by_keyboard_only_from_a_question_to_a_comparison(at_offers: AtOffers) -> None:
    page = at_offers()
    tab_to(page, r"^SUMMARY\|.*Verbindung")
    page.keyboard.press("Enter")
    tab_to(page, r"^INPUT\|group")
    page.keyboard.press("Space")
    tab_to(page, r"^BUTTON\|then\|next\|Speichern")
    page.keyboard.press("Enter")
    page.wait_for_url("**/offers?saved=group#saved")

    for place in (1, 2):
        tab_to(page, r"^INPUT\|offer")
        page.keyboard.press("Space")
        expect(page.locator("input[name=offer]:checked")).to_have_count(place)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zwei Angebote im Vergleich")


def test_the_link_to_pass_on_is_copied(at_offers: AtOffers) -> None:
    page = at_offers(permissions=["clipboard-read", "clipboard-write"])
    page.locator(".offer h3 a").first.click()
    page.get_by_role("button", name="Link kopieren").click()

    expect(page.get_by_role("button", name="Kopiert")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/de/offers/[a-z0-9-]+$", copied)
    page.goto(copied)
    expect(page.get_by_role("heading", name="Für wen es ist")).to_be_visible()


LOOKED_AT = {
    "de": (
        *("?kind=lab&area=infrastructure&kind=funding", "?saved=district#saved", "/compare?offer=retrason"),
        *("/hwk-bls", "/qualifizierungsgeld", "/compare?a=hwk-bls&b=qualifizierungsgeld"),
    ),
    "en": ("/hwk-bls", "/compare?a=hwk-bls&b=qualifizierungsgeld"),
}
PUBLIC = {"de": ("qualifizierungsgeld", "igm-son", "koop-web-son", "nowhere"), "en": ("igm-son",)}


def test_no_screen_keeps_anybody_out(at_offers: AtOffers, screen: Screen) -> None:
    language, options = screen
    page = at_offers(language, **options)
    home = page.url
    open_all(page)
    check(page, "offers")
    for path in LOOKED_AT[language]:
        page.goto(home + path)
        check(page, path)
    for path in PUBLIC[language]:
        page.goto(f"/{language}/offers/{path}")
        check(page, path)


def test_a_refused_answer_keeps_nobody_out(at_offers: AtOffers) -> None:
    page = at_offers(viewport=PHONE)
    page.locator("input[name=group]").first.evaluate(
        "option => { option.value = 'perhaps'; option.checked = true }"
    )
    page.locator("#facts button[value=next]").click()
    check(page, "an answer refused")
