"""Publishes the numbers for funders at the end of each quarter, once and for good.

A quarter is published when it is over, however late: records of the past are read as they stood on its last
day, as far as they are still there. What was published is never computed anew, whatever becomes of companies.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services.figures import freezing
from assessment.services.figures.records import records
from assessment.store import funder as store
from assessment.store.database import Database
from assessment.store.funder import NumbersRow
from matching import catalogue
from questionnaires.text import Frozen
from reports.cohorts import quarters
from reports.cohorts.records import Record
from reports.cohorts.statistics import Statistics
from reports.funder import counting, library
from reports.funder.published import Published

MOST = 20
"""Quarters that are published at once, the newest ones: five years, for a network that reports late."""


class Kept(Frozen):
    """The numbers of a day for the whole network, and for each chamber by its name in the catalogue."""

    network: Published
    houses: Mapping[str, Published]

    def of(self, house: str | None) -> Published:
        """Nothing but "too few", for a chamber that was none at that time."""
        if house is None:
            return self.network
        empty = counting.of_house(None, library.size_classes(), house=house, as_of=self.network.as_of)
        return self.houses.get(house, empty)


def at_quarters_end(database: Database, *, now: datetime, examples: bool = False) -> list[date]:
    """Publishes every quarter that is over and not published yet; their last days. Comes after the statistics
    are frozen. A second run finds nothing. `examples`: the fictional companies count, too."""
    with database.one_moment() as connection:
        made = _made(connection, now, examples=examples)
    with database.writing() as connection:
        return [row.as_of for row in made if store.publish(connection, row)]


def _made(connection: Connection, now: datetime, *, examples: bool) -> list[NumbersRow]:
    rows = store.numbers(connection)
    before = kept(rows[-1]) if rows else None
    ends = _due(connection, before, clock.day(now) - quarters.A_DAY, examples=examples)
    statistics = freezing.told(connection) if ends else []
    made = []
    for end in ends:
        found = records(connection, end, examples=examples)
        before = _published(found, _in_force(statistics, end), end, before)
        made.append(NumbersRow(end, now, before.model_dump_json()))
    return made


def kept(row: NumbersRow) -> Kept:
    return Kept.model_validate_json(row.numbers)


def _due(connection: Connection, before: Kept | None, last: date, *, examples: bool) -> list[date]:
    """The ends of quarters from the one after the newest, or from the one in which the first company came."""
    if before:
        return list(quarters.ends(before.network.as_of + quarters.A_DAY, last))[-MOST:]
    companies = records(connection, last, examples=examples)
    first = min((one.started_on for one in companies), default=last)
    return list(quarters.ends(first, last))[-MOST:]


def _in_force(history: Sequence[Statistics], end: date) -> Statistics | None:
    """The newest that are not of a later day."""
    return max((one for one in history if one.as_of <= end), key=attrgetter("as_of"), default=None)


def _published(
    records: Iterable[Record], statistics: Statistics | None, end: date, before: Kept | None
) -> Kept:
    classes = library.size_classes()
    chambers = sorted({one.chamber for one in catalogue.released().districts.values()})
    network = counting.publish(
        records, statistics, classes, as_of=end, before=before.network if before else None
    )
    houses = {one: counting.of_house(statistics, classes, house=one, as_of=end) for one in chambers}
    return Kept(network=network, houses=houses)
