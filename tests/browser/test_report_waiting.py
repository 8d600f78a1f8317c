"""The page that waits for a report: nothing on it keeps anybody out, and it asks again by itself."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from assessment import config
from assessment.jobs import ReportQueue
from tests.browser.company import MACHINING
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.test_accessibility import check

pytestmark = pytest.mark.browser


@pytest.fixture
def idle_worker(instance: Path, address: str) -> Iterator[ReportQueue]:
    """The server believes that a worker is at work; it never makes anything."""
    queue = ReportQueue(config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(instance)}))
    queue.beat()
    yield queue
    queue.huey.delete("alive")
    queue.close()


def stay(route: Route) -> None:
    """The answer without the header that would load the page again while it is looked at."""
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "refresh"}
    route.fulfill(response=answer, headers=headers)


@pytest.mark.parametrize(
    ("language", "viewport", "heading"),
    [("de", PHONE, "Ihr Bericht wird gerade erstellt"), ("en", DESKTOP, "Your report is being made")],
    ids=["de-320", "en-1280"],
)
def test_the_page_that_waits_for_a_report_can_be_used_by_everybody(
    open_page: OpenPage,
    a_run: Callable[..., str],
    idle_worker: ReportQueue,
    language: str,
    viewport: Any,
    heading: str,
) -> None:
    page = open_page(f"/{language}/resume/{a_run(**MACHINING)}", viewport=viewport)
    page.route("**/report.pdf*", stay)
    page.goto(page.url.rpartition("/")[0] + "/report.pdf")

    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    check(page, "waiting for the report")


def test_the_page_that_waits_asks_again_by_itself(
    open_page: OpenPage, a_run: Callable[..., str], idle_worker: ReportQueue
) -> None:
    page = open_page(f"/de/resume/{a_run(**MACHINING)}", java_script_enabled=False)
    page.goto(page.url.rpartition("/")[0] + "/report.pdf")
    idle_worker.beat()

    page.wait_for_url("**/report.pdf?asked=1")
