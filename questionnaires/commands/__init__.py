"""What `python -m questionnaires` can do: one module for each command, and how any command is run.

How a command ends says what became of it (`ENDS`), to whoever starts it from a script or a timer.
"""

import json
import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from questionnaires.definition import Questionnaire

DONE, FOUND, REFUSED, INTERRUPTED = 0, 1, 2, 130
ENDS = {
    DONE: "It has done what was asked.",
    FOUND: "It has looked for what is wrong, and something has to be mended.",
    REFUSED: "It cannot do what was asked, or was asked wrongly. It says why.",
    INTERRUPTED: "It was interrupted (Ctrl-C). What it had not finished is undone or can be repeated.",
}
SOURCE = "a folder with questionnaire.yaml, that file, or a released one: ID or ID@VERSION"


class Command(Protocol):
    """What a module must have to be a command."""

    NAME: str
    HELP: str

    def arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, options: Namespace) -> str | Iterable[str] | None:
        """What is printed, or its lines; nothing where it prints by itself. Raises what `run` takes for a
        refusal, with what was expected."""
        ...


@runtime_checkable
class Group(Protocol):
    """Commands that share their first word: `export runs`, `export catalogue`."""

    NAME: str
    HELP: str
    COMMANDS: "tuple[Command, ...]"


class Refusal(Exception):
    """A command cannot do what was asked, for the reason that is its text; `code` is how it ends."""

    def __init__(self, reason: str, code: int = REFUSED) -> None:
        super().__init__(reason)
        self.code = code


def run(
    program: str,
    description: str | None,
    commands: "Sequence[Command | Group]",
    arguments: Sequence[str] | None,
    refusals: tuple[type[Exception], ...] = (ValueError, LookupError, OSError),
    version: str | None = None,
) -> int:
    """Runs the command that is named in the arguments; what it refuses goes to stderr, in a sentence.

    Returns how it ends: DONE, FOUND, REFUSED or INTERRUPTED.
    """
    refused: tuple[type[Exception], ...] = (Refusal, *refusals)
    whole = parser(program, description, commands)
    if version:
        whole.add_argument("--version", action="version", version=f"{program} {version}")
    options = whole.parse_args(arguments)
    try:
        found = options.run(options)
        for line in [found] if isinstance(found, str) else found or ():
            print(line, flush=True)  # noqa: T201 - commands print
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except refused as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.code if isinstance(error, Refusal) else REFUSED
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)  # noqa: T201
        return INTERRUPTED
    return DONE


def parser(program: str, description: str | None, commands: "Sequence[Command | Group]") -> ArgumentParser:
    """All commands; what they are run with has it as `whole`, for the one that tells of all of them."""
    parser = ArgumentParser(prog=program, description=description)
    parser.set_defaults(whole=parser)
    _add(parser, commands)
    return parser


def _add(parser: ArgumentParser, commands: "Sequence[Command | Group]") -> None:
    known = parser.add_subparsers(required=True)
    for command in commands:
        added = known.add_parser(
            command.NAME,
            help=command.HELP,
            description=command.__doc__,
            formatter_class=RawDescriptionHelpFormatter,
        )
        if isinstance(command, Group):
            _add(added, command.COMMANDS)
        else:
            command.arguments(added)
            added.set_defaults(run=command.run)


def read_json(file: Path) -> Any:
    """The data in a file. Raises ValueError that names the file."""
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{file}: not readable as JSON: {error}") from None


def folder_of(name: str, questionnaire: "Questionnaire") -> Path:
    """Where the questionnaire that was found by this name stands."""
    from questionnaires import library  # as below: not every command reads questionnaires

    path = Path(name)
    if path.is_dir():
        return path
    return path.parent if path.is_file() else library.CONTENT / questionnaire.id / questionnaire.version


def find(name: str) -> "Questionnaire":
    """A questionnaire by folder, by its head file, or a released one by id or id@version."""
    from questionnaires import library

    path = Path(name)
    if path.is_dir():
        return library.load(path)
    return library.load(path.parent) if path.is_file() else library.released(*name.split("@", 1))
