"""Work that a visitor need not wait for: the queue, and the worker that takes from it.

The queue is huey's (see `huey_queue`). In it are the id of a run, a language and a checksum, nothing about
the company. Nothing in it is precious: without it pages work as before, only a report takes seconds.

huey takes a task out of the queue before it begins. So each order also stands in a list until it is done,
with the name of the worker that is at it; and whoever finds that this one lives no more, when it starts or
later, puts the order into the queue again.
"""

import gc
import logging
import os
import signal
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cached_property, partial
from itertools import count
from threading import Thread
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from assessment import clock
from assessment.background import alive, postman
from assessment.config import Settings
from assessment.logs import Event
from assessment.operating.figures import Counting
from assessment.outside import Leftovers
from assessment.services.checks import report_files
from assessment.services.checks.report_files import Wanted
from assessment.services.checks.results import operator_of
from assessment.store.database import Database
from reports import pdf

if TYPE_CHECKING:
    from huey import Huey

ALIVE, ORDER, DONE = "alive", "order:", "done:"
AT_MINUTE = "17"
"""Of each hour: when workers look whether today's duties are done; machines sleep at night."""
BEAT, LOOK = 2, 5
"""Seconds between two signs of life; after so many of them a worker looks for what others have left."""
ATTEMPTS = 3
"""How often an order that ends its worker is begun before it is given up."""
NO_DUTIES: Mapping[str, Callable[[], object]] = MappingProxyType({})
POLLS = {"initial_delay": 0.05, "backoff": 1.2, "max_delay": 0.25, "scheduler_interval": 60}
"""How a worker looks into a SQLite queue: often, it is a glance at a file. PostgreSQL calls it instead."""

SELDOM = (50_000, 20, 100)
"""How often garbage is looked for. A report is made of many small things that all go at its end."""

log = logging.getLogger(__name__)


class ReportQueue:
    """Orders for report files. Opened at its first use, since processes must not share a connection."""

    def __init__(
        self,
        settings: Settings,
        work: Callable[[Wanted], object] | None = None,
        daily: Mapping[str, Callable[[], object]] = NO_DUTIES,
    ) -> None:
        """`work` is what a worker does with an order, `daily` what it does once a day; who only orders has
        neither."""
        self.settings, self.work, self.daily = settings, work, daily
        self.me = alive.new_name()

    def order(self, wanted: Wanted) -> bool:
        """Hands an order to the workers, once; False when none is at work. Never raises."""
        return self._whatever_happens(self._order, wanted)

    def expects(self, wanted: Wanted) -> bool:
        """Whether an order is waiting or being worked on; False when no worker is there. Never raises."""
        return self._whatever_happens(self._expects, wanted)

    def _order(self, wanted: Wanted) -> bool:
        served = self.is_served()
        if served and self.huey.put_if_empty(_name(wanted), _note(wanted)):
            self._enqueue(_written(wanted))
        return served

    def _expects(self, wanted: Wanted) -> bool:
        return self.is_served() and bool(self.huey.storage.has_data_for_key(_name(wanted)))

    def _whatever_happens(self, step: Callable[[Wanted], bool], wanted: Wanted) -> bool:
        """Whatever is wrong with the queue is logged, and the page goes on without it."""
        try:
            return step(wanted)
        except Exception as error:
            log.warning(Event("queue_down", error=error))
            return False

    def is_served(self) -> bool:
        """Whether a worker has given a sign of life lately."""
        return alive.is_fresh(self.huey.get(ALIVE, peek=True), clock.now())

    def beat(self) -> None:
        for name in (ALIVE, _sign_of(self.me)):
            self.huey.put(name, clock.now().isoformat())

    def take_up(self, *, after: timedelta = timedelta()) -> None:
        """Puts orders into the queue again that a worker took out and did not finish, unless it is still at
        it. One that nobody has begun is left alone for so long `after` it was made: it may be on its way.

        Two workers who do so at once put some in twice; whoever comes second finds the file there.
        """
        notes = {name: self.huey.serializer.deserialize(note) for name, note in self._notes()}
        queued = {_name(_read(*task.args)) for task in self.huey.pending() if task.args}
        for name, note in notes.items():
            if name.startswith(_sign_of("")) and not alive.is_fresh(note, clock.now(), alive.GONE):
                self.huey.delete(name)
            elif name.startswith(ORDER) and name not in queued and not self._has_time(note, after):
                self._take_up(name, note)

    def _has_time(self, note: dict[str, Any], after: timedelta) -> bool:
        if "by" in note:
            return self._is_at_it(note["by"])
        return clock.now() - datetime.fromisoformat(note["since"]) < after

    def _is_at_it(self, worker: str) -> bool:
        sign = self.huey.get(_sign_of(worker), peek=True)
        return alive.is_fresh(sign, clock.now(), alive.GONE) and not alive.has_ended(worker, self.me)

    def _take_up(self, name: str, note: dict[str, Any]) -> None:
        if note["attempts"] >= ATTEMPTS:
            log.error(Event("report_given_up"))
            self.huey.delete(name)
        else:
            self.huey.put(name, note | {"attempts": note["attempts"] + 1})
            self._enqueue(note["order"])

    def forget(self, run_id: UUID) -> None:
        """Takes the orders of an erased run off the list; what lies in the queue then ends without a file."""
        for name in self._orders_of(run_id):
            self.huey.delete(name)

    def waiting_since(self) -> list[datetime]:
        """When each order was made that is not done. Raises whatever the queue's library raises."""
        notes = [note for name, note in self._notes() if name.startswith(ORDER)]
        return [datetime.fromisoformat(self.huey.serializer.deserialize(note)["since"]) for note in notes]

    def orders_of(self, run_id: UUID) -> list[Wanted]:
        """What of a run is waiting or being worked on; nothing when the queue is down. Never raises."""
        try:
            return [_read(*name.removeprefix(ORDER).split("/")) for name in self._orders_of(run_id)]
        except Exception as error:
            log.warning(Event("queue_down", error=error))
            return []

    def _orders_of(self, run_id: UUID) -> list[str]:
        return [name for name, _ in self._notes() if name.startswith(f"{ORDER}{run_id}/")]

    def _notes(self) -> list[tuple[str, bytes]]:
        """All that stands beside the queue, by name."""
        return list(self.huey.all_results().items())

    def _enqueue(self, order: list[str]) -> None:
        huey, task = self._opened
        huey.enqueue(task.s(*order))

    def _do(self, *order: str) -> None:
        """One order. It leaves the list when it is done or has failed, not when the process dies."""
        wanted = _read(*order)
        try:
            self._begin(_name(wanted))
            if self.work:
                self.work(wanted)
        except Exception as error:
            log.error(Event("report_failed", error=error))
        finally:
            self.huey.delete(_name(wanted))

    def _begin(self, name: str) -> None:
        """Says that this worker is at it, unless the order was taken off the list."""
        note = self.huey.get(name, peek=True)
        if note:
            self.huey.put(name, note | {"by": self.me})

    def _do_duties(self) -> None:
        """Each once a day, by whichever worker is first. What fails hinders no other, and is tried again; so
        is what a worker left that was killed."""
        today = str(clock.day(clock.now()))
        for name, duty in self.daily.items():
            note = f"{DONE}{name}:{today}"
            if self.huey.put_if_empty(note, self.me) or self._was_left(note):
                self._do_duty(name, duty, note)
        for note, _ in self._notes():
            if note.startswith(DONE) and not note.endswith(today):
                self.huey.delete(note)

    def _was_left(self, note: str) -> bool:
        worker = self.huey.get(note, peek=True)
        return isinstance(worker, str) and not self._is_at_it(worker)

    def _do_duty(self, name: str, duty: Callable[[], object], note: str) -> None:
        self.huey.put(note, self.me)
        try:
            duty()
        except Exception as error:
            log.error(Event("duty_failed", duty=name, error=error))
            self.huey.delete(note)
        else:
            self.huey.put(note, True)

    @property
    def huey(self) -> "Huey":
        return self._opened[0]

    @cached_property
    def _opened(self) -> "tuple[Huey, Any]":
        """The queue and its tasks, which it must know before it reads the first order."""
        from assessment.background import huey_queue  # a start need not wait for it

        huey = huey_queue.opened(self.settings)
        huey_queue.do_hourly(huey, "duties", AT_MINUTE, self._do_duties)
        return huey, huey_queue.task(huey, "render_report", self._do)

    def close(self) -> None:
        """Gives its connection back; the next use opens another one."""
        if "_opened" in vars(self):
            self.huey.storage.close()

    def run(self) -> None:
        """Takes orders until the process is told to end; the one at hand is finished."""
        self.huey.create_consumer(graceful_signal="TERM", **POLLS).run()


