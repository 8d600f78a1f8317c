"""Rows as lines of JSON, and back, whatever database they come from or go to."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, Table, Uuid, func, insert, select, update
from sqlalchemy.engine import Connection

from assessment.store import belongings
from assessment.store.database import Base

APART = frozenset(
    {"mail", "webhook_delivery", "idempotent_write", "attempt", "passkey_challenge"}
    | {"staff_session", "link", "check_to_keep", "start_link", "referral_link"}
)
"""What is on its way when a backup is made may have arrived when it is restored: nothing is sent twice, and
no link or session opens anything again. People sign in anew; providers get a new link with the next mail."""
ENDS = ("withdrawn_at", "revoked_at")
"""Columns that say since when a row lets nobody do anything any more."""
AT_ONCE = 500
"""Rows read, and written, with one statement."""

TOLD: Mapping[type, tuple[str, Callable[[Any], str]]] = {
    datetime: ("moment", lambda value: value.astimezone(UTC).isoformat()),
    date: ("day", date.isoformat),
    UUID: ("id", str),
    bytes: ("bytes", lambda value: b64encode(value).decode()),
}
READ: Mapping[str, Callable[[str], Any]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "id": UUID,
    "bytes": b64decode,
}
"""Values that JSON does not know stand in an object with one key, which names their kind."""


def kept() -> list[Table]:
    """The tables of a backup; one that another points to comes before that."""
    belongings.tables()
    return [table for table in Base.metadata.sorted_tables if table.name not in APART]


def named(*names: str) -> list[Table]:
    known = belongings.tables()
    return [known[name] for name in names]


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Each row of a table as a line, in the order of the primary key."""
    ordered = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=AT_ONCE).execute(ordered).mappings():
        told = {name: _told(value) for name, value in row.items()}
        yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _told(value: Any) -> Any:
    known = TOLD.get(type(value))
    if known is None:
        return {"json": value} if isinstance(value, dict | list) else value
    kind, write = known
    return {kind: write(value)}


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, told),) = value.items()
    return told if kind == "json" else READ[kind](told)


def reflected(connection: Connection) -> dict[str, Table]:
    """The tables that a database has; an older backup is restored into tables of its own time."""
    found = MetaData()
    found.reflect(connection)
    return dict(found.tables)


def ended(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """By table, the rows of consents, shared things and tokens that have been taken back."""
    return {
        table.name: [
            dict(row) for row in connection.execute(select(table).where(ends.is_not(None))).mappings()
        ]
        for table in kept()
        for ends in (table.c.get(name) for name in ENDS)
        if ends is not None
    }


def end(connection: Connection, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    """Makes the same rows what they were when they had ended; those that are not here stay away."""
    for table in named(*rows):
        for row in rows[table.name]:
            same = [column == row[column.name] for column in table.primary_key]
            connection.execute(update(table).where(*same).values(dict(row)))


def put(connection: Connection, table: Table, written: Iterable[bytes]) -> int:
    """Writes lines into a table; how many there were."""
    number, rest = 0, iter(written)
    while rows := [_fitting(table, json.loads(line)) for line in islice(rest, AT_ONCE)]:
        connection.execute(insert(table), rows)
        number += len(rows)
    return number


def _fitting(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the driver takes it: a reflected SQLite table knows neither ids nor zones of time."""
    values = {name: _read(value) for name, value in row.items()}
    if set(values) != set(table.c.keys()):
        raise ValueError(f"a row has the columns {sorted(values)}, the table {sorted(table.c.keys())}")
    return {name: _bound(value, table.c[name].type) for name, value in values.items()}


def _bound(value: Any, kind: Any) -> Any:
    return value.hex if isinstance(value, UUID) and not isinstance(kind, Uuid) else value


def counted(connection: Connection, found: Iterable[Table]) -> dict[str, int]:
    """The number of rows of each table."""
    numbers = {table.name: select(func.count()).select_from(table) for table in found}
    return {name: connection.execute(number).scalar_one() for name, number in numbers.items()}
