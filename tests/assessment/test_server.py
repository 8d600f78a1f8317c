"""The server as its operator starts it: the processes that render reports live and end with it, and the log
tells of each that ended unasked."""

import json
import os
import re
import signal
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assessment import clock, server
from assessment.logs import Event
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


def log(captured: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """What the processes have written since it was asked for last."""
    return [json.loads(line) for line in captured.readouterr().err.splitlines()]


def test_a_worker_that_dies_is_replaced_by_one_that_renders_and_none_outlives_the_server(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, report_workers="1", log_format="json") as lines:
        assert in_time(lambda: report_workers(tmp_path))
        (first,) = report_workers(tmp_path)

        os.kill(first, signal.SIGKILL)

        assert in_time(lambda: report_workers(tmp_path) - {first})
        (told,) = log(capfd)
        assert told["words"].startswith("A worker for reports has ended ")  # soon, unless the machine is busy
        assert (told["level"], told["seconds"]) == ("error", 1.0)
        assert told.get("end", "SIGKILL") == "SIGKILL"  # where gunicorn was quicker nobody knows
        assert in_time((tmp_path / "queue.sqlite3").exists)
        assert_the_report_of_an_opened_result_comes(lines[-1].split()[-1], a_company(tmp_path))
    assert in_time(lambda: not report_workers(tmp_path))
    assert log(capfd) == []  # who ends it on purpose need not be told


def assert_the_report_of_an_opened_result_comes(address: str, begun: Begun) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.open(f"{address}de/resume/{begun.key}", timeout=PATIENCE).close()
    browser.open(f"{address}de/check/{begun.run_id}/result", timeout=PATIENCE).close()

    def is_there() -> bool:
        with browser.open(f"{address}de/check/{begun.run_id}/report.pdf", timeout=PATIENCE) as answer:
            assert answer.status in (200, 202)
            return re.match(rb"%PDF-", answer.read()) is not None

    assert in_time(is_there)


def test_a_killed_web_process_is_told_in_the_words_of_the_server_and_a_worker_ends_with_its_server(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with serving(tmp_path, report_workers="1", log_format="json"):
        assert in_time(lambda: report_workers(tmp_path))
        (worker,) = report_workers(tmp_path)
        master = _parent_of(worker)
        assert in_time(lambda: _children_of(master) - {worker})
        (web,) = _children_of(master) - {worker}
        os.kill(web, signal.SIGKILL)

        assert in_time(lambda: _children_of(master) - {worker, web})
        (told,) = log(capfd)
        assert told["words"] == f"Worker (pid:{web}) was sent SIGKILL! Perhaps out of memory?"

        os.kill(master, signal.SIGKILL)
        assert in_time(lambda: not report_workers(tmp_path))


def _parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def _children_of(process: int) -> set[int]:
    return {int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()}


# --- workers that do not live ----------------------------------------------------------------------


class Ended:
    """A process that has ended as it was told to."""

    def __init__(self, status: int) -> None:
        self.status = status

    def wait(self) -> int:
        return self.status

    def terminate(self) -> None:
        pass


class Doomed(server.ReportWorker):
    """Workers that end at once, or cannot be started, one after the other; each status is one of them."""

    def __init__(self, *fates: int | OSError) -> None:
        self.stopped, self.fates = False, list(fates)
        self.process = self._started()

    def _started(self) -> Any:
        fate = self.fates.pop(0)
        self.stopped = not self.fates
        if isinstance(fate, OSError):
            raise fate
        return Ended(fate)


def told_of(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *fates: int | OSError
) -> list[Event]:
    """What the log says of such workers, without waiting."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    Doomed(*fates, 0)._keep_alive()
    return [record.msg for record in caplog.records if isinstance(record.msg, Event)]


def test_of_workers_that_die_again_and_again_the_growing_pause_is_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told = told_of(monkeypatch, caplog, *[1, -9, -40, 0, 0, 0, 0, 0])
    assert {event.code for event in told} == {"worker_ended_early"}
    assert [event.facts["seconds"] for event in told] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert [event.facts.get("end") for event in told][:4] == ["exit 1", "SIGKILL", "signal 40", None]


def test_a_machine_that_is_too_full_for_a_worker_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told = told_of(monkeypatch, caplog, -9, OSError("no memory"), OSError("no memory"))
    assert [event.code for event in told] == [
        "worker_ended_early",
        "worker_not_started",
        "worker_not_started",
    ]
