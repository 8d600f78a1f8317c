"""Invited, signed in, let in by a company and shut out again: two browsers, keeping nobody out."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessment import clock
from assessment.services import people
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from tests.assessment.house import House
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import check, open_all

pytestmark = pytest.mark.browser
WORDS = {
    "de": {"end": "Beenden", "nobody": "Noch hat Ihnen kein Betrieb etwas freigegeben."},
    "en": {"end": "End", "nobody": "No company has let you read anything yet."},
}


def newest_link(instance: Path, after: float) -> str:
    """The link of the mail that has come into the folder since."""
    for _ in range(300):
        fresh = [path for path in (instance / "mails").glob("*.eml") if path.stat().st_mtime >= after]
        if fresh:
            newest = max(fresh, key=lambda path: path.stat().st_mtime_ns)
            found = re.search(r"https?://\S+?(/\S+/[\w-]{43})\s", newest.read_text(encoding="utf-8"))
            assert found
            return found[1]
        time.sleep(0.1)
    raise AssertionError("no mail came")


@pytest.mark.parametrize(
    ("language", "options"),
    [("de", {"viewport": PHONE}), ("en", {"viewport": DESKTOP})],
    ids=["de-320", "en-1280"],
)
def test_from_the_invitation_to_the_end_of_a_mandate(
    open_page: OpenPage,
    a_run: Callable[..., str],
    database: Database,
    instance: Path,
    language: str,
    options: dict[str, Any],
) -> None:
    words, advisor = WORDS[language], f"berater-{language}@example.org"
    house = House.of(database, f"Beratung {language}", Kind.ADVICE)
    operator = house.takes_in(f"op-{language}@example.org", "Op", Role.OPERATOR, now=clock.now())
    house.invites(operator, advisor, Role.ADVISOR)
    page = open_page(f"/{language}/sign-in", **options)
    begun = time.time()
    page.locator("input[name=email]").fill(f"op-{language}@example.org")
    check(page, "sign in")
    page.locator("main button[type=submit]").click()
    check(page, "sent")
    page.goto(invitation_for(instance, advisor, begun).replace("/de/", f"/{language}/"))
    check(page, "invitation")
    page.locator("input[name=name]").fill("Toni Beispiel")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/work")
    expect(page.locator("main")).to_contain_text(words["nobody"])
    check(page, "empty desk")

    page.goto(f"/{language}/account")
    check(page, "account")
    sign_out_and_in(page, language, advisor, instance)
    page.locator("form[action$='work/advice'] button").click()
    check(page, "link for a company")
    link = page.locator("#advice-link").input_value()

    company = open_page(f"/{language}/resume/{a_run(E06='over_80', E02='3', district='03102')}", **options)
    company.goto(re.sub(r"^https?://[^/]+", "", link))
    check(company, "offer of advice")
    company.locator("main button[type=submit]").click()
    check(company, "offer of advice, refused")
    company.locator("input[name=company_name]").fill("Musterdreherei")
    company.locator("input[name=consent]").check()
    company.locator("main button[type=submit]").click()
    company.wait_for_url("**/advice?did=given")
    check(company, "mandate")

    page.goto(f"/{language}/work")
    expect(page.locator(".cases")).to_contain_text("Musterdreherei")
    check(page, "desk")
    page.locator(".case .ways a[href$='/notes']").click()
    page.locator("#text").fill("Nachfolge offen")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/notes?did=saved")
    open_all(page)
    check(page, "own notes")
    page.goto(f"/{language}/work")
    page.locator(".case .ways a").first.click()
    for name in ("result", "answers", "plan"):
        page.goto(re.sub(r"(check/[^/]+)/.*$", rf"\1/{name}", page.url))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check(page, f"{name} as an advisor")

    company.get_by_role("button", name=words["end"]).first.click()
    company.wait_for_url("**/advice?did=withdrawn")
    page.reload()
    assert "Musterdreherei" not in page.content()
    page.goto(f"/{language}/work")
    expect(page.locator("main")).to_contain_text(words["nobody"])


def invitation_for(instance: Path, address: str, begun: float) -> str:
    """The invitation was written before; it left together with the mail that was asked for."""
    newest_link(instance, begun)
    for path in (instance / "mails").glob("*.eml"):
        text = path.read_text(encoding="utf-8")
        if f"To: {address}" in text:
            found = re.search(r"https?://[^/]+(/de/invitation/[\w-]{43})", text)
            assert found
            return found[1]
    raise AssertionError("no invitation came")


def sign_out_and_in(page: Page, language: str, address: str, instance: Path) -> None:
    page.locator("form[action$='/sign-out'] button").click()
    page.wait_for_url("**/sign-in")
    begun = time.time()
    page.locator("input[name=email]").fill(address)
    page.locator("main button[type=submit]").click()
    page.goto(newest_link(instance, begun))
    check(page, "link")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/work")
    page.goto(f"/{language}/work")


def test_an_operator_founds_an_organisation_and_invites(
    open_page: OpenPage, database: Database, instance: Path
) -> None:
    token = people.invite_operator(
        database, email="betrieb@example.org", network_name="Netzwerk", now=clock.now()
    )
    page = open_page(f"/de/invitation/{token}", viewport=PHONE, java_script_enabled=False)
    page.locator("input[name=name]").fill("Robin Entwurf")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/work")
    page.get_by_role("link", name="Organisation anlegen").click()
    page.get_by_role("button", name="Anlegen").click()
    expect(page.locator("main .refusal")).to_have_count(2)
    page.locator("input[name=name]").fill("Kammer Nord")
    page.get_by_label("Kammer oder Wirtschaftsförderung").check()
    page.get_by_role("button", name="Anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kammer Nord")
    page.locator("input[name=email]").fill("kammer-neu@example.org")
    page.get_by_role("button", name="Einladen").click()
    expect(page.get_by_role("status")).to_contain_text("Die Einladung ist unterwegs.")
    expect(page.locator("main")).to_contain_text("kammer-neu@example.org")
