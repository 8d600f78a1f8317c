"""The company's plan: choose steps of the result, add own ones, say who and until when, keep at it.

An entry knows how often it was changed. Who changes or removes what somebody else changed meanwhile is told,
and nothing is overwritten. Moving an entry changes its place only, so it never stands in anybody's way.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services import runs
from assessment.services.checks import plan_entries, results
from assessment.services.checks.plan_entries import Details, Entry
from assessment.services.offering import feedback
from assessment.services.policy import Action, Staff
from assessment.services.runs import OpenRun, WayIn, unlocked
from assessment.services.workshops import meetings
from assessment.services.workshops.meetings import Meeting
from assessment.store import plans as store
from assessment.store.database import Database
from assessment.store.plans import NOTE_LENGTH, OWNER_LENGTH, TITLE_LENGTH, EntryRow
from assessment.store.runs import RunRow
from reports.assessed import Step
from reports.calendar import Appointment
from reports.planned import Planned, Progress, Proposal, State, progress
from reports.proposing import of_offer, proposal
from reports.report import Operator, Report

__all__ = ["NOTE_LENGTH", "OWNER_LENGTH", "TITLE_LENGTH", "Details", "Entry"]

MOST = 100
"""Entries of one plan; and of removed ones, those that calendars are still told about."""
Way = Literal["up", "down"]
WAYS: dict[Way, int] = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Proposals:
    """What the result advises and the plan does not hold yet. `offers`: to ask for one of those that fit."""

    now: tuple[Proposal, ...]
    next: tuple[Proposal, ...]
    later: tuple[Proposal, ...]
    offers: tuple[Proposal, ...] = ()

    @property
    def all(self) -> tuple[Proposal, ...]:
        return (*self.now, *self.next, *self.later)


@dataclass(frozen=True)
class Board:
    """The plan as its company sees it today. `dated`: whether there is anything to tell a calendar.
    `writable`: whether whoever looks may change it; `meeting`: the session in which it is made, if any."""

    run: OpenRun
    entries: tuple[Entry, ...]
    proposals: Proposals
    dated: bool
    today: date
    writable: bool = True
    meeting: Meeting | None = None

    @property
    def progress(self) -> Progress:
        return progress((entry.planned for entry in self.entries), self.today)


@dataclass(frozen=True)
class Changed:
    """What became of a change. `entry` is how it stands now, None once it is removed.

    With `conflict`, somebody else changed or removed it meanwhile, and nothing was written; `wanted` is then
    what the visitor wants it to be, with what only the other one touched.
    """

    entry: Entry | None
    conflict: bool = False
    wanted: Details | None = None


def board(database: Database, *, run_id: UUID, key: WayIn, operator: Operator, now: datetime) -> Board:
    """The plan, with what the result still proposes. Raises NothingAnswered, KeyNeeded."""
    run = runs.opened(database, run_id=run_id, key=key)
    report = results.as_made(database, run, operator=operator, now=now)
    with database.reading() as connection:
        rows = store.of_run(connection, run.id)
    dated = any(row.calendar_day for row in rows)
    meeting = meetings.beside(database, run, key)
    writable = not isinstance(key, Staff) or (meeting is not None and meeting.writable)
    proposals = _proposals(report, rows)
    return Board(run, plan_entries.entries(rows), proposals, dated, clock.day(now), writable, meeting)


def opened(database: Database, *, run_id: UUID, key: WayIn) -> tuple[Entry, ...]:
    """The plan alone, in the company's order. Raises KeyNeeded."""
    with database.reading() as connection:
        return plan_entries.entries(store.of_run(connection, unlocked(connection, run_id, key).id))


def to_change(database: Database, *, run_id: UUID, key: WayIn) -> tuple[Entry, ...]:
    """The same for whoever may change it: the company, and the advisor in its session. Raises KeyNeeded."""
    with database.reading() as connection:
        run = unlocked(connection, run_id, key, action=Action.CHANGE_PLAN)
        return plan_entries.entries(store.of_run(connection, run.id))


def entry(database: Database, *, run_id: UUID, key: WayIn, entry_id: UUID) -> Entry | None:
    """One entry to be changed, None where there is none (any more). Raises KeyNeeded."""
    found = to_change(database, run_id=run_id, key=key)
    return next((one for one in found if one.id == entry_id), None)


def chosen(database: Database, *, run_id: UUID, key: WayIn) -> tuple[Planned, ...]:
    """The plan as reports and tables show it. Raises KeyNeeded."""
    return tuple(one.planned for one in opened(database, run_id=run_id, key=key))


def appointments(database: Database, *, run_id: UUID, key: WayIn) -> tuple[Appointment, ...]:
    """All that stands in a calendar of this plan, or ever stood there. Raises KeyNeeded."""
    with database.reading() as connection:
        rows = store.of_run(connection, unlocked(connection, run_id, key).id)
    return plan_entries.appointments(rows)


def choose(
    database: Database,
    *,
    run_id: UUID,
    key: WayIn,
    origins: Collection[str] | None,
    operator: Operator,
    now: datetime,
) -> tuple[Entry, ...]:
    """Takes proposals into the plan, in the order of the result; returns those that are new there.

    `origins` names them; None stands for all first steps. What the plan holds already, or the result
    proposes no more, is passed over; so is what exceeds MOST. Raises NothingAnswered, KeyNeeded.
    """
    found = runs.opened(database, run_id=run_id, key=key)
    report = results.as_made(database, found, operator=operator, now=now)
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True, action=Action.CHANGE_PLAN)
        rows = store.of_run(connection, run.id)
        offered = _proposals(report, rows)
        every = (*offered.all, *offered.offers)
        wanted = offered.now if origins is None else [one for one in every if one.origin in origins]
        return _add(connection, run, rows, [plan_entries.of_proposal(one, now) for one in wanted])


