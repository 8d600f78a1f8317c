"""Dockerfile and compose.yaml, as far as a machine without containers can tell: rules for both, and their own
commands, run as they stand against a PostgreSQL database."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text

from assessment import clock, config
from assessment.__main__ import COMMANDS
from assessment.background.jobs import ReportQueue
from assessment.services.runs import Begun
from assessment.store.database import Database
from tests.assessment import house
from tests.codebase.image_rules import RULES, Rule, instructions, of
from tests.codebase.tree import ROOT
from tests.server import free_port

PATIENCE = 120


# --- the Dockerfile ------------------------------------------------------------------------------

MADE = instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_image_keeps_to_the_rules_and_each_rule_finds_what_does_not(rule: Rule) -> None:
    assert rule(MADE)
    assert not rule(instructions(RULES[rule]))


def test_what_the_image_copies_exists_and_is_let_in() -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        name.rstrip("/")
        for words in of("COPY", MADE)
        if not words.startswith("--from")
        for name in words.split()[:-1]
    }
    assert copied == let_in
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_names_version_licence_and_command_of_the_package() -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = dict(re.findall(r'org\.opencontainers\.image\.(\w+)="([^"]*)"', of("LABEL", MADE)[0]))
    assert (told["version"], told["licenses"]) == (package["version"], package["license"])
    assert told["description"] in package["description"]
    assert json.loads(of("ENTRYPOINT", MADE)[0])[0] in package["scripts"]


# --- compose.yaml --------------------------------------------------------------------------------

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
OURS = ("migrate", "web", "worker")
OWN = {"POSTGRES_PASSWORD": "hush", "WANDELKOMPASS_SECRET_KEY": "k" * 40}
WANTED = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = COMPOSE["services"][name]
    return found


def filled(words: str, given: Mapping[str, str]) -> str:
    """A value of compose.yaml with what .env gives, as compose fills it. Raises KeyError with its words."""

    def fill(found: re.Match[str]) -> str:
        name, kind, otherwise = found.groups()
        if kind == "?" and not given.get(name):
            raise KeyError(otherwise)
        return given.get(name) or otherwise or ""

    return WANTED.sub(fill, words)


def environment(name: str, given: Mapping[str, str]) -> dict[str, str]:
    return {key: filled(str(words), given) for key, words in service(name).get("environment", {}).items()}


def test_services_set_what_settings_there_are_and_start_commands_that_there_are() -> None:
    built_in = dict(word.split("=", 1) for words in of("ENV", MADE) for word in words.split())
    named = {name: words for name, words in built_in.items() if name.startswith(config.PREFIX)}
    for name in OURS:
        assert config.load(named | environment(name, OWN)).report_workers == 0
        assert service(name)["command"][0] in {command.NAME for command in COMMANDS}


@pytest.mark.parametrize("missing", OWN)
def test_without_password_or_key_nothing_starts_and_it_says_what_is_missing(missing: str) -> None:
    with pytest.raises(KeyError, match=r"\.env"):
        environment("web", {name: word for name, word in OWN.items() if name != missing})


def test_no_container_may_do_more_than_it_needs() -> None:
    for name, one in COMPOSE["services"].items():
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in one, name
        assert re.search(r":\d", one["image"]) or "build" in one, name
        assert all(port.startswith("127.0.0.1:") for port in one.get("ports", ())), name
    assert all(service(name)["read_only"] and "/tmp" in service(name)["tmpfs"] for name in OURS)
    assert COMPOSE["networks"]["inside"]["internal"]
    assert service("database")["networks"] == ["inside"]


def test_web_and_workers_wait_for_the_tables_and_workers_can_be_many() -> None:
    for name in ("web", "worker"):
        assert service(name)["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert service("migrate")["restart"] == "no"
    assert not {"ports", "container_name"} & service("worker").keys()
    assert {
        volume.split(":")[0] for one in COMPOSE["services"].values() for volume in one.get("volumes", ())
    } == {*COMPOSE["volumes"]}


# --- the same commands, without containers -------------------------------------------------------


@contextmanager
def started(name: str, settings: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A service of compose.yaml, with its own command and settings but for where things are."""
    command = [*entrypoint(), *service(name)["command"]]
    surroundings = {**os.environ, **environment(name, OWN), **settings}
    with subprocess.Popen(command, env=surroundings, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()


def entrypoint() -> list[str]:
    assert json.loads(of("ENTRYPOINT", MADE)[0]) == ["wandelkompass"]
    return [sys.executable, "-m", "assessment"]  # what is installed under that name


def healthy(settings: Mapping[str, str]) -> bool:
    python, *words = json.loads(re.sub(r"^.*?CMD ", "", of("HEALTHCHECK", MADE)[0]))
    assert python == "python"
    asked = [sys.executable, "-S", "-E", *words]
    return (
        subprocess.run(
            asked, env={**os.environ, **settings}, stderr=subprocess.DEVNULL, check=False
        ).returncode
        == 0
    )


def in_time(condition: Callable[[], object]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def opened(address: str, begun: Begun) -> None:
    """Somebody reads a result, which orders the report."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    browser.open(f"{address}/de/resume/{begun.key}", timeout=PATIENCE).close()
    browser.open(f"{address}/de/check/{begun.run_id}/result", timeout=PATIENCE).close()


def reports(database: Database) -> int:
    with database.reading() as connection:
        return connection.scalar(text("SELECT count(*) FROM report_file")) or 0


def test_what_compose_starts_serves_and_renders_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    port = free_port()
    settings = {"DATABASE_URL": postgresql_url, "INSTANCE_FOLDER": str(tmp_path), "PORT": str(port)}
    settings |= {"HOST": "127.0.0.1", "WORKERS": "2"}
    places = {f"WANDELKOMPASS_{name}": word for name, word in settings.items()}
    database, queue = Database(postgresql_url), ReportQueue(config.load(places))
    begun = house.begun(database, house.told({"district": "03102"}), now=clock.now())

    with started("migrate", places) as migrate, ExitStack() as others:
        assert migrate.wait(PATIENCE) == 0
        worker = others.enter_context(started("worker", places))
        web = others.enter_context(started("web", places))
        assert not healthy({"WANDELKOMPASS_PORT": str(free_port())})
        assert in_time(lambda: listens(port))
        assert in_time(lambda: healthy(places))
        assert in_time(queue.is_served)
        opened(f"http://127.0.0.1:{port}", begun)
        assert in_time(lambda: reports(database))
        queue.close()
        database.close()
        for process in (web, worker):
            process.terminate()
            told = process.communicate(timeout=PATIENCE)[1].splitlines()
            assert all(json.loads(line)["time"] for line in told)
        assert (web.returncode, worker.returncode) == (0, 0)
    assert [file.name for file in tmp_path.iterdir() if "key" in file.name or "sqlite" in file.name] == []
