"""What the two commands share that invite somebody: an address to ask for, and a link to hand over."""

from argparse import ArgumentParser
from collections.abc import Iterator

from assessment.config import Settings, public_address, variable_of
from questionnaires.commands import Refusal


def add_address(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="e-mail address of the person")


def require(address: str) -> None:
    """Raises Refusal for what is no address."""
    name, at, domain = address.rpartition("@")
    if not (name and at and domain) or " " in address:
        raise Refusal(f"{address} is no e-mail address.")


def link(settings: Settings, token: str) -> Iterator[str]:
    yield f"{public_address(settings)}/{settings.default_language}/invitation/{token}"
    if not settings.public_url:
        yield f"It opens on this machine alone, since {variable_of('public_url')} is not set."
