"""People who take the short check at the same time, each with pauses, and click on their report."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import NamedTuple
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, build_opener

from lxml import html

SEED = 20261122
GIVEN_UP = 120
PAGES = 8
"""Of the short check, with the review of all answers."""


class Pauses(NamedTuple):
    """Seconds, from and to: on each page of the check, and on the result before the click."""

    page: tuple[float, float]
    reading: tuple[float, float]

    def __str__(self) -> str:
        page, reading = (f"{least:g} to {most:g} s" for least, most in self)
        return f"{page} a page, a click after {reading}"


def clicks(address: str, walks: int, together: int, pauses: Pauses) -> list[float]:
    """How long after the click each of the walkers had the whole file, in seconds."""

    def walk(number: int) -> float:
        walker = Walker(address, Random(SEED + number), pauses)
        if number < together:  # they do not all begin at the same time
            time.sleep(walker.random.uniform(0, PAGES * pauses.page[1]))
        return walker.walk()

    with ThreadPoolExecutor(together) as people:
        return list(people.map(walk, range(walks)))


class Walker:
    """Answers by chance, and never twice alike: no report is anybody else's. `waits`: seconds for a page."""

    waits = 60

    def __init__(self, address: str, random: Random, pauses: Pauses) -> None:
        self.address, self.random, self.pauses = address, random, pauses
        self.browser = build_opener(HTTPCookieProcessor())
        self.page: html.HtmlElement
        self.url = ""

    def walk(self) -> float:
        self._answer()
        time.sleep(self.random.uniform(*self.pauses.reading))
        return self._click(urljoin(self.url, "report.pdf"))

    def _answer(self, until: str = "/result") -> None:
        """From the start page through the short check, to the page whose address ends so."""
        self._open(urljoin(self.address, "/de/"))
        self._press("short")
        while not self.url.endswith(until):
            time.sleep(self.random.uniform(*self.pauses.page))
            if self.url.endswith("/exposure"):
                self._open(self._link("/check/"))
            else:
                self._press("next" if not self.url.endswith("/answers") else None)

    def _click(self, address: str) -> float:
        """Waits as a browser does: by what the header says."""
        began = time.perf_counter()
        while time.perf_counter() - began < GIVEN_UP:
            with self.browser.open(address) as answer:
                if answer.read(5) == b"%PDF-" and answer.read():
                    return time.perf_counter() - began
                pause, _, where = answer.headers["Refresh"].partition("; url=")
            time.sleep(float(pause))
            address = urljoin(address, where)
        return time.perf_counter() - began

    def _open(self, url: str, fields: list[tuple[str, str]] | None = None) -> None:
        data = urlencode(fields).encode() if fields is not None else None
        with self.browser.open(url, data, timeout=self.waits) as answer:
            self.url, self.page = answer.geturl(), html.document_fromstring(answer.read())

    def _link(self, part: str) -> str:
        found: str = self.page.xpath("//main//a[contains(@href, $part)]/@href", part=part)[0]
        return urljoin(self.url, found)

    def _press(self, value: str | None) -> None:
        """The first button of the main part, or the one of this value, with a choice for each question."""
        buttons = self.page.xpath("//main//button[not(@type) or @type='submit']")
        button = next(button for button in buttons if value in (None, button.get("value")))
        form = self.page.get_element_by_id(button.get("form"), None) if button.get("form") else None
        form = form if form is not None else next(button.iterancestors("form"))
        fields = [*self._hidden(form), *self._chosen(form)]
        if button.get("name"):
            fields.append((button.get("name"), button.get("value", "")))
        self._open(urljoin(self.url, button.get("formaction") or form.get("action") or self.url), fields)

    def _hidden(self, form: html.HtmlElement) -> Iterator[tuple[str, str]]:
        for field in form.xpath(".//input[@type='hidden'][@name]"):
            yield field.get("name"), field.get("value", "")

    def _chosen(self, form: html.HtmlElement) -> Iterator[tuple[str, str]]:
        """What does not apply would want a reason; nobody here says so."""
        questions: dict[str, list[str]] = {}
        for option in form.xpath(".//input[@type='radio'][not(contains(@name, '-'))]"):
            if option.get("value") != "not_applicable":
                questions.setdefault(option.get("name"), []).append(option.get("value"))
        for question, options in questions.items():
            yield question, self.random.choice(options)
