"""Brings a database to the newest schema, by Alembic, from code and from the command line alike.

Migrations only add: a released column is never dropped or renamed, a new one may be left out. So an older
version of the code goes on serving while a newer one migrates, and afterwards, until all of it is replaced.

Where nothing is to be done Alembic is not loaded: it would be a tenth of a start.
"""

import logging
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, make_url, text

from assessment.logs import Event
from assessment.store.database import Database

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD, REVISION = "head", re.compile(r'^revision = "(\w+)"$', re.MULTILINE)

log = logging.getLogger(__name__)


def alembic_config(url: str) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    return config


@cache
def known() -> tuple[str, ...]:
    """The migrations that this code knows, the newest first: as their files are named."""
    files = sorted(MIGRATIONS.glob("versions/*.py"), reverse=True)
    return tuple(revision for file in files for revision in REVISION.findall(file.read_text()))


def fits(stands: str | None) -> bool:
    """Whether this code can serve on a database that stands at a migration: the newest it knows, or a newer
    one, which it does not know. `stands` is empty for an empty one, None for one that does not answer."""
    return bool(stands) and (stands == known()[0] or is_newer(stands))


def upgrade(url: str, revision: str = HEAD) -> None:
    """Nothing is locked where nothing is to be done. A newer schema stays as it is.

    Raises CommandError where another `revision` than the newest is named that this code does not know.
    """
    if revision != HEAD or not fits(_looked_at(url)):
        from alembic import command

        command.upgrade(alembic_config(url), revision)


def _looked_at(url: str) -> str | None:
    found = stands(url)
    if is_newer(found):
        log.warning(Event("database_newer"))
    return found


def is_newer(stands: str | None) -> bool:
    """Whether a database stands at a migration that this code does not know."""
    return bool(stands) and stands not in known()


def stands(url: str) -> str | None:
    """The migration at which a database stands; None where there is none yet, and none is made."""
    where = make_url(url)
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").exists():
        return None
    database = Database(url)
    try:
        with database.reading() as connection:
            noted = inspect(connection).has_table("alembic_version")
            return connection.scalar(text("SELECT version_num FROM alembic_version")) if noted else None
    finally:
        database.close()


def downgrade(url: str) -> None:
    """Removes all tables, and what is in them."""
    from alembic import command

    command.downgrade(alembic_config(url), "base")
