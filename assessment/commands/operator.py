"""Invite an operator and print the link to accept. The first one comes in by it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import opening

NAME = "operator"
HELP = "invite an operator and print the link to accept; the first one comes in by it"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="e-mail address of the person")


def run(options: Namespace) -> Iterator[str]:
    from assessment.services import people
    from assessment.web.public_links import base  # knows Flask, which only some commands need

    settings = config.load()
    token = people.invite_operator(
        opening.prepared(settings),
        email=options.address,
        network_name=settings.operator_name,
        now=clock.now(),
    )
    yield f"{base(settings)}/{settings.default_language}/invitation/{token}"
