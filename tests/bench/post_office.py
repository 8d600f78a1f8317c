"""A mail server that takes everything and keeps a list of it, in a process of its own, which nobody kills.

    python -m tests.bench.post_office LIST

Prints its port. Each mail becomes a line of the list before it is acknowledged: its id and its receiver. The
word on a mail takes as long as that of a quick server, so that processes are killed while they wait for it.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.parser import BytesHeaderParser
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from subprocess import PIPE, Popen
from typing import NamedTuple

from tests.server import ROOT

THINKING = 0.05
"""Seconds between the end of a mail and the word on it."""


class Arrived(NamedTuple):
    """How often each mail arrived, and how many at each address."""

    by_id: Counter[str]
    by_address: Counter[str]


class Counting(StreamRequestHandler):
    """As much of a mail server as one mail needs."""

    def handle(self) -> None:
        with suppress(OSError):  # the other one was killed
            self._say("220 ready")
            for line in iter(self.rfile.readline, b""):
                word = line[:4].upper()
                if word == b"DATA":
                    self._say("354 go on")
                    self._take()
                self._say("221 bye" if word == b"QUIT" else "250 ok")

    def _take(self) -> None:
        """A mail without its last dot is none: whoever sent it hung up."""
        lines: list[bytes] = []
        for line in iter(self.rfile.readline, b""):
            if line == b".\r\n":
                self._keep(b"".join(lines))
                return
            lines.append(line)
        raise ConnectionResetError

    def _keep(self, mail: bytes) -> None:
        head = BytesHeaderParser().parsebytes(mail)
        mail_id = str(head["Message-ID"]).strip("<>").partition("@")[0]
        file: int = self.server.file  # type: ignore[attr-defined]
        os.write(file, f"{mail_id} {head['To']}\n".encode())
        time.sleep(THINKING)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Office(ThreadingTCPServer):
    daemon_threads, request_queue_size = True, 200


@contextmanager
def open_office(mails: Path) -> Iterator[str]:
    """The address of one, for the settings."""
    command = [sys.executable, "-m", "tests.bench.post_office", str(mails)]
    with Popen(command, stdout=PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        try:
            yield f"smtp+plain://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def arrived(mails: Path) -> Arrived:
    lines = [line.split(" ") for line in mails.read_text().splitlines()]
    return Arrived(Counter(mail_id for mail_id, _ in lines), Counter(to for _, to in lines))


def main() -> None:
    with Office(("127.0.0.1", 0), Counting) as office:
        office.file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)  # type: ignore[attr-defined]
        print(office.server_address[1], flush=True)
        office.serve_forever()


if __name__ == "__main__":
    main()
