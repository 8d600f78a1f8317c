"""What is installed from the wheel works without the checkout: code, content, templates, styles and fonts."""

import site
import subprocess
import sys
import urllib.request
import venv
from pathlib import Path

import pytest

from tests.codebase.tree import ROOT
from tests.server import free_port

PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]

ASKED = (
    "readyz",
    "de/",
    "en/questionnaire/short.pdf",
    "static/app.css",
    "static/report/fonts/FiraSans-Regular.woff2",
)
"""Database, templates and translations, questionnaire and renderer, styles, fonts."""


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """`wandelkompass`, installed into an environment of its own; what it depends on is that of the tests."""
    building = ["wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", str(tmp_path / "built")]
    subprocess.run([*PIP, *building, str(ROOT)], check=True)
    (wheel,) = (tmp_path / "built").glob("*.whl")
    home = tmp_path / "environment"
    venv.create(home, with_pip=False)
    subprocess.run(
        [*PIP, "--python", str(home / "bin/python"), "install", "--no-deps", str(wheel)], check=True
    )
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()))
    return home / "bin/wandelkompass"


def test_an_installed_wheel_serves(command: Path, tmp_path: Path) -> None:
    port = str(free_port())
    given = {"HOST": "127.0.0.1", "PORT": port, "WORKERS": "1", "REPORT_WORKERS": "0"}
    told = {f"WANDELKOMPASS_{name}": value for name, value in given.items()}
    told |= {"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path / "instance"), "PATH": ""}
    where = {"env": told, "cwd": tmp_path, "text": True, "stdout": subprocess.PIPE}

    with subprocess.Popen([command, "serve"], **where) as serving:  # type: ignore[call-overload]
        printed = list(iter(serving.stdout.readline, f"Wandelkompass: http://127.0.0.1:{port}/\n"))
        try:
            for path in ASKED:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=20) as answer:
                    assert answer.status == 200
        finally:
            serving.terminate()
    assert "Mails are put into" in printed[-1]

    refused = subprocess.run(
        [command, "release", "catalogue"], env=told, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert refused.stderr.startswith("This is an installed package")
