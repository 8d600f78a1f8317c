"""Read receipts from the input and erase what a restored backup has brought back."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import config
from assessment.commands import opening
from questionnaires.commands import Refusal

NAME = "erase-again"
HELP = "read such receipts from the input and erase what a restored backup has brought back"


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_options: Namespace) -> Iterator[str]:
    from assessment.services.privacy import receipts

    settings = config.load()
    try:
        number = receipts.erase_again(
            opening.existing(settings), sys.stdin, outside=opening.outside(settings)
        )
    except receipts.Unreadable as error:
        raise Refusal(str(error)) from None
    yield f"{number:7}  checks and accounts that had been erased before"
