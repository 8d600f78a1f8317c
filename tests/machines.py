"""The house as it stands on several machines: two that serve, one that works, a database, a proxy in front.

They share the database and the key; each has a folder of its own (mails that lie as files are looked for in
one place, so those folders are one). Both that serve begin at the same moment on an empty database. The proxy
hands every page to the one that did not answer the last page, so a form comes from one and goes to the other.
"""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from threading import Thread
from typing import ClassVar

from tests.server import begun, ended, free_port, lines_until_ready

SERVING = 2
KEY = "one-key-for-all-machines-of-the-tests"
OF_ONE_LINE = {"connection", "keep-alive", "transfer-encoding"}
"""Headers that are about the line between two machines."""
PATIENCE = 120


@dataclass(frozen=True)
class House:
    """Where it is reached, and what it keeps everything in; `worker` is None where there is none."""

    address: str
    database_url: str
    worker: subprocess.Popen[str] | None = None

    @contextmanager
    def without_worker(self) -> Iterator[None]:
        """Its worker stands still for a while."""
        if self.worker:
            self.worker.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            if self.worker:
                self.worker.send_signal(signal.SIGCONT)


@contextmanager
def several(folder: Path, database_url: str) -> Iterator[House]:
    """Two web servers of a process each and a worker, on an empty PostgreSQL database; mails in `folder`."""
    address = f"http://127.0.0.1:{free_port()}"
    shared = {"database_url": database_url, "secret_key": KEY, "public_url": address, "proxies": "1"}
    with ExitStack() as stack:
        ports = [free_port() for _ in range(SERVING)]
        web = [
            begun("serve", **_machine(folder, f"web-{port}") | shared, port=str(port), workers="1")
            for port in ports
        ]
        worker = begun("worker", **_machine(folder, "worker") | shared)
        for process in (*web, worker):
            stack.enter_context(ended(process))
        for process in web:
            assert lines_until_ready(process), "a server has not begun"
        stack.enter_context(_proxy(address, ports))
        yield House(address, database_url, worker)


def _machine(folder: Path, name: str) -> dict[str, str]:
    own, mails = folder / name, folder / "mails"
    own.mkdir()
    mails.mkdir(exist_ok=True)
    (own / "mails").symlink_to(mails)
    return {"instance_folder": str(own), "report_workers": "0"}


@contextmanager
def _proxy(address: str, ports: list[int]) -> Iterator[None]:
    class Ours(_Passing):
        pages, files = cycle(ports), cycle(ports)

    with ThreadingHTTPServer(("127.0.0.1", int(address.rpartition(":")[2])), Ours) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()


class _Passing(BaseHTTPRequestHandler):
    """A proxy as far as our pages need one."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    pages: ClassVar[Iterator[int]]
    files: ClassVar[Iterator[int]]

    def do_GET(self) -> None:
        self._pass_on()

    def do_HEAD(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        turns = self.files if self.path.startswith("/static/") else self.pages
        with closing(HTTPConnection("127.0.0.1", next(turns), timeout=PATIENCE)) as line:
            self._ask(line)
            self._answer(line.getresponse())

    def _ask(self, line: HTTPConnection) -> None:
        line.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in OF_ONE_LINE:
                line.putheader(name, value)
        line.putheader("X-Forwarded-For", self.client_address[0])
        line.endheaders(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def _answer(self, found: HTTPResponse) -> None:
        content = found.read()
        self.send_response_only(found.status, found.reason)
        for name, value in found.getheaders():
            if name.lower() not in OF_ONE_LINE:
                self.send_header(name, value)
        if content and not found.getheader("Content-Length"):
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        """The servers behind it write logs."""
