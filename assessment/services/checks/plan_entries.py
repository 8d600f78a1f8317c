"""One entry of a plan between its row and what is seen of it: pure, without a transaction or a clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from assessment.store import plans as store
from assessment.store.plans import EntryRow
from reports.calendar import Appointment
from reports.planned import Planned, Proposal, State, Wording, measure_of, offer_of


@dataclass(frozen=True)
class Details:
    """What a company says of an entry. `title` counts for an entry of its own only."""

    title: str
    owner: str = ""
    due: date | None = None
    state: State = "planned"
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """An entry with the revision that a page shows; sent back, it tells whether somebody else was quicker.

    `own`: the company's own entry, with a title of its own.
    """

    id: UUID
    planned: Planned
    revision: int
    own: bool

    @property
    def details(self) -> Details:
        """What can be changed of it. The title of a chosen step cannot."""
        told, title = self.planned, self.planned.title
        return Details(
            title=title if isinstance(title, str) else "",
            owner=told.owner,
            due=told.due,
            state=told.state,
            note=told.note,
        )


def entry(row: EntryRow) -> Entry:
    return Entry(row.id, planned(row), row.revision, own=row.words is None)


def entries(rows: Iterable[EntryRow]) -> tuple[Entry, ...]:
    """Those that were not removed, in their order."""
    return tuple(entry(row) for row in rows if not row.removed)


def planned(row: EntryRow) -> Planned:
    words = Wording.model_validate_json(row.words) if row.words else None
    return Planned(
        id=str(row.id),
        measure=measure_of(row.origin),
        title=words.title if words else row.title,
        area=words.area if words else None,
        first_step=words.first_step if words else None,
        owner=row.owner,
        due=row.due,
        state=cast("State", row.state),
        note=row.note,
        decides=words.decides if words else None,
        lasts=words.lasts if words else None,
    )


def asked_for(row: EntryRow) -> str | None:
    """The offer that an entry is about, as long as it stands: none once it is removed or dropped."""
    return None if row.removed or row.state == "dropped" else offer_of(row.origin)


def appointments(rows: Iterable[EntryRow]) -> tuple[Appointment, ...]:
    """All that stands in a calendar, or ever stood there."""
    return tuple(
        Appointment(
            id=str(row.id),
            entry=None if row.removed else planned(row),
            day=row.calendar_day,
            sequence=row.revision,
            changed=row.changed_at,
        )
        for row in rows
        if row.calendar_day
    )


# --- rows to write -----------------------------------------------------------------------------


def of_proposal(proposal: Proposal, now: datetime) -> EntryRow:
    """A chosen step, with the words it has now. Its place is given when it is added."""
    fresh = of_details(Details(title=""), now)
    return replace(fresh, origin=proposal.origin, words=proposal.words.model_dump_json())


def of_details(details: Details, now: datetime) -> EntryRow:
    """An entry of the company's own."""
    return changed(_blank(details.title, now), details, now)


def _blank(title: str, now: datetime) -> EntryRow:
    return EntryRow(
        id=store.new_id(),
        position=0,
        origin=None,
        words=None,
        title=title,
        owner="",
        due=None,
        state="planned",
        note="",
        revision=0,
        changed_at=now,
        calendar_day=None,
    )


def changed(row: EntryRow, details: Details, now: datetime) -> EntryRow:
    """The row with these details, and one revision on."""
    stands = details.due and details.state != "dropped"
    return replace(
        row,
        title=details.title if row.words is None else row.title,
        owner=details.owner,
        due=details.due,
        state=details.state,
        note=details.note,
        revision=row.revision + 1,
        changed_at=now,
        calendar_day=details.due if stands else row.calendar_day,
    )


def removed(row: EntryRow, now: datetime) -> EntryRow:
    """What is left of an entry for the calendars that know it: nothing that anybody wrote."""
    emptied = changed(row, Details(title=""), now)
    return replace(emptied, origin=None, words=None, title="", removed=True)


def merged(before: Details | None, mine: Details, theirs: Details) -> tuple[Details, bool]:
    """What holds when two people changed an entry: what only one of them touched is as that one left it.

    `before` is what both began with; where that is not known, everything counts as touched. The second value
    tells whether both wrote something different into the same field; there, `mine` stands in the first.
    """
    names = [field.name for field in fields(Details)]
    touched = [name for name in names if before is None or getattr(mine, name) != getattr(before, name)]
    found = replace(theirs, **{name: getattr(mine, name) for name in touched})
    other = {name for name in names if before is None or getattr(theirs, name) != getattr(before, name)}
    return found, any(getattr(mine, n) != getattr(theirs, n) for n in touched if n in other)


def moved(rows: Sequence[EntryRow], entry_id: UUID, by: int) -> dict[UUID, int]:
    """New places for all whose place changes when an entry goes up (-1) or down (1); none at an end."""
    order = [row.id for row in rows if not row.removed]
    if entry_id not in order or not 0 <= order.index(entry_id) + by < len(order):
        return {}
    place = order.index(entry_id)
    order[place], order[place + by] = order[place + by], order[place]
    before = {row.id: row.position for row in rows}
    return {id_: position for position, id_ in enumerate(order) if before[id_] != position}
