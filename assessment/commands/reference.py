"""Print all commands with all that may be given with them, and how they end: COMMANDS.md, as it stands in the
documentation."""

from argparse import Action, ArgumentParser, Namespace, _HelpAction, _SubParsersAction
from collections.abc import Iterator

from questionnaires.commands import ENDS

NAME = "reference"
HELP = "print all commands with their options, as Markdown"
BEGINNING = """\
# Commands

Each says the same with `--help`. Messages go to the standard error output, what was asked for to the standard
output; bars show long work on a terminal only. Settings: see OPERATING.md.

| Ends with | When |
| --- | --- |"""


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(options: Namespace) -> Iterator[str]:
    return page(options.whole)


def page(whole: ArgumentParser) -> Iterator[str]:
    """How commands end, then a section for each: its sentences, and a table of what may be given with it."""
    yield BEGINNING
    yield from (f"| {code} | {words} |" for code, words in ENDS.items())
    for level, one in commands_below(whole):
        yield from ("", f"{'#' * level} {one.prog}", "", (one.description or "").strip())
        given = [_row(action) for action in one._actions if _told(action)]
        if given:
            yield from ("", "| Given with it | What it does |", "| --- | --- |", *given)


def commands_below(one: ArgumentParser, level: int = 2) -> Iterator[tuple[int, ArgumentParser]]:
    """All commands, those of a group after it and one level below, in their order."""
    for action in one._actions:
        if isinstance(action, _SubParsersAction):
            for below in action.choices.values():
                yield level, below
                yield from commands_below(below, level + 1)


def _told(action: Action) -> bool:
    return not isinstance(action, _HelpAction | _SubParsersAction)


def _row(action: Action) -> str:
    option = action.option_strings[-1] if action.option_strings else ""
    value = "" if action.nargs == 0 else str(action.metavar or action.dest)
    return f"| `{f'{option} {value}'.strip()}` | {action.help} |"
