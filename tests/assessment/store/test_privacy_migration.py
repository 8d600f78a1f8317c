"""Who had agreed to something before need not do so again: consents come over, and go back, with all rows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from assessment.store import migrate
from assessment.store.database import Database
from tests.postgres import Server

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
BEFORE, AFTER = "0008", "0009"
IDS = {name: uuid4().hex for name in ("run", "other", "home", "mandate", "entry", "second")}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/old.sqlite3"
        return
    server: Server = request.getfixturevalue("postgres_server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


def alembic(url: str) -> Config:
    return migrate.alembic_config(url)


def fill(database: Database) -> None:
    """A company with a mandate and an opt-in, and another one that it has met."""
    run = "INSERT INTO run VALUES (:{0}, :{0}_key, 'readiness', '1.0', 'short', 'de', '', 0, :now, :now)"
    entry = "INSERT INTO partner_entry VALUES (:{0}, :{1}, 1, :secret, '1', :now, :now, '{{}}')"
    with database.writing() as connection:
        for statement in (
            run.format("run"),
            run.format("other"),
            "INSERT INTO organisation VALUES (:home, 'Beratung', 'advice', :now)",
            "INSERT INTO mandate VALUES (:mandate, :run, :home, NULL, 'Muster', '1', :now, :now, NULL)",
            entry.format("entry", "run"),
            entry.format("second", "other"),
            "INSERT INTO partner_contact VALUES (:entry, 'Muster', 'email', 'post@muster.example', 'Wir')",
            "INSERT INTO partner_pair VALUES (:entry, :second, :now, NULL, NULL, NULL)",
        ):
            values = {"now": NOW, "secret": b"s" * 32, "run_key": b"a" * 32, "other_key": b"b" * 32} | IDS
            needed = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement), needed)


def told(database: Database, *tables: str) -> list[str]:
    with database.reading() as connection:
        return [
            repr(sorted(map(str, connection.execute(text(f"SELECT * FROM {table}"))))) for table in tables
        ]


def test_mandates_and_opt_ins_come_over_and_go_back_with_all_that_hangs_on_them(url: str) -> None:
    command.upgrade(alembic(url), BEFORE)
    database = Database(url)
    fill(database)
    tables = ("mandate", "partner_contact", "partner_pair")
    before = told(database, *tables)

    command.upgrade(alembic(url), AFTER)
    with database.reading() as connection:
        rows = connection.execute(text("SELECT purpose, company_name, text_version FROM consent ORDER BY 1"))
        assert [tuple(row) for row in rows] == [
            ("advice", "Muster", "1"),
            ("partners", "", "1"),
            ("partners", "", "1"),
        ]
        joined = "SELECT count(*) FROM partner_entry JOIN consent ON consent.id = consent_id"
        assert connection.execute(text(joined)).scalar() == 2
    assert told(database, *tables[1:]) == before[1:]

    command.downgrade(alembic(url), BEFORE)
    assert told(database, *tables) == before
    database.close()
