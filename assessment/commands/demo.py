"""Bring in the fictional companies and staff, once, and print their links."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assessment import clock, config
from assessment.commands import opening
from assessment.config import Settings, signing_key

if TYPE_CHECKING:
    from assessment.store.database import Database

NAME = "demo"
HELP = "bring in the fictional companies, once, and print their links"


def arguments(parser: ArgumentParser) -> None:
    """None."""


def run(_options: Namespace) -> Iterator[str]:
    from assessment.web.public_links import base  # knows Flask, which only some commands need

    settings = config.load()
    return links(opening.prepared(settings), settings, base(settings))


def links(database: "Database", settings: Settings, address: str) -> Iterator[str]:
    """Brings in what is not there yet; a line for each company, and one for each member of staff."""
    # numpy and scipy come with them
    from assessment.demo import chambers, companies, desks, operator, people, proposals, workshop
    from assessment.services.checks.results import operator_of
    from assessment.services.referrals.office import office_of

    network, office, now = operator_of(settings), office_of(settings), clock.now()
    for title, key in companies.bring_in(database, operator=network, now=now):
        yield f"{address}/{settings.default_language}/resume/{key}  {title}"
    members = people.bring_in(database, now=now)
    company = people.keep_checks(database, secret=signing_key(settings), now=now)
    operator.bring_in(database, operator=network, now=now)
    chambers.bring_in(database, operator=network, office=office, now=now)
    workshop.bring_in(database, secret=signing_key(settings), now=now)
    proposals.bring_in(database, office=office, now=now)
    desks.bring_in(database, secret=signing_key(settings), office=office, now=now)
    for email, role in [*members, (company, "company")]:
        yield f"{address}/{settings.default_language}/sign-in  {email} ({role})"
