"""Invite an operator and print the link to accept. The first one comes in by it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import inviting, opening

NAME = "operator"
HELP = "invite an operator and print the link to accept; the first one comes in by it"


def arguments(parser: ArgumentParser) -> None:
    inviting.add_address(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment.services import people  # knows the database, which only some commands need

    inviting.require(options.address)
    settings = config.load()
    token = people.invite_operator(
        opening.prepared(settings),
        email=options.address,
        network_name=settings.operator_name,
        now=clock.now(),
    )
    yield from inviting.link(settings, token)
