"""What `python -m matching` can do: one module for each command."""

import json
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

QUESTIONNAIRE = "readiness"


class Command(Protocol):
    """What a module must have to be a command."""

    NAME: str
    HELP: str

    def arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, options: Namespace) -> str:
        """What is printed. Raises ValueError, LookupError or OSError that says what was expected."""
        ...


def add_today(parser: ArgumentParser) -> None:
    parser.add_argument("--today", type=date.fromisoformat, help="YYYY-MM-DD; today when not given")


def today(options: Namespace) -> date:
    return options.today or date.today()  # noqa: DTZ011, TID251 - a command is where time comes in


def read_json(file: Path) -> Any:
    """The data in a file. Raises ValueError that names the file."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{file}: not readable as JSON: {error}") from None
