"""A password, an app, recovery codes, a passkey that the browser makes and shows; keeping nobody out."""

import time
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from assessment import clock
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from tests.assessment.house import House
from tests.browser.conftest import DESKTOP, PATIENCE, PHONE
from tests.browser.test_accessibility import check
from tests.browser.test_staff import newest_link

pytestmark = pytest.mark.browser
ADDRESS = "schluessel@example.org"
DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
DEVICE |= {"isUserVerified": True, "automaticPresenceSimulation": True}


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A browser with a device that makes passkeys. They need a name: 127.0.0.1 has none, localhost is one."""
    base = address.replace("127.0.0.1", "localhost")
    context = browser.new_context(viewport=PHONE, base_url=base, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    opened, troubles = context.new_page(), []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    device = context.new_cdp_session(opened)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield opened
    context.close()
    assert troubles == []


def by_link(page: Page, language: str, instance: Path) -> None:
    page.goto(f"/{language}/sign-in")
    begun = time.time()
    page.locator("input[name=email]").fill(ADDRESS)
    page.locator("main button[type=submit]").click()
    page.goto(newest_link(instance, begun))
    page.locator("main button[type=submit]").click()


def both(page: Page, screen: str) -> None:
    """Checks a screen as it is, and the same one wide and in English."""
    check(page, screen)
    page.set_viewport_size(DESKTOP)
    page.goto(page.url.replace("/de/", "/en/"))
    check(page, f"{screen}, English and wide")
    page.set_viewport_size(PHONE)
    page.goto(page.url.replace("/en/", "/de/"))


def test_every_way_in_is_set_up_and_used(page: Page, database: Database, instance: Path) -> None:
    House.of(database, "Schlüsselhaus", Kind.ADVICE).takes_in(
        ADDRESS, "Schlüssel", Role.ADVISOR, now=clock.now()
    )
    page.goto("/de/sign-in")
    expect(page.get_by_role("button", name="Mit Passkey anmelden")).to_be_visible()
    both(page, "sign in")
    page.get_by_role("link", name="Mit Passwort anmelden").click()
    expect(page.get_by_role("button", name="Passwort anzeigen")).to_be_visible()
    check(page, "sign in by password")
    by_link(page, "de", instance)
    page.wait_for_url("**/work")

    page.goto("/de/account/password")
    page.get_by_label("Neues Passwort").fill("passwort2026!")
    page.get_by_role("button", name="Passwort speichern").click()
    expect(page.locator("main .refusal")).to_be_visible()
    check(page, "a password that is refused")
    page.get_by_role("button", name="Passwort anzeigen").click()
    page.get_by_label("Neues Passwort").fill("vier kleine Bagger graben")
    page.keyboard.press("Enter")
    page.wait_for_url("**did=password_set")

    page.get_by_role("button", name="App einrichten").click()
    page.wait_for_url("**/account/app")
    both(page, "an app is set up")
    page.wait_for_function("document.querySelector('img.qr').naturalWidth > 100")
    app = pyotp.TOTP(page.locator(".secret").inner_text().replace(" ", "").strip())
    page.get_by_label("Der Code, den die App jetzt zeigt").fill(app.at(clock.now()))
    page.keyboard.press("Enter")
    page.wait_for_url("**did=codes_on")

    page.get_by_role("link", name="Passkey hinzufügen").click()
    expect(page.get_by_role("button", name="Passkey erstellen")).to_be_visible()
    check(page, "a passkey is made")
    page.get_by_label("Wie soll er heißen?").fill("Prüfgerät")
    page.keyboard.press("Enter")
    page.wait_for_url("**did=passkey_added")
    expect(page.locator("main")).to_contain_text("Prüfgerät")
    page.get_by_role("button", name="Codes erstellen").click()
    expect(page.locator(".recovery li")).to_have_count(10)
    check(page, "recovery codes")
    code = page.locator(".recovery code").first.inner_text()
    page.goto("/de/account/confirm")
    check(page, "confirm")
    page.get_by_role("button", name="Passkey benutzen").click()
    page.wait_for_url("**/account")
    both(page, "account with everything")

    page.locator("form[action$='/sign-out'] button").click()
    page.wait_for_url("**/sign-in")
    by_link(page, "de", instance)
    page.wait_for_url("**/second")
    both(page, "second step")
    page.get_by_label("Code aus Ihrer App").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, "second step, refused")
    page.get_by_label("Code aus Ihrer App").fill(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work")

    page.goto("/de/account")
    page.locator("form[action$='/sign-out'] button").click()
    page.wait_for_url("**/sign-in")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url("**/work")
    expect(page.get_by_role("heading", level=1)).to_have_text("Guten Tag, Schlüssel")
