"""What `python -m questionnaires` can do: one module for each command."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Protocol

from questionnaires import library
from questionnaires.definition import Questionnaire

SOURCE = "a folder with questionnaire.yaml, that file, or a released one: ID or ID@VERSION"


class Command(Protocol):
    """What a module must have to be a command."""

    NAME: str
    HELP: str

    def arguments(self, parser: ArgumentParser) -> None: ...

    def run(self, options: Namespace) -> str:
        """What is printed. Raises ValueError, LookupError or OSError that says what was expected."""
        ...


def folder_of(name: str, questionnaire: Questionnaire) -> Path:
    """Where the questionnaire that was found by this name stands."""
    path = Path(name)
    if path.is_dir():
        return path
    return path.parent if path.is_file() else library.CONTENT / questionnaire.id / questionnaire.version


def find(name: str) -> Questionnaire:
    """A questionnaire by folder, by its head file, or a released one by id or id@version."""
    path = Path(name)
    if path.is_dir():
        return library.load(path)
    return library.load(path.parent) if path.is_file() else library.released(*name.split("@", 1))
