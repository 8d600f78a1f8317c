"""Alembic's entry: runs the migrations on the database that `store.migrate` names, while visitors go on.

Of several who start at once one migrates, and the others wait and find it done. On PostgreSQL each migration
is a transaction, and gives up quickly what it has to wait for: whoever comes after it would wait, too,
readers not excepted. It is tried again until it gets in. On SQLite all of them are one transaction: who reads
sees the old tables meanwhile, and who writes waits.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from assessment.store import belongings
from assessment.store.database import Base, Database

OURS = 0x57414E44454C
"""The number of our lock among the advisory ones of PostgreSQL: "WANDEL"."""
SHORT, PAUSE, PATIENCE = "300ms", 0.5, 600
"""How long a statement waits for a lock; seconds until it is tried again, and in all."""
LOCKED = ("55P03", "40P01")
"""States of PostgreSQL: a lock was not to be had in time, or not without a deadlock."""

config = context.config
belongings.tables()  # fills the metadata with all there are


def run() -> None:
    connectable = config.attributes.get("connection")
    if connectable is None:
        database = Database(config.attributes["url"])
        with database.engine.execution_options(writing=True).connect() as connection:
            _ALONE[connection.dialect.name](connection)
        database.close()
    else:
        with connectable.connect() as connection:
            _migrate(connection)


def _on_postgresql(connection: Connection) -> None:
    with _our_lock(connection):
        connection.exec_driver_sql(f"SET lock_timeout = '{SHORT}'")
        connection.commit()
        _patiently(connection, lambda: _migrate(connection))


@contextmanager
def _our_lock(connection: Connection) -> Iterator[None]:
    """Held by the connection, not by a transaction: each migration has one of its own."""
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({OURS})")
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({OURS})")
        connection.commit()


def _on_sqlite(connection: Connection) -> None:
    """A table that is copied is dropped in between: rows that refer to it would be deleted with it, were
    foreign keys heeded meanwhile. They are checked before the end. The setting works outside of transactions
    only."""
    driver = connection.connection.dbapi_connection
    assert driver is not None  # noqa: S101 - the connection is open
    driver.execute("PRAGMA foreign_keys=OFF")
    _patiently(connection, lambda: _whole(connection))


def _whole(connection: Connection) -> None:
    with connection.begin():
        _migrate(connection)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken:
            raise DatabaseError(f"rows of {broken[0]} refer to nothing", None, ValueError("foreign keys"))


def _patiently(connection: Connection, step: Callable[[], None]) -> None:
    """Again and again where somebody else holds what it needs. What is migrated by then stays migrated."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return step()
        except OperationalError as error:
            connection.rollback()
            if not _is_locked(error) or time.monotonic() > until:
                raise
            time.sleep(PAUSE)


def _is_locked(error: OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) in LOCKED or "database is locked" in str(error.orig)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_ALONE: dict[str, Callable[[Connection], None]] = {"postgresql": _on_postgresql, "sqlite": _on_sqlite}

run()
