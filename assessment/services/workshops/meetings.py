"""Sessions as company and advisor read them: how far each is, who leads it, and what whoever looks may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import KeyNeeded, NoSuchWorkshop
from assessment.services import policy
from assessment.services.policy import Action, Staff
from assessment.services.runs import OpenRun, WayIn
from assessment.services.workshops.rights import Door, opened, readable
from assessment.store import voices
from assessment.store import workshops as store
from assessment.store.database import Database
from assessment.store.workshops import RoleRow, WorkshopRow
from questionnaires.voices import ANONYMOUS_BELOW
from reports.voiced import ROLE_TITLES


class State(StrEnum):
    PREPARED = "prepared"
    AGREED = "agreed"
    RUNNING = "running"
    OPENED = "opened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class RoleProgress:
    """Of one role: how many are expected, came, gave an answer, and said that they are done."""

    role: str
    expected: int
    joined: int = 0
    answering: int = 0
    done: int = 0

    @property
    def few(self) -> bool:
        """Whether what the role said would tell what a person said."""
        return 0 < self.answering < ANONYMOUS_BELOW


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the voices are, by role in the order of ROLE_TITLES. Never what they say."""

    roles: tuple[RoleProgress, ...]

    @property
    def answering(self) -> int:
        return sum(role.answering for role in self.roles)

    @property
    def done(self) -> int:
        return sum(role.done for role in self.roles)

    @property
    def expected(self) -> int:
        return sum(role.expected for role in self.roles)

    @property
    def few(self) -> tuple[RoleProgress, ...]:
        return tuple(role for role in self.roles if role.few)


@dataclass(frozen=True)
class Meeting:
    """A session as it stands. `led`: whoever looks leads it; `writable`: they may write what is decided."""

    row: WorkshopRow
    led: bool = False
    writable: bool = False

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def run_id(self) -> UUID:
        return self.row.run_id

    @property
    def state(self) -> State:
        return State(self.row.state)

    @property
    def under_way(self) -> bool:
        return self.row.state in store.UNDER_WAY

    @property
    def ended(self) -> bool:
        return self.row.state in store.ENDED


@dataclass(frozen=True)
class Workshop(Meeting):
    """The same with everything that its own page tells; `others` are further sessions of the run."""

    leader: str = ""
    organisation: str = ""
    progress: Progress = Progress(())
    others: tuple[WorkshopRow, ...] = ()


def of_run(database: Database, *, run_id: UUID, key: WayIn) -> tuple[Meeting, ...]:
    """All sessions of a run, the newest first. Raises KeyNeeded."""
    with database.reading() as connection:
        door = opened(connection, run_id, key)
        return tuple(seen_through(door, row) for row in store.of_run(connection, run_id))


def beside(database: Database, run: OpenRun, key: WayIn) -> Meeting | None:
    """The newest session of a run that has been opened, unless it was declined or ended early."""
    with database.reading() as connection:
        sessions = store.of_run(connection, run.id)
    return newest_of(database, sessions, key)


def newest_of(database: Database, sessions: Sequence[WorkshopRow], key: WayIn) -> Meeting | None:
    """The same of sessions that have been read, the newest first."""
    newest = next(iter(sessions), None)
    if newest is None or newest.state == State.WITHDRAWN:
        return None
    if not isinstance(key, Staff):
        return Meeting(newest, writable=newest.state in store.UNDER_WAY)  # the run was opened with its key
    with database.reading() as connection:
        return seen_through(opened(connection, newest.run_id, key), newest)


def led_by(database: Database, *, run_id: UUID, actor: Staff) -> bool:
    """Whether this person leads the newest session, and the company has agreed to it."""
    with database.reading() as connection:
        newest = next(iter(store.of_run(connection, run_id)), None)
        if newest is None or newest.person_id != actor.person_id or newest.state == State.PREPARED:
            return False
        try:
            return opened(connection, run_id, actor).leads(newest)
        except KeyNeeded:
            return False


def one(database: Database, *, run_id: UUID, key: WayIn, workshop_id: UUID) -> Workshop:
    """Raises KeyNeeded, NoSuchWorkshop."""
    with database.reading() as connection:
        return _told(connection, opened(connection, run_id, key), run_id, workshop_id)


def one_led(database: Database, *, actor: Staff, run_id: UUID, workshop_id: UUID) -> Workshop:
    """For pages that only the leader sees. Raises KeyNeeded, NoSuchWorkshop, Refused."""
    with database.reading() as connection:
        door = opened(connection, run_id, actor)
        found = _told(connection, door, run_id, workshop_id)
        policy.require(actor, Action.LEAD_WORKSHOP, door.about(found.row))
        return found


def live(database: Database, *, run_id: UUID, key: WayIn, workshop_id: UUID) -> tuple[Meeting, Progress]:
    """What is asked for again and again, in few queries. Raises KeyNeeded, NoSuchWorkshop."""
    with database.reading() as connection:
        door, row = readable(connection, run_id, key, workshop_id)
        return seen_through(door, row), progress_of(connection, row)


def seen_through(door: Door, row: WorkshopRow) -> Meeting:
    return Meeting(row, door.leads(row), door.settles(row))


def progress_of(connection: Connection, row: WorkshopRow) -> Progress:
    """From the voices; once they are erased, from what was counted when the board was opened."""
    counted = {count.role: count for count in voices.counts(connection, row.id)}
    expected = {role.role: role for role in store.roles_of(connection, row.id)}
    return Progress(
        tuple(_role(expected[role], counted.get(role)) for role in ROLE_TITLES if role in expected)
    )


def _role(role: RoleRow, count: voices.CountRow | None) -> RoleProgress:
    if count is None:
        answered = role.answered or 0
        return RoleProgress(role.role, role.expected, answered, answered, answered)
    return RoleProgress(role.role, role.expected, count.joined, count.answering, count.done)


def _told(connection: Connection, door: Door, run_id: UUID, workshop_id: UUID) -> Workshop:
    rows = {row.id: row for row in store.of_run(connection, run_id)}
    row = rows.pop(workshop_id, None)
    if row is None:
        raise NoSuchWorkshop
    leader, organisation = store.names(connection, row)
    return Workshop(
        row=row,
        led=door.leads(row),
        writable=door.settles(row),
        leader=leader,
        organisation=organisation,
        progress=progress_of(connection, row),
        others=tuple(rows.values()),
    )
