"""Erase a check with all that hangs on it: answers, results, plan, consents, referrals, sessions, files,
mails.

It is named by its key, as on its link, or by its id. `-` reads the key from the input, so that it stands in
no history of commands.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assessment import clock, config
from assessment.commands import asking, opening
from questionnaires.commands import Refusal

if TYPE_CHECKING:
    from assessment.services.erasure import Receipt

NAME = "check"
HELP = "erase a check with all that hangs on it"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("check", metavar="KEY", help="its key or its id; - to read it from the input")
    asking.add_yes(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.by_hand import accounts, erasing

    settings = config.load()
    database = opening.existing(settings)
    named = sys.stdin.readline() if options.check == "-" else options.check
    try:
        run_id = erasing.check_id(database, named=named.strip())
        asking.make_sure(options, f"Erase the check {run_id} for good?")
        outside = opening.outside(settings)
        receipt = erasing.check(database, run_id=run_id, outside=outside, now=clock.now())
    except accounts.NotDone as error:
        raise Refusal(str(error)) from None
    yield from told(receipt)


def told(receipt: "Receipt") -> Iterator[str]:
    """A receipt: its number first, then what there was, by table."""
    yield f"Receipt {receipt.number} of {clock.day(receipt.erased_at)}"
    for table, number in receipt.counted.items():
        yield f"{number:7}  {table}"
