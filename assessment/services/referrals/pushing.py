"""The system of a provider: which referrals it has in hand, and how they stand now.

It is told how each stands, and nothing of the company: who that is, the provider's people read by their link
or in their account. What a system reports goes the way of every answer, with the same mails and timeline.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchReferral
from assessment.services import policy
from assessment.services.policy import Action, Place, System
from assessment.services.referrals import moving, rights, states
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import Reason, State, Step, Who
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import ReferralRow

STEP_TO = {
    State.SEEN: Step.OPEN,
    State.ACCEPTED: Step.ACCEPT,
    State.DECLINED: Step.DECLINE,
    State.CONTACTED: Step.CONTACT,
    State.CLOSED_HELPED: Step.CLOSE_HELPED,
    State.CLOSED_NOT_HELPED: Step.CLOSE_NOT_HELPED,
    State.CLOSED_UNREACHABLE: Step.CLOSE_UNREACHABLE,
}
"""What a provider reports, and which step that is."""


@dataclass(frozen=True, slots=True)
class InHand:
    """A referral as the system of its provider is told it. `expected`: what may be reported next."""

    id: UUID
    offer: str
    state: State
    since: datetime
    ends_at: datetime
    expected: tuple[State, ...]


def listed(
    database: Database, *, system: System, after: UUID | None, limit: int
) -> tuple[list[InHand], UUID | None]:
    """One page in the order of their ids, as they stand now, and after which the next one begins.

    Raises Refused.
    """
    policy.require(system, Action.PUSH_REFERRAL, Place(system.organisation_id))
    with database.reading() as connection:
        rows = rights.received(connection, [system.organisation_id])
    later = sorted((row for row in rows if after is None or row.id > after), key=lambda row: row.id)
    page = [_in_hand(row, system.now) for row in later[:limit]]
    return page, page[-1].id if len(later) > limit else None


def push(
    connection: Connection,
    *,
    system: System,
    referral_id: UUID,
    to: State,
    reason: Reason | None,
    words: str,
    office: Office,
) -> tuple[InHand, bool]:
    """The referral as it stands now, and whether it stands as reported; within a transaction of the caller's.
    What it is already needs no step; who accepts has opened it. `reason` and `words` are kept where it
    declines.

    Raises Refused, NoSuchReferral.
    """
    policy.require(system, Action.PUSH_REFERRAL, Place(system.organisation_id))
    found = rights.received_one(connection, [system.organisation_id], referral_id)
    row = moving.locked(connection, found.id, found.run_id)
    if row is None:
        raise NoSuchReferral
    for step in _steps(moving.standing(row, system.now), to):
        moving.move(connection, row, moving.answer(step, system.now, reason, words), office)
        row = store.by_id(connection, row.id) or row
    now = _in_hand(row, system.now)
    return now, now.state == to


def _steps(state: State, to: State) -> tuple[Step, ...]:
    if state == to:
        return ()
    opened_first = state == State.SENT and to == State.ACCEPTED
    return (Step.OPEN, STEP_TO[to]) if opened_first else (STEP_TO[to],)


def _in_hand(row: ReferralRow, now: datetime) -> InHand:
    """As of this moment, also where nobody has written yet that its time is over."""
    state = moving.standing(row, now)
    steps = states.steps(state, Who.PROVIDER)
    return InHand(
        id=row.id,
        offer=row.offer,
        state=state,
        since=moving.since(row, now),
        ends_at=row.ends_at,
        expected=tuple(to for to, step in STEP_TO.items() if step in steps),
    )
