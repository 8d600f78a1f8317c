"""A real server, a real browser: the system's Chromium, which may speak to that server and nobody else."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from assessment import clock
from assessment.services import runs
from assessment.store.database import Database
from questionnaires.answers import Answer
from tests.server import serving

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
PHONE: ViewportSize = {"width": 320, "height": 640}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}

PATIENCE = 60_000
"""Milliseconds. Nothing here measures speed, and a busy machine is no fault of the page."""
expect.set_options(timeout=PATIENCE)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instance")


@pytest.fixture(scope="session")
def address(instance: Path) -> Iterator[str]:
    with serving(instance) as lines:
        yield lines[-1].split()[-1].rstrip("/")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM.exists(), "Chromium is not installed. Please run: .ci/system-packages test"
    arguments = QUIET + (["--no-sandbox"] if os.getuid() == 0 else [])
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Opens a page of its own visitor; afterwards nothing may have gone wrong behind the scenes."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def opened(path: str = "/", **options: Any) -> Page:
        chosen = {"viewport": DESKTOP, "locale": "de-DE", "reduced_motion": "reduce", "base_url": address}
        context = browser.new_context(**(chosen | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: _note(troubles, said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda asked: _own(troubles, address, asked.url))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def _note(troubles: list[str], text: str) -> None:
    """A refused form (4xx) and a line cut by the test are no faults of the page."""
    if "Failed to load resource" not in text:
        troubles.append(text)


def _own(troubles: list[str], address: str, url: str) -> None:
    if not url.startswith((address, "data:", "blob:")):
        troubles.append(f"asked somebody else: {url}")


@pytest.fixture(scope="session")
def database(instance: Path, address: str) -> Iterator[Database]:
    """The database of the running server, which has made it by the time it told its address."""
    assert address
    made = Database(f"sqlite:///{instance}/wandelkompass.sqlite3")
    yield made
    made.close()


@pytest.fixture
def a_run(database: Database) -> Callable[..., str]:
    """Gives the key of a run with these answers, made behind the browser's back."""

    def made(check: str = "short", **answers: str) -> str:
        begun = runs.begin(database, check=check, language="de", now=clock.now())
        given = {question: Answer(choice) for question, choice in answers.items()}
        runs.save(database, run_id=begun.run_id, key=begun.key, given=given, seen={}, now=clock.now())
        return begun.key

    return made
