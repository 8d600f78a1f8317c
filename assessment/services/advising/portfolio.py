"""An advisor's companies: what comes next with each, what is overdue, and those that wait come first.

For each company there is one next thing to do, told as a code; the words and the way there are the page's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services.advising import follow_up_days, mandates
from assessment.services.advising.mandates import Company
from assessment.services.checks import plan_entries
from assessment.services.policy import Staff
from assessment.services.workshops import meetings
from assessment.services.workshops.meetings import Progress, State
from assessment.store import people, plans
from assessment.store import workshop_notes as notes
from assessment.store import workshops as store
from assessment.store.database import Database
from assessment.store.plans import EntryRow
from assessment.store.workshop_notes import DateRow
from assessment.store.workshops import WorkshopRow
from questionnaires.text import Text
from reports.planned import UNFINISHED

SOON = timedelta(days=30)
"""A mandate that ends within this time is worth a word."""


class Todo(StrEnum):
    """The one next thing to do, the most pressing first."""

    OPEN_BOARD = "open_board"
    SETTLE = "settle"
    AWAIT_VOICES = "await_voices"
    START = "start"
    FOLLOW_UP = "follow_up"
    CHECK_PLAN = "check_plan"
    AWAIT_DAY = "await_day"
    AWAIT_CONSENT = "await_consent"
    PREPARE = "prepare"
    OTHER_LEADS = "other_leads"
    AWAIT_CHECK = "await_check"
    NOTHING = "nothing"


WAITS_FOR_ADVISOR = frozenset(
    {Todo.OPEN_BOARD, Todo.SETTLE, Todo.START, Todo.FOLLOW_UP, Todo.CHECK_PLAN, Todo.PREPARE}
)


@dataclass(frozen=True, slots=True)
class Coming:
    """Something with a day: a session, a day of its follow-up, an entry of the company's plan."""

    day: date
    title: Text | str
    kind: str


@dataclass(frozen=True, slots=True)
class Case:
    """A company with all that an advisor keeps an eye on. `leader`: who leads its session, if not they."""

    company: Company
    todo: Todo
    session: WorkshopRow | None
    progress: Progress | None
    leader: str | None
    coming: tuple[Coming, ...]
    overdue: tuple[Coming, ...]
    noted: bool
    ends_soon: bool

    @property
    def order(self) -> tuple[int, date, str]:
        days = [one.day for one in (*self.overdue, *self.coming)]
        return [*Todo].index(self.todo), min(days, default=date.max), self.company.name or self.company.code


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All companies, those first that wait for the advisor."""

    cases: tuple[Case, ...]
    today: date

    @property
    def waiting(self) -> int:
        return sum(case.todo in WAITS_FOR_ADVISOR for case in self.cases)

    @property
    def overdue(self) -> int:
        return sum(len(case.overdue) for case in self.cases)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database holds about all companies of an advisor."""

    sessions: Mapping[UUID, WorkshopRow]
    dates: Sequence[DateRow]
    plans: Mapping[UUID, Sequence[EntryRow]]
    progress: Mapping[UUID, Progress]
    leaders: Mapping[UUID, str]
    noted: frozenset[UUID]


def of_advisor(database: Database, *, actor: Staff) -> Portfolio:
    """Raises Refused."""
    companies = mandates.portfolio(database, actor=actor)
    with database.reading() as connection:
        known = _known(connection, actor, [company.run_id for company in companies])
    today = clock.day(actor.now)
    cases = [_case(company, known, actor, today) for company in companies]
    return Portfolio(tuple(sorted(cases, key=lambda case: case.order)), today)


def _known(connection: Connection, actor: Staff, run_ids: Sequence[UUID]) -> _Known:
    newest: dict[UUID, WorkshopRow] = {}
    for row in store.of_runs(connection, run_ids):
        if row.state != State.WITHDRAWN:
            newest.setdefault(row.run_id, row)
    running = [row for row in newest.values() if row.state == State.RUNNING]
    others = {row.person_id for row in newest.values() if row.person_id} - {actor.person_id}
    return _Known(
        sessions=newest,
        dates=notes.dates_of(connection, [row.id for row in newest.values()]),
        plans=plans.of_runs(connection, run_ids),
        progress={row.run_id: meetings.progress_of(connection, row) for row in running},
        leaders=people.names(connection, others),
        noted=notes.noted(connection, actor.person_id, run_ids),
    )


def _case(company: Company, known: _Known, actor: Staff, today: date) -> Case:
    session = known.sessions.get(company.run_id)
    days = sorted(_days(company, session, known), key=lambda one: one.day)
    late = tuple(one for one in days if one.day < today and one.kind != "session")
    progress = known.progress.get(company.run_id)
    other = session is not None and session.person_id != actor.person_id and session.state not in store.ENDED
    return Case(
        company=company,
        todo=Todo.OTHER_LEADS if other else _todo(company, session, progress, late, today),
        session=session,
        progress=progress,
        leader=known.leaders.get(session.person_id) if other and session and session.person_id else None,
        coming=tuple(one for one in days if one.day >= today),
        overdue=late,
        noted=company.run_id in known.noted,
        ends_soon=clock.day(company.ends_at) - today <= SOON,
    )


def _days(company: Company, session: WorkshopRow | None, known: _Known) -> Iterable[Coming]:
    if session and session.state in {State.PREPARED, State.AGREED}:
        yield Coming(session.day, "", "session")
    elif session and session.state in {State.OPENED, State.CLOSED}:
        for one in follow_up_days.of_session(session, known.dates):
            yield Coming(one.day, one.title, "follow_up")
    for entry in plan_entries.entries(known.plans.get(company.run_id, ())):
        planned = entry.planned
        if planned.due and planned.state in UNFINISHED:
            yield Coming(planned.due, planned.title, "plan")


def _todo(
    company: Company,
    session: WorkshopRow | None,
    progress: Progress | None,
    late: Sequence[Coming],
    today: date,
) -> Todo:
    if session and session.state not in store.ENDED:
        return _in_session(session, progress, today)
    if any(one.kind == "follow_up" for one in late):
        return Todo.FOLLOW_UP
    if late:
        return Todo.CHECK_PLAN
    if session and session.state == State.CLOSED:
        return Todo.NOTHING
    return Todo.PREPARE if company.finished_at else Todo.AWAIT_CHECK


def _in_session(session: WorkshopRow, progress: Progress | None, today: date) -> Todo:
    if session.state == State.RUNNING:
        all_done = progress is not None and progress.answering and progress.done >= progress.expected
        return Todo.OPEN_BOARD if all_done else Todo.AWAIT_VOICES
    if session.state == State.AGREED:
        return Todo.START if session.day <= today else Todo.AWAIT_DAY
    return Todo.SETTLE if session.state == State.OPENED else Todo.AWAIT_CONSENT
