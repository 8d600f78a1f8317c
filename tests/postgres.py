"""A PostgreSQL server for the tests: the system's programs, its own folder, a Unix socket, gone afterwards.

Run by root, the server becomes the user `postgres`, since it refuses to be root. It ends even when the tests
are killed (`--pdeathsig`), and never waits for the disk: what it holds is worthless.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

SECONDS_TO_START = 30
MEMORY = Path("/dev/shm")
ENOUGH_MEMORY = 1 << 30
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")


class PostgresMissing(Exception):
    """Tests on PostgreSQL are not optional: without it they fail, and say what to do."""

    def __init__(self) -> None:
        super().__init__("PostgreSQL is not installed. Please run: .ci/system-packages test")


class Server:
    """A running server. `url` names a database, `create` and `drop` make and remove one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """A new database, a copy of `template` to which nobody may be connected."""
        name = f"test_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def make(self, name: str, template: str = "template1") -> None:
        """A database of this name, a copy of `template`."""
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    def has(self, name: str) -> bool:
        with psycopg.connect(f"host={self.folder} user=postgres") as connection:
            return bool(connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchall())

    def rename(self, name: str, to: str) -> None:
        self._execute(f"ALTER DATABASE {name} RENAME TO {to}")

    def set(self, database: str, name: str, value: str) -> None:
        """Changes a setting for whoever connects to a database from now on."""
        self._execute(f"ALTER DATABASE {database} SET {name} = {value}")

    def drop(self, database: str) -> None:
        self._execute(f"DROP DATABASE {database} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(f"host={self.folder} user=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def server() -> Iterator[Server]:
    """Start a server and stop it at the end, also after a failure.

    Raises:
        PostgresMissing: the programs are not on this machine.
    """
    with (
        tempfile.TemporaryDirectory(prefix="pg-", dir=memory(), ignore_cleanup_errors=True) as name,
        server_in(Path(name)) as running,
    ):
        yield running


@contextmanager
def server_in(folder: Path, *settings: str) -> Iterator[Server]:
    """The same in a folder that is there, with what was kept in it; `settings` beside our own."""
    programs = _programs()
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    if not (folder / "data").exists():
        _initialise(programs, folder)
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(_start(programs, folder, settings), stderr=log) as process,
    ):
        try:
            _wait_for(process, folder)
            yield Server(folder)
        finally:
            process.send_signal(signal.SIGINT)


def memory() -> Path | None:
    """Memory, where there is enough: a database is copied in 20 ms, on a slow disk it takes half a second."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY else None


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise PostgresMissing
    return (found[-1] if found else Path(on_path or "")).parent


def _as_postgres() -> list[str]:
    change = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
    return ["setpriv", *change]


def _initialise(programs: Path, folder: Path) -> None:
    command = [f"{programs}/initdb", f"--pgdata={folder}/data", "--username=postgres", "--auth=trust"]
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    subprocess.run([*_as_postgres(), *command, *options], check=True, cwd=folder, capture_output=True)


def _start(programs: Path, folder: Path, settings: Iterable[str]) -> list[str]:
    options = [*CARELESS, *settings, f"unix_socket_directories={folder}", "listen_addresses="]
    command = [f"{programs}/postgres", "-D", f"{folder}/data", *(f"-c{option}" for option in options)]
    return [*_as_postgres(), "--pdeathsig=INT", *command]


def _wait_for(process: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            psycopg.connect(f"host={folder} user=postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError((folder / "log").read_text())
