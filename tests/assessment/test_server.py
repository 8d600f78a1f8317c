"""The server as its operator starts it: the processes that render reports live and end with it."""

import os
import re
import signal
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.server import serving

PATIENCE = 60


def report_workers(instance: Path) -> set[int]:
    """The processes that render reports for the server of this folder."""
    return {
        int(process.name) for process in Path("/proc").glob("[0-9]*") if _works_for(process, str(instance))
    }


def _works_for(process: Path, instance: str) -> bool:
    try:
        command, surroundings = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
    except OSError:
        return False
    return b"\0worker\0" in command and instance.encode() + b"\0" in surroundings


def in_time(condition: Callable[[], object]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_worker_that_dies_is_replaced_and_none_outlives_the_server(tmp_path: Path) -> None:
    with serving(tmp_path, report_workers="1"):
        assert in_time(lambda: report_workers(tmp_path))
        (first,) = report_workers(tmp_path)

        os.kill(first, signal.SIGKILL)

        assert in_time(lambda: report_workers(tmp_path) - {first})
    assert in_time(lambda: not report_workers(tmp_path))


def test_a_worker_ends_when_its_server_was_killed(tmp_path: Path) -> None:
    with serving(tmp_path, report_workers="1"):
        assert in_time(lambda: report_workers(tmp_path))
        (worker,) = report_workers(tmp_path)
        os.kill(_parent_of(worker), signal.SIGKILL)

        assert in_time(lambda: not report_workers(tmp_path))


def _parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def test_the_report_of_an_opened_result_is_rendered_by_the_worker(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo", report_workers="1") as lines:
        assert in_time(lambda: (tmp_path / "queue.sqlite3").exists())
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        link = next(line.split()[0] for line in lines if "/resume/" in line)
        with browser.open(link, timeout=PATIENCE) as page:
            address = page.geturl().replace("/result", "/report.pdf")
            assert page.read()

        def is_there() -> bool:
            with browser.open(address, timeout=PATIENCE) as answer:
                assert answer.status in (200, 202)
                return re.match(rb"%PDF-", answer.read()) is not None

        assert in_time(is_there)
