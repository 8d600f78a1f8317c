"""What machine, database and queue say of themselves at a moment. Nothing here raises: what does not answer
is None, and that is a finding, too."""

import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from assessment import clock, timekeeping
from assessment.config import Settings
from assessment.logs import Event
from assessment.operating import machine
from assessment.operating.machine import Folder
from assessment.services.mails import ATTEMPTS, LEASE
from assessment.services.offering import in_force
from assessment.services.policy import Role
from assessment.store import people
from assessment.store.database import Database
from assessment.store.outbox import UNCONFIRMED, Mail
from assessment.store.runs import Run
from assessment.store.webhooks import Delivery
from matching import freshness

Found = TypeVar("Found")
LATELY = timedelta(days=7)
"""For how long it is told that a mail may not have arrived."""
LAST_BACKUP = "last_backup"
"""A file in the instance folder: when the newest backup was made, and nothing else."""

log = logging.getLogger(__name__)


class Served(Protocol):
    """A queue that tells of itself. Both raise whatever its library raises."""

    def waiting_since(self) -> list[datetime]:
        """When each order was made that is not done."""

    def is_served(self) -> bool:
        """Whether a worker has given a sign of life lately."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """Mails that have not left: how many are still tried, since when the oldest is, and how many are not; and
    those of which nobody knows whether they arrived."""

    waiting: int
    oldest: datetime | None
    given_up: int
    unconfirmed: int = 0


@dataclass(frozen=True, slots=True)
class Orders:
    """Reports that are ordered and not done: how many, and since when; whether a worker lives."""

    waiting: int
    oldest: datetime | None
    worker: bool


@dataclass(frozen=True, slots=True)
class Systems:
    """Messages to other systems that have not arrived: how many are still tried, and since when."""

    waiting: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Offers:
    """The catalogue: how many entries there are, and how many call for a look."""

    entries: int
    due: int


@dataclass(frozen=True, slots=True)
class State:
    """`stands` and `newest` are migrations; `newer`: this code does not know the first of them.
    `database_time` is what the database takes for now, `last_change` when an answer was written last,
    `last_seen` when this installation was last at work. `free` and `size` are bytes where the instance
    folder is; `folder` is None where nothing can be written there. `key_fits` as `machine` has it."""

    now: datetime
    newest: str
    stands: str | None
    newer: bool
    writable: bool
    database_time: datetime | None
    last_change: datetime | None
    last_seen: datetime | None
    outbox: Outbox | None
    orders: Orders | None
    offers: Offers | None
    operators: int | None
    free: int
    size: int
    last_backup: datetime | None
    folder: Folder | None
    key_fits: bool | None
    systems: Systems | None


def read(database: Database, settings: Settings, queue: Served, now: datetime) -> State:
    from assessment.store import migrate

    space, stands = shutil.disk_usage(settings.instance_folder), _of(database, migration)
    return State(
        now=now,
        newest=migrate.known()[0],
        stands=stands,
        newer=migrate.is_newer(stands),
        writable=bool(_of(database, _writable)),
        database_time=_of(database, _time),
        last_change=_of(database, lambda connection: connection.scalar(select(func.max(Run.changed_at)))),
        last_seen=_or_none(lambda: timekeeping.last_seen(settings, database)),
        outbox=_of(database, outbox(now)),
        orders=_or_none(lambda: orders(queue)),
        offers=_of(database, offers(now)),
        operators=_of(database, lambda connection: len(people.ids_with_role(connection, Role.OPERATOR))),
        free=space.free,
        size=space.total,
        last_backup=_or_none(lambda: _noted(settings)),
        folder=_or_none(lambda: machine.folder(settings)),
        key_fits=_of(database, lambda connection: machine.key_fits(connection, settings)),
        systems=_of(database, systems),
    )


def ready(database: Database) -> bool:
    """Whether visitors can be let in: the database answers, and has the tables of this code. A newer version
    may have added more."""
    from assessment.store import migrate

    return migrate.fits(_of(database, migration))


def outdated(database: Database) -> bool:
    """Whether a newer version of the code has migrated the database: this one is about to be replaced."""
    from assessment.store import migrate

    return migrate.is_newer(_of(database, migration))


def migration(connection: Connection) -> str:
    """The migration at which the database stands; nothing for an empty one. Reads, and asks for no catalogue:
    load balancers call this every few seconds."""
    connection.execute(text("SELECT 1"))  # what goes wrong from here on is that there are no tables
    try:
        return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
    except DBAPIError:
        return ""


def outbox(now: datetime) -> Callable[[Connection], Outbox]:
    def read(connection: Connection) -> Outbox:
        open_ = (Mail.sent_at.is_(None), Mail.expires_at > now)
        tried, given_up = Mail.attempts < ATTEMPTS, Mail.attempts >= ATTEMPTS
        waiting = connection.execute(
            select(func.count(), func.min(Mail.created_at)).where(*open_, tried)
        ).one()
        lost = connection.scalar(select(func.count()).select_from(Mail).where(*open_, given_up))
        silent = (Mail.last_error == UNCONFIRMED, Mail.sent_at > now - LATELY, Mail.sent_at < now - LEASE)
        unconfirmed = connection.scalar(select(func.count()).select_from(Mail).where(*silent))
        return Outbox(waiting[0], waiting[1], lost or 0, unconfirmed or 0)

    return read


def systems(connection: Connection) -> Systems:
    tried = (Delivery.sent_at.is_(None), Delivery.given_up_at.is_(None))
    found = connection.execute(select(func.count(), func.min(Delivery.created_at)).where(*tried)).one()
    return Systems(found[0], found[1])


def orders(queue: Served) -> Orders:
    """Raises whatever the queue's library raises."""
    since = queue.waiting_since()
    return Orders(len(since), min(since, default=None), queue.is_served())


def offers(now: datetime) -> Callable[[Connection], Offers]:
    def read(connection: Connection) -> Offers:
        found = freshness.board(in_force.offers(connection), clock.day(now))
        return Offers(len(found), sum(entry.calls in freshness.TO_DO for entry in found))

    return read


def _time(connection: Connection) -> datetime | None:
    """Only a database on another machine has a time of its own."""
    here = connection.dialect.name == "sqlite"
    return None if here else connection.scalar(text("SELECT clock_timestamp()"))


def _writable(connection: Connection) -> bool:
    """Whether answers are taken, as far as one can see without writing any."""
    if connection.dialect.name == "sqlite":
        file = Path(connection.engine.url.database or "")
        return all(os.access(path, os.W_OK) for path in (file, file.parent))
    return bool(connection.scalar(text("SELECT current_setting('transaction_read_only') = 'off'")))


def _noted(settings: Settings) -> datetime | None:
    note = settings.instance_folder / LAST_BACKUP
    return datetime.fromisoformat(note.read_text().strip()) if note.exists() else None


def note_backup(settings: Settings, now: datetime) -> None:
    settings.instance_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (settings.instance_folder / LAST_BACKUP).write_text(now.isoformat())


def since(moment: datetime | None, now: datetime) -> timedelta:
    """How long ago; nothing for never."""
    return now - moment if moment else timedelta()


def _of(database: Database, read: Callable[[Connection], Found]) -> Found | None:
    def asked() -> Found:
        with database.reading() as connection:
            return read(connection)

    return _or_none(asked)


def _or_none(ask: Callable[[], Found]) -> Found | None:
    try:
        return ask()
    except Exception as error:
        log.warning(Event("silent", error=error))
        return None
