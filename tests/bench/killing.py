"""What is killed (kill -9) in the middle of work, and comes back: web processes, workers, all of them, a
process of the database, and the database itself."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests import postgres
from tests.bench.processes import descendants
from tests.server import ROOT, command, free_port

NAME = "walks"


class Service:
    """The application in processes of its own."""

    def __init__(self, folder: Path, url: str, **settings: str) -> None:
        chosen = {"instance_folder": str(folder), "database_url": url, "port": str(free_port())}
        chosen |= {"workers": "2", "report_workers": "1"} | settings
        self.words, self.environment = command("serve", **chosen)
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
            process.wait()  # the port of a killed one is free in a moment, the database back
            time.sleep(0.2)

    def kill_web(self, random: Random) -> None:
        self._kill_one([pid for pid in self._children() if not _is_worker(pid)], random)

    def kill_worker(self, random: Random) -> None:
        self._kill_one([pid for pid in self._children() if _is_worker(pid)], random)

    def kill_all(self, _random: Random) -> None:
        for pid in sorted(descendants([self.process.pid])):
            kill(pid)
        self.process.wait()
        self.process = self._started()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)

    def _children(self) -> list[int]:
        return sorted(descendants([self.process.pid]) - {self.process.pid})

    def _kill_one(self, pids: list[int], random: Random) -> None:
        if pids:
            kill(random.choice(pids))


class Postgres:
    """A server as an operator runs it: what is committed is in the log before it is acknowledged. Killed, it
    is started again in the same folder, and recovers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.running = folder, ExitStack()
        self.server = self.running.enter_context(postgres.server_in(folder))
        self.server.make(NAME)
        self.server.set(NAME, "synchronous_commit", "on")
        self.url = self.server.url(NAME)

    def kill_backend(self, random: Random) -> None:
        """One that serves somebody: the server ends all connections and recovers."""
        serving = [pid for pid in descendants([self._pid()]) if b"postgres " + NAME.encode() in _words(pid)]
        if serving:
            kill(random.choice(sorted(serving)))

    def kill_server(self, _random: Random) -> None:
        kill(self._pid())
        self.running.close()
        while True:
            try:
                self.running = ExitStack()
                self.running.enter_context(postgres.server_in(self.folder))
                return
            except RuntimeError:  # the last process of the killed one is still about to end
                time.sleep(0.2)

    def _pid(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])


@contextmanager
def careful_postgres() -> Iterator[Postgres]:
    with TemporaryDirectory(prefix="pg-", dir=postgres.memory(), ignore_cleanup_errors=True) as name:
        made = Postgres(Path(name))
        try:
            yield made
        finally:
            made.running.close()


def kills(service: Service, database: Postgres | None) -> Mapping[str, Callable[[Random], None]]:
    """All that can be killed, by its name, in the order in which it is."""
    web = {"web": service.kill_web, "worker": service.kill_worker}
    more = {"backend": database.kill_backend} if database else {}
    whole = {"database": database.kill_server} if database else {}
    return {**web, **more, "all": service.kill_all, **whole}


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _is_worker(pid: int) -> bool:
    return b"\0worker\0" in _words(pid)


def _words(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
