"""What has to be done once a day, whoever of the workers is first: the only list of it.

A duty may run twice without harm, since a machine can die in the middle of one; see `jobs`. None runs on a
clock that has leapt: what it erased, froze or ended would be so for good.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from assessment import timekeeping
from assessment.config import Settings
from assessment.services.figures import benchmarks, filling, freezing
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


def fill_in(day: Day) -> None:
    filling.fill(day.database)


def freeze_figures(day: Day) -> None:
    freeze(day.database, now=day.now, examples=day.settings.count_examples)


def freeze(database: Database, *, now: datetime, examples: bool) -> None:
    """What is due at the end of a quarter, in order: numbers for funders come from the statistics."""
    for frozen in (freezing, benchmarks, publishing):
        frozen.at_quarters_end(database, now=now, examples=examples)


def keep_referrals_going(day: Day) -> None:
    due.daily(day.database, office=office_of(day.settings), now=day.now)


def _on_a_clock_to_believe(duty: Callable[[Day], object], day: Day) -> None:
    """Raises ClockDoubted; the duty is then tried again in an hour."""
    timekeeping.require(day.settings, day.database, day.now)
    duty(day)


DUTIES: Mapping[str, Callable[[Day], object]] = {
    name: partial(_on_a_clock_to_believe, duty)
    for name, duty in {
        "retention": erase_what_is_too_old,
        "standings": fill_in,
        "figures": freeze_figures,
        "referrals": keep_referrals_going,
    }.items()
}
