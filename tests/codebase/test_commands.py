"""What the docs say of commands is what the commands say themselves."""

import re
from pathlib import Path

from assessment.__main__ import COMMANDS, PROGRAM
from assessment.commands import reference
from questionnaires.commands import ENDS, Group, parser
from tests.codebase.tree import ROOT

GUIDE = ROOT / "assessment/OPERATING.md"
PAGE = ROOT / "assessment/COMMANDS.md"
SERVING = {"asking", "inviting", "opening", "progress"}
"""Modules that are no commands: commands share them."""
CALLED = re.compile(r"(?:^|`|bin/)wandelkompass\s+([a-z-]+)", re.MULTILINE)
"""Where the name stands for the command; in the guide it is also a user, a role and a database."""


def test_the_guide_lists_every_command_with_the_words_of_its_help() -> None:
    parts = GUIDE.read_text(encoding="utf-8").split("<!-- commands -->")
    lines = [f"| `wandelkompass {one.NAME}` | {one.HELP} |" for one in COMMANDS]

    assert parts[1].strip().splitlines() == ["| Command | What it does |", "| --- | --- |", *lines]


def test_the_page_of_commands_is_what_they_say_with_help() -> None:
    told = list(reference.page(parser(PROGRAM, None, COMMANDS)))
    assert PAGE.read_text(encoding="utf-8") == "\n".join(told) + "\n", "make it anew: wandelkompass reference"


def test_everything_that_may_be_given_is_in_the_help_and_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for _, one in reference.commands_below(parser(PROGRAM, None, COMMANDS)):
        section = page.partition(f"# {one.prog}\n")[2].partition("\n## ")[0]
        for option in re.findall(r"(?<=[\s\[])--[a-z-]+", one.format_help()):
            assert option == "--help" or option in section, f"{one.prog} {option}"


def test_the_guide_names_no_command_and_no_option_that_there_is_not() -> None:
    known = [one for _, one in reference.commands_below(parser(PROGRAM, None, COMMANDS))]
    options = {option for one in known for action in one._actions for option in action.option_strings}
    said = GUIDE.read_text(encoding="utf-8") + (ROOT / "README.md").read_text(encoding="utf-8")
    words = {f"wandelkompass {name}" for name in CALLED.findall(said)}

    assert words - {one.prog for one in known} == set()
    assert set(re.findall(r"(?<=`)--[a-z-]+", said)) - options == set()


def test_the_guide_installs_every_debian_package_that_running_it_needs() -> None:
    needed = re.search(
        r'^wanted="(.+)"$', (ROOT / ".ci/system-packages").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert needed
    told = GUIDE.read_text(encoding="utf-8").partition("apt-get install")[2].partition("useradd")[0]
    assert set(needed[1].split()) - set(told.split()) == set()


def test_every_module_of_the_commands_is_one_or_serves_them() -> None:
    folder = ROOT / "assessment/commands"
    groups = [one for one in COMMANDS if isinstance(one, Group)]
    rooms = [(folder, COMMANDS)] + [(Path(vars(one)["__file__"]).parent, one.COMMANDS) for one in groups]
    for room, commands in rooms:
        parts = [*room.glob("[!_]*.py"), *(path.parent for path in room.glob("*/__init__.py"))]
        named = {command.NAME.replace("-", "_") for command in commands}
        assert {part.stem.rstrip("_") for part in parts} - named <= SERVING, room.name


def test_every_command_says_more_when_asked() -> None:
    for one in COMMANDS:
        assert len(one.__doc__ or "") > len(one.HELP) - 5, one.NAME


def test_every_way_to_end_is_said_on_the_page() -> None:
    assert all(f"| {code} | {words} |" in PAGE.read_text(encoding="utf-8") for code, words in ENDS.items())
