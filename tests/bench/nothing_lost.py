"""Processes are killed (kill -9) while companies answer: every acknowledged answer is there afterwards.

    python -m tests.bench.nothing_lost [--walks 200] [--together 50] [--kills 20] [--postgres]

Kills a web process each time, every fourth time the master with all of them, and on PostgreSQL every third
time one of the database's own processes, which makes it recover from its log. Who meets a dead server tries
again, with the same answers, as the page does.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import NamedTuple
from urllib.error import HTTPError
from uuid import UUID

from lxml import html
from sqlalchemy import select

from assessment.store.database import Database
from assessment.store.runs import StoredAnswer
from tests import postgres
from tests.bench.processes import descendants
from tests.bench.walks import SEED, Pauses, Walker
from tests.server import ROOT, command, free_port

NO_PAUSE = Pauses((0, 0.05), (0, 0))
PATIENCE = 60
"""Seconds for which a walker tries the same step."""
Given = dict[UUID, dict[str, str]]


class Outcome(NamedTuple):
    """`lost`: acknowledged answers that are not there. `broken`: walks that could not go on."""

    walks: int
    acknowledged: int
    lost: int
    broken: int
    kills: int

    def __str__(self) -> str:
        return (
            f"{self.walks} walks, {self.kills} kills: {self.acknowledged} answers acknowledged, "
            f"{self.lost} lost; {self.broken} walks could not go on"
        )


class Stubborn(Walker):
    """Tries the same step again while the server is gone, and remembers what was acknowledged."""

    def __init__(self, address: str, random: Random) -> None:
        super().__init__(address, random, NO_PAUSE)
        self.acknowledged: Given = {}

    def take(self) -> Given:
        self._open(f"{self.address}de/")
        self._press("short")
        while not self.url.endswith("/result"):
            time.sleep(self.random.uniform(*self.pauses.page))
            if self.url.endswith("/exposure"):
                self._open(self._link("/check/"))
            else:
                self._press("next" if not self.url.endswith("/answers") else None)
        return self.acknowledged

    def _open(self, url: str, fields: list[tuple[str, str]] | None = None) -> None:
        began = time.monotonic()
        while True:
            try:
                super()._open(url, fields)
                break
            except HTTPError as error:
                if error.code < 500 and error.code != 409:
                    raise
            except (OSError, HTTPException):  # nobody there, or gone in the middle
                pass
            if time.monotonic() - began > PATIENCE:
                raise TimeoutError(url)
            time.sleep(0.2)
        self._remember(url, fields or [])

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


class Service:
    """The application in processes of its own, which are killed and come back."""

    def __init__(self, folder: Path, url: str) -> None:
        chosen = {"instance_folder": str(folder), "database_url": url, "port": str(free_port())}
        self.words, self.environment = command("serve", **chosen, workers="2", report_workers="1")
        self.address = f"http://127.0.0.1:{chosen['port']}/"
        self.process = self._started()

    def _started(self) -> subprocess.Popen[str]:
        while True:
            process = subprocess.Popen(
                self.words, env=self.environment, stdout=subprocess.PIPE, text=True, cwd=ROOT
            )
            for line in process.stdout or ():
                if line.startswith("Wandelkompass: "):
                    return process
            process.wait()  # the port of a killed one is free in a moment
            time.sleep(0.2)

    def kill_one(self, random: Random) -> None:
        children = descendants([self.process.pid]) - {self.process.pid}
        if children:
            _kill(random.choice(sorted(children)))

    def kill_all(self) -> None:
        for pid in sorted(descendants([self.process.pid])):
            _kill(pid)
        self.process.wait()
        self.process = self._started()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def run(folder: Path, url: str, *, walks: int, together: int, kills: int, every: float) -> Outcome:
    """Lets companies answer while processes are killed, and looks what is there in the end."""
    service, over = Service(folder, url), Event()
    killer = Thread(target=_go_round, args=(service, url, kills, every, over))
    killer.start()
    try:
        with ThreadPoolExecutor(together) as people:
            told = list(people.map(lambda number: _walk(service.address, number), range(walks)))
        over.set()
        killer.join()
        return _judged(url, told, kills)
    finally:
        over.set()
        killer.join()
        service.stop()


def _walk(address: str, number: int) -> tuple[Given, bool]:
    walker = Stubborn(address, Random(SEED + number))
    try:
        return walker.take(), True
    except Exception as error:
        print(f"walk {number}: {type(error).__name__}: {error}", file=sys.stderr)
        return walker.acknowledged, False


def _go_round(service: Service, url: str, kills: int, every: float, over: Event) -> None:
    random = Random(SEED)
    for number in range(1, kills + 1):
        if over.wait(every):
            return
        if number % 4 == 0:
            service.kill_all()
        elif number % 3 == 0 and url.startswith("postgresql"):
            kill_backend(url)
        else:
            service.kill_one(random)


def kill_backend(url: str) -> None:
    """One of the database's processes: it ends all connections and recovers from its log."""
    database = Database(url)
    with database.reading() as connection:
        others = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
        pids = list(connection.exec_driver_sql(others).scalars())
    _kill(pids[0])
    database.close()


def _judged(url: str, told: list[tuple[Given, bool]], kills: int) -> Outcome:
    database = Database(url)
    with database.reading() as connection:
        rows = connection.execute(select(StoredAnswer.run_id, StoredAnswer.question, StoredAnswer.choice))
        kept = {(run_id, question): choice for run_id, question, choice in rows}
    database.close()
    given = [
        (run_id, question, choice)
        for walk, _ in told
        for run_id, answers in walk.items()
        for question, choice in answers.items()
    ]
    lost = sum(kept.get((run_id, question)) != choice for run_id, question, choice in given)
    return Outcome(len(told), len(given), lost, sum(not whole for _, whole in told), kills)


@contextmanager
def careful_postgres() -> Iterator[str]:
    """As an operator runs it: what is committed is in the log before it is acknowledged."""
    with postgres.server() as server:
        name = server.create()
        server.set(name, "synchronous_commit", "on")
        yield server.url(name)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--walks", type=int, default=200)
    parser.add_argument("--together", type=int, default=50)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--every", type=float, default=3.0, help="seconds between two kills")
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    chosen = {name: getattr(options, name) for name in ("walks", "together", "kills", "every")}
    with TemporaryDirectory() as name:
        if options.postgres:
            with careful_postgres() as url:
                print(run(Path(name), url, **chosen))
        else:
            print(run(Path(name), f"sqlite:///{name}/walks.sqlite3", **chosen))


if __name__ == "__main__":
    main()
