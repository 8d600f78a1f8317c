"""The server as its operator starts it: the processes that render reports live and end with it."""

import os
import re
import signal
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from assessment import clock
from assessment.services.runs import Begun
from assessment.store.database import Database
from tests.assessment import house
from tests.server import serving

PATIENCE = 120
"""Seconds. Nothing here measures speed: a worker on a busy machine takes what it takes."""


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


def a_company(instance: Path) -> Begun:
    """A check with an answer, made behind the server's back."""
    database = Database(f"sqlite:///{instance}/wandelkompass.sqlite3")
    begun = house.begun(database, house.told({"district": "03102"}), now=clock.now())
    database.close()
    return begun


def test_a_worker_that_dies_is_replaced_by_one_that_renders_and_none_outlives_the_server(
    tmp_path: Path,
) -> None:
    with serving(tmp_path, report_workers="1") as lines:
        assert in_time(lambda: report_workers(tmp_path))
        (first,) = report_workers(tmp_path)

        os.kill(first, signal.SIGKILL)

        assert in_time(lambda: report_workers(tmp_path) - {first})
        assert in_time((tmp_path / "queue.sqlite3").exists)
        assert_the_report_of_an_opened_result_comes(lines[-1].split()[-1], a_company(tmp_path))
    assert in_time(lambda: not report_workers(tmp_path))


def assert_the_report_of_an_opened_result_comes(address: str, begun: Begun) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.open(f"{address}de/resume/{begun.key}", timeout=PATIENCE).close()
    browser.open(f"{address}de/check/{begun.run_id}/result", timeout=PATIENCE).close()

    def is_there() -> bool:
        with browser.open(f"{address}de/check/{begun.run_id}/report.pdf", timeout=PATIENCE) as answer:
            assert answer.status in (200, 202)
            return re.match(rb"%PDF-", answer.read()) is not None

    assert in_time(is_there)


def test_a_worker_ends_when_its_server_was_killed(tmp_path: Path) -> None:
    with serving(tmp_path, report_workers="1"):
        assert in_time(lambda: report_workers(tmp_path))
        (worker,) = report_workers(tmp_path)
        os.kill(_parent_of(worker), signal.SIGKILL)

        assert in_time(lambda: not report_workers(tmp_path))


def _parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
