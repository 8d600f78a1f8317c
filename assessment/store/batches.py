"""Many rows, some at a time: each batch in a short transaction of its own, so that nobody waits long for it,
and so that a million rows take no more memory than a thousand.

A batch begins behind the last row of the one before, by a key: counting rows off (OFFSET) would skip some
while others come and go. So whatever is done to the rows of a batch, each row is met once.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Delete, Row, Select, Update, select, true, tuple_
from sqlalchemy.orm import QueryableAttribute

from assessment.store.database import Database

AT_ONCE = 500
"""Rows of a batch. Few enough for the names that one statement may hold, on both databases."""
Column = ColumnElement[Any] | QueryableAttribute[Any]
Values = TypeVarTuple("Values")


def read(
    database: Database, chosen: Select[*Values], *key: Column, most: int | None = None
) -> Iterator[Sequence[Row[*Values]]]:
    """The rows of a query, batch by batch, in the order of a key: columns of it that no two rows share.

    `most`: rows of a batch that are larger than most.
    """
    number = most or AT_ONCE
    page = chosen.order_by(*key).limit(number)
    after: tuple[Any, ...] | None = None
    while True:
        with database.reading() as connection:
            rows = connection.execute(page.where(tuple_(*key) > after) if after else page).all()
        if rows:
            yield rows
        if len(rows) < number:
            return
        after = tuple(rows[-1]._mapping[str(column.key)] for column in key)


def write(database: Database, statement: Delete | Update, *, dry: bool = False) -> int:
    """Does what a statement does, to one batch of its rows after the other; to how many. `dry`: only counts.

    Rows to which it does not apply any more when their turn comes are left as they are.
    """
    key = [*statement.table.primary_key]
    where = true() if statement.whereclause is None else statement.whereclause
    number = 0
    for rows in read(database, select(*key).where(where), *key):
        number += len(rows) if dry else _write(database, statement.where(_among(key, rows)))
    return number


def _among(key: Sequence[Column], rows: Sequence[Row[Any]]) -> ColumnElement[bool]:
    return tuple_(*key).in_([tuple(row) for row in rows])


def _write(database: Database, statement: Delete | Update) -> int:
    with database.writing() as connection:
        return connection.execute(statement).rowcount
