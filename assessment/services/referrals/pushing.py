"""The system of a provider: which referrals it has in hand, and how they stand now.

It is told how each stands, and nothing of the company: who that is, the provider's people read by their link
or in their account. What a system reports goes the way of every answer, with the same mails and timeline.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchReferral
from assessment.services import policy
from assessment.services.policy import Action, Place, System
from assessment.services.referrals import moving, states
from assessment.services.referrals.moving import Act
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import Reason, State, Step, Who
from assessment.store import people
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import ReferralRow
from matching import catalogue

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
        rows = store.at_providers(
            connection, frozenset({system.organisation_id}), _offers(connection, system)
        )
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
    found = _visible(connection, system, referral_id)
    row = moving.locked(connection, found.id, found.run_id)
    if row is None:
        raise NoSuchReferral
    for step in _steps(moving.standing(row, system.now), to):
        act = Act(Who.PROVIDER, step, system.now)
        if step == Step.DECLINE:
            act = replace(act, reason=reason or Reason.OTHER, words=words)
        moving.move(connection, row, act, office)
        row = store.by_id(connection, row.id) or row
    now = _in_hand(row, system.now)
    return now, now.state == to


def _steps(state: State, to: State) -> tuple[Step, ...]:
    if state == to:
        return ()
    opened_first = state == State.SENT and to == State.ACCEPTED
    return (Step.OPEN, STEP_TO[to]) if opened_first else (STEP_TO[to],)


def _visible(connection: Connection, system: System, referral_id: UUID) -> ReferralRow:
    """Raises NoSuchReferral for that of another house, as for none."""
    row = store.by_id(connection, referral_id)
    if row is None or row.sent_at is None:
        raise NoSuchReferral
    elsewhere = row.provider_id not in {None, system.organisation_id}
    if elsewhere or (row.provider_id is None and row.offer not in _offers(connection, system)):
        raise NoSuchReferral
    return row


def _offers(connection: Connection, system: System) -> frozenset[str]:
    """The offers of the catalogue that are this organisation's."""
    home = people.organisation(connection, system.organisation_id)
    if home is None or not home.catalogue_id:
        return frozenset()
    offers = catalogue.released().offers
    return frozenset(offer.id for offer in offers if offer.organisation == home.catalogue_id)


def _in_hand(row: ReferralRow, now: datetime) -> InHand:
    """As of this moment, also where nobody has written yet that its time is over."""
    state = moving.standing(row, now)
    steps = states.steps(state, Who.PROVIDER)
    return InHand(
        id=row.id,
        offer=row.offer,
        state=state,
        since=min(row.ends_at, now) if state != row.state else row.state_since,
        ends_at=row.ends_at,
        expected=tuple(to for to, step in STEP_TO.items() if step in steps),
    )
