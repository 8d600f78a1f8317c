"""The whole way, as companies go it."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.company import MACHINING, Company
from tests.browser.conftest import DESKTOP, PATIENCE, PHONE, OpenPage
from tests.browser.test_accessibility import section

pytestmark = pytest.mark.browser
ACCEPTED = 202


def report_of(page: Page, link: str) -> bytes:
    """What lies behind the link to the report, fetched with the visitor's own cookie when it is made."""
    address = page.get_by_role("link", name=link).first.get_attribute("href")
    until = time.monotonic() + PATIENCE / 1000
    while (answer := page.request.get(address or "")).status == ACCEPTED and time.monotonic() < until:
        time.sleep(0.5)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def text_of(document: bytes) -> str:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=document, capture_output=True, check=True)
    return " ".join(read.stdout.decode().replace("\N{SOFT HYPHEN}", "").split())


def test_in_german_on_a_phone_from_the_first_question_to_the_report(open_page: OpenPage) -> None:
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    Company(page).begins("short").answers(MACHINING).finishes(goal="Wir wollen einen Roboter einsetzen.")

    expect(page.get_by_role("main")).to_contain_text("Jetzt handeln")
    expect(page.get_by_role("main")).to_contain_text("Stadt Salzgitter")

    document = report_of(page, "Bericht als PDF")
    words, pdf = text_of(document), PdfReader(BytesIO(document))
    assert "Stadt Salzgitter" in words
    assert "Jetzt handeln" in words
    assert "Ihre ersten Schritte" in words
    assert str(pdf.root_object["/Lang"]) == "de"
    assert "/Marked" in str(pdf.root_object["/MarkInfo"])
    assert "Wandelkompass" in str(pdf.metadata and pdf.metadata.title)
    (result,) = pdf.attachments["result.json"]
    assert json.loads(result)["reading"]["field"] == "act_now"


def test_in_english_on_a_desktop(open_page: OpenPage, a_run: Callable[..., str]) -> None:
    answers = {id_: choice for id_, choice in MACHINING.items() if id_ not in {"district", "sector"}}
    page = open_page(locale="en-GB", viewport=DESKTOP)
    expect(page).to_have_url(re.compile("/en/$"))
    page.get_by_role("link", name="Continue with your code").click()
    page.get_by_label("Your code").fill(a_run(**answers))
    page.keyboard.press("Enter")
    page.wait_for_url("**/company")
    Company.at(page, "en").chooses(district="03102", sector="machining").goes_on()
    section(page, "answers")
    Company.at(page, "en").finishes()

    expect(page.get_by_role("main")).to_contain_text("Act now")
    expect(page.get_by_role("main")).to_contain_text("City of Salzgitter")


def test_without_javascript(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.locator("button[value=short]").click()
    while not page.url.endswith("/answers"):
        if page.url.endswith("/exposure"):
            page.get_by_role("link", name="Weiter", exact=True).click()
        for question in page.locator("fieldset.q").evaluate_all("all => all.map(q => q.id)"):
            page.locator(f"input[name='{question}'][value='{MACHINING[question]}']").check()
        page.get_by_role("button", name="Speichern und weiter").last.click()
    page.get_by_role("button", name="Ergebnis ansehen").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Ergebnis")


def focus(page: Page) -> str:
    """What has the focus, by tag, name and value; it must be seen."""
    described: str = page.evaluate(
        """() => { const e = document.activeElement, s = getComputedStyle(e),
           l = e.closest('label') ?? e.labels?.[0], t = l ? getComputedStyle(l) : s;
           const seen = [s, t].some(x => x.outlineStyle !== 'none' || x.boxShadow !== 'none');
           return [e.tagName, e.name ?? '', e.value ?? '', e.textContent.trim().slice(0, 30), seen].join('|')
        }"""
    )
    return described


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if re.search(wanted, focus(page)):
            assert focus(page).endswith("true"), f"no visible focus: {focus(page)}"
            return
    raise AssertionError(f"never reached by Tab: {wanted}")


def test_by_keyboard_only(open_page: OpenPage) -> None:
    page = open_page("/de/")
    page.keyboard.press("Tab")
    assert "Zum Inhalt springen" in focus(page)
    tab_to(page, r"^BUTTON\|check\|short")
    page.keyboard.press("Enter")
    page.wait_for_url("**/company")

    tab_to(page, r"^INPUT\|district")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=district][value='03102']")).to_be_checked()
    tab_to(page, r"^BUTTON\|then\|next\|Speichern")
    page.keyboard.press("Enter")
    page.wait_for_url("**/exposure_market")

    for name in ("technology", "work", "business", "infrastructure", "answers"):
        tab_to(page, r"^BUTTON\|then\|next\|Speichern")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"/{name}"))
    tab_to(page, r"^BUTTON\|then\|next\|Ergebnis")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ihr Ergebnis")


def test_from_the_short_check_to_the_full_one_with_all_answers(
    open_page: OpenPage, a_run: Callable[..., str]
) -> None:
    page = open_page(f"/de/resume/{a_run(**MACHINING)}")
    page.get_by_role("button", name="Ergebnis ansehen").last.click()
    page.get_by_role("button", name="Mit dem ausführlichen Check weitermachen").click()

    expect(page).to_have_url(re.compile("/exposure_position$"))
    page.goto(page.url.replace("exposure_position", "exposure_market"))
    expect(page.locator("input[name=E01]:checked")).to_have_value(MACHINING["E01"])


def test_the_code_leads_back_on_another_device(open_page: OpenPage) -> None:
    company = Company(open_page()).begins("short").chooses(district="03157")
    company.page.get_by_role("button", name="Später weitermachen").click()
    code = company.page.locator(".code").inner_text()

    other = open_page("/de/")
    other.get_by_role("link", name="Weitermachen mit Code").click()
    other.get_by_label("Ihr Code").fill(code.lower().replace("-", " "))
    other.keyboard.press("Enter")

    expect(other.locator("input[name=district]:checked")).to_have_value("03157")


def test_deleting_by_one_button_leaves_nothing_but_a_receipt(
    open_page: OpenPage, a_run: Callable[..., str]
) -> None:
    key = a_run(**MACHINING)
    page = open_page(f"/de/resume/{key}")
    page.get_by_role("button", name="Ergebnis ansehen").last.click()
    page.get_by_role("link", name="Check löschen").click()
    page.get_by_role("button", name="Endgültig löschen").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("gelöscht")
    assert (page.goto(f"/de/resume/{key}") or page.request.get("/")).status == 404
