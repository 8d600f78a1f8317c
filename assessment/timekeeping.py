"""Whether this machine's clock can be believed: one that takes today for a day in five years would erase all
that is to be kept for two.

Workers note every minute what time it is, in a file of the instance folder, and take no note back. A clock
far ahead of the last note has leapt, or the machine was off for long: only a person knows which. Until they
say so, nothing is erased, frozen or ended by its age, and `doctor` asks them. All else goes on. Where there
is no note yet, the newest answer in the database stands in for it.
"""

import logging
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from assessment.config import Settings
from assessment.logs import Event
from assessment.store.database import Database
from assessment.store.runs import Run

LAST_SEEN = "clock"
LEAP = timedelta(days=14)
"""How long a machine may be off, or nobody answer anything, before a person is asked."""

log = logging.getLogger(__name__)


class ClockDoubted(Exception):
    """The clock is far ahead of when this installation was last seen at work: `since`."""

    def __init__(self, since: datetime) -> None:
        self.since = since
        super().__init__(f"The clock has leapt ahead by more than {LEAP.days} days since {since:%Y-%m-%d}.")


def require(settings: Settings, database: Database, now: datetime) -> None:
    """Raises ClockDoubted; otherwise this moment becomes the newest that was seen."""
    seen = last_seen(settings, database)
    if seen and now - seen > LEAP:
        raise ClockDoubted(seen)
    if seen is None or now > seen:
        with suppress(OSError):  # no room for a note: nothing that a mail has to wait for
            trust(settings, now)


def believed(settings: Settings, database: Database, now: datetime) -> bool:
    """The same as an answer."""
    try:
        require(settings, database, now)
    except ClockDoubted:
        log.error(Event("clock_leapt"))
        return False
    return True


def last_seen(settings: Settings, database: Database) -> datetime | None:
    """The newest moment at which this was at work, as far as the clock could be believed; None at first."""
    try:
        return datetime.fromisoformat(_note(settings).read_text().strip())
    except (OSError, ValueError):
        with database.reading() as connection:
            return connection.scalar(select(func.max(Run.changed_at)))


def trust(settings: Settings, now: datetime) -> None:
    """Somebody, or the order of things, says that this moment is right. Complete or not at all."""
    settings.instance_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("w", dir=settings.instance_folder, delete=False) as draft:
        draft.write(now.isoformat())
    Path(draft.name).rename(_note(settings))


def _note(settings: Settings) -> Path:
    return settings.instance_folder / LAST_SEEN
