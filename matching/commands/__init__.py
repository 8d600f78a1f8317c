"""What `python -m matching` can do: one module for each command."""

from argparse import ArgumentParser, Namespace
from datetime import date

QUESTIONNAIRE = "readiness"


def add_today(parser: ArgumentParser) -> None:
    parser.add_argument("--today", type=date.fromisoformat, help="YYYY-MM-DD; today when not given")


def today(options: Namespace) -> date:
    return options.today or date.today()  # noqa: DTZ011, TID251 - a command is where time comes in
