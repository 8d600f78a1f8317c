"""List all accounts: address, name, what they do where, how many checks they keep, when they were last
here."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from assessment import clock, config
from assessment.commands import opening

NAME = "list"
HELP = "list all accounts and what they do where"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--staff", action="store_true", help="only those who do something somewhere")


def run(options: Namespace) -> Iterator[str]:
    from assessment.services.by_hand import accounts  # a database comes with it

    for one in accounts.everybody(opening.existing(config.load())):
        if one.seats or not options.staff:
            seats = "; ".join(f"{role} of {home}" for role, home in one.seats) or "keeps checks"
            second = "two steps" if one.has_second else "one step"
            seen = f"last here on {clock.day(one.last_seen_at)}"
            named = f"{one.name}, " if one.name else ""
            yield f"{one.email}: {named}{seats}; checks kept: {one.keeps}; {second}; {seen}"
