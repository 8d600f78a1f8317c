"""Referrals of fictional companies, brought into any state by the steps that people would take."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from assessment.services.policy import Staff
from assessment.services.referrals import answering, letters, moving, proposing, releasing
from assessment.services.referrals.handover import Handover
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import Reason, State, Step, Who
from assessment.services.runs import Begun
from assessment.store import consents
from assessment.store import referrals as store
from assessment.store.database import Database

Way = tuple[tuple[Who, Step], ...]

_SEEN: Way = ((Who.PROVIDER, Step.OPEN),)
_CONTACTED: Way = (*_SEEN, (Who.PROVIDER, Step.ACCEPT), (Who.PROVIDER, Step.CONTACT))
WAYS: Mapping[State, Way] = {
    State.PROPOSED: (),
    State.SENT: (),
    State.SEEN: _SEEN,
    State.ACCEPTED: _CONTACTED[:2],
    State.DECLINED: (*_SEEN, (Who.PROVIDER, Step.DECLINE)),
    State.CONTACTED: _CONTACTED,
    State.CLOSED_HELPED: (*_CONTACTED, (Who.COMPANY, Step.CLOSE_HELPED)),
    State.CLOSED_NOT_HELPED: (*_CONTACTED, (Who.COMPANY, Step.CLOSE_NOT_HELPED)),
    State.CLOSED_UNREACHABLE: (*_CONTACTED[:2], (Who.PROVIDER, Step.CLOSE_UNREACHABLE)),
    State.EXPIRED: _SEEN,
    State.WITHDRAWN: (*_SEEN, (Who.COMPANY, Step.WITHDRAW)),
}
"""What happens after sending, until a referral is in this state."""


def brought_to(
    database: Database,
    state: State,
    *,
    company: Begun,
    offer: str,
    told: Handover,
    office: Office,
    begun_at: datetime,
    proposed_by: Staff | None = None,
    reason: Reason = Reason.NO_CAPACITY,
    pause: timedelta = timedelta(days=2),
) -> UUID:
    """A referral that began then and is in this state; one step after another, each after a `pause`.

    The offer must take referrals (`services.referrals.addresses`). With `proposed_by` it was proposed, which
    alone leads to PROPOSED; that person has to be able to do so at `begun_at`.
    """
    if proposed_by:
        proposing.propose(
            database, actor=proposed_by, run_id=company.run_id, offer=offer, note=told.note, office=office
        )
        if state == State.PROPOSED:
            return _open(database, company, offer, begun_at)
        begun_at += pause
    referral_id = releasing.ask(
        database,
        run_id=company.run_id,
        key=company.key,
        offer=offer,
        told=told,
        text_version=consents.EXAMPLE,
        network=f"{company.run_id}/{offer}",
        office=office,
        now=begun_at,
    )
    _go(database, WAYS[state], company, referral_id, reason, office, begun_at, pause)
    if state == State.EXPIRED:
        moving.expire(database, office=office, now=begun_at + timedelta(days=office.limits.contact + 1))
    return referral_id


def _open(database: Database, company: Begun, offer: str, now: datetime) -> UUID:
    with database.reading() as connection:
        row = moving.open_at(connection, company.run_id, offer, now)
    if row is None:
        raise LookupError(offer)
    return row.id


def _go(
    database: Database,
    way: Way,
    company: Begun,
    referral_id: UUID,
    reason: Reason,
    office: Office,
    now: datetime,
    pause: timedelta,
) -> None:
    own: dict[str, Any] = {"run_id": company.run_id, "key": company.key}
    for who, step in way:
        now += pause
        if who == Who.PROVIDER:
            token = _link(database, referral_id, now)
            answering.act_by_link(database, token=token, step=step, reason=reason, office=office, now=now)
        elif step == Step.WITHDRAW:
            releasing.withdraw(database, **own, referral_id=referral_id, office=office, now=now)
        else:
            releasing.say(database, **own, referral_id=referral_id, step=step, office=office, now=now)


def _link(database: Database, referral_id: UUID, now: datetime) -> str:
    """The link of the mail is told to nobody but its receiver, so this one is made beside it."""
    with database.writing() as connection:
        row = store.by_id(connection, referral_id)
        if row is None:
            raise LookupError(referral_id)
        return letters.linked(connection, row, now)
