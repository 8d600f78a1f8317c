"""What hangs on one row, in all tables there are: read off the foreign keys, so that no table is forgotten.

A row belongs to the check that its `run_id` names, and to the person that its `person_id` names. Other
columns that point there speak of somebody else's check, or of what somebody did for others. What belongs to a
row of a check belongs to the check.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    FromClause,
    Table,
    bindparam,
    func,
    literal,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy.engine import Connection

from assessment.store.database import Base, Moment

Row = Mapping[str, Any]
LIMITS = frozenset({"ends_at", "expires_at", "due_at"})
"""Moments at which something ends by itself, without anybody doing anything."""


def tables() -> dict[str, Table]:
    """All tables by name, also those of modules that nobody has needed yet."""
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in {"__init__", "migrate"}:
            import_module(f"assessment.store.{path.stem}")
    return dict(Base.metadata.tables)


@cache
def of(root: str, apart: frozenset[str] = frozenset()) -> Mapping[Table, ColumnElement[bool]]:
    """By table, which rows hang on the row `:id` of the root table, itself first; not those `apart`."""
    start = tables()[root]
    found: dict[Table, ColumnElement[bool]] = {start: start.c.id == bindparam("id")}
    for table in Base.metadata.sorted_tables:
        ways = _ways(table, found, start)
        if ways and table is not start and table.name not in apart:
            found[table] = or_(*(_hangs_on(key, found[key.column.table]) for key in ways))
    return found


def _ways(table: Table, found: Collection[Table], start: Table) -> list[ForeignKey]:
    return [key for key in table.foreign_keys if key.column.table in found and _owns(key, start)]


def _owns(key: ForeignKey, start: Table) -> bool:
    return key.column.table is not start or key.parent.name == f"{start.name}_id"


def _hangs_on(key: ForeignKey, parents: ColumnElement[bool]) -> ColumnElement[bool]:
    return key.parent.in_(select(key.column).where(parents))


def rows(
    connection: Connection, root: str, row_id: UUID, apart: Collection[str] = ()
) -> dict[str, list[Row]]:
    """By table, all rows; only tables that have any. What is stored as bytes is left in the database."""
    found: dict[str, list[Row]] = {}
    for table, mine in of(root, frozenset(apart)).items():
        told = [column for column in table.c if column.type.python_type is not bytes]
        read = connection.execute(select(*told).where(mine), {"id": row_id}).mappings()
        found[table.name] = [dict(row) for row in read]
    return {name: read for name, read in found.items() if read}


def counted(connection: Connection, root: str, row_id: UUID, apart: Collection[str] = ()) -> dict[str, int]:
    """By table, how many rows; only tables that have any. One statement."""
    numbers = [
        select(literal(table.name), func.count()).select_from(table).where(mine)
        for table, mine in of(root, frozenset(apart)).items()
    ]
    found = connection.execute(union_all(*numbers), {"id": row_id})
    return {name: number for name, number in found if number}


def touched(
    connection: Connection, root: str, ids: Collection[UUID], since: datetime, now: datetime
) -> frozenset[UUID]:
    """Those of these rows of the root table that were written or changed in this time, or on which anything
    hangs that was. Limits do not count. One statement."""
    start = tables()[root]
    chosen = select(start.c.id).where(start.c.id.in_(ids)).cte("chosen")
    moments = [
        select(owner).select_from(joined).where(owner.in_(select(chosen.c.id)), column.between(since, now))
        for table, ways in _owners(root).items()
        for joined, owner in ways
        for column in table.c
        if isinstance(column.type, Moment) and column.name not in LIMITS
    ]
    return frozenset(connection.execute(union(*moments)).scalars())


Way = tuple[FromClause, ColumnElement[Any]]
"""A table with those over which it hangs on a row of the root table, and the column that has its id."""


@cache
def _owners(root: str) -> Mapping[Table, Sequence[Way]]:
    """By table, its ways to the root table; that one first. Whatever names the row of the root table itself
    hangs on no other, whichever ways there are beside that."""
    start = tables()[root]
    found: dict[Table, Sequence[Way]] = {start: [(start, start.c.id)]}
    for table in of(root):
        ways = _ways(table, found, start)
        shortest = [key for key in ways if key.column.table is start] or ways
        if table is not start:
            found[table] = [way for key in shortest for way in _over(key, found, start)]
    return found


def _over(key: ForeignKey, found: Mapping[Table, Sequence[Way]], start: Table) -> list[Way]:
    table, above = key.parent.table, key.column.table
    if above is start:
        return [(table, key.parent)]
    return [(joined.join(table, key.parent == key.column), owner) for joined, owner in found[above]]
