"""What commands open first: the database, brought up to date, and what lies beside it."""

from typing import TYPE_CHECKING

from assessment.config import Settings
from assessment.store import migrate
from assessment.store.database import Database

if TYPE_CHECKING:
    from assessment.outside import Leftovers


def prepared(settings: Settings) -> Database:
    """The database with all its tables."""
    settings.instance_folder.mkdir(parents=True, exist_ok=True)
    migrate.upgrade(settings.database_url)
    return Database(settings.database_url)


def outside(settings: Settings) -> "Leftovers":
    from assessment.jobs import ReportQueue  # only what erases needs a queue
    from assessment.outside import Leftovers

    return Leftovers(settings, ReportQueue(settings))
