"""Opens a session for whom the policy lets in: to read it, to lead it, or as the company whose run it is.

Whoever may not read the run is told nothing, not even whether there is a session. The run is taken before the
session, always, so that two who write at once wait for one another and never in a circle.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import KeyNeeded, NoSuchWorkshop
from assessment.services import policy
from assessment.services.policy import Action, Staff
from assessment.services.runs import WayIn, actor_of, seen_by, unlocked
from assessment.store import runs
from assessment.store import workshops as store
from assessment.store.runs import RunRow
from assessment.store.workshops import WorkshopRow


@dataclass(frozen=True, slots=True)
class Door:
    """A run that somebody has opened to read its sessions, and who they are."""

    run: RunRow
    key: WayIn
    seen: policy.Run

    def leads(self, row: WorkshopRow) -> bool:
        return self._may(Action.LEAD_WORKSHOP, row)

    def settles(self, row: WorkshopRow) -> bool:
        """Whether they may write down what is decided in this session."""
        return row.state in store.UNDER_WAY and self._may(Action.SETTLE, row)

    def about(self, row: WorkshopRow) -> policy.Run:
        """The run as the policy looks at it when it is about this session."""
        helped = [row.person_id] if row.person_id and row.state in store.UNDER_WAY else []
        return replace(self.seen, led_by=row.person_id, helped_by=frozenset(helped))

    def _may(self, action: Action, row: WorkshopRow) -> bool:
        return policy.decide(actor_of(self.key), action, self.about(row)).allowed


def opened(connection: Connection, run_id: UUID, key: WayIn) -> Door:
    """For the company and its advisors. Raises KeyNeeded."""
    run = runs.by_id(connection, run_id)
    seen = seen_by(connection, key, run) if run else None
    if run is None or seen is None or not policy.decide(actor_of(key), Action.READ_RUN, seen).allowed:
        raise KeyNeeded(run_id)
    return Door(run, key, seen)


def readable(connection: Connection, run_id: UUID, key: WayIn, workshop_id: UUID) -> tuple[Door, WorkshopRow]:
    """Raises KeyNeeded, NoSuchWorkshop."""
    return opened(connection, run_id, key), _of(run_id, store.by_id(connection, workshop_id))


def owned(connection: Connection, run_id: UUID, key: str | None, workshop_id: UUID) -> WorkshopRow:
    """To be changed by the company alone. Raises KeyNeeded, NoSuchWorkshop."""
    unlocked(connection, run_id, key, to_change=True)
    return _of(run_id, store.by_id(connection, workshop_id, to_change=True))


def led(connection: Connection, actor: Staff, run_id: UUID, workshop_id: UUID) -> WorkshopRow:
    """To be changed by whoever leads it. Raises KeyNeeded, NoSuchWorkshop, Refused."""
    door = opened(connection, run_id, actor)
    found = _of(run_id, store.by_id(connection, workshop_id, to_change=True))
    policy.require(actor, Action.LEAD_WORKSHOP, door.about(found))
    return found


def settled_along(
    connection: Connection, run_id: UUID, key: WayIn, workshop_id: UUID
) -> tuple[RunRow, WorkshopRow]:
    """Run and session, to be changed by the company or by whoever leads it while it is under way.

    Raises KeyNeeded, NoSuchWorkshop.
    """
    run = unlocked(connection, run_id, key, to_change=True, action=Action.SETTLE)
    found = _of(run_id, store.by_id(connection, workshop_id, to_change=True))
    if isinstance(key, Staff) and found.person_id != key.person_id:
        raise KeyNeeded(run_id)
    return run, found


def _of(run_id: UUID, found: WorkshopRow | None) -> WorkshopRow:
    if found is None or found.run_id != run_id:
        raise NoSuchWorkshop
    return found
