"""The page that waits for a report: nothing on it keeps anybody out, and it asks again by itself."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Route, expect

from assessment import config
from assessment.background.jobs import BEAT, ReportQueue
from tests.browser.company import MACHINING
from tests.browser.conftest import OpenPage, Screen
from tests.browser.test_accessibility import check, section
from tests.machines import House

pytestmark = pytest.mark.browser


@pytest.fixture
def idle_worker(instance: Path, house_of_all: House) -> Iterator[None]:
    """The server believes that a worker is at work; it never makes anything."""
    given = {"INSTANCE_FOLDER": str(instance), "DATABASE_URL": house_of_all.database_url}
    queue = ReportQueue(config.load({f"WANDELKOMPASS_{name}": value for name, value in given.items()}))
    ended = Event()
    with house_of_all.without_worker():
        queue.beat()
        living = Thread(target=live, args=(queue, ended))
        living.start()
        yield
        ended.set()
        living.join()
        queue.huey.delete("alive")
        queue.close()


def live(queue: ReportQueue, ended: Event) -> None:
    """However busy the machine is."""
    while not ended.wait(BEAT):
        queue.beat()


def stay(route: Route) -> None:
    """The answer without the header that would load the page again while it is looked at."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)


HEADINGS = {"de": "Ihr Bericht wird gerade erstellt", "en": "Your report is being made"}


def test_the_page_that_waits_for_a_report_can_be_used_by_everybody(
    open_page: OpenPage,
    a_run: Callable[..., str],
    idle_worker: None,
    screen: Screen,
) -> None:
    language, options = screen
    page = open_page(f"/{language}/resume/{a_run(**MACHINING)}", **options)
    page.route("**/report.pdf*", stay)
    section(page, "report.pdf")

    expect(page.get_by_role("heading", level=1)).to_have_text(HEADINGS[language])
    check(page, "waiting for the report")


def test_the_page_that_waits_asks_again_by_itself(
    open_page: OpenPage, a_run: Callable[..., str], idle_worker: None
) -> None:
    page = open_page(f"/de/resume/{a_run(**MACHINING)}", java_script_enabled=False)
    section(page, "report.pdf")

    page.wait_for_url("**/report.pdf?asked=1")
