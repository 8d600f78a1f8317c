"""The application as its operator starts it: a process of its own, on a free port."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def command(*arguments: str, **settings: str) -> tuple[list[str], dict[str, str]]:
    chosen = {f"WANDELKOMPASS_{name.upper()}": value for name, value in settings.items()}
    return [sys.executable, "-m", "assessment", *arguments], os.environ | chosen


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    words, environment = command(*arguments, **settings)
    return subprocess.run(
        words, env=environment, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )


def begun(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    """A process of the application that runs until it is `ended`."""
    words, environment = command(*arguments, **settings)
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Afterwards it has ended."""
    with process:
        try:
            yield process
        finally:
            process.terminate()


def lines_until_ready(process: subprocess.Popen[str]) -> list[str]:
    """What a server prints until it has told its address; the address is the last word."""
    lines = []
    for line in process.stdout or ():
        lines.append(line.strip())
        if line.startswith("Wandelkompass: "):
            break
    return lines


@contextmanager
def serving(instance: Path, *arguments: str, **settings: str) -> Iterator[list[str]]:
    """A server that has printed its address, and all lines up to there; the address is the last word."""
    chosen = {"instance_folder": str(instance), "port": str(free_port()), "workers": "1"}
    chosen |= {"report_workers": "0"} | settings  # warming one up takes seconds of processor time
    process = begun("serve", *arguments, **chosen)
    with ended(process):
        yield lines_until_ready(process)
