"""Bringing a backup back, into an empty database or in place of what is there.

What has been erased since the backup was made must not come back, and what has been taken back since must not
hold again. The receipts of the database that is
replaced, of the backup, and of whatever file is given beside it are taken over, and what they name is erased
once more, before anybody can see it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
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
from assessment.watching import Watch, unwatched

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


def proved(path: Path, passphrase: str | None, watch: Watch = unwatched) -> Manifest:
    """Restores a backup on trial, into a database of its own that is thrown away. Raises Broken, OSError."""
    with archive.opened(path, passphrase) as content:
        manifest = archive.manifest(content)
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/trial.sqlite3"
            _fill(content, manifest, url, watch)
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
    watch: Watch = unwatched,
) -> Restored:
    """Restores a backup; `told` are receipts, as lines. Raises Broken, NotEmpty, OSError, Unreadable.

    Nothing is given up before the backup has been restored on trial.
    """
    proved(path, passphrase, watch)
    given_up = _given_up(url, path, replace=replace)
    with archive.opened(path, passphrase) as content:
        manifest = archive.manifest(content)
        _fill(content, manifest, url, watch)
        key = archive.signing_key(content)
    migrate.upgrade(url)
    database = Database(url)
    with database.writing() as connection:
        tables.end(connection, given_up.ended)
    erased = receipts.erase_again(database, [*told, *given_up.receipts], outside=outside)
    database.close()
    _receipts_beside(path).unlink(missing_ok=True)
    return Restored(manifest, key, erased)


class _GivenUp(NamedTuple):
    """What the database knew that was replaced: receipts, as lines, and what had been taken back."""

    receipts: list[str]
    ended: dict[str, list[dict[str, Any]]]


def _given_up(url: str, path: Path, *, replace: bool) -> _GivenUp:
    """Empties the database. Its receipts lie beside the backup until all is done: should it break off in
    between, they can be given once more."""
    migrate.upgrade(url)
    database = Database(url)
    try:
        with database.reading() as connection:
            held = tables.counted(connection, tables.named(*PRECIOUS))
            ended = tables.ended(connection)
        if any(held.values()) and not replace:
            raise NotEmpty(held)
        found = _GivenUp(list(receipts.lines(database)), ended)
    finally:
        database.close()
    if found.receipts:
        _receipts_beside(path).write_text("\n".join(found.receipts) + "\n", encoding="utf-8")
    migrate.downgrade(url)
    return found


def _receipts_beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.receipts")


def _fill(content: ZipFile, manifest: Manifest, url: str, watch: Watch) -> None:
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
            # in the order in which they were written: by foreign keys
            lines = ((name, line) for name in manifest.tables for line in archive.lines(content, name))
            for name, of_table in groupby(watch(lines, manifest.rows), key=itemgetter(0)):
                tables.put(connection, found[name], (line for _, line in of_table))
    except (SQLAlchemyError, ValueError, KeyError) as error:
        raise Broken(f"The rows of this backup do not fit its tables: {type(error).__name__}") from None
    finally:
        database.close()
