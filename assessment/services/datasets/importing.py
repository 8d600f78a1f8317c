"""Bringing a table of checks in: all of its rows or none, each only once however often it is brought in.

The id of a check follows from its mark, so the same row is the same check. What is here already stays as it
is, and what has been erased stays erased: receipts keep what a mark is made of. Nobody has agreed to anything
by being in a table; consents are asked for anew.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services import keys
from assessment.services.datasets import reading
from assessment.services.datasets.reading import Read
from assessment.services.datasets.written import mark
from assessment.services.runs import QUESTIONNAIRE
from assessment.store import audit, receipts, runs
from assessment.store import datasets as store
from assessment.store.database import Database
from assessment.watching import Watch, unwatched

MARKS = uuid5(NAMESPACE_URL, "wandelkompass:checks")
"""The name space in which marks become ids."""
AT_ONCE = 200
"""Checks that are written with one statement."""


@dataclass
class Brought:
    """How many checks are new, were here already, or have been erased and stay so."""

    new: int = 0
    here: int = 0
    erased: int = 0


HandOut = Callable[[Mapping[str, str]], object]
"""Takes the key of each new check, by its mark."""


def bring_in(
    database: Database,
    file: Path,
    *,
    source: str = "",
    hand_out: HandOut | None = None,
    dry: bool = False,
    now: datetime,
    watch: Watch = unwatched,
) -> Brought:
    """Brings in the checks of a table. Raises Unfit, OSError, before anything is written.

    `source` is a name for where the table comes from, so that marks of two sources are never the same check.
    Without `hand_out` nobody has a key to any of them; where it fails, nothing is brought in. `dry`: only
    tells.
    """
    total = sum(1 for _ in reading.rows(file, questionnaire=QUESTIONNAIRE, now=now))
    with database.writing() as connection:
        table = _Table(source, _Known.of(connection))
        rows = iter(watch(reading.rows(file, questionnaire=QUESTIONNAIRE, now=now), total))
        while page := list(islice(rows, AT_ONCE)):
            store.put(connection, [table.made(row, run_id) for row in page if (run_id := table.new_id(row))])
        store.follow(connection, list(table.followers()))
        if table.found.new:
            audit.note(connection, "checks_imported", "import", uuid4(), person_id=None, at=now)
        if dry:
            connection.rollback()
        elif hand_out:
            hand_out(table.keys)
    return table.found


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids of the checks that are here, by their marks too, and the marks of those that were erased."""

    ids: frozenset[UUID]
    here: Mapping[str, UUID]
    erased: frozenset[str]

    @classmethod
    def of(cls, connection: Connection) -> "_Known":
        ids = runs.all_ids(connection)
        gone = frozenset(mark(row.subject_hash) for row in receipts.written(connection))
        return cls(frozenset(ids), {mark(receipts.hash_of(one)): one for one in ids}, gone)


class _Table:
    """What becomes of the rows of one table, and what has become of them so far."""

    def __init__(self, source: str, known: _Known) -> None:
        self.source, self.known, self.found = source, known, Brought()
        self.keys: dict[str, str] = {}
        self.made_on: dict[str, date] = {}
        self.following: list[tuple[str, str, date]] = []

    def id_of(self, mark_: str) -> UUID:
        """Of a check that was exported here, its own id; of any other, one that follows from its mark."""
        return self.known.here.get(mark_) or uuid5(MARKS, f"{self.source}\0{mark_}")

    def new_id(self, row: Read) -> UUID | None:
        """None for a check that is here, or was erased; it is counted as such."""
        run_id = self.id_of(row.mark)
        if self.known.erased & {row.mark, mark(receipts.hash_of(run_id))}:
            self.found.erased += 1
            return None
        if run_id in self.known.ids:
            self.found.here += 1
            return None
        self.found.new += 1
        return run_id

    def made(self, row: Read, run_id: UUID) -> store.NewCheck:
        key = self.keys[row.mark] = keys.new()
        self.made_on[row.mark] = clock.day(row.changed_at)
        if row.follows:
            self.following.append((row.mark, row.follows, clock.day(row.begun_at)))
        about = {"id": run_id, "key_hash": keys.hashed(key), "questionnaire": row.questionnaire}
        about |= {"version": row.version, "check_id": row.check, "language": row.language}
        return store.NewCheck(about, row.begun_at, row.changed_at, row.answers, row.taken_over)

    def followers(self) -> Iterator[tuple[UUID, UUID, date]]:
        """New checks, those they began with, where these are here, and the day that counts for these."""
        for mark_, earlier, begun in self.following:
            earlier_id = self.id_of(earlier)
            if earlier in self.made_on or earlier_id in self.known.ids:
                yield self.id_of(mark_), earlier_id, self.made_on.get(earlier, begun)
