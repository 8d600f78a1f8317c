"""Puts beside the results of older versions of the code what figures read of them.

Not in a migration: reading all reports there are takes minutes, in which nobody could read a result, or write
anything. A few at a time in a transaction of their own hold nobody up, and a second run finds nothing. Until
then figures read the reports themselves.
"""

from uuid import UUID

from assessment.services.figures import counted
from assessment.store import results as store
from assessment.store.database import Database

AT_ONCE = 20
"""Reports that are in memory at the same time; each has some 170 KB."""


def fill(database: Database) -> int:
    """How many results had nothing beside them and have now; what is no report is left as it is."""
    filled, rows = 0, _next(database, None)
    while rows:
        filled += _put(database, rows)
        rows = _next(database, rows[-1][0])
    return filled


def _next(database: Database, after: UUID | None) -> list[tuple[UUID, str]]:
    with database.reading() as connection:
        return store.without_standing(connection, after, AT_ONCE)


def _put(database: Database, rows: list[tuple[UUID, str]]) -> int:
    """What takes long is done before the transaction begins."""
    found = [(result_id, standing) for result_id, report in rows if (standing := _standing(report))]
    with database.writing() as connection:
        for result_id, standing in found:
            store.put_standing(connection, result_id, standing)
    return len(found)


def _standing(report: str) -> str | None:
    try:
        return counted.written(counted.read(None, report))
    except (KeyError, TypeError, ValueError):
        return None
