"""Erase what is older than the settings say. Workers do so once a day."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import opening

NAME = "retention"
HELP = "erase what is older than the settings say; workers do so once a day"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only print what would be erased")


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.privacy import retention  # reaches everything that is kept

    settings = config.load()
    found = retention.run(
        opening.prepared(settings),
        settings=settings,
        outside=opening.outside(settings),
        now=clock.now(),
        dry=options.dry_run,
    )
    for kind, number in found.items():
        yield f"{number:7}  {kind}"
