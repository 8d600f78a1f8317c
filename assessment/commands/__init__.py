"""What the operator does on the machine itself: `wandelkompass COMMAND ...`, or `python -m assessment`.

One module for each command. What only one of them needs is imported when it runs: asking for help must not
bring Flask, scipy and a queue along.
"""

import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from importlib import import_module

from assessment.config import ConfigurationError
from questionnaires.library.source import ContentError

PROGRAM, DESCRIPTION = "wandelkompass", "What the operator does on the machine itself."
REFUSED = 2
"""The exit code of a command that could not do what was asked: the reason goes to stderr, in a sentence."""

COMMANDS = (
    *("serve", "worker", "migrate", "demo", "operator", "rescue"),
    "doctor",
    *("backup", "verify", "restore", "receipts", "erase_again"),
    *("retention", "learn", "settings"),
)
"""Modules of this package, as help lists them. Each has HELP, `arguments`, and `run`, which gives the lines
that are printed, or prints them itself and gives none."""


class Refusal(Exception):
    """A command cannot do what was asked, for the reason that is its text."""

    def __init__(self, reason: str, code: int = REFUSED) -> None:
        super().__init__(reason)
        self.code = code


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command that is named in the arguments; its exit code."""
    options = parser().parse_args(arguments)
    try:
        for line in options.run(options) or ():
            print(line, flush=True)  # noqa: T201 - commands print
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (Refusal, ConfigurationError, ContentError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.code if isinstance(error, Refusal) else REFUSED
    return 0


def parser() -> ArgumentParser:
    made = ArgumentParser(prog=PROGRAM, description=DESCRIPTION)
    known = made.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        module = import_module(f"{__name__}.{name}")
        added = known.add_parser(
            name.replace("_", "-"),
            help=module.HELP,
            description=module.__doc__,
            formatter_class=RawDescriptionHelpFormatter,
        )
        module.arguments(added)
        added.set_defaults(run=module.run)
    return made


__all__ = ["COMMANDS", "REFUSED", "Refusal", "main", "parser"]
