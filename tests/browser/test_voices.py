"""Two phones in a room with a bad line: ten minutes without it, and the board opened while one is cut off."""

import pytest
from playwright.sync_api import Page, expect

from assessment.services.workshops import stages
from assessment.store import voices as store
from assessment.store.database import Database
from tests.assessment.meetings import SECRET, Meeting
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.test_accessibility import check

pytestmark = pytest.mark.browser


def choose(page: Page, **answers: str) -> None:
    for question, choice in answers.items():
        option = page.locator(f"input[name='{question}'][value='{choice}']")
        page.locator("label", has=option).click()
        expect(option).to_be_checked()


def joins(page: Page, meeting: Meeting, role: str) -> None:
    page.goto(f"/de/voice/{stages.token_of(meeting.id, role, SECRET)}")
    page.get_by_role("button", name="Mitmachen").click()
    page.wait_for_url("**/answers")


def heard(meeting: Meeting, role: str) -> dict[str, str]:
    """What of one voice has arrived."""
    with meeting.database.reading() as connection:
        ((_, answers),) = [one for one in store.of_workshop(connection, meeting.id) if one[0] == role]
    return {question: answer.choice for question, answer in answers.items()}


def test_ten_minutes_without_a_line_lose_nothing_and_what_comes_too_late_is_told(
    open_page: OpenPage, database: Database
) -> None:
    meeting = Meeting.prepared(database, E06="over_80").running()
    phone, other = open_page(viewport=PHONE), open_page(viewport=PHONE)
    phone.clock.install()
    phone.goto(f"/de/voice/{stages.token_of(meeting.id, 'management', SECRET)}")
    check(phone, "invitation")
    joins(phone, meeting, "production")
    joins(other, meeting, "works_council")
    check(phone, "answers")
    choose(phone, T01="2")
    choose(other, T01="0")
    expect(phone.locator("#saving")).to_have_text("Gespeichert")
    expect(other.locator("#saving")).to_have_text("Gespeichert")

    for page in (phone, other):
        page.context.set_offline(True)
    choose(phone, T07="1", W01="3", B01="dont_know")
    choose(other, W01="0")
    expect(phone.locator("#saving")).to_contain_text("Antworten Sie einfach weiter")
    expect(phone.locator("[data-counts=technology] b")).to_have_text("2")
    phone.get_by_role("button", name="Fertig").click()
    expect(phone.locator("#saving")).to_contain_text("sobald die Verbindung wieder da ist")
    phone.clock.fast_forward("10:00")
    assert heard(meeting, "production") == {"T01": "2"}

    phone.context.set_offline(False)
    expect(phone.locator("#saving")).to_have_text("Gespeichert")
    phone.get_by_role("button", name="Fertig").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke, Ihre Sicht ist dabei")
    check(phone, "done")
    assert heard(meeting, "production") == {"T01": "2", "T07": "1", "W01": "3", "B01": "dont_know"}

    meeting.opened()
    other.context.set_offline(False)
    expect(other.locator("#saving")).to_contain_text("nicht mehr angekommen")
    other.reload()
    other.get_by_role("button", name="Zeigen, welche Antworten fehlen").click()
    expect(other.locator(".too-late dd")).to_have_text(["Wir haben dazu noch keine Vorstellung."])
    check(other, "late")
    assert heard(meeting, "works_council") == {"T01": "0"}
    assert other.evaluate("Object.keys(localStorage)") == []
