"""Old and new code side by side on one filled database, migrated in the middle of walks: no page fails.

    python -m tests.bench.rolling_update [--old COMMIT] [--runs 20000] [--together 20] [--postgres]

COMMIT is the last one with another newest migration whose code can be started, if none is named. Old code
serves on a database filled with copies of a check while people walk through theirs; then two machines with
the code of this checkout start at the same moment, and one of them migrates. On PostgreSQL somebody reads the
checks for five seconds meanwhile, which a change of that table has to wait for. From then on every page comes
from another machine by turns. In the end the old one is gone. Told are the pages, what failed, and how long
people waited: before, during and after.
"""

import argparse
import io
import subprocess
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen
from uuid import UUID, uuid4

from sqlalchemy import MetaData, Table, insert, select, text
from sqlalchemy.engine import Connection

from assessment.store import migrate
from assessment.store.database import Database
from tests.bench.killing import careful_postgres
from tests.bench.walks import SEED, Pauses, Walker
from tests.postgres import memory
from tests.server import ROOT, command, free_port

VERSIONS = "assessment/store/migrations/versions"
KEY = "the same key on every machine of an installation"
PAUSES = Pauses((0.1, 0.6), (0, 0))
AT_ONCE = 100
"""Copies that are written by one statement."""
SETTLED, READING = 10.0, 5.0
"""Seconds before and after the migration; and for which somebody reads on PostgreSQL."""


class Page(NamedTuple):
    """`at`: when it was asked for, `waited`: for how long, in seconds of the same clock."""

    at: float
    waited: float
    status: int
    machine: str


