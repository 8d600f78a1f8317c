"""Bring in checks out of a table, or a catalogue out of files of YAML."""

from assessment.commands.import_ import catalogue, runs
from questionnaires.commands import Command

NAME = "import"
HELP = "bring in checks out of a table, or a catalogue out of YAML"
COMMANDS: tuple[Command, ...] = (runs, catalogue)
