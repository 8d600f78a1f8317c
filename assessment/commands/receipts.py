"""Print the receipts of what was erased, to be kept beside a backup; `erase-again` reads them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import config
from assessment.commands import opening

NAME = "receipts"
HELP = "print the receipts of what was erased, to be kept beside a backup"


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_options: Namespace) -> Iterator[str]:
    from assessment.services.privacy import receipts

    yield from receipts.lines(opening.existing(config.load()))
