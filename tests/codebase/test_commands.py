"""The table of commands in the docs is what the command itself says."""

from argparse import ArgumentParser, _SubParsersAction

from assessment.__main__ import COMMANDS, PROGRAM
from questionnaires.commands import parser
from tests.codebase.tree import ROOT

DOCS = ROOT / "assessment/OPERATING.md"


def listed() -> "_SubParsersAction[ArgumentParser]":
    made = parser(PROGRAM, None, COMMANDS)
    (known,) = (part for part in made._actions if isinstance(part, _SubParsersAction))
    return known


def told() -> dict[str, str]:
    """By command, what help says of it in the list, in the order of the list."""
    return {action.dest: action.help or "" for action in listed()._choices_actions}


def test_the_docs_list_every_command_with_the_words_of_its_help() -> None:
    parts = DOCS.read_text(encoding="utf-8").split("<!-- commands -->")
    lines = [f"| `wandelkompass {name}` | {words} |" for name, words in told().items()]

    assert parts[1].strip().splitlines() == ["| Command | What it does |", "| --- | --- |", *lines]


def test_every_module_of_the_commands_is_one_or_serves_them() -> None:
    modules = {path.stem for path in (ROOT / "assessment/commands").glob("*.py")}
    named = {command.NAME.replace("-", "_") for command in COMMANDS}
    assert modules - named == {"__init__", "opening"}


def test_every_command_says_more_when_asked() -> None:
    for name, one in listed().choices.items():
        assert len(one.description or "") > len(told()[name]) - 5, name
