"""Migrations go up and down, and end where the models are, on both databases."""

from collections.abc import Iterator

import pytest
from alembic.config import Config
from pytest_alembic.tests import (
    test_model_definitions_match_ddl,
    test_single_head_revision,
    test_up_down_consistency,
    test_upgrade,
)
from sqlalchemy import Engine

from assessment.store import migrate
from assessment.store.database import Database
from tests.postgres import Server

__all__ = [
    "test_model_definitions_match_ddl",
    "test_single_head_revision",
    "test_up_down_consistency",
    "test_upgrade",
]


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
