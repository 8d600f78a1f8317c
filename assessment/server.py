"""Serves the application with gunicorn: one master that has read everything, workers forked from it.

Beside it run the processes that render reports. They are started anew and not forked, so that none shares a
connection or a lock with the web, and the web processes need not carry what only rendering needs.
"""

import gc
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from threading import Thread
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from assessment.config import Settings
from assessment.logs import Event
from assessment.services.runs import QUESTIONNAIRE
from matching import catalogue
from questionnaires import library

BREATH, LONGEST_BREATH = 1.0, 60.0
"""Seconds before a worker that ended is started again; twice as many each time it ended at once."""
AT_ONCE = 10.0
"""Seconds. A worker that lives longer has begun its work."""
LAST_REPORT = 10.0
"""Seconds that a worker has to finish the report at hand."""

log = logging.getLogger(__name__)


class ReportWorker:
    """A process that renders reports; when it ends unasked, another takes its place, and the log tells so."""

    def __init__(self) -> None:
        self.stopped = False
        self.process = self._started()
        Thread(target=self._keep_alive, daemon=True).start()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "assessment", "worker", "--beside", str(os.getpid())]
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own

    def _keep_alive(self) -> None:
        breath, began = BREATH, time.monotonic()
        while True:
            status = self.process.wait()
            if self.stopped:
                return
            at_once = time.monotonic() - began <= AT_ONCE
            breath = breath if at_once else BREATH
            facts: dict[str, Any] = {"end": _end(status), "seconds": breath}
            log.error(Event("worker_ended_early", **facts) if at_once else Event("worker_ended", **facts))
            time.sleep(breath)
            breath = min(2 * breath, LONGEST_BREATH)
            began = self._replace()

    def _replace(self) -> float:
        """When another has begun: also where the machine is so full that it takes several attempts."""
        while not self.stopped:
            try:
                self.process = self._started()
                if self.stopped:  # meanwhile, so that was asked of the one before
                    self.process.terminate()
                break
            except OSError as error:
                log.error(Event("worker_not_started", error=error, seconds=LONGEST_BREATH))
                time.sleep(LONGEST_BREATH)
        return time.monotonic()

    def stop(self) -> None:
        """Asks it to end after the report at hand."""
        self.stopped = True
        self.process.terminate()

    def wait(self) -> None:
        try:
            self.process.wait(LAST_REPORT)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _end(status: int) -> str | None:
    """How a process has ended: by the name of a signal, or with a status. None where nobody knows: the master
    of the web processes looks after every child, and where it was quicker than we, it reads as 0."""
    if status >= 0:
        return f"exit {status}" if status else None
    try:
        return signal.Signals(-status).name
    except ValueError:  # those of real time have numbers alone
        return f"signal {-status}"


class ByCaller(logging.Logger):
    """Notes where gunicorn has something to tell, and not where it hands that on."""

    def findCaller(  # noqa: N802 - as the library names it
        self, stack_info: bool = False, stacklevel: int = 1
    ) -> tuple[str, int, str, str | None]:
        return super().findCaller(stack_info, stacklevel + 2)


class AsWeDo(Logger):
    """Gunicorn writes into the log of this process, as everything else does."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        self.error_log = ByCaller("gunicorn.error", self.loglevel)
        self.error_log.parent = logging.getLogger()


class Server(BaseApplication):
    """Gunicorn with our settings instead of a configuration file. `ready` is called once it listens."""

    def __init__(self, app: Flask, settings: Settings, ready: Callable[[], None]) -> None:
        self.app, self.settings, self.ready = app, settings, ready
        self.report_workers: list[ReportWorker] = []
        super().__init__()

    def load_config(self) -> None:
        chosen: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": "gthread",
            "preload_app": True,
            "loglevel": self.settings.log_level,
            "logger_class": AsWeDo,
            "control_socket_disable": True,  # it lies in the home folder, where all installations share it
            "proc_name": "wandelkompass",
            "when_ready": lambda _arbiter: self._begin(),
            "on_exit": lambda _arbiter: self._end(),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def _begin(self) -> None:
        self.ready()
        _read_ahead()
        gc.collect()
        gc.freeze()  # what was read before the fork stays: collecting garbage need not look at it again
        gc.enable()
        self.report_workers = [ReportWorker() for _ in range(self.settings.report_workers)]

    def _end(self) -> None:
        for worker in self.report_workers:
            worker.stop()
        for worker in self.report_workers:
            worker.wait()

    def load(self) -> Any:
        return self.app


def _read_ahead() -> None:
    """What every web process needs soon is read once, before they are forked. Nobody is turned away
    meanwhile: the master listens already."""
    library.released(QUESTIONNAIRE)
    catalogue.released()
    import_module("assessment.background.huey_queue")
