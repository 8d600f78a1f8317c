"""What hangs on one row, in all tables there are: read off the foreign keys, so that no table is forgotten.

A row belongs to the check that its `run_id` names, and to the person that its `person_id` names. Other
columns that point there speak of somebody else's check, or of what somebody did for others. What belongs to a
row of a check belongs to the check.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Table, bindparam, func, literal, or_, select, union_all
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
        ways = [key for key in table.foreign_keys if key.column.table in found and _owns(key, start)]
        if ways and table is not start and table.name not in apart:
            found[table] = or_(*(_hangs_on(key, found[key.column.table]) for key in ways))
    return found


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


def touched(connection: Connection, root: str, row_id: UUID, now: datetime) -> datetime | None:
    """When the newest of all these rows was written or changed. Limits do not count, nor what lies ahead."""
    moments = [
        select(func.max(column)).where(mine, column <= now)
        for table, mine in of(root).items()
        for column in table.c
        if isinstance(column.type, Moment) and column.name not in LIMITS
    ]
    newest = connection.execute(union_all(*moments), {"id": row_id}).scalars()
    return max((moment for moment in newest if moment), default=None)
