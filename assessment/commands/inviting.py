"""What the two commands share that invite somebody: an address to ask for, and a link to hand over."""

import re
from argparse import ArgumentParser
from collections.abc import Iterator

from assessment.config import EMAIL, Settings, public_address, variable_of
from questionnaires.commands import Refusal


def add_address(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="e-mail address of the person")


def require(address: str) -> None:
    """Raises Refusal for what is no address."""
    if not re.fullmatch(EMAIL, address):
        raise Refusal(f"{address} is no e-mail address.")


def link(settings: Settings, token: str) -> Iterator[str]:
    yield f"{public_address(settings)}/{settings.default_language}/invitation/{token}"
    if not settings.public_url:
        yield f"It opens on this machine alone, since {variable_of('public_url')} is not set."