def _note(wanted: Wanted) -> dict[str, Any]:
    """What stands in the list until an order is done."""
    return {"attempts": 1, "order": _written(wanted), "since": clock.now().isoformat()}


def _written(wanted: Wanted) -> list[str]:
    return [str(wanted.run_id), wanted.language, wanted.variant, wanted.key]


def _read(run_id: str, language: Any, variant: Any, key: str) -> Wanted:
    return Wanted(UUID(run_id), language, variant, key)


def _name(wanted: Wanted) -> str:
    return ORDER + "/".join(_written(wanted))


def _sign_of(worker: str) -> str:
    return f"{ALIVE}:{worker}"


def work(settings: Settings, beside: int | None = None) -> None:
    """A worker, until its process is told to end, or the process `beside` which it works has ended."""
    # they reach all that is kept; who only orders needs none of it
    from assessment.background.duties import DUTIES, Day

    database, operator = Database(settings.database_url), operator_of(settings)
    counting = Counting(settings)

    def make(wanted: Wanted) -> None:
        with counting.report():
            report_files.make(database, wanted, operator=operator, now=clock.now())

    def do(duty: Callable[[Day], object]) -> None:
        duty(Day(database, settings, Leftovers(settings, queue), clock.now()))

    pdf.edition()  # of the code that runs from now on, even if files change under it
    queue = ReportQueue(settings, make, {name: partial(do, duty) for name, duty in DUTIES.items()})
    Thread(target=_live, args=(queue, beside), daemon=True).start()
    Thread(target=postman.go_round, args=(settings, database), daemon=True).start()
    report_files.warm_up(settings.default_language, operator=operator, now=clock.now())
    gc.freeze()  # what is there by now stays: nobody need look at it again to find garbage
    gc.set_threshold(*SELDOM)
    queue.take_up()
    queue.run()


def _live(queue: ReportQueue, beside: int | None) -> None:
    """Gives signs of life, looks whether others fell silent, and ends the process when the one it belongs to
    is gone."""
    for turn in count():
        if beside not in (None, os.getppid()):
            break
        try:
            queue.beat()
            if turn % LOOK == 0:
                queue.take_up(after=alive.SILENCE)
        except Exception as error:
            log.warning(Event("queue_down", error=error))
        time.sleep(BEAT)
    os.kill(os.getpid(), signal.SIGTERM)
