"""The operator's commands: what they print and how they refuse; a server is a process of its own."""

import re
import socket
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessment import clock
from assessment.__main__ import main
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from questionnaires.commands import REFUSED
from tests.assessment.house import House, signs_in
from tests.assessment.keyring import comes_in, sets_up_app
from tests.server import run, serving


@dataclass(frozen=True)
class Demo:
    """A server with the fictional companies, and what it said when it started."""

    instance: Path
    lines: list[str]

    @property
    def address(self) -> str:
        return self.lines[-1].removeprefix("Wandelkompass: ")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    instance = tmp_path_factory.mktemp("demo")
    with serving(instance, "--demo") as lines:
        yield Demo(instance, lines)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        page: str = answer.read().decode()
        return page


def test_serving_ends_its_start_with_the_address(demo: Demo) -> None:
    assert "Wie trifft der Wandel" in read(demo.address + "de/")
    assert read(demo.address + "healthz").strip() == '{"status":"ok"}'
    assert "--accent" in read(demo.address + "accent.css")
    assert "@font-face" in read(demo.address + "static/app.css") + read(
        demo.address + "static/vendor/kern/kern.css"
    )


def test_the_demo_brings_companies_whose_links_open_their_results(demo: Demo) -> None:
    links = [line.split()[0] for line in demo.lines if "/resume/" in line]
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    pages = [opener.open(link, timeout=20).read().decode() for link in links]

    assert len(links) == 5
    assert all("<h1>Ihr Ergebnis</h1>" in page for page in pages[:3])


def test_the_demo_says_who_can_sign_in_and_where_their_links_are(demo: Demo) -> None:
    assert len([line for line in demo.lines if "/de/sign-in" in line]) == 5
    assert [line for line in demo.lines if line.endswith(f"{demo.instance}/mails")]


def test_a_second_start_finds_what_the_first_one_left(demo: Demo) -> None:
    key = (demo.instance / "secret_key").read_text()

    again = run("demo", instance_folder=str(demo.instance), public_url=demo.address.rstrip("/"))

    assert again.returncode == 0
    assert [line for line in again.stdout.splitlines() if "/resume/" in line] == [
        line for line in demo.lines if "/resume/" in line
    ]
    assert key == (demo.instance / "secret_key").read_text()


def test_the_first_operator_gets_a_link_that_opens_an_invitation(demo: Demo) -> None:
    address = demo.address.rstrip("/")
    told = run("operator", "betrieb@example.org", instance_folder=str(demo.instance), public_url=address)
    page = read(told.stdout.strip())

    assert told.returncode == 0
    assert "betrieb@example.org" in page
    assert "Annehmen und anmelden" in page


def test_the_second_step_is_taken_off_an_account_from_the_command_line(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(sqlite_url)
    House.of(database, "Netzwerk", Kind.NETWORK).takes_in("robin@example.org", "Robin", Role.OPERATOR)
    sets_up_app(database, comes_in(database, "robin@example.org"))
    monkeypatch.setenv("WANDELKOMPASS_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("WANDELKOMPASS_INSTANCE_FOLDER", str(tmp_path))

    assert main(["rescue", "Robin@example.org"]) == 0
    assert not signs_in(database, "robin@example.org", now=clock.now()).half
    assert main(["rescue", "nobody@example.org"]) == 2
    assert "Nobody has an account with the address nobody@example.org." in capsys.readouterr().err
    database.close()


def test_all_wrong_settings_are_named_at_once(tmp_path: Path) -> None:
    refused = run("serve", port="http", accent_colour="yellow", colour="red", instance_folder=str(tmp_path))

    assert refused.returncode == 2
    for name in ("PORT", "ACCENT_COLOUR", "COLOUR is no setting"):
        assert f"WANDELKOMPASS_{name}" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_taken_port_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        monkeypatch.setenv("WANDELKOMPASS_PORT", port)
        monkeypatch.setenv("WANDELKOMPASS_INSTANCE_FOLDER", str(tmp_path))
        refused = main(["serve"])

    assert refused == REFUSED
    assert f"127.0.0.1:{port} is taken" in capsys.readouterr().err


def test_the_settings_are_printed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    assert re.search(r"^\| `WANDELKOMPASS_DATABASE_URL` \|", capsys.readouterr().out, re.MULTILINE)
