"""Sign somebody out everywhere, at once: when a device is lost, or somebody leaves. Links to sign in that are
on their way open nothing any more."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import opening
from questionnaires.commands import Refusal

NAME = "sign-out"
HELP = "sign somebody out everywhere"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="e-mail address of the person")


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.by_hand import accounts

    try:
        ended = accounts.sign_out(opening.existing(config.load()), email=options.address, now=clock.now())
    except accounts.NotDone as error:
        raise Refusal(str(error)) from None
    yield f"{options.address} is signed out; sessions ended: {ended}."
