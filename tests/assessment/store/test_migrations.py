"""Migrations go up and down, and end where the models are, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from assessment.operating import state
from assessment.store import migrate
from assessment.store.database import Database
from tests.postgres import Server

__all__ = [
    "test_model_definitions_match_ddl",
    "test_single_head_revision",
    "test_up_down_consistency",
    "test_upgrade",
]


OLDEST = min(path.stem for path in (Path(__file__).parent / "released").glob("*.backup"))
"""The first migration whose database is somewhere at work."""


@pytest.fixture
def alembic_config() -> Config:
    return migrate.alembic_config("")


@pytest.fixture(params=["sqlite", "postgresql"])
def alembic_engine(request: pytest.FixtureRequest, tmp_path: str) -> Iterator[Engine]:
    """An empty database: the tests bring it up themselves."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
        yield database.engine
        database.close()
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.create()
    database = Database(server.url(name))
    yield database.engine
    database.close()
    server.drop(name)


# --- while an older version of the code goes on ---------------------------------------------------


class Old(NamedTuple):
    """What the statements of an older version rely on: its columns, by table and name, and what may not be
    there twice."""

    columns: dict[tuple[str, str], ReflectedColumn]
    unique: set[tuple[str, tuple[str, ...]]]

    @classmethod
    def of(cls, url: str) -> "Old":
        database = Database(url)
        found = inspect(database.engine)
        tables = [name for name in found.get_table_names() if name != "alembic_version"]
        columns = {(table, one["name"]): one for table in tables for one in found.get_columns(table)}
        unique = {
            (table, tuple(one["column_names"]))
            for table in tables
            for one in found.get_unique_constraints(table)
        }
        database.close()
        return cls(columns, unique)


def test_migrations_only_add_so_that_older_code_reads_and_writes_on(sqlite_url: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3"
    migrate.upgrade(url, OLDEST)
    old, new = Old.of(url), Old.of(sqlite_url)
    tables = {table for table, _ in old.columns}

    assert old.columns.keys() - new.columns.keys() == set(), "gone or renamed"
    assert [
        name
        for name, was in old.columns.items()
        if str(new.columns[name]["type"]) != str(was["type"])
        or (was["nullable"] and not new.columns[name]["nullable"])
    ] == [], "takes less than before"
    assert [
        (table, name)
        for (table, name), column in new.columns.items()
        if table in tables and (table, name) not in old.columns
        if not column["nullable"] and column["default"] is None
    ] == [], "has to be written, which older code does not"
    assert {one for one in new.unique - old.unique if one[0] in tables} == set(), "refuses what was taken"


def test_the_files_name_the_migrations_in_their_order() -> None:
    """A start reads their names instead of loading Alembic."""
    scripts = ScriptDirectory.from_config(migrate.alembic_config(""))
    assert migrate.known() == tuple(script.revision for script in scripts.walk_revisions())


def test_code_that_is_older_than_the_database_goes_on(database: Database, sqlite_url: str) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    migrate.upgrade(sqlite_url)

    assert migrate.fits("9999")
    assert migrate.fits(migrate.known()[0])
    assert not any(map(migrate.fits, (migrate.known()[-1], "", None)))
    assert state.ready(database)
    assert state.outdated(database)


def test_a_migration_that_has_to_wait_lets_readers_pass(postgres_server: Server) -> None:
    url = postgres_server.url(postgres_server.create())
    migrate.upgrade(url, "0011")
    database = Database(url)
    with ThreadPoolExecutor(1) as other, database.one_moment() as somebody:
        somebody.execute(text("SELECT FROM organisation"))  # and holds on to it, as a long report does
        migrated = other.submit(migrate.upgrade, url)
        _wait_until_it_waits(database)
        with database.one_moment() as reader:
            reader.execute(text("SET statement_timeout = '10s'"))
            reader.execute(text("SELECT FROM organisation"))
        assert not migrated.done()
        somebody.rollback()
        migrated.result()
    with database.reading() as connection:
        assert state.migration(connection) == migrate.known()[0]
    database.close()


def _wait_until_it_waits(database: Database) -> None:
    while True:
        with database.reading() as connection:
            if connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                return
