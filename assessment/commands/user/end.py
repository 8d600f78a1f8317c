"""End what somebody does in an organisation. An account with nothing left to do, and no checks kept in it, is
erased by that. The last operator stays."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import opening
from assessment.commands.user.invite import add_role
from questionnaires.commands import Refusal

NAME = "end"
HELP = "end what somebody does in an organisation"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="e-mail address of the person")
    add_role(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.by_hand import accounts
    from assessment.services.policy import Role

    try:
        gone = accounts.end(
            opening.existing(config.load()),
            email=options.address,
            role=Role(options.role),
            organisation=options.organisation,
            now=clock.now(),
        )
    except accounts.NotDone as error:
        raise Refusal(str(error)) from None
    yield f"{options.address} is no longer {options.role} of {options.organisation}."
    if gone:
        yield "Nothing else was done with this account, so it is gone."
