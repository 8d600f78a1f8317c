"""Processes are killed (kill -9) while companies answer, order their report and have a link mailed to them:
every acknowledged answer is there afterwards, every job has ended, and no mail came twice.

    python -m tests.bench.nothing_lost [--walks 200] [--kills 20] [--reports-of 10] [--postgres]

By turns a web process, the worker and all processes of the service are killed, on PostgreSQL also a process
of the database and the database itself. Who meets a dead server tries again, with the same answers, as the
page does. Mails go to a server that takes 50 ms for its word (`post_office`). In the end everybody waits
until nothing is due any more: a mail that a killed process had taken is left alone for some minutes.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Condition, Event, Thread
from urllib.error import HTTPError
from urllib.parse import urljoin
from uuid import UUID

from lxml import html

from tests.bench.killing import Postgres, Service, careful_postgres, kills
from tests.bench.post_office import open_office
from tests.bench.walks import SEED, Pauses, Walker
from tests.bench.what_is_left import Given, Outcome, Told, judged, wait_until_all_is_done
from tests.postgres import memory

PAUSES = Pauses((0.2, 2.0), (0, 0))
PATIENCE = 1200
"""Seconds for which a walker tries the same step: the machine is busy with starting what was killed."""


class Pages:
    """How many pages people have got. Killing goes by them, not by the clock: a slow machine gets on, too."""

    def __init__(self) -> None:
        self.number, self.over, self.changed = 0, False, Condition()
        self.quiet, self.closed = Event(), Event()

    def one_more(self) -> None:
        with self.changed:
            self.number += 1
            self.changed.notify_all()

    def end(self) -> None:
        with self.changed:
            self.over = True
            self.changed.notify_all()

    def wait_for(self, number: int) -> bool:
        """False where there will be no more."""
        with self.changed:
            self.changed.wait_for(lambda: self.over or self.number >= number)
            return not self.over


class Stubborn(Walker):
    """Tries the same step again while the server is gone, and remembers what was acknowledged."""

    waits = PATIENCE  # who goes away meanwhile leaves a page behind that is made for nobody

    def __init__(self, address: str, number: int, pages: Pages, *, finishes: bool) -> None:
        super().__init__(address, Random(SEED + number), PAUSES)
        self.pages = pages
        self.number, self.finishes, self.acknowledged = number, finishes, Given()
        self.browser.addheaders.append(("X-Forwarded-For", f"10.0.{number // 250}.{number % 250 + 1}"))

    def take(self) -> Told:
        self._answer("/result" if self.finishes else "/answers")
        check = self.url
        address = self._have_it_mailed(urljoin(check, "pause"))
        if not self.finishes:
            return Told(self.acknowledged, address)
        self._stubbornly(lambda: self._click(urljoin(check, "report.pdf")))
        return Told(self.acknowledged, address, next(iter(self.acknowledged)))

    def _have_it_mailed(self, page: str) -> str:
        self._open(page)
        form = self.page.xpath("//main//form[.//input[@name='email']]")[0]
        address = f"walker-{self.number}@example.org"
        self._open(urljoin(self.url, form.get("action")), [*self._hidden(form), ("email", address)])
        return address

    def _open(self, url: str, fields: list[tuple[str, str]] | None = None) -> None:
        self._stubbornly(lambda: super(Stubborn, self)._open(url, fields))
        self._remember(url, fields or [])
        self.pages.one_more()

    def _stubbornly(self, step: Callable[[], object]) -> None:
        began = time.monotonic()
        while True:
            try:
                step()
            except HTTPError as error:
                if error.code < 500 and error.code != 409:
                    raise
            except (OSError, HTTPException):  # nobody there, or gone in the middle
                pass
            else:
                return
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError
            time.sleep(0.5)

    def _remember(self, url: str, fields: list[tuple[str, str]]) -> None:
        parts = url.split("/check/")
        if len(parts) < 2 or not fields:
            return
        mine = self.acknowledged.setdefault(UUID(parts[1][:36]), {})
        mine.update({name: value for name, value in fields if name in self.asked})

    def _chosen(self, form: html.HtmlElement) -> Iterator[tuple[str, str]]:
        chosen = list(super()._chosen(form))
        self.asked = {name for name, _ in chosen}
        return iter(chosen)


def run(folder: Path, url: str, postgres: Postgres | None, options: argparse.Namespace) -> Outcome:
    """Lets companies answer while processes are killed, and looks what is there in the end."""
    mails, killed, pages = folder / "mails.txt", Counter[str](), Pages()
    mails.touch()

    def finishes(number: int) -> bool:
        return bool(number % options.reports_of == 0)

    with open_office(mails) as office:
        service = Service(folder, url, mail_server=office, proxies="1")
        killer = Thread(target=_go_round, args=(service, postgres, options, killed, pages))
        killer.start()
        try:
            with ThreadPoolExecutor(options.together) as people:
                walks = [
                    people.submit(_walk, Stubborn(service.address, one, pages, finishes=finishes(one)))
                    for one in range(options.walks)
                ]
            told = [walk.result() for walk in walks]
            pages.end()
            pages.quiet.wait()
            wait_until_all_is_done(folder, url)
            return judged(folder, url, told, killed)
        finally:
            pages.end()
            pages.closed.set()
            killer.join()
            service.stop()


def _walk(walker: Stubborn) -> tuple[Told, bool]:
    try:
        return walker.take(), True
    except Exception as error:
        print(f"walk {walker.number}: {type(error).__name__}: {error} at {walker.url}", file=sys.stderr)
        return Told(walker.acknowledged), False


def _go_round(
    service: Service,
    postgres: Postgres | None,
    options: argparse.Namespace,
    killed: Counter[str],
    pages: Pages,
) -> None:
    """Stays until the end: a database ends with the thread that started it."""
    random, ways = Random(SEED), list(kills(service, postgres).items())
    try:
        for number in range(options.kills):
            if not pages.wait_for(pages.number + options.every):
                break
            name, kill = ways[number % len(ways)]
            kill(random)
            killed[name] += 1
    finally:
        pages.quiet.set()
        pages.closed.wait()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--walks", type=int, default=200)
    parser.add_argument("--together", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--every", type=int, default=80, help="pages between two kills")
    parser.add_argument("--reports-of", type=int, default=1, help="1: everybody orders one; 10: every tenth")
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(dir=memory()) as name, ExitStack() as running:
        postgres = running.enter_context(careful_postgres()) if options.postgres else None
        url = postgres.url if postgres else f"sqlite:///{name}/walks.sqlite3"
        print(run(Path(name), url, postgres, options))


if __name__ == "__main__":
    main()
