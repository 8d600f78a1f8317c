"""One database, SQLite or PostgreSQL, chosen by its URL; both run the same code.

SQLite allows one writer. A transaction that reads first and writes later would fail when another one
wrote in between, so `writing` takes the write lock at its beginning (BEGIN IMMEDIATE); on PostgreSQL
the same order is kept by locking the row that is going to change.
"""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, Engine, MetaData, TypeDecorator, Uuid, create_engine, event
from sqlalchemy.engine import Connection, Dialect
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
        self.engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)
        self._writing = self.engine.execution_options(writing=True)

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that changes nothing. Each statement sees one state of the data; on PostgreSQL the
        next one may see a later state. What has to fit together is read by one statement, or in
        `one_moment`."""
        return self.engine.connect()

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
