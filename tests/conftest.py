"""What every test can ask for: a fresh database, on SQLite and on PostgreSQL; the application with one.

`--scaled` runs what people meet on the house as it stands on many machines: services on PostgreSQL alone;
screens there, with two processes that answer in turn (`neighbours`); the browser with two web servers behind
a proxy and a worker (`machines`).
"""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jinja2 import FileSystemBytecodeCache

from assessment import config
from assessment.store import migrate
from assessment.store.database import Database
from tests import postgres, schedule

if TYPE_CHECKING:
    from flask import Flask

    from assessment.background.jobs import ReportQueue
    from assessment.config import Settings

EVERY_DATABASE = ("sqlite", "postgresql")
SCALED = ("tests/assessment/services/", "tests/assessment/web/", "tests/browser/")
"""Where `--scaled` makes a difference."""
SELDOM = (50_000, 20, 100)
"""How often garbage is looked for, as in a worker: see `assessment.background.jobs`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--scaled",
        action="store_true",
        help="services, screens and browser on PostgreSQL, two web processes and a worker",
    )


def is_scaled(config: pytest.Config) -> bool:
    """Whether this is the house of many machines."""
    return bool(config.getoption("--scaled"))


def pytest_report_header(config: pytest.Config) -> str | None:
    scaled = "scaled: also what is named [sqlite] is on PostgreSQL"
    return scaled if is_scaled(config) else None


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files in memory, where there is enough: on a slow disk SQLite waits for every write."""
    config.addinivalue_line("markers", "two_processes: on one machine, too, answered by two in turn")
    config.addinivalue_line("markers", "one_process: changes the application itself, so nobody else answers")
    config.addinivalue_line("markers", "only_sqlite: is about a file, which no other machine could have")
    gc.disable()  # until all tests are collected: what is loaded for them stays to the end
    place = postgres.memory()
    if place:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))


def pytest_collection_finish() -> None:
    """Garbage is looked for seldom, and not among what was loaded: that took a tenth of all time."""
    gc.freeze()
    gc.set_threshold(*SELDOM)
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest first, of every folder by itself."""
    items.sort(key=schedule.rank)
    if is_scaled(config):
        left_out = [item for item in items if _is_said_again(item, {item.nodeid for item in items})]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def _is_said_again(item: pytest.Item, all_: set[str]) -> bool:
    """Whether it would run on the same database twice."""
    twin = item.nodeid.replace("[sqlite", "[postgresql")
    return item.nodeid.startswith(SCALED) and twin != item.nodeid and twin in all_


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
    url: str = request.getfixturevalue(f"{_kind(request, request.param)}_url")
    return url


def _kind(request: pytest.FixtureRequest, usual: str) -> str:
    node = request.node
    elsewhere = is_scaled(request.config) and node.nodeid.startswith(SCALED)
    return "postgresql" if elsewhere and not node.get_closest_marker("only_sqlite") else usual


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    made = Database(request.getfixturevalue(f"{_kind(request, 'sqlite')}_url"))
    yield made
    made.close()


def _of_all_workers(factory: pytest.TempPathFactory) -> Path:
    """A folder of this run in which each finds what another has made: three seconds of templates."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def one_app(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, pytestconfig: pytest.Config
) -> "Flask":
    """Put together, and its templates compiled, once; `application` gives it what belongs to a test."""
    from assessment.web.app import create_app  # most tests need no screens

    folder = tmp_path_factory.mktemp("app")
    settings = config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(folder)})
    made = create_app(settings, Database("sqlite://"))
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(_of_all_workers(tmp_path_factory)))
    if is_scaled(pytestconfig):
        from tests import neighbours

        copy = shutil.copy(sqlite_template, folder / "read.sqlite3")
        neighbours.read_everything(made, Database(f"sqlite:///{copy}"))
    return made


@pytest.fixture
def queue(settings: "Settings") -> "Iterator[ReportQueue]":
    """The orders of an installation; `settings` are those of whoever asks."""
    from assessment.background.jobs import ReportQueue

    made = ReportQueue(settings)
    yield made
    made.close()


@pytest.fixture
def application(
    one_app: "Flask", database: Database, tmp_path: Path, request: pytest.FixtureRequest
) -> "Iterator[Flask]":
    """The application on a database and an instance folder of the test's own."""
    from assessment.background.jobs import ReportQueue
    from assessment.web.context import DATABASE, QUEUE, SETTINGS

    settings = config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path / "instance")})
    one_app.config["SECRET_KEY"] = config.signing_key(settings)
    one_app.extensions |= {SETTINGS: settings, DATABASE: database, QUEUE: ReportQueue(settings)}
    one_app.jinja_env.globals["settings"] = settings
    with _neighbours(one_app, request):
        yield one_app


def _neighbours(app: "Flask", request: pytest.FixtureRequest) -> AbstractContextManager[None]:
    from tests import neighbours

    always, never = (request.node.get_closest_marker(name) for name in ("two_processes", "one_process"))
    several = always or (is_scaled(request.config) and not never)
    return neighbours.at_work(app) if several else nullcontext()
