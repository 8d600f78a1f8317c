"""What commands open first: the database, brought up to date, and what lies beside it; and what they say
where it cannot be opened."""

from typing import TYPE_CHECKING

from assessment.config import Settings, variable_of
from questionnaires.commands import Refusal

if TYPE_CHECKING:
    from assessment.outside import Leftovers
    from assessment.store.database import Database


def prepared(settings: Settings) -> "Database":
    """The database with all its tables, made where there is none yet. Raises Refusal."""
    from assessment.store import migrate  # asking for help must bring no database along
    from assessment.store.database import Database

    folder = settings.instance_folder
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        reason = f"{folder} cannot be made: {error.strerror}."
        raise Refusal(f"{reason} {variable_of('instance_folder')} says where it is.") from None
    migrate.upgrade(settings.database_url)
    return Database(settings.database_url)


def existing(settings: Settings) -> "Database":
    """The same, but only where there is one. Raises Refusal."""
    require(settings)
    return prepared(settings)


def require(settings: Settings) -> None:
    """Raises Refusal where nothing is installed: whoever started it somewhere else would get an empty backup
    without a word."""
    from assessment.store import migrate

    if not migrate.stands(settings.database_url):
        place = place_of(settings)
        names = f"{variable_of('instance_folder')} and {variable_of('database_url')}"
        raise Refusal(
            f"There is no installation here: {place} is empty. {names} say where it is; "
            "`wandelkompass serve` or `wandelkompass migrate` makes a new one."
        )


def place_of(settings: Settings) -> str:
    """Where the database is, without its password."""
    from sqlalchemy import make_url

    url = make_url(settings.database_url)
    return (url.get_backend_name() == "sqlite" and url.database) or url.render_as_string()


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
