"""What has to be done once a day, whoever of the workers is first: the only list of it.

A duty may run twice without harm, since a machine can die in the middle of one; see `jobs`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assessment.config import Settings
from assessment.services.figures import benchmarks, freezing
from assessment.services.funder import publishing
from assessment.services.privacy import retention
from assessment.services.referrals import due
from assessment.services.referrals.office import office_of
from assessment.store.database import Database


@dataclass(frozen=True, slots=True)
class Day:
    """What a duty works with. `outside`: what lies beside the database."""

    database: Database
    settings: Settings
    outside: retention.Outside
    now: datetime


def erase_what_is_too_old(day: Day) -> None:
    retention.run(day.database, settings=day.settings, outside=day.outside, now=day.now)


def freeze_figures(day: Day) -> None:
    freeze(day.database, now=day.now, examples=day.settings.count_examples)


def freeze(database: Database, *, now: datetime, examples: bool) -> None:
    """What is due at the end of a quarter, in order: numbers for funders come from the statistics."""
    for frozen in (freezing, benchmarks, publishing):
        frozen.at_quarters_end(database, now=now, examples=examples)


def keep_referrals_going(day: Day) -> None:
    due.daily(day.database, office=office_of(day.settings), now=day.now)


DUTIES: Mapping[str, Callable[[Day], object]] = {
    "retention": erase_what_is_too_old,
    "figures": freeze_figures,
    "referrals": keep_referrals_going,
}
