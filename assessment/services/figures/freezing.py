"""Figures are frozen at the end of each quarter, and between by hand if enough companies have joined.

Nothing is ever counted for whoever looks: all read what was frozen. So two looks a week apart show the same,
and nobody can take one from the other.
"""

from datetime import date, datetime
from functools import lru_cache

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services import policy
from assessment.services.figures.records import records
from assessment.services.policy import Action, Staff
from assessment.store import counting
from assessment.store import figures as store
from assessment.store.database import Database
from matching import catalogue
from questionnaires import library
from questionnaires.scoring import ENGINE
from reports.cohorts import quarters
from reports.cohorts.crossing import Frame
from reports.cohorts.statistics import Statistics, statistics

KIND = "statistics"
WHILE_A_PAGE_WAITS = 500
"""Finished checks up to which figures are counted while somebody waits for the page."""


def days(connection: Connection) -> tuple[date, ...]:
    """The days of which figures were frozen, the newest first."""
    return tuple(store.days(connection, KIND))


def of_day(connection: Connection, day: date) -> Statistics:
    """What was frozen of one of these days."""
    return _read(store.content(connection, KIND, day))


@lru_cache(maxsize=4)
def _read(content: str) -> Statistics:
    """The same for four times a year, and read by every chamber."""
    return Statistics.model_validate_json(content)


def told(connection: Connection) -> list[Statistics]:
    """All that was frozen, the oldest first: for whoever freezes the next."""
    return [Statistics.model_validate_json(row.content) for row in store.frozen(connection, KIND)]


def at_quarters_end(database: Database, *, now: datetime, examples: bool = False) -> list[date]:
    """Freezes the figures of each quarter that is over and has none; the days of those it froze.

    The very first figures are those of the newest quarter. Safe to run as often as anybody likes.
    """
    return [day for day in due(database, KIND, now) if _freeze(database, day, now, examples=examples)]


def due(database: Database, kind: str, now: datetime) -> list[date]:
    """The ends of quarters that are over and later than all figures of this kind, the earliest first."""
    with database.reading() as connection:
        before = store.days(connection, kind)
    return quarters.ends_after(before[0] if before else None, clock.day(now))


def by_hand(database: Database, *, actor: Staff, examples: bool = False) -> bool | None:
    """Freezes the figures as of yesterday, if the rules allow; whether they did. None where there are too
    many companies to wait for: a worker does it at the end of the quarter. Raises Refused."""
    policy.require(actor, Action.FREEZE_FIGURES)
    with database.reading() as connection:
        if counting.more_than(connection, WHILE_A_PAGE_WAITS):
            return None
    return _freeze(database, clock.day(actor.now) - quarters.A_DAY, actor.now, examples=examples)


def _freeze(database: Database, as_of: date, now: datetime, *, examples: bool) -> bool:
    with database.one_moment() as connection:
        before = told(connection)
        if before and before[-1].as_of >= as_of:
            return False
        companies = records(connection, as_of, examples=examples)
    found = statistics(companies, frame(), as_of, before)
    if found is None:
        return False
    with database.writing() as connection:
        content = found.model_dump_json()
        return store.keep(connection, kind=KIND, as_of=as_of, made_at=now, engine=ENGINE, content=content)


def frame() -> Frame:
    """Districts by chamber and needs by field of action, as the content has them."""
    districts = catalogue.released().districts
    needs = library.needs()
    return Frame(
        chambers={key: district.chamber for key, district in districts.items()},
        fields={id_: need.area for id_, need in needs.items()},
    )
