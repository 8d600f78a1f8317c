"""The pictures in the README, taken from the running application: `python -m tests.screenshots`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.company import MACHINING, Company
from tests.browser.conftest import CHROMIUM, QUIET
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
    report.write_bytes(page.request.get(link).body())
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


if __name__ == "__main__":
    sys.exit(main())
