"""The pictures in the README, taken from the running application: `python -m tests.screenshots`."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from assessment import clock
from assessment.services.workshops import stages
from assessment.store.database import Database
from tests.assessment.house import a_company
from tests.assessment.meetings import SECRET, Meeting
from tests.browser.company import MACHINING, Company
from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.test_staff import newest_link
from tests.server import serving

FOLDER = Path(__file__).parent / "screenshots"
GOAL = "Wir suchen Kunden außerhalb der Autoindustrie und wollen einen Roboter einsetzen."


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    arguments = QUIET + (["--no-sandbox"] if os.getuid() == 0 else [])
    with (
        tempfile.TemporaryDirectory() as instance,
        serving(Path(instance)) as lines,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=arguments)
        address = lines[-1].split()[-1].rstrip("/")
        _section(browser, address)
        _result(browser, address, Path(instance))
        _offers(browser, address)
        _session(browser, address, Path(instance))
        browser.close()
    return 0


def _section(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 320, "height": 800})
    company = Company(page).begins("short")
    company.chooses(**{q: MACHINING[q] for q in ("district", "employees", "sector", "E06")}).goes_on()
    company.chooses(E07="3")
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=FOLDER / "section-de-320.png")


def _result(browser: Browser, address: str, scratch: Path) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 1100})
    Company(page).begins("short").answers(MACHINING).finishes(goal=GOAL)
    page.screenshot(path=FOLDER / "result-de-1280.png")
    report = scratch / "report.pdf"
    link = page.get_by_role("link", name="Bericht als PDF").get_attribute("href") or ""
    report.write_bytes(page.request.get(link, timeout=120_000).body())
    picture = str(FOLDER / "report-de-1")
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "80", str(report), picture], check=True)


def _offers(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 1100})
    known = {question: choice for question, choice in MACHINING.items() if question != "group"}
    Company(page).begins("short").answers(known).finishes(goal=GOAL)
    page.get_by_role("link", name="Alle Angebote ansehen").click()
    page.screenshot(path=FOLDER / "offers-de-1280.png")
    for place in (0, 1):
        page.locator("input[name=offer]").nth(place).check()
    page.get_by_role("button", name="Vergleich zeigen").last.click()
    page.get_by_role("link", name="English").click()
    page.screenshot(path=FOLDER / "comparison-en-1280.png")


def _session(browser: Browser, address: str, instance: Path) -> None:
    """A session: what one of many answers on a phone, who is done, and where the views lie apart."""
    database = Database(f"sqlite:///{instance}/wandelkompass.sqlite3")
    company = a_company(database, **MACHINING)
    meeting = Meeting.prepared(database, company=company, now=clock.now()).running()
    _voice(browser, address, meeting)
    for role, level in (("management", "3"), ("works_council", "0"), ("works_council", "1")):
        meeting.says(role, W01=level, W02="2", T01="1", B01=level, I03="2")
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 1100})
    _sign_in(page, meeting.advisor.email, instance)
    board = f"/de/check/{meeting.company.run_id}/workshop/{meeting.id}"
    page.goto(board)
    page.screenshot(path=FOLDER / "session-de-1280.png")
    meeting.opened()
    page.goto(f"{board}/topics")
    page.screenshot(path=FOLDER / "topics-de-1280.png")
    database.close()


def _voice(browser: Browser, address: str, meeting: Meeting) -> None:
    page = browser.new_page(base_url=address, viewport={"width": 320, "height": 800})
    page.goto(f"/de/voice/{stages.token_of(meeting.id, 'production', SECRET)}")
    page.get_by_role("button", name="Mitmachen").click()
    for question, choice in {"T01": "1", "T07": "2", "T08": "1", "W01": "0"}.items():
        page.locator("label", has=page.locator(f"input[name={question}][value='{choice}']")).click()
    page.locator("#W01").scroll_into_view_if_needed()
    page.screenshot(path=FOLDER / "voice-de-320.png")


def _sign_in(page: Page, email: str, instance: Path) -> None:
    begun = time.time()
    page.goto("/de/sign-in")
    page.locator("input[name=email]").fill(email)
    page.get_by_role("button", name="Link anfordern").click()
    page.goto(newest_link(instance, begun))
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url("**/work")


if __name__ == "__main__":
    sys.exit(main())
