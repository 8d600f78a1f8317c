"""Starting up stays quick: what is heavy is loaded when it is needed."""

import subprocess
import sys
from functools import cache

import pytest

from tests.codebase.tree import PACKAGES, ROOT

HEAVY = ("numpy", "scipy", "sklearn", "weasyprint")
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


@pytest.mark.parametrize("package", ["questionnaires", "matching", "reports"])
def test_what_is_below_the_application_knows_no_web(package: str) -> None:
    assert loaded_by(package).isdisjoint(WEB)
