"""One database, SQLite or PostgreSQL, chosen by its URL; both run the same code.

SQLite allows one writer. A transaction that reads first and writes later would fail when another one
wrote in between, so `writing` takes the write lock at its beginning (BEGIN IMMEDIATE); on PostgreSQL
the same order is kept by locking the row that is going to change.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cache
from select import select
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Engine,
    MetaData,
    TypeDecorator,
    Uuid,
    create_engine,
    event,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase

SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")
"""FULL: an answer that was acknowledged survives a power cut. Ten seconds: no visitor waits longer."""


class Moment(TypeDecorator[datetime]):
    """A point in time, always with its zone; SQLite forgets the zone, so it is kept as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Names of constraints are fixed, so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: Moment, UUID: Uuid}


class Database:
    """An engine with the two ways to use it. Usable from several threads."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url, hide_parameters=True)
        on_sqlite = self.engine.dialect.name == "sqlite"
        (_prepare_sqlite if on_sqlite else _look_at_postgresql)(self.engine)
        self._writing = self.engine.execution_options(writing=True)
        # Where each statement stands alone anyway, BEGIN and ROLLBACK would be two round trips for nothing.
        alone = {} if on_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._reading = self.engine.execution_options(**alone)

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that changes nothing. Each statement sees one state of the data; on PostgreSQL the
        next one may see a later state. What has to fit together is read by one statement, or in
        `one_moment`."""
        return self._reading.connect()

    def one_moment(self) -> AbstractContextManager[Connection]:
        """Likewise, and all its statements see the same state, whatever others write meanwhile. For what is
        counted from several statements and kept."""
        isolation = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        return self.engine.execution_options(**isolation).connect()

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction: committed at the end, rolled back by an exception."""
        return self._writing.begin()

    def close(self) -> None:
        self.engine.dispose()


def where(condition: str) -> dict[str, Any]:
    """Of which rows an index holds only these, in the words of both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


Insert = postgresql.Insert | sqlite.Insert
_INSERT: dict[str, Callable[[type[Base]], Insert]]
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_for(connection: Connection, table: type[Base]) -> Insert:
    """An INSERT that can say what happens ON CONFLICT: each database has its own."""
    return _INSERT[connection.dialect.name](table)


def upsert(connection: Connection, table: type[Base], *rows: dict[str, Any]) -> None:
    """Writes rows, each instead of the one with the same primary key. One statement. All rows name the same
    columns; where there is a row, a column that they do not name stays as it was."""
    if rows:
        connection.execute(_upsert(connection.dialect.name, table, tuple(rows[0])), rows)


@cache
def _upsert(dialect: str, table: type[Base], columns: tuple[str, ...]) -> Insert:
    """Built once: every answered page asks for it."""
    fresh, key = _INSERT[dialect](table), [column.key for column in table.__table__.primary_key]
    changed = {name: fresh.excluded[name] for name in columns if name not in key}
    return fresh.on_conflict_do_update(index_elements=key, set_=changed)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late; `_begin` sends it
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    @event.listens_for(engine, "handle_error")
    def _open_anew(context: ExceptionContext) -> None:
        """What was opened while the file could only be read would stay so after that is mended, and whatever
        this process opens beside it: SQLite lets them share what it mapped. So all are closed."""
        code = getattr(context.original_exception, "sqlite_errorname", "")
        if code.startswith("SQLITE_READONLY"):
            context.is_disconnect = True
            ran = context.execution_context
            if ran is not None and ran.cursor is not None:
                ran.cursor.close()  # as long as it is open, its connection is, too
            engine.dispose()


def _look_at_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "checkout")
    def _look(connection: Any, _record: Any, _proxy: Any) -> None:
        """A server that has ended has closed its end: then there is something to read, unasked. That is
        looked at on our side; asking the server before each use would cost as much as a statement."""
        if connection.closed or select([connection], [], [], 0)[0]:
            raise DisconnectionError
