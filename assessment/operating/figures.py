"""Figures for Prometheus: how long pages and reports take, what waits, and how old the catalogue is.

Each process counts into files of its own in the instance folder, as the library has it for several processes;
whichever is asked adds them up. Labels name parts of the application, never an address, a check or a person.
Without a token nothing is counted, and the library is not loaded.
"""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from hmac import compare_digest
from pathlib import Path
from time import perf_counter
from typing import Any

from werkzeug.datastructures import Authorization

from assessment import clock
from assessment.config import Settings
from assessment.operating import state
from assessment.operating.state import Served, State, since
from assessment.store.database import Database

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
STEPS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds up to which pages and reports are counted together."""
FOLDER = "figures"
MACHINE, LEFT = socket.gethostname(), timedelta(days=7)
"""Whose figures these are; and after which time without a new one a machine is taken for gone."""


def may_read(settings: Settings, shown: Authorization | None) -> bool:
    """Whether somebody has shown the token; nobody has where there is none."""
    token = settings.metrics_token
    if token is None or shown is None or shown.type != "bearer" or not shown.token:
        return False
    return compare_digest(shown.token.encode(), token.get_secret_value().encode())


class Counting:
    """Counts for one process and those that it forks. `folder`: where all processes put their figures."""

    def __init__(self, settings: Settings) -> None:
        self.wanted, self.folder = settings.metrics_token is not None, folder_of(settings)

    def page(self, part: str, status: int, seconds: float) -> None:
        if self.wanted:
            self._made["page"].labels(part, f"{status // 100}xx").observe(seconds)

    @contextmanager
    def report(self) -> Iterator[None]:
        began = perf_counter()
        yield
        if self.wanted:
            self._made["report"].observe(perf_counter() - began)

    @cached_property
    def _made(self) -> dict[str, Any]:
        """The library looks for the folder when it is loaded."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(self.folder)  # noqa: TID251 - its only way to be told
        from prometheus_client import Histogram, values

        values.ValueClass = values.MultiProcessValue(_process)  # type: ignore[no-untyped-call]
        pages = (
            "wandelkompass_page_seconds",
            "Time to answer, by part of the application and kind of answer.",
        )
        reports = ("wandelkompass_report_seconds", "Time to render a report.")
        return {
            "page": Histogram(*pages, ["part", "status"], buckets=STEPS, registry=None),
            "report": Histogram(*reports, buckets=STEPS, registry=None),
        }


def folder_of(settings: Settings) -> Path:
    return settings.instance_folder / FOLDER


def _process() -> str:
    """Containers share the folder, and all have the same few numbers for their processes."""
    return f"{MACHINE}-{os.getpid()}"


def begin_anew(settings: Settings) -> None:
    """Counters of this machine begin at nothing when the application starts, as whoever reads them expects.
    What machines left that are no more goes, too."""
    for file in folder_of(settings).glob("*.db"):
        if f"_{MACHINE}-" in file.name or file.stat().st_mtime < (clock.now() - LEFT).timestamp():
            file.unlink(missing_ok=True)


def told(database: Database, settings: Settings, queue: Served) -> bytes:
    """All figures, as Prometheus reads them."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    registry.register(_Levels(state.read(database, settings, queue, clock.now())))
    if folder_of(settings).is_dir():
        MultiProcessCollector(registry, path=str(folder_of(settings)))  # type: ignore[no-untyped-call]
    found: bytes = generate_latest(registry)
    return found


class _Levels:
    """What stands at this moment. Read anew for whoever asks: no process counts it."""

    def __init__(self, now: State) -> None:
        self.now = now

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        for name, (meaning, value) in _levels(self.now).items():
            yield GaugeMetricFamily(f"wandelkompass_{name}", meaning, value=value)


def _levels(now: State) -> dict[str, tuple[str, float]]:
    """By name, what it means and its value; what does not answer is left out."""
    found = {
        "ready": ("1 where visitors can be let in.", float(now.newer or now.stands == now.newest)),
        "free_bytes": ("Free space where the instance folder is.", float(now.free)),
    }
    if now.outbox:
        found["mails_waiting"] = ("Mails that have not left yet.", float(now.outbox.waiting))
        found["mails_given_up"] = ("Mails that could not be delivered.", float(now.outbox.given_up))
        silent = "Mails of the last week of which nobody knows whether they arrived."
        found["mails_unconfirmed"] = (silent, float(now.outbox.unconfirmed))
        age = since(now.outbox.oldest, now.now).total_seconds()
        found["mails_oldest_seconds"] = ("For how long the oldest mail has waited.", age)
    if now.systems:
        found["messages_waiting"] = ("Messages to other systems that wait.", float(now.systems.waiting))
        age = since(now.systems.oldest, now.now).total_seconds()
        found["messages_oldest_seconds"] = ("For how long the oldest of them has waited.", age)
    if now.orders:
        found["reports_waiting"] = ("Reports that are ordered and not done.", float(now.orders.waiting))
        found["worker_alive"] = ("1 where a worker has given a sign of life.", float(now.orders.worker))
        age = since(now.orders.oldest, now.now).total_seconds()
        found["reports_oldest_seconds"] = ("For how long the oldest report has waited.", age)
    if now.offers:
        found["offers"] = ("Entries of the catalogue.", float(now.offers.entries))
        found["offers_due"] = ("Entries that call for a look.", float(now.offers.due))
    if now.last_backup:
        age = since(now.last_backup, now.now).total_seconds()
        found["backup_age_seconds"] = ("How old the newest backup is.", age)
    return found