class Machine:
    """A checkout that serves. Ready when it says where."""

    def __init__(self, name: str, checkout: Path, url: str, folder: Path) -> None:
        self.name, self.port = name, free_port()
        chosen = {"instance_folder": str(folder / name), "database_url": url, "port": str(self.port)}
        chosen |= {"workers": "1", "report_workers": "0", "secret_key": KEY}
        words, environment = command("serve", **chosen)
        self.process = subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, text=True, cwd=checkout
        )

    def wait(self) -> "Machine":
        for line in self.process.stdout or ():
            if line.startswith("Wandelkompass: "):
                return self
        raise RuntimeError(f"{self.name} has ended: {self.process.wait()}")

    def is_ready(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as answer:
                return bool(answer.status == 200)
        except HTTPError:
            return False

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


class Wanderer(Walker):
    """Asks another machine for every page, and notes how long that took."""

    def __init__(self, machines: list[Machine], number: int, pages: list[Page]) -> None:
        super().__init__(f"http://127.0.0.1:{machines[0].port}/", Random(SEED + number), PAUSES)
        self.machines, self.pages = machines, pages

    def walk(self) -> float:
        self._answer()
        return 0

    def _open(self, url: str, fields: list[tuple[str, str]] | None = None) -> None:
        machine = self.random.choice(self.machines)
        began, status = time.monotonic(), 200
        try:
            super()._open(urlunsplit(urlsplit(url)._replace(netloc=f"127.0.0.1:{machine.port}")), fields)
        except HTTPError as error:
            status = error.code
            raise
        except OSError:
            status = 0
            raise
        finally:
            self.pages.append(Page(began, time.monotonic() - began, status, machine.name))


def checkout_of(commit: str, folder: Path) -> Path:
    """The files of a commit; nothing of this checkout changes."""
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    folder.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(folder, filter="data")
    return folder


def before_the_newest_migration(folder: Path) -> Path:
    """The last commit that does not have the newest migration of this checkout, and can be started: work that
    landed in pieces cannot always. Raises StopIteration."""
    newest = max(path.name for path in (ROOT / VERSIONS).glob("*.py"))
    before = (one for one in _git("log", "--format=%h") if f"{VERSIONS}/{newest}" not in _files(one))
    checkouts = ((one, checkout_of(one, folder / one)) for one in before)
    commit, found = next((one, checkout) for one, checkout in checkouts if _can_be_started(checkout))
    print("old:", commit)
    return found


def _can_be_started(checkout: Path) -> bool:
    words = [sys.executable, "-c", "import assessment.web.app, assessment.server"]
    return subprocess.run(words, cwd=checkout, capture_output=True, check=False).returncode == 0


def _files(commit: str) -> list[str]:
    return _git("ls-tree", "--name-only", commit, f"{VERSIONS}/")


def _git(*words: str) -> list[str]:
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()


def fill(url: str, run_id: UUID, copies: int) -> None:
    """Copies of a check with its answers and its result, each under a key of its own."""
    database = Database(url)
    with database.writing() as connection:
        tables = [Table(name, MetaData(), autoload_with=connection) for name in ("run", "answer", "result")]
        rows = {table: _of(connection, table, run_id) for table in tables}
        for _ in range(0, copies, AT_ONCE):
            fresh = [_new(connection) for _ in range(AT_ONCE)]
            for table, found in rows.items():
                copied = [_own(connection, row, new) for new in fresh for row in found]
                connection.execute(insert(table), copied)
    database.close()


def _of(connection: Connection, table: Table, run_id: UUID) -> list[dict[str, Any]]:
    key = table.c.id if table.name == "run" else table.c.run_id
    its = run_id.hex if connection.dialect.name == "sqlite" else run_id
    return [dict(row) for row in connection.execute(select(table).where(key == its)).mappings()]


def _new(connection: Connection) -> Any:
    """An id, as a table that was only looked at has it."""
    return uuid4().hex if connection.dialect.name == "sqlite" else uuid4()


def _own(connection: Connection, row: dict[str, Any], new: Any) -> dict[str, Any]:
    """What tells a copy apart: its ids, and the hash of a key that nobody has."""
    if "run_id" in row:
        return row | {"run_id": new} | {name: _new(connection) for name in row if name == "id"}
    return row | {"id": new, "key_hash": uuid4().bytes * 2}


@contextmanager
def somebody_reads(url: str) -> Iterator[None]:
    """On PostgreSQL, the checks, for some seconds."""
    over = Thread(target=_read, args=(url,))
    over.start()
    yield
    over.join()


def _read(url: str) -> None:
    if url.startswith("postgresql"):
        database = Database(url)
        with database.reading() as connection:
            connection.execute(text("SELECT count(*) FROM run, organisation"))
            connection.execute(text(f"SELECT pg_sleep({READING})"))
        database.close()


def roll(old: Path, url: str, folder: Path, options: argparse.Namespace) -> None:
    machines = [Machine("old", old, url, folder).wait()]
    pages: list[Page] = []
    first = Wanderer(machines, 0, pages)
    first.walk()
    fill(url, UUID(first.url.split("/check/")[1][:36]), options.runs)
    pages.clear()
    over, times = Event(), {}
    with ThreadPoolExecutor(options.together) as people:
        walks = [people.submit(_walk_on, machines, pages, number, over) for number in range(options.together)]
        try:
            times = _update(machines, url, folder)
        finally:
            over.set()
        failed = Counter(one for walk in walks for one in walk.result())
    for machine in machines:
        machine.stop()
    _tell(pages, times, failed)


def _update(machines: list[Machine], url: str, folder: Path) -> dict[str, float]:
    """When what happened."""
    time.sleep(SETTLED)
    began = time.monotonic()
    with somebody_reads(url):
        new = [Machine(f"new {number}", ROOT, url, folder) for number in (1, 2)]
        while not _migrated(url):
            time.sleep(0.05)
        migrated = time.monotonic()
        machines += [machine.wait() for machine in new]
    time.sleep(SETTLED)
    print("ready:", {machine.name: machine.is_ready() for machine in machines})
    old = machines.pop(0)
    time.sleep(1)  # whoever has chosen it by now has its page
    old.stop()
    time.sleep(SETTLED / 2)
    return {"began": began, "migrated": migrated}


def _migrated(url: str) -> bool:
    database = Database(url)
    with database.reading() as connection:
        stands = connection.scalar(text("SELECT version_num FROM alembic_version"))
    database.close()
    return bool(stands == migrate.known()[0])


def _walk_on(machines: list[Machine], pages: list[Page], number: int, over: Event) -> list[str]:
    """One check after the other; what went wrong."""
    failed = []
    while not over.is_set():
        try:
            Wanderer(machines, number, pages).walk()
        except Exception as error:
            failed.append(f"{type(error).__name__}: {error}")
        number += 1000
    return failed


def _tell(pages: list[Page], times: dict[str, float], failed: Counter[str]) -> None:
    parts = {
        "before": [page for page in pages if page.at < times["began"]],
        "migrating": [
            page for page in pages if page.at < times["migrated"] and page.at + page.waited >= times["began"]
        ],
        "after": [page for page in pages if page.at >= times["migrated"]],
    }
    print(f"migrated in {times['migrated'] - times['began']:.1f} s, starting included")
    for name, part in parts.items():
        waits = [page.waited for page in part] or [0.0, 0.0]
        p95 = quantiles(waits, n=20)[-1] if len(waits) > 1 else waits[0]
        wrong = Counter(page.status for page in part if page.status != 200)
        where = Counter(page.machine for page in part)
        print(f"{name:10} {len(part):5} pages, p95 {p95:.2f} s, longest {max(waits):.2f} s, {dict(where)}")
        print(f"{'':10} failed: {dict(wrong) or 'none'}")
    print("walks that could not go on:", dict(failed) or "none")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--old", metavar="COMMIT", default=None)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--together", type=int, default=20)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with TemporaryDirectory(dir=memory()) as name, ExitStack() as running:
        folder = Path(name)
        postgres = running.enter_context(careful_postgres()) if options.postgres else None
        url = postgres.url if postgres else f"sqlite:///{folder}/walks.sqlite3"
        code = folder / "code"
        old = checkout_of(options.old, code) if options.old else before_the_newest_migration(code)
        roll(old, url, folder, options)


if __name__ == "__main__":
    main()
