"""Write checks as tables for statistics programs, or the catalogue as files of YAML."""

from assessment.commands.export import catalogue, runs
from questionnaires.commands import Command

NAME = "export"
HELP = "write checks as tables with a codebook, or the catalogue as YAML"
COMMANDS: tuple[Command, ...] = (runs, catalogue)
