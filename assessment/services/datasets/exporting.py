"""Writing checks as tables: one file and one codebook for each version of a questionnaire, and what they are.

The folder is there whole or not at all, for its owner's eyes only. Rows are read and written one page after
the other, all of one moment.
"""

import csv
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import yaml
from sqlalchemy.engine import Connection

from assessment.services import keys
from assessment.services.datasets import codebook, written
from assessment.services.datasets.columns import Columns
from assessment.store import audit
from assessment.store import datasets as store
from assessment.store.database import Database
from assessment.watching import Watch, unwatched
from questionnaires import library
from questionnaires.scoring import ENGINE

ABOUT = "about.yaml"
NOTE = """\
# For the operator's own use: rows tell single companies apart for whoever knows them. Do not pass it on.
# Commas, UTF-8, one row for each check. An empty cell has nothing to count with; the column …_state says why.
# R: read.csv(FILE, colClasses = "character"); pandas: read_csv(FILE, dtype=str); Excel: Data > From Text/CSV,
# all columns as text, or it reads codes such as 1-9 as dates and drops the zero of 03101.
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into a table. `facts`: what tells companies apart, and days instead of quarters; `everybody`:
    also checks of which the company has not agreed that its values count; `examples`: the fictional ones."""

    facts: bool = False
    everybody: bool = False
    examples: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was written: `rows` of the `known` checks of this version."""

    file: str
    rows: int
    known: int


def export(
    database: Database, folder: Path, *, wanted: Wanted, now: datetime, watch: Watch = unwatched
) -> list[Table]:
    """Writes all checks into a new folder. Raises FileExistsError, OSError."""
    if folder.exists():
        raise FileExistsError(f"{folder} is there already; please name a folder that is not.")
    if not folder.parent.is_dir():
        raise FileNotFoundError(f"{folder.parent} is no folder.")
    draft = Path(mkdtemp(dir=folder.parent, prefix=".export-"))
    try:
        with database.one_moment() as connection:
            versions = store.versions(connection)
            tables = [_table(connection, draft, version, wanted, now, watch) for version in versions]
        (draft / ABOUT).write_text(_about(tables, wanted, now), encoding="utf-8")
        with database.writing() as connection:
            audit.note(connection, "checks_exported", "export", uuid4(), person_id=None, at=now)
        draft.rename(folder)
    except BaseException:  # also where somebody stops it: half a table is none
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return tables


def _about(tables: Iterable[Table], wanted: Wanted, now: datetime) -> str:
    """Where the tables come from and what is in them, for whoever finds them years later."""
    told = {
        "exported_at": now.isoformat(),
        "engine": ENGINE,
        "company_facts_and_days": wanted.facts,
        "also_without_agreement": wanted.everybody,
        "tables": {one.file: {"rows": one.rows, "of": one.known} for one in tables},
    }
    return NOTE + yaml.safe_dump(told, sort_keys=False)


def _table(
    connection: Connection,
    folder: Path,
    version: tuple[str, str, int],
    wanted: Wanted,
    now: datetime,
    watch: Watch,
) -> Table:
    id_, number, known = version
    columns, name = Columns(library.released(id_, number), wanted.facts), f"{id_}-{number}"
    rows = _rows(connection, columns, None if wanted.everybody else now, examples=wanted.examples)
    count = _write(folder / f"{name}.csv", columns.names, watch(rows, known), "utf-8")
    # With a mark at its beginning (BOM), for the sake of Excel and umlauts: the table itself has none.
    _write(folder / f"{name}-codebook.csv", (), codebook.lines(columns), "utf-8-sig")
    return Table(f"{name}.csv", count, known)


def _rows(
    connection: Connection, columns: Columns, agreed_at: datetime | None, *, examples: bool
) -> Iterator[list[str]]:
    none: frozenset[bytes] = frozenset() if examples else keys.example_hashes()
    q = columns.questionnaire
    for page in store.checks(connection, q.id, q.version, agreed_at):
        real = [check for check in page if check.key_hash not in none]
        stored = store.answers(connection, [check.id for check in real])
        for check in real:
            yield written.row(columns, check, stored[check.id])


def _write(file: Path, headings: tuple[str, ...], rows: Iterable[Any], encoding: str) -> int:
    """How many rows there were, beside the headings. RFC 4180: commas, and CR LF after each row."""
    number = 0
    with file.open("w", encoding=encoding, newline="") as opened:
        writer = csv.writer(opened)
        if headings:
            writer.writerow(headings)
        for row in rows:
            writer.writerow(row)
            number += 1
    return number
