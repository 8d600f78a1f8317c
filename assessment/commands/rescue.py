"""Take the second step of signing in off an account whose owner has lost it. They are told so by mail."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import opening
from questionnaires.commands import Refusal

NAME = "rescue"
HELP = "take the second step of signing in off an account whose owner has lost it"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="e-mail address of the person")


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.sign_in import rescue
    from assessment.services.sign_in.changes import Letterhead
    from assessment.web.public_links import base  # knows Flask, which only some commands need

    settings = config.load()
    account = f"{base(settings)}/{settings.default_language}/account"
    done = rescue.take_off_second_step(
        opening.existing(settings),
        email=options.address,
        letterhead=Letterhead(settings.operator_name, account),
        now=clock.now(),
    )
    if not done:
        raise Refusal(f"Nobody has an account with the address {options.address}.")
    yield f"{options.address} now signs in by a link alone, and has been told so by mail."
