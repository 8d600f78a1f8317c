"""What every test can ask for: a fresh database, on SQLite and on PostgreSQL; the application with one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from assessment import config
from assessment.store import migrate
from assessment.store.database import Database
from tests import postgres, schedule

if TYPE_CHECKING:
    from flask import Flask

EVERY_DATABASE = ("sqlite", "postgresql")


def pytest_configure() -> None:
    """Temporary files in memory, where there is enough: on a slow disk SQLite waits for every write."""
    place = postgres.memory()
    if place:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, of every folder by itself."""
    items.sort(key=schedule.rank)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> schedule.Files:
    """Files stay together on one worker."""
    return schedule.Files(config, log)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server) -> str:
    name = postgres_server.create()
    migrate.upgrade(postgres_server.url(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite file: a copy of one that is migrated once a session."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'test.sqlite3')}"


@pytest.fixture
def postgresql_url(postgres_server: postgres.Server, postgres_template: str) -> Iterator[str]:
    """A migrated, empty PostgreSQL database, likewise."""
    name = postgres_server.create(postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(params=EVERY_DATABASE)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database without rows. The test runs twice: once on SQLite, once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    made = Database(sqlite_url)
    yield made
    made.close()


@pytest.fixture(scope="session")
def one_app(tmp_path_factory: pytest.TempPathFactory) -> "Flask":
    """Put together, and its templates compiled, once; `application` gives it what belongs to a test."""
    from assessment.web.app import create_app  # most tests need no screens

    settings = config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path_factory.mktemp("app"))})
    return create_app(settings, Database("sqlite://"))


@pytest.fixture
def application(one_app: "Flask", database: Database, tmp_path: Path) -> "Flask":
    """The application on a database and an instance folder of the test's own."""
    from assessment.jobs import ReportQueue
    from assessment.web.context import DATABASE, QUEUE, SETTINGS

    settings = config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path / "instance")})
    one_app.config["SECRET_KEY"] = config.signing_key(settings)
    one_app.extensions |= {SETTINGS: settings, DATABASE: database, QUEUE: ReportQueue(settings)}
    one_app.jinja_env.globals["settings"] = settings
    return one_app
