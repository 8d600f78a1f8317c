"""Machines that are started at the same moment on one database: one brings it up to date, the other waits."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from assessment.operating import state
from assessment.store import migrate
from assessment.store.database import Database
from tests.postgres import Server
from tests.server import command, ended, free_port, lines_until_ready

TOGETHER = 2


@pytest.fixture
def postgresql(postgres_server: Server) -> Iterator[str]:
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/wandelkompass.sqlite3"


def started(verb: str, url: str, folder: Path, number: int) -> subprocess.Popen[str]:
    """In a folder that both share, as containers with one volume do. There it writes its log into a file."""
    chosen = {"database_url": url, "instance_folder": str(folder), "port": str(free_port()), "workers": "1"}
    chosen |= {"report_workers": "0", "log_level": "debug", "log_format": "json"}
    words, environment = command(verb, **chosen)
    with (folder / f"{number}.log").open("w") as log:
        return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)


def logged(folder: Path) -> list[dict[str, Any]]:
    files = [folder / f"{number}.log" for number in range(TOGETHER)]
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def assert_migrated_once(url: str, logs: list[dict[str, Any]], migrations: int) -> None:
    steps = [line for line in logs if line["logger"] == "alembic.runtime.migration"]
    assert len([line for line in steps if line["words"].startswith("Running")]) == migrations
    assert [line for line in logs if line["level"] not in ("debug", "info")] == []
    database = Database(url)
    with database.reading() as connection:
        assert state.migration(connection) == migrate.known()[0]
    database.close()


def together(verb: str, url: str, folder: Path) -> list[subprocess.Popen[str]]:
    return [started(verb, url, folder, number) for number in range(TOGETHER)]


def test_servers_of_one_folder_both_come_up_on_an_empty_database(sqlite: str, tmp_path: Path) -> None:
    with ExitStack() as running:
        both = [running.enter_context(ended(process)) for process in together("serve", sqlite, tmp_path)]
        assert all("Wandelkompass: " in lines_until_ready(process)[-1] for process in both)
    assert_migrated_once(sqlite, logged(tmp_path), len(migrate.known()))


@pytest.mark.parametrize(
    ("kind", "missing"), [("postgresql", len(migrate.known())), ("postgresql", 1), ("sqlite", 1)]
)
def test_who_comes_second_finds_it_migrated(
    kind: str, missing: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = request.getfixturevalue(kind)
    for revision in migrate.known()[missing : missing + 1]:
        migrate.upgrade(url, revision)

    for process in together("migrate", url, tmp_path):
        process.communicate()
        assert process.returncode == 0
    assert_migrated_once(url, logged(tmp_path), missing)
