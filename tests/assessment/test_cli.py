"""The operator's commands, as processes of their own: what they print and how they refuse."""

import re
import socket
import urllib.request
from pathlib import Path

from tests.server import run, serving


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        page: str = answer.read().decode()
        return page


def test_serving_ends_its_start_with_the_address(tmp_path: Path) -> None:
    with serving(tmp_path) as lines:
        address = lines[-1].removeprefix("Wandelkompass: ")

        assert "Wie trifft der Wandel" in read(address + "de/")
        assert read(address + "healthz").strip() == '{"status":"ok"}'
        assert "--accent" in read(address + "accent.css")
        assert "@font-face" in read(address + "static/app.css") + read(
            address + "static/vendor/kern/kern.css"
        )


def test_the_demo_brings_companies_whose_links_open_their_results(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo") as lines:
        links = [line.split()[0] for line in lines if "/resume/" in line]
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        pages = [opener.open(link, timeout=20).read().decode() for link in links]

    assert len(links) == 5
    assert all("<h1>Ihr Ergebnis</h1>" in page for page in pages[:3])


def test_a_second_start_finds_what_the_first_one_left(tmp_path: Path) -> None:
    run("demo", instance_folder=str(tmp_path))
    key = (tmp_path / "secret_key").read_text() if (tmp_path / "secret_key").exists() else ""

    again = run("demo", instance_folder=str(tmp_path))

    assert again.returncode == 0
    assert len(again.stdout.splitlines()) == 5
    assert key == ((tmp_path / "secret_key").read_text() if key else "")


def test_all_wrong_settings_are_named_at_once(tmp_path: Path) -> None:
    refused = run("serve", port="http", accent_colour="yellow", colour="red", instance_folder=str(tmp_path))

    assert refused.returncode == 2
    for name in ("PORT", "ACCENT_COLOUR", "COLOUR is no setting"):
        assert f"WANDELKOMPASS_{name}" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = run("serve", port=port, instance_folder=str(tmp_path))

    assert refused.returncode == 2
    assert re.search(rf"127\.0\.0\.1:{port} is taken", refused.stderr)
    assert "Traceback" not in refused.stderr


def test_the_settings_are_printed_as_a_table() -> None:
    assert "| `WANDELKOMPASS_DATABASE_URL` |" in run("settings").stdout


def test_the_demo_says_who_can_sign_in_and_where_their_links_are(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo") as lines:
        accounts = [line for line in lines if "/de/sign-in" in line]

    assert len(accounts) == 4
    assert [line for line in lines if line.endswith(f"{tmp_path}/mails")]


def test_the_first_operator_gets_a_link_that_opens_an_invitation(tmp_path: Path) -> None:
    with serving(tmp_path) as lines:
        address = lines[-1].removeprefix("Wandelkompass: ").rstrip("/")
        told = run("operator", "betrieb@example.org", instance_folder=str(tmp_path), public_url=address)
        page = read(told.stdout.strip())

    assert told.returncode == 0
    assert "betrieb@example.org" in page
    assert "Annehmen und anmelden" in page
