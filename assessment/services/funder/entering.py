"""What staff type in for a funder: one figure each quarter, kept with who typed it and when.

Nothing is overwritten: an entry follows the one before it. Who changes what somebody else has changed since
they opened the form is shown the other's value, and their own waits in the form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services.funder import houses
from assessment.services.policy import Staff
from assessment.store import funder as store
from assessment.store.database import Database
from assessment.store.funder import TEXT_LENGTH, EntryRow, NewEntry
from reports.cohorts.quarters import end_before, last_day
from reports.funder import library
from reports.funder.figures import Typed
from reports.funder.sets import Entered

__all__ = ["TEXT_LENGTH"]

QUARTERS = 8
"""For which figures can be typed in, the one that is not over yet included."""
Value = float | str | None
"""A number, a text, or nothing (any more)."""


@dataclass(frozen=True, slots=True)
class Field:
    """A figure to be typed in for a quarter; `newest` is what stands there, `earlier` how it came to that."""

    indicator: Entered
    newest: EntryRow | None
    earlier: tuple[EntryRow, ...]

    @property
    def value(self) -> Value:
        return said(self.newest)

    @property
    def newest_id(self) -> UUID | None:
        return self.newest.id if self.newest else None


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody else has typed in a figure meanwhile: what stands there now, and what was wanted."""

    indicator: Entered
    now: EntryRow | None
    wanted: Value


def said(row: EntryRow | None) -> Value:
    """What an entry says; nothing for one that was taken back."""
    if row is None:
        return None
    return row.words if row.value is None else row.value


def quarters(today: date) -> list[date]:
    """The last days of the quarters for which figures can be typed in, the newest first."""
    found = [last_day(today)]
    while len(found) < QUARTERS:
        found.append(end_before(found[-1]))
    return found


def fields(
    database: Database, *, actor: Staff, set_id: str, house: UUID | None, quarter: date
) -> tuple[Field, ...]:
    """The figures of a set that are typed in, for one quarter. Raises Refused, UnknownSet."""
    houses.require(actor, house)
    with database.reading() as connection:
        return _fields(connection, set_id, house, quarter)


def _fields(connection: Connection, set_id: str, house: UUID | None, quarter: date) -> tuple[Field, ...]:
    rows = store.entries(connection, set_id, house)
    found = []
    for indicator in library.of(set_id).entered:
        mine = [row for row in rows if (row.indicator, row.quarter) == (indicator.id, quarter)]
        found.append(Field(indicator, mine[-1] if mine else None, tuple(mine[:-1])))
    return tuple(found)


def enter(
    database: Database,
    *,
    actor: Staff,
    set_id: str,
    house: UUID | None,
    quarter: date,
    wanted: Mapping[str, Value],
    seen: Mapping[str, UUID | None],
) -> tuple[Clash, ...]:
    """Keeps what has changed, by indicator; `seen` names the entries that the form showed.

    Returns what was not kept, since somebody else had changed it meanwhile. Raises Refused, UnknownSet.
    """
    houses.require(actor, house)
    with database.writing() as connection:
        houses.hold(connection, house)
        found = _fields(connection, set_id, house, quarter)
        changed = [field for field in found if wanted.get(field.indicator.id, field.value) != field.value]
        missed = [field for field in changed if field.newest_id != seen.get(field.indicator.id)]
        kept = [field for field in changed if field not in missed]
        store.add(
            connection,
            set_id=set_id,
            organisation_id=house,
            quarter=quarter,
            said=[_next(field, wanted[field.indicator.id]) for field in kept],
            person_id=actor.person_id,
            moment=actor.now,
        )
    return tuple(Clash(field.indicator, field.newest, wanted[field.indicator.id]) for field in missed)


def _next(field: Field, value: Value) -> NewEntry:
    return NewEntry(
        indicator=field.indicator.id,
        number=len(field.earlier) + (2 if field.newest else 1),
        value=value if isinstance(value, float) else None,
        words=value if isinstance(value, str) else None,
    )


def typed(rows: Iterable[EntryRow]) -> list[Typed]:
    """The newest entry of each figure and quarter; none of one that was taken back."""
    newest = {(row.indicator, row.quarter): row for row in rows}
    return [
        Typed(indicator=row.indicator, quarter=row.quarter, value=row.value, text=row.words)
        for row in newest.values()
        if said(row) is not None
    ]
