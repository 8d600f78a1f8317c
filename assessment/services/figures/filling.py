"""Puts beside the results of older versions of the code what figures read of them.

Not in a migration: reading all reports there are takes minutes, in which nobody could read a result, or write
anything. A few at a time in a transaction of their own hold nobody up, and a second run finds nothing. Until
then figures read the reports themselves.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row

from assessment.services.figures import counted
from assessment.store import batches
from assessment.store import results as store
from assessment.store.database import Database
from assessment.store.results import Result

AT_ONCE = 20
"""Reports that are in memory at the same time; each has some 170 KB."""


def fill(database: Database) -> int:
    """How many results had nothing beside them and have now; what is no report is left as it is."""
    found = batches.read(database, store.without_standing(), Result.id, most=AT_ONCE)
    return sum(_put(database, rows) for rows in found)


def _put(database: Database, rows: Sequence[Row[UUID, str]]) -> int:
    """What takes long is done before the transaction begins."""
    found = [(row.id, standing) for row in rows if (standing := _standing(row.report))]
    with database.writing() as connection:
        for result_id, standing in found:
            store.put_standing(connection, result_id, standing)
    return len(found)


def _standing(report: str) -> str | None:
    try:
        return counted.written(counted.read(None, report))
    except (KeyError, TypeError, ValueError):
        return None
