"""Erase what is older than the settings say. Workers do so once a day."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assessment import clock, config
from assessment.commands import opening, progress
from assessment.config import Settings
from questionnaires.commands import Refusal

if TYPE_CHECKING:
    from assessment.store.database import Database

NAME = "retention"
HELP = "erase what is older than the settings say; workers do so once a day"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="only print what would be erased")
    parser.add_argument(
        "--clock-is-right", action="store_true", help="although this was last at work long ago, or tomorrow"
    )
    progress.add_quiet(parser)


def run(options: Namespace) -> Iterator[str]:
    from assessment import timekeeping
    from assessment.services.privacy import retention  # reaches everything that is kept

    settings = config.load()
    database = opening.existing(settings)
    if options.clock_is_right:
        timekeeping.trust(settings, clock.now())
    elif not options.dry_run:
        _look_at_the_clock(settings, database)
    found = retention.run(
        database,
        settings=settings,
        outside=opening.outside(settings),
        now=clock.now(),
        dry=options.dry_run,
        watch=progress.bar(options, "Checks"),
    )
    for kind, number in found.items():
        yield f"{number:7}  {kind}"


def _look_at_the_clock(settings: Settings, database: "Database") -> None:
    """Raises Refusal where it has leapt: whatever it erased would be gone for good."""
    from assessment import timekeeping

    try:
        timekeeping.require(settings, database, clock.now())
    except timekeeping.ClockDoubted as error:
        raise Refusal(
            f"{error} Nothing was erased. Is today's date right? Then add --clock-is-right."
        ) from None
