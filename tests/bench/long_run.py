"""Does memory grow? `python -m tests.bench.long_run [--pages 50000] [--every 5000] [--postgres]`.

One company takes the full check to its result and its offers; then its requests are sent again and again,
each time as a new company with a new check. A page is a POST with the GET that it leads to. Every so many
pages it prints how much memory each web process has for itself (USS) and has resident (RSS), in MB. What is
read or compiled once is there after the first 5,000 pages, so the goal is that they stay from there on.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from re import search
from typing import NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from tests.bench import running
from tests.bench.processes import memory_of
from tests.bench.walks import SEED, Pauses, Walker

TOGETHER = 4
TOKEN = "csrf_token"
OK, FOUND = 200, (302, 303)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Fields = list[tuple[str, str]]


class Step(NamedTuple):
    """A request without its form is a GET. `path` is that of the first company's check."""

    path: str
    fields: Fields | None


class Recorder(Walker):
    """Takes the full check and keeps what it asked for."""

    def __init__(self, address: str) -> None:
        super().__init__(address, Random(SEED), Pauses((0, 0), (0, 0)))
        self.steps: list[Step] = []

    def take(self) -> tuple[list[Step], str]:
        """What it asked for, and the number of its check."""
        self._open(self.address)
        self._press("full")
        while not self.url.endswith("/result"):
            if self.url.endswith("/exposure"):
                self._open(self._link("/check/"))
            else:
                self._press("next" if not self.url.endswith("/answers") else None)
        self._open(self._link("/offers"))
        return self.steps, _check(self.url)

    def _open(self, url: str, fields: Fields | None = None) -> None:
        super()._open(url, fields)
        self.steps.append(Step(urlsplit(url).path, fields))


class Company:
    """Sends the same requests as a browser of its own; raises where a page does not come."""

    def __init__(self, connection: HTTPConnection) -> None:
        self.connection, self.cookie, self.token, self.check = connection, "", "", ""

    def take(self, steps: list[Step], recorded: str) -> None:
        for path, fields in steps:
            body = [(name, self.token if name == TOKEN else value) for name, value in fields or ()]
            self._ask(path.replace(recorded, self.check) if self.check else path, body if fields else None)

    def _ask(self, path: str, fields: Fields | None) -> None:
        method, body = ("POST", urlencode(fields)) if fields else ("GET", None)
        self.connection.request(method, path, body, {"Cookie": self.cookie} | (FORM if fields else {}))
        answer = self.connection.getresponse()
        page = answer.read().decode()
        self.cookie = (answer.headers["Set-Cookie"] or self.cookie).partition(";")[0]
        if answer.status in FOUND:
            self._ask(urlsplit(urljoin(path, answer.headers["Location"])).path, None)
        elif answer.status != OK:
            raise RuntimeError(f"{answer.status} for {path}")
        else:
            self._note(path, page)

    def _note(self, path: str, page: str) -> None:
        token = search(rf'name="{TOKEN}"[^>]*value="([^"]+)"', page)
        self.token = token[1] if token else self.token
        self.check = self.check or _check(path)


def _check(url: str) -> str:
    return url.partition("/check/")[2].partition("/")[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--pages", type=int, default=50_000)
    parser.add_argument("--every", type=int, default=5_000)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    kind = running.POSTGRESQL if options.postgres else running.SQLITE
    with tempfile.TemporaryDirectory() as name, running.ours(Path(name), kind) as server:
        steps, recorded = Recorder(server.address).take()
        a_walk = sum(step.fields is not None for step in steps)
        print(f"{kind}, a walk has {a_walk} pages", flush=True)
        for pages in range(options.every, options.pages + 1, options.every):
            _walk(server.address, steps, recorded, options.every // a_walk)
            print(f"{pages:7,} pages: {', '.join(_memory(server.web))}", flush=True)
    return 0


def _walk(address: str, steps: list[Step], recorded: str, walks: int) -> None:
    shares = [walks // TOGETHER] * TOGETHER
    with ThreadPoolExecutor(TOGETHER) as people:
        list(people.map(partial(_walk_by_turns, address, steps, recorded), shares))


def _walk_by_turns(address: str, steps: list[Step], recorded: str, walks: int) -> None:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=120)
    for _ in range(walks):
        Company(connection).take(steps, recorded)
    connection.close()


def _memory(pids: list[int]) -> Iterator[str]:
    for pid in pids:
        memory = memory_of(pid)
        yield f"USS {memory.own:5.1f} RSS {memory.resident:5.1f} MB"


if __name__ == "__main__":
    sys.exit(main())
