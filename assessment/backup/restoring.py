"""Bringing a backup back, into an empty database or in place of what is there.

What has been erased since the backup was made must not come back. The receipts of the database that is
replaced, of the backup, and of whatever file is given beside it are taken over, and what they name is erased
once more, before anybody can see it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from alembic.util.exc import CommandError
from sqlalchemy import delete, text
from sqlalchemy.exc import SQLAlchemyError

from assessment.backup import archive, tables
from assessment.backup.archive import Broken, Manifest
from assessment.services.erasure import Outside
from assessment.services.privacy import receipts
from assessment.store import migrate
from assessment.store.database import Database

PRECIOUS = ("run", "person", "organisation")
"""Tables of which no row is given up unasked; all others hang on these, or are made by migrations."""


class NotEmpty(Exception):
    """The database holds checks or people already."""

    def __init__(self, held: Mapping[str, int]) -> None:
        told = ", ".join(f"{name}: {number}" for name, number in held.items())
        super().__init__(
            f"The database is not empty ({told}), so nothing was restored. To give it up, add --replace."
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """`erased`: checks and accounts of the backup that had been erased since, and so are not there again."""

    manifest: Manifest
    signing_key: str | None
    erased: int


def proved(path: Path, passphrase: str | None) -> Manifest:
    """Restores a backup on trial, into a database of its own that is thrown away. Raises Broken, OSError."""
    with archive.opened(path, passphrase) as content:
        manifest = archive.manifest(content)
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/trial.sqlite3"
            _fill(content, manifest, url)
            migrate.upgrade(url)
        return manifest


def restored(
    path: Path,
    url: str,
    *,
    passphrase: str | None,
    outside: Outside,
    told: Iterable[str] = (),
    replace: bool = False,
) -> Restored:
    """Restores a backup; `told` are receipts, as lines. Raises Broken, NotEmpty, OSError, Unreadable.

    Nothing is given up before the backup has been restored on trial.
    """
    proved(path, passphrase)
    kept = [*told, *_given_up(url, replace=replace)]
    with archive.opened(path, passphrase) as content:
        manifest = archive.manifest(content)
        _fill(content, manifest, url)
        key = archive.signing_key(content)
    migrate.upgrade(url)
    database = Database(url)
    erased = receipts.erase_again(database, kept, outside=outside)
    database.close()
    return Restored(manifest, key, erased)


def _given_up(url: str, *, replace: bool) -> list[str]:
    """Empties the database; the receipts of what had been erased from it."""
    migrate.upgrade(url)
    database = Database(url)
    with database.reading() as connection:
        held = tables.counted(connection, tables.named(*PRECIOUS))
    if any(held.values()) and not replace:
        database.close()
        raise NotEmpty(held)
    kept = list(receipts.lines(database))
    database.close()
    migrate.downgrade(url)
    return kept


def _fill(content: ZipFile, manifest: Manifest, url: str) -> None:
    """Brings an empty database to the state of the backup: tables of its time, all rows, or nothing."""
    try:
        migrate.upgrade(url, manifest.revision)
    except CommandError:
        raise Broken(
            f"This backup is newer than this version: it does not know the migration {manifest.revision}."
        ) from None
    database = Database(url)
    try:
        with database.writing() as connection:
            found = tables.reflected(connection)
            if connection.dialect.name == "sqlite":
                connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            for name in reversed(list(manifest.tables)):  # migrations leave rows, too
                connection.execute(delete(found[name]))
            for name in manifest.tables:  # in the order in which they were written: by foreign keys
                tables.put(connection, found[name], archive.lines(content, name))
    except (SQLAlchemyError, ValueError, KeyError) as error:
        raise Broken(f"The rows of this backup do not fit its tables: {type(error).__name__}") from None
    finally:
        database.close()
