"""Bring the database up to date, and do nothing else: before the new version of the code is started."""

from argparse import ArgumentParser, Namespace

from assessment import config
from assessment.commands import opening

NAME = "migrate"
HELP = "bring the database up to date"


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_options: Namespace) -> None:
    opening.prepared(config.load()).close()
