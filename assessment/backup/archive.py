"""The file of a backup: made in one reading of the database, and proved whole before anybody relies on it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import BinaryIO, cast
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection

from assessment.backup import sealing, tables
from assessment.backup.sealing import Sealer, Unopened
from assessment.store.database import Database
from assessment.watching import Watch, unwatched

FORMAT = 1
MANIFEST, KEY = "manifest.json", "secret_key"


class Broken(Exception):
    """A file that is no backup, or not a whole one; its text says what was found."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table in the archive: its number of rows, and the checksum of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`revision`: the last migration of the database that was read."""

    format: int
    made_at: str
    revision: str
    tables: Mapping[str, Part]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.tables.values())


def write(
    database: Database,
    path: Path,
    *,
    signing_key: str | None,
    passphrase: str | None,
    now: datetime,
    watch: Watch = unwatched,
) -> Manifest:
    """Makes a backup at `path`, which is there whole or not at all, and for its owner's eyes only.

    Raises FileExistsError: a backup never takes the place of another one.
    """
    with NamedTemporaryFile(dir=path.parent, prefix=".backup-") as draft:
        file = Sealer(cast(BinaryIO, draft), passphrase) if passphrase else draft
        with ZipFile(cast(BinaryIO, file), "w", ZIP_DEFLATED) as archive:
            manifest = _fill(archive, database, now, watch)
            if signing_key:
                archive.writestr(KEY, signing_key)
        if isinstance(file, Sealer):
            file.close()
        draft.flush()
        path.hardlink_to(draft.name)
    return manifest


def _fill(archive: ZipFile, database: Database, now: datetime, watch: Watch) -> Manifest:
    with database.one_moment() as connection:
        revision, kept = revision_of(connection), tables.kept()
        total = sum(tables.counted(connection, kept).values())
        lines = ((table.name, line) for table in kept for line in tables.lines(connection, table))
        by_table = groupby(watch(lines, total), key=itemgetter(0))
        filled = {name: _part(archive, name, of_table) for name, of_table in by_table}
        parts = {one.name: filled.get(one.name) or _part(archive, one.name, ()) for one in kept}
    manifest = Manifest(FORMAT, now.isoformat(), revision, parts)
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
    return manifest


def _part(archive: ZipFile, table: str, lines: Iterable[tuple[str, bytes]]) -> Part:
    rows, checksum = 0, sha256()
    with archive.open(f"{table}.jsonl", "w", force_zip64=True) as file:
        for _, line in lines:
            file.write(line)
            checksum.update(line)
            rows += 1
    return Part(rows, checksum.hexdigest())


def revision_of(connection: Connection) -> str:
    """The migration at which a database stands; nothing for an empty one."""
    return MigrationContext.configure(connection).get_current_revision() or ""


@contextmanager
def opened(path: Path, passphrase: str | None) -> Iterator[ZipFile]:
    """The archive, decrypted where it has to be. Raises Broken, OSError."""
    with path.open("rb") as file, TemporaryFile() as plain:
        content = cast(BinaryIO, file)
        if sealing.is_sealed(content):
            _decrypt(content, cast(BinaryIO, plain), path, passphrase)
            content = cast(BinaryIO, plain)
        try:
            with ZipFile(content) as archive:
                yield archive
        except BadZipFile as error:
            raise Broken(f"{path} is no backup, or is damaged: {error}") from None


def _decrypt(file: BinaryIO, plain: BinaryIO, path: Path, passphrase: str | None) -> None:
    if not passphrase:
        raise Broken(f"{path} is encrypted: please give the file with its passphrase.")
    try:
        for piece in sealing.opened(file, passphrase):
            plain.write(piece)
    except Unopened:
        reason = "the passphrase is another one, or the file is damaged"
        raise Broken(f"{path} cannot be opened: {reason}.") from None


def manifest(archive: ZipFile) -> Manifest:
    """Raises Broken for another format, or where a table is not as the manifest has it."""
    found = _manifest(archive)
    for name, part in found.tables.items():
        checksum, rows = sha256(), 0
        with suppress(KeyError):
            for line in lines(archive, name):
                checksum.update(line)
                rows += 1
        if Part(rows, checksum.hexdigest()) != part:
            raise Broken(f"The table {name} is not as it was written: the backup is damaged.")
    return found


def _manifest(archive: ZipFile) -> Manifest:
    try:
        told = json.loads(archive.read(MANIFEST))
        parts = {name: Part(**part) for name, part in told.pop("tables").items()}
        found = Manifest(tables=parts, **told)
    except (KeyError, ValueError, TypeError, AttributeError):
        raise Broken("This file is no backup of Wandelkompass.") from None
    if found.format != FORMAT:
        raise Broken(f"This backup has the format {found.format}; this version reads {FORMAT}.")
    return found


def lines(archive: ZipFile, table: str) -> Iterator[bytes]:
    """The rows of a table, one a line. Raises KeyError."""
    with archive.open(f"{table}.jsonl") as file:
        yield from file


def signing_key(archive: ZipFile) -> str | None:
    return archive.read(KEY).decode() if KEY in archive.namelist() else None
