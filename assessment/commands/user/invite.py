"""Invite somebody to do something in an organisation, and print the link to accept. No mail goes out: whoever
has the link can accept, so give it to nobody else."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import inviting, opening
from questionnaires.commands import Refusal

NAME = "invite"
HELP = "invite somebody, and print the link to accept"
ROLES = ("advisor", "chamber_officer", "provider_contact", "operator")
KINDS = ("advice", "chamber", "provider", "network")


def arguments(parser: ArgumentParser) -> None:
    inviting.add_address(parser)
    add_role(parser)
    parser.add_argument("--found", choices=KINDS, metavar="KIND", help=f"found it: {', '.join(KINDS)}")


def add_role(parser: ArgumentParser) -> None:
    parser.add_argument("role", choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    parser.add_argument("organisation", metavar="ORGANISATION", help="its name")


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.by_hand import accounts
    from assessment.services.policy import Kind, Role

    inviting.require(options.address)
    settings = config.load()
    try:
        token = accounts.invite(
            opening.existing(settings),
            email=options.address,
            role=Role(options.role),
            organisation=options.organisation,
            founds=Kind(options.found) if options.found else None,
            now=clock.now(),
        )
    except accounts.NotDone as error:
        raise Refusal(str(error)) from None
    yield from inviting.link(settings, token)
