"""Servers to measure: the floor, and ours on either database, with the processes that each consists of."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests import postgres
from tests.bench.processes import descendants
from tests.server import ROOT, command, free_port

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRESQL)
FLOOR = [sys.executable, "-m", "gunicorn", "-w1", "-kgthread", "--threads=4", "--keep-alive=5"]
EVERYBODY = "1000000"
"""Checks from one address: here all companies have the same."""
QUIET = ["--log-level=error", "--no-control-socket"]


class Running(NamedTuple):
    """A server that answers. `master` has started its other processes; `store`: the database's, if any."""

    address: str
    master: int
    store: int | None = None

    @property
    def web(self) -> list[int]:
        """The processes that answer, without the one that looks after them."""
        return sorted(descendants([self.master]) - {self.master})

    @property
    def groups(self) -> str:
        """For the walk driver: whose processor time counts, ours and that of the database's processes."""
        store = f" --group store={self.store}" if self.store else ""
        return f"--group app={self.master}{store}"


@contextmanager
def floor(folder: Path, scratch: Path) -> Iterator[Running]:
    """What an honest page costs at least; one process, as its own measurements have it."""
    port = free_port()
    words = [*FLOOR, *QUIET, f"-b127.0.0.1:{port}", "floor_app:app"]
    environment = os.environ | {"FLOOR_DB": str(scratch / "floor.db")}
    with _process(words, environment, f"http://127.0.0.1:{port}/start", folder) as running:
        yield running


@contextmanager
def ours(scratch: Path, kind: str, workers: int = 2) -> Iterator[Running]:
    """The application as an operator starts it, on a new database of this kind."""
    with database(scratch, kind) as (url, store):
        chosen = {"instance_folder": str(scratch / kind), "database_url": url, "port": str(free_port())}
        chosen |= {"workers": str(workers), "report_workers": "0", "checks_per_address": EVERYBODY}
        words, environment = command("serve", **chosen)
        with _process(words, environment, f"http://127.0.0.1:{chosen['port']}/en/", ROOT) as running:
            yield running._replace(store=store)


@contextmanager
def database(scratch: Path, kind: str) -> Iterator[tuple[str, int | None]]:
    """Its address and its process; what is committed is in the log before it is acknowledged."""
    if kind == SQLITE:
        yield f"sqlite:///{scratch}/ours.sqlite3", None
        return
    with postgres.server() as server:
        name = server.create()
        server.set(name, "synchronous_commit", "on")
        yield server.url(name), int((server.folder / "data/postmaster.pid").read_text().split()[0])


@contextmanager
def _process(words: list[str], environment: dict[str, str], address: str, folder: Path) -> Iterator[Running]:
    with subprocess.Popen(words, env=environment, cwd=folder, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(address, process)
            yield Running(address, process.pid)
        finally:
            process.terminate()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except urllib.error.HTTPError:  # the floor, of somebody without its cookie
            return
        except OSError:
            time.sleep(0.1)
        if process.poll() is not None:
            break
    raise RuntimeError(f"nothing answers at {address}")
