"""Starting up stays quick: what is heavy is loaded when it is needed."""

import subprocess
import sys
from functools import cache

import pytest

from tests.codebase.tree import PACKAGES, ROOT

HEAVY = ("numpy", "scipy", "sklearn", "weasyprint")
RARE = (
    "alembic",
    "authlib",
    "huey",
    "joserfc",
    "krippendorff",
    "psycopg",
    "requests",
    "webauthn",
    "xlsxwriter",
)
"""Of use to few requests, and slow to load: a migration, signing in elsewhere or by passkey, the queue."""
WEB = ("flask", "sqlalchemy", "werkzeug", "wtforms")


@cache
def loaded_by(module: str) -> frozenset[str]:
    """Top-level modules in memory after a fresh interpreter has imported `module`."""
    program = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    command = [sys.executable, "-c", program]
    return frozenset(subprocess.check_output(command, text=True, cwd=ROOT).split())


@pytest.mark.parametrize("module", [*PACKAGES, "assessment.web.app", "assessment.__main__"])
def test_starting_loads_neither_learning_nor_pdf(module: str) -> None:
    assert loaded_by(module).isdisjoint(HEAVY)


def test_starting_the_web_loads_nothing_that_few_requests_need() -> None:
    assert loaded_by("assessment.web.app").isdisjoint(RARE)


@pytest.mark.parametrize("package", ["questionnaires", "matching", "reports"])
def test_what_is_below_the_application_knows_no_web(package: str) -> None:
    assert loaded_by(package).isdisjoint(WEB)


def test_asking_the_command_for_help_brings_neither_screens_nor_a_database() -> None:
    assert loaded_by("assessment.__main__").isdisjoint(WEB)
