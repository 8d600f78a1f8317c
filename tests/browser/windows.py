"""Windows of the browser, given from one test to the next as if they were new.

Opening one takes longer than what most tests do in it. So a window that nothing sticks to goes back empty:
without cookies, storage, routes, more tabs. One whose clock was changed or whose page is not ours is closed.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

EMPTY = "/healthz"
"""An address of ours without anything that runs on."""
FORGET = """() => {
    localStorage.clear(); sessionStorage.clear();
    return typeof __pwClock === 'undefined';
}"""


class Window:
    """One visitor's window: a context with a page, and what went wrong in it behind the scenes."""

    def __init__(self, browser: Browser, address: str, options: Mapping[str, Any], patience: int) -> None:
        self.options, self.address, self.troubles = options, address, list[str]()
        self.context: BrowserContext = browser.new_context(base_url=address, **options)
        self.context.set_default_timeout(patience)
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self._note(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda asked: self._own(asked.url))

    def _note(self, text: str) -> None:
        """A refused form (4xx) and a line cut by the test are no faults of the page."""
        if "Failed to load resource" not in text:
            self.troubles.append(text)

    def _own(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.troubles.append(f"asked somebody else: {url}")

    def emptied(self) -> bool:
        """Whether it can be given to somebody else, who finds nothing of the last visitor."""
        try:
            for other in set(self.context.pages) - {self.page}:
                other.close()
            self.context.set_offline(False)
            self.context.unroute_all()
            self.page.unroute_all()
            self.page.goto(EMPTY)
            self.context.clear_cookies()
            self.page.set_viewport_size(self.options["viewport"])
            return bool(self.page.evaluate(FORGET))
        except Error:
            return False


class Windows:
    """All windows of a browser by what they were opened with; those that nobody uses are waiting."""

    def __init__(self, browser: Browser, address: str, patience: int) -> None:
        self.browser, self.address, self.patience = browser, address, patience
        self.waiting: dict[str, list[Window]] = {}

    @contextmanager
    def handed_out(self) -> Iterator[list[Window]]:
        """A list for the windows of a test, which come back at its end."""
        used: list[Window] = []
        yield used
        for window in used:
            if window.emptied():
                self.waiting.setdefault(_key(window.options), []).append(window)
            else:
                window.context.close()

    def opened(self, options: Mapping[str, Any]) -> Window:
        waiting = self.waiting.get(_key(options))
        window = waiting.pop() if waiting else Window(self.browser, self.address, options, self.patience)
        window.troubles.clear()
        return window


def _key(options: Mapping[str, Any]) -> str:
    return json.dumps(options, sort_keys=True, default=str)
