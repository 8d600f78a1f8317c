"""What a worker does once a day, on a filled database: processor time and memory of each duty."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from assessment import clock, config
from assessment.services.figures import benchmarks, freezing
from assessment.services.funder import publishing
from assessment.services.privacy import retention
from assessment.services.referrals import due
from assessment.services.referrals.office import office_of
from assessment.store.database import Database

QUARTER = timedelta(days=92)


class Nowhere:
    """What lies outside of the database: nothing."""

    def forget_run(self, run_id: object, mail_ids: object) -> None: ...

    def forget_address(self, email: str) -> None: ...

    def forget_mails(self, before: datetime, *, only_count: bool = False) -> int:
        return 0


def _statistics(database: Database) -> object:
    return freezing.at_quarters_end(database, now=clock.now())


def _next_quarter(database: Database) -> object:
    return freezing.at_quarters_end(database, now=clock.now() + QUARTER)


def _comparison(database: Database) -> object:
    return benchmarks.at_quarters_end(database, now=clock.now())


def _funder(database: Database) -> object:
    return publishing.at_quarters_end(database, now=clock.now())


def _referrals(database: Database) -> object:
    return due.daily(database, office=office_of(config.load({})), now=clock.now())


def _retention(database: Database) -> object:
    settings = config.load({"WANDELKOMPASS_INSTANCE_FOLDER": "/nonexistent"})
    return retention.run(database, settings=settings, outside=Nowhere(), now=clock.now(), dry=True)


DUTIES: Mapping[str, Callable[[Database], object]] = {
    "statistics": _statistics,
    "next_quarter": _next_quarter,
    "comparison": _comparison,
    "funder": _funder,
    "referrals": _referrals,
    "retention": _retention,
}


def run(urls: Mapping[int, str], names: Sequence[str]) -> None:
    """Each in a process of its own, so that its memory is told."""
    for name in names or DUTIES:
        for checks, url in urls.items():
            process = multiprocessing.get_context("spawn").Process(target=_one, args=(name, checks, url))
            process.start()
            process.join()


def _one(name: str, checks: int, url: str) -> None:
    database, began, wall = Database(url), time.process_time(), time.monotonic()
    found = str(DUTIES[name](database))
    used, peak = time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = f"{used:8.1f} s cpu {time.monotonic() - wall:8.1f} s"
    print(f"{name:14} {checks:9} {seconds} {peak:6.0f} MB  {found[:80]}", flush=True)
