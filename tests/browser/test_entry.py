"""A filled paper typed in by keyboard alone, and the report in the browser, with and without a line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from questionnaires import library
from questionnaires.library import cases
from reports import codes
from tests.browser.company import MACHINING
from tests.browser.conftest import OpenPage, Screen
from tests.browser.test_accessibility import check, check_on_a_phone, section

pytestmark = pytest.mark.browser

ANSWERS = cases.worked("readiness", "1.0")["machining_salzgitter"].answers


def paper() -> list[str]:
    """The codes of a worked case in the order of the paper; what it leads past was not known."""
    questionnaire = library.released("readiness")
    found = []
    for id_ in codes.numbered(questionnaire, "short"):
        offered = codes.of(questionnaire, questionnaire.question[id_], "de")
        coded = codes.written(offered, ANSWERS.get(id_))
        found.append(coded.code if coded else codes.UNKNOWN["de"])
    return found


def begin(page: Page, language: str, length: str) -> None:
    page.goto(f"/{language}/paper")
    page.locator(f"button[value={length}]").click()
    page.wait_for_url("**/entry")


def value(page: Page, question: str) -> str:
    return page.locator(f"input[name={question}]").input_value()


def test_a_whole_paper_is_typed_in_by_keyboard_and_the_review_shows_it(open_page: OpenPage) -> None:
    page, typed = open_page(), paper()
    begin(page, "de", "short")
    page.locator(".code-field").first.focus()

    for code in typed:
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Speichern und Antworten prüfen")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/answers")

    assert len(typed) == 25
    expect(page.get_by_role("heading", level=1)).to_have_text("Antworten prüfen")
    expect(page.locator("main")).to_contain_text("Alle Fragen sind beantwortet")
    expect(page.locator("main")).to_contain_text("Stadt Salzgitter")


def test_each_code_is_saved_as_it_is_typed_and_told_in_words(open_page: OpenPage) -> None:
    page = open_page()
    begin(page, "de", "short")
    page.locator("input[name=district]").focus()
    page.keyboard.type("G")
    expect(page.locator("#district-m")).to_have_text("Landkreis Peine")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#saving")).to_have_text("Gespeichert")
    page.keyboard.type("z")
    expect(page.locator("#employees-m")).to_have_text("Erlaubt sind: a, b, c, d, e, f, w.")
    page.keyboard.press("Enter")
    expect(page.locator("#saving")).to_contain_text("noch nicht gespeichert")
    expect(page.locator("input[name=employees]")).to_be_focused()
    page.keyboard.type("c")
    page.keyboard.press("ArrowUp")
    expect(page.locator("input[name=district]")).to_be_focused()
    expect(page.locator("#saving")).to_have_text("Gespeichert")

    page.reload()

    assert (value(page, "district"), value(page, "employees")) == ("g", "c")


def test_a_code_typed_without_a_line_waits_and_is_sent_later(open_page: OpenPage) -> None:
    page = open_page()
    begin(page, "de", "short")
    page.context.set_offline(True)
    page.locator("input[name=E02]").fill("3")
    page.keyboard.press("Enter")
    expect(page.locator("#saving")).to_contain_text("Keine Verbindung")

    page.context.set_offline(False)

    expect(page.locator("#saving")).to_have_text("Gespeichert")
    page.reload()
    assert value(page, "E02") == "3"


def test_without_the_script_enter_saves_and_leads_to_the_next_empty_field(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    begin(page, "de", "short")
    page.locator("input[name=district]").fill("g")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("Gespeichert. 1 von 25 Fragen sind beantwortet.")
    expect(page.locator("input[name=employees]")).to_be_focused()


def test_nothing_keeps_anybody_out(open_page: OpenPage, screen: Screen) -> None:
    language, options = screen
    page = open_page(f"/{language}/paper", **options)
    check(page, "on paper")
    begin(page, language, "full")
    check(page, "entry")
    page.locator("input[name=E02]").fill("9")
    page.locator("input[name=district]").fill("a")
    page.locator("button[value=review]").click()
    expect(page.locator("#refused")).to_be_visible()
    check(page, "entry, with a wrong code")


def test_the_report_in_the_browser_and_its_file_that_asks_nobody(
    open_page: OpenPage, a_run: Callable[..., str], screen: Screen, tmp_path: Path
) -> None:
    language, options = screen
    page = open_page(f"/{language}/resume/{a_run(**MACHINING)}", **options)
    section(page, "report.html")
    check_on_a_phone(page, "report")
    with page.expect_download() as download:
        page.locator("nav a").last.click()
    file = tmp_path / "wandelkompass.html"
    download.value.save_as(file)

    offline = page.context.browser.new_context(offline=True, **options)  # type: ignore[union-attr]
    alone, asked = offline.new_page(), list[str]()
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    expect(alone.get_by_role("heading", level=1)).to_be_visible()
    check(alone, "report as a file")
    fonts = alone.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length")
    offline.close()

    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert fonts >= 2
