"""The start card of a campaign on somebody else's website: it starts a check; no other page goes in there."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment import clock
from assessment.services.campaigns import desk
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from tests.assessment.house import House
from tests.browser.conftest import PATIENCE, PHONE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def website(address: str) -> Iterator[str]:
    """A website of another origin, which frames the page of ours that its address names."""

    class Website(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            frame = f'<iframe src="{address}{self.path}" width="300" height="460"></iframe>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Kammer</title>{frame}".encode())

        def log_message(self, *_said: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Website) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="de-DE")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def a_code(database: Database) -> str:
    now = clock.now()
    house = House.of(database, "IHK Musterstadt", Kind.CHAMBER)
    officer = house.takes_in("karte@example.org", "Kim", Role.CHAMBER_OFFICER, now=now)
    day = clock.day(now)
    made = desk.make(
        database, actor=officer, organisation_id=house.id, name="Karte", begins_on=day, ends_on=day
    )
    return desk.one(database, actor=officer, campaign_id=made).code


def test_a_check_begins_by_the_card_in_a_frame_and_no_other_page_is_framed(
    reader: Page, website: str, address: str, database: Database
) -> None:
    code = a_code(database)
    reader.goto(f"{website}/de/k/{code}")
    expect(reader.frame_locator("iframe").locator("main, form")).to_have_count(0)

    reader.goto(f"{website}/de/k/{code}/card")
    reader.frame_locator("iframe").get_by_role("link", name="Zum Check").click()
    reader.wait_for_url(f"{address}/de/k/{code}")
    expect(reader.get_by_text("Diesen Link hat Ihnen IHK Musterstadt geschickt.")).to_be_visible()
    reader.locator("button[value=short]").click()
    reader.wait_for_url("**/check/*/company")
