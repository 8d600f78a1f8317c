"""The report as a file: made by a worker before anybody asks, or at the click if need be.

A file is known by its content: the key is a checksum over the whole report, its language and variant, and
the edition of the templates. Whoever changes an answer, a plan or a template asks for another key, so a file
never has to be declared outdated. What a job is given is the run's id and that key, nothing about the
company; it composes the report itself. An interim report depends on the day: made after midnight it has
another key, and the job ends without a file.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore
from typing import Protocol
from uuid import UUID

from assessment.services import runs
from assessment.services.checks import results
from assessment.services.checks.results import Shown
from assessment.services.runs import OpenRun
from assessment.store import report_files as store
from assessment.store import runs as runs_store
from assessment.store.database import Database
from questionnaires import library
from questionnaires.library import cases
from questionnaires.routing import route
from questionnaires.text import Language
from reports import pdf
from reports.report import Operator, Report

MOMENT, GLANCE = 1.5, 0.1
"""Seconds that a click waits for a file that is being made, and between two looks for it."""

PATIENCE = 8
"""How often a page that waits may ask before the report is made at once: after about half a minute."""

WAITING = BoundedSemaphore(2)
"""Clicks of this process that wait at the same time; the other threads go on serving pages."""

AT_ONCE = BoundedSemaphore(2)
"""Reports of this process that are made during a click: one is rendered, one waits for the renderer."""


@dataclass(frozen=True)
class Wanted:
    """A file that somebody will ask for. `key` names its content."""

    run_id: UUID
    language: Language
    variant: pdf.Variant
    key: str


class Queue(Protocol):
    """What takes orders for files."""

    def order(self, wanted: Wanted) -> bool:
        """Hands an order to the workers, once; False when none is at work. Never raises."""

    def expects(self, wanted: Wanted) -> bool:
        """Whether an order is still waiting or being worked on; False when none is at work. Never raises."""

    def orders_of(self, run_id: UUID) -> list["Wanted"]:
        """What of a run is waiting or being worked on; nothing when the queue is down. Never raises."""

    def forget(self, run_id: UUID) -> None:
        """Takes the orders of a run off the list. Raises whatever the queue's library raises."""


class BeingMade(Exception):
    """The file is on its way; ask again in a moment."""


class TooMany(Exception):
    """No worker is there, and as many files as allowed are being made during clicks."""


def wanted_of(shown: Shown, language: Language, variant: pdf.Variant = "screen") -> Wanted:
    return Wanted(shown.run.id, language, variant, pdf.content_key(shown.report, language, variant))


def order(database: Database, queue: Queue, shown: Shown, language: Language) -> None:
    """Has the file made that is probably going to be asked for. For the time after a page has been sent."""
    next_one = wanted_of(shown, language)
    if not _is_there(database, next_one):
        queue.order(next_one)


def order_early(
    database: Database, queue: Queue, run: OpenRun, language: Language, *, operator: Operator, now: datetime
) -> None:
    """The same while answers are looked over: the file to the check as it would be finished now.

    Who has answered everything is a page away from the result. Should they change or add something, the file
    is made in vain.
    """
    if not run.open_questions:
        shown = results.of_run(database, run, operator=operator, now=now, finished=True)
        order(database, queue, shown, language)


def make(database: Database, wanted: Wanted, *, operator: Operator, now: datetime) -> bool:
    """The job of a worker: whether it made the file.

    It may be done twice, or too late. It makes nothing when the file is there, when the report has changed
    since it was ordered, and when the run has been erased.
    """
    report = _report_of(database, wanted, operator, now)
    if report is None or _is_there(database, wanted):
        return False
    return _keep(database, wanted, pdf.render(report, wanted.language, wanted.variant), now)


def warm_up(language: Language, *, operator: Operator, now: datetime) -> None:
    """Renders the report of a worked case, so that no company waits for libraries and fonts."""
    questionnaire = library.released(runs.QUESTIONNAIRE)
    for case in [*cases.worked(questionnaire.id, questionnaire.version).values()][:1]:
        path = route(questionnaire, case.answers, case.check)
        run = OpenRun(UUID(int=0), questionnaire, case.check, "", 0, case.answers, {}, path)
        pdf.render(results.compose(run, operator=operator, now=now, finished=True), language)


def _report_of(database: Database, wanted: Wanted, operator: Operator, now: datetime) -> Report | None:
    """The report of the run, as it is or once it is finished, if one of them is what was ordered."""
    run = runs.without_key(database, run_id=wanted.run_id)
    if run is None or not run.path.answers:
        return None
    both = (results.of_run(database, run, operator=operator, now=now, finished=end) for end in (False, True))
    reports = (shown.report for shown in both if wanted_of(shown, wanted.language, wanted.variant) == wanted)
    return next(reports, None)


def _keep(database: Database, wanted: Wanted, content: bytes, now: datetime) -> bool:
    with database.writing() as connection:
        if runs_store.by_id(connection, wanted.run_id, to_change=True) is None:
            return False
        store.keep(
            connection,
            run_id=wanted.run_id,
            language=wanted.language,
            variant=wanted.variant,
            content_key=wanted.key,
            moment=now,
            content=content,
        )
        return True


def handed_out(database: Database, queue: Queue, wanted: Wanted, report: Report, *, asked: int = 0) -> bytes:
    """The file, at a click or when a page that waits for it asks again, which has `asked` so often before.

    While workers are at it, it is waited for. When they have given it up, or for too long, or when there are
    none, it is made at once.

    Raises:
        BeingMade: a worker is going to make it, but has not yet.
        TooMany: there is no worker, and others are having theirs made during their clicks.
    """
    found = _content(database, wanted)
    if found is None and asked < PATIENCE and (queue.expects(wanted) if asked else queue.order(wanted)):
        found = _waited_for(database, wanted)
        if found is None:
            raise BeingMade
    return found or _content(database, wanted) or _made_at_once(wanted, report)


def _waited_for(database: Database, wanted: Wanted) -> bytes | None:
    with _one_of(WAITING) as allowed:
        until = time.monotonic() + (MOMENT if allowed else 0)
        while time.monotonic() < until and not _is_there(database, wanted):
            time.sleep(GLANCE)
    return _content(database, wanted)


def _made_at_once(wanted: Wanted, report: Report) -> bytes:
    """Not kept: reading an address never writes, and a worker will be back soon."""
    with _one_of(AT_ONCE) as allowed:
        if not allowed:
            raise TooMany
        return pdf.render(report, wanted.language, wanted.variant)


@contextmanager
def _one_of(places: BoundedSemaphore) -> Iterator[bool]:
    """Whether one of the places was free; it is given back afterwards."""
    allowed = places.acquire(blocking=False)
    try:
        yield allowed
    finally:
        if allowed:
            places.release()


def _is_there(database: Database, wanted: Wanted) -> bool:
    with database.reading() as connection:
        return store.has(connection, wanted.run_id, wanted.key)


def _content(database: Database, wanted: Wanted) -> bytes | None:
    with database.reading() as connection:
        return store.content(connection, wanted.run_id, wanted.key)
