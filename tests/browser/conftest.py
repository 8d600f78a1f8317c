"""A real server, a real browser: the system's Chromium, which may speak to that server and nobody else.

The server is one process on SQLite, or (`--scaled`) the house of many machines, see `machines`.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from assessment import clock
from assessment.store.database import Database
from tests import machines
from tests.assessment import house
from tests.browser.windows import Windows
from tests.conftest import is_scaled
from tests.machines import House
from tests.postgres import Server
from tests.server import serving

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
PHONE: ViewportSize = {"width": 320, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}

PATIENCE = 180_000
"""Milliseconds. Nothing here measures speed, and a busy machine is no fault of the page."""
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]
Screen = tuple[str, dict[str, Any]]


@pytest.fixture(params=[("de", PHONE), ("en", DESKTOP)], ids=["de-320", "en-1280"])
def screen(request: pytest.FixtureRequest) -> Screen:
    """A language, and what a page of its readers is opened with: German, the longer one, on a phone.

    Everything is looked at on the phone. On the desktop, where less can go wrong, each kind of page is.
    """
    language, viewport = request.param
    return language, {"viewport": viewport}


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def house_of_all(instance: Path, request: pytest.FixtureRequest) -> Iterator[House]:
    """What runs behind the browser, for all tests."""
    if is_scaled(request.config):
        server: Server = request.getfixturevalue("postgres_server")
        with machines.several(instance, server.url(server.create())) as found:
            yield found
    else:
        with serving(instance) as lines:
            yield House(lines[-1].split()[-1].rstrip("/"), f"sqlite:///{instance}/wandelkompass.sqlite3")


@pytest.fixture(scope="session")
def address(house_of_all: House) -> str:
    return house_of_all.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM.exists(), "Chromium is not installed. Please run: .ci/system-packages test"
    arguments = QUIET + (["--no-sandbox"] if os.getuid() == 0 else [])
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="session")
def windows(browser: Browser, address: str) -> Windows:
    return Windows(browser, address, PATIENCE)


@pytest.fixture
def open_page(windows: Windows) -> Iterator[OpenPage]:
    """Opens a page of its own visitor; afterwards nothing may have gone wrong behind the scenes."""
    usual = {"viewport": DESKTOP, "locale": "de-DE", "reduced_motion": "reduce"}
    with windows.handed_out() as used:

        def opened(path: str = "/", **options: Any) -> Page:
            used.append(windows.opened(usual | options))
            used[-1].page.goto(path)
            return used[-1].page

        yield opened
        troubles = [trouble for window in used for trouble in window.troubles]
    assert troubles == []


@pytest.fixture(scope="session")
def database(house_of_all: House) -> Iterator[Database]:
    """The database of the running server, which has made it by the time it told its address."""
    made = Database(house_of_all.database_url)
    yield made
    made.close()


@pytest.fixture
def a_run(database: Database) -> Callable[..., str]:
    """Gives the key of a run with these answers, made behind the browser's back."""

    def made(check: str = "short", **answers: str) -> str:
        return house.begun(database, house.told(answers), check=check, now=clock.now()).key

    return made