def add(database: Database, *, run_id: UUID, key: WayIn, details: Details, now: datetime) -> Entry | None:
    """Adds an entry of the company's own; None where the plan is full. Raises KeyNeeded.

    One that reads exactly the same is not added a second time, so the form may be sent twice.
    """
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True, action=Action.CHANGE_PLAN)
        rows = store.of_run(connection, run.id)
        twin = next((one for one in plan_entries.entries(rows) if one.own and one.details == details), None)
        if twin:
            return twin
        added = _add(connection, run, rows, [plan_entries.of_details(details, now)])
    return added[0] if added else None


def change(
    database: Database,
    *,
    run_id: UUID,
    key: WayIn,
    entry_id: UUID,
    seen: int,
    before: Details | None,
    details: Details,
    now: datetime,
) -> Changed:
    """Writes the details of an entry whose revision `seen` was shown, when it read `before`.

    Two people who change different things at once do not disturb each other; where both changed the same,
    the later one is told. Saving the same again changes nothing.
    """
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True, action=Action.CHANGE_PLAN)
        row = _find(store.of_run(connection, run.id), entry_id)
        if row is None:
            return Changed(None, conflict=True)
        theirs, clash = plan_entries.entry(row), False
        wanted = details if theirs.own else replace(details, title=theirs.details.title)
        if row.revision != seen:
            wanted, clash = plan_entries.merged(before, wanted, theirs.details)
        if clash:
            return Changed(theirs, conflict=True, wanted=wanted)
        return Changed(_written(connection, run, row, wanted, now))


def mark(
    database: Database, *, run_id: UUID, key: WayIn, entry_id: UUID, state: State, now: datetime
) -> Entry | None:
    """Gives an entry another state and leaves the rest as it is; None where there is none (any more)."""
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True, action=Action.CHANGE_PLAN)
        row = _find(store.of_run(connection, run.id), entry_id)
        if row is None:
            return None
        return _written(connection, run, row, replace(plan_entries.entry(row).details, state=state), now)


def move(database: Database, *, run_id: UUID, key: WayIn, entry_id: UUID, way: Way) -> None:
    """Puts an entry one place up or down; at the end of the list, or once it is gone, nothing happens."""
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True, action=Action.CHANGE_PLAN)
        places = plan_entries.moved(store.of_run(connection, run.id), entry_id, WAYS[way])
        if places:
            store.arrange(connection, places)


def remove(
    database: Database, *, run_id: UUID, key: WayIn, entry_id: UUID, seen: int, now: datetime
) -> Changed:
    """Removes an entry with all that was written in it. What was chosen will be proposed again."""
    with database.writing() as connection:
        run = unlocked(connection, run_id, key, to_change=True, action=Action.CHANGE_PLAN)
        rows = store.of_run(connection, run.id)
        row = _find(rows, entry_id)
        if row is None:
            return Changed(None)
        if row.revision != seen:
            return Changed(plan_entries.entry(row), conflict=True)
        _take_out(connection, rows, row, now)
        feedback.unplan(connection, run.id, row)
    return Changed(None)


def _take_out(connection: Connection, rows: Sequence[EntryRow], row: EntryRow, now: datetime) -> None:
    """Deletes what no calendar knows; of the rest, only as much is kept as a plan may have entries."""
    if row.calendar_day is None:
        store.forget(connection, [row.id])
        return
    store.put(connection, plan_entries.removed(row, now))
    earlier = sorted((one for one in rows if one.removed), key=lambda one: one.changed_at)
    if len(earlier) >= MOST:
        store.forget(connection, [one.id for one in earlier[: len(earlier) - MOST + 1]])


def _written(connection: Connection, run: RunRow, row: EntryRow, details: Details, now: datetime) -> Entry:
    """The entry with these details; what reads the same already is not written again."""
    if plan_entries.entry(row).details == details:
        return plan_entries.entry(row)
    wanted = plan_entries.changed(row, details, now)
    store.put(connection, wanted)
    if wanted.state == "dropped":
        feedback.unplan(connection, run.id, row)
    elif row.state == "dropped":
        feedback.plan(connection, run.id, [wanted])
    return plan_entries.entry(wanted)


def _find(rows: Iterable[EntryRow], entry_id: UUID) -> EntryRow | None:
    return next((row for row in rows if row.id == entry_id and not row.removed), None)


def _proposals(report: Report, rows: Iterable[EntryRow]) -> Proposals:
    held = {row.origin for row in rows}

    def offered(steps: Iterable[Step]) -> tuple[Proposal, ...]:
        found = [proposal(step, report.works_council) for step in steps]
        fresh = {one.origin: one for one in found if one.origin not in held}
        held.update(fresh)
        return tuple(fresh.values())

    offers = tuple(one for one in map(of_offer, report.offers.open) if one.origin not in held)
    return Proposals(offered(report.steps), offered(report.next_steps), offered(report.later_steps), offers)


def _add(
    connection: Connection, run: RunRow, rows: Sequence[EntryRow], fresh: Sequence[EntryRow]
) -> tuple[Entry, ...]:
    """Puts entries at the end, as long as there is room."""
    standing = sum(not row.removed for row in rows)
    end = max((row.position for row in rows), default=-1) + 1
    added = [replace(row, position=end + place) for place, row in enumerate(fresh[: MOST - standing])]
    if added:
        store.add(connection, run.id, added)
        feedback.plan(connection, run.id, added)
    return plan_entries.entries(added)
