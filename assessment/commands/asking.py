"""Asks once more before something is gone or replaced: at a terminal by a question, elsewhere by `--yes`."""

import sys
from argparse import ArgumentParser, Namespace

from questionnaires.commands import Refusal


def add_yes(parser: ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask; needed where nobody can answer")


def make_sure(options: Namespace, question: str) -> None:
    """Raises Refusal where somebody says no, or where nobody could be asked."""
    if options.yes:
        return
    if not sys.stdin.isatty():
        raise Refusal(f"{question} Nothing was changed: add --yes to do it.")
    if input(f"{question} [y/N] ").strip().lower() not in ("y", "yes", "j", "ja"):
        raise Refusal("Nothing was changed.")
