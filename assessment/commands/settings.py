"""Print all settings as a table, with their defaults and what they do."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import config

NAME = "settings"
HELP = "print all settings as a table"


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_options: Namespace) -> Iterator[str]:
    yield config.as_markdown()
