"""What commands open first: the database, brought up to date, and what lies beside it; and what they say
where it cannot be opened."""

from typing import TYPE_CHECKING

from assessment.config import Settings, variable_of

if TYPE_CHECKING:
    from assessment.outside import Leftovers
    from assessment.store.database import Database


def prepared(settings: Settings) -> "Database":
    """The database with all its tables."""
    from assessment.store import migrate  # asking for help must bring no database along
    from assessment.store.database import Database

    settings.instance_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate.upgrade(settings.database_url)
    return Database(settings.database_url)


def outside(settings: Settings) -> "Leftovers":
    from assessment.background.jobs import ReportQueue  # only what erases needs a queue
    from assessment.outside import Leftovers

    return Leftovers(settings, ReportQueue(settings))


def reason_of(error: Exception) -> str | None:
    """What is wrong with the database or the folder of the instance, in a sentence; None for any other error.

    Raised by whatever uses them, so it is asked for here, where a command has ended.
    """
    from alembic.util.exc import CommandError
    from sqlalchemy.exc import SQLAlchemyError

    from questionnaires.library.source import ContentError

    if isinstance(error, ContentError):
        return str(error)
    where = f"{variable_of('database_url')} says where it is."
    if isinstance(error, CommandError):
        return (
            f"The database is newer than this version of Wandelkompass ({error}). "
            "Please install the newer version, or restore a backup that is older."
        )
    if isinstance(error, SQLAlchemyError):
        said = str(getattr(error, "orig", None) or error).strip().splitlines()
        return f"The database cannot be used: {said[0] if said else type(error).__name__}. {where}"
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) and error.filename else None
