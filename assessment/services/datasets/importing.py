"""Bringing a table of checks in: each of them once, however often it is brought in and wherever that stops.

The whole table is read before anything is written. Then its checks come in a few at a time, each time in a
transaction of its own, so that companies that answer meanwhile get their turn. The id of a check follows from
its mark, so the same row is the same check: after an import that was stopped, the same one brings in the
rest. What is here already stays as it is, and what has been erased stays erased: receipts keep what a mark is
made of. Nobody has agreed to anything by being in a table; consents are asked for anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlalchemy.engine import Connection

from assessment.services import keys
from assessment.services.checks import results
from assessment.services.checks.results import Made
from assessment.services.datasets import reading
from assessment.services.datasets.arriving import Arriving
from assessment.services.datasets.following import Following
from assessment.services.datasets.links import Links
from assessment.services.datasets.reading import Read
from assessment.services.datasets.written import mark
from assessment.services.offering import in_force
from assessment.services.runs import QUESTIONNAIRE
from assessment.store import audit, receipts, runs
from assessment.store import datasets as store
from assessment.store.database import Database
from assessment.watching import Watch, unwatched
from reports.report import Operator

MARKS = uuid5(NAMESPACE_URL, "wandelkompass:checks")
"""The name space in which marks become ids."""
AT_ONCE = 20
"""Checks of one transaction; the result of each has some 200 KB."""


@dataclass
class Brought:
    """How many checks are new, of these are finished, were here already, or have been erased and stay so."""

    new: int = 0
    finished: int = 0
    here: int = 0
    erased: int = 0


class Unfinished(Exception):
    """An import that was stopped half-way, by its `__cause__`. What was `found` until then is here and stays;
    the same import brings in the rest."""

    def __init__(self, found: Brought) -> None:
        super().__init__(f"{found.new} checks came in before")
        self.found = found


def bring_in(
    database: Database,
    file: Path,
    *,
    source: str = "",
    links: Links | None = None,
    dry: bool = False,
    operator: Operator,
    now: datetime,
    watch: Watch = unwatched,
) -> Brought:
    """Brings in the checks of a table. Raises Unfit, OSError, before anything is written; Unfinished.

    `source` is a name for where the table comes from, so that marks of two sources are never the same check.
    Without `links` nobody has a key to any of them. `operator`: who runs this installation, as results name
    them. `dry`: only tells.
    """
    total = sum(1 for _ in reading.rows(file, questionnaire=QUESTIONNAIRE, now=now))
    table = _Table(database, source, links, operator, now)
    rows = iter(watch(reading.rows(file, questionnaire=QUESTIONNAIRE, now=now), total))
    try:
        while page := list(islice(rows, AT_ONCE)):
            table.bring_in(page, dry=dry)
    except Exception as error:
        if dry or not table.found.new:
            raise
        raise Unfinished(table.found) from error
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

    def __init__(
        self, database: Database, source: str, links: Links | None, operator: Operator, now: datetime
    ) -> None:
        self.database, self.source, self.links = database, source, links
        self.operator, self.now, self.found = operator, now, Brought()
        with database.one_moment() as connection:
            self.known = _Known.of(connection)
            self.promised = _opening_nothing(connection, links.promised) if links else {}
        self.following = Following(self.id_of, self.known.ids)

    def id_of(self, mark_: str) -> UUID:
        """Of a check that was exported here, its own id; of any other, one that follows from its mark."""
        return self.known.here.get(mark_) or uuid5(MARKS, f"{self.source}\0{mark_}")

    def bring_in(self, page: Iterable[Read], *, dry: bool) -> None:
        """A page of rows, in a transaction. What takes long is done before it begins."""
        rows = [row for row in page if not self._is_erased(row)]
        new = [
            Arriving.of(row, run_id) for row in rows if (run_id := self.id_of(row.mark)) not in self.known.ids
        ]
        if dry:
            return self._count(rows, new)
        by = in_force.read(self.database)
        made = {one.run.id: one.result(operator=self.operator, now=self.now, by=by) for one in new}
        with self.database.writing() as connection:
            came = self._put(connection, new, made)
            store.follow(connection, list(self.following.pairs(rows, [one.run.id for one in came])))
        return self._count(rows, came)

    def _is_erased(self, row: Read) -> bool:
        gone = self.known.erased & {row.mark, mark(receipts.hash_of(self.id_of(row.mark)))}
        self.found.erased += bool(gone)
        return bool(gone)

    def _count(self, rows: list[Read], new: list[Arriving]) -> None:
        self.found.new += len(new)
        self.found.finished += sum(1 for one in new if one.finished_at)
        self.found.here += len(rows) - len(new)

    def _put(
        self, connection: Connection, new: list[Arriving], made: Mapping[UUID, Made | None]
    ) -> list[Arriving]:
        """Writes new checks with their results, and their links last: where that fails, none has come in.

        Returns those that came in, which nobody else has brought in meanwhile.
        """
        key = {one.row.mark: self.promised.get(one.row.mark) or keys.new() for one in new}
        put = store.put(connection, [one.stored(key[one.row.mark]) for one in new])
        came = [one for one in new if one.run.id in put]
        for one in came:
            result = made[one.run.id]
            if result and one.finished_at:
                results.keep(connection, one.run, result, one.finished_at)
        if came and not self.found.new:
            audit.note(connection, "checks_imported", "import", uuid4(), person_id=None, at=self.now)
        if came and self.links:
            self.links.write({one.row.mark: key[one.row.mark] for one in came})
        return came


def _opening_nothing(connection: Connection, promised: Mapping[str, str]) -> dict[str, str]:
    """The keys, by mark, of which the checks have not come in."""
    used = store.opening(connection, [keys.hashed(key) for key in promised.values()])
    return {mark_: key for mark_, key in promised.items() if keys.hashed(key) not in used}
