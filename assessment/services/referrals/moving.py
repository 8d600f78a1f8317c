"""One step of a referral: state, event, consent and the mails that tell of it, in one transaction.

The run is locked before the referral, always, so that two who act at once wait for one another and never in a
circle. A step that the table does not know changes nothing: a second click finds the first one's state.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services.interfaces import events
from assessment.services.referrals import letters, states
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import Limits, State, Step, Who
from assessment.store import audit, consents, provider_absence, runs
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import EventRow, ReferralRow

NOT_AUDITED = frozenset({Step.EXPIRE})


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does something now. `reason` and `words` go with declining; `person_id` for the audit log."""

    who: Who
    step: Step
    now: datetime
    reason: str | None = None
    words: str = ""
    person_id: UUID | None = None


def standing(row: ReferralRow, now: datetime) -> State:
    """The state as it is now, also where nobody has written yet that its time is over."""
    state = State(row.state)
    return State.EXPIRED if state in states.OPEN and row.ends_at <= now else state


def locked(connection: Connection, referral_id: UUID, run_id: UUID) -> ReferralRow | None:
    """The referral, which nobody else changes until the transaction ends. None: it or its run is gone."""
    if runs.by_id(connection, run_id, to_change=True) is None:
        return None
    return store.by_id(connection, referral_id, to_change=True)


def move(
    connection: Connection, row: ReferralRow, act: Act, office: Office, **values: Any
) -> ReferralRow | None:
    """The referral after this step, written down; None where it cannot be done (any more).

    `row` is locked. `values` are further columns that change with it. A time that is over counts first.
    """
    now = act.now
    if act.who != Who.TIME and standing(row, now) != row.state:
        _expired(connection, row, office)
        return None
    to = states.after(State(row.state), act.who, act.step)
    if to is None:
        return None
    sent_at = values.get("sent_at", row.sent_at)
    absent = provider_absence.of_one(connection, values.get("provider_id", row.provider_id))
    ends_at = states.ends_at(to, now, sent_at, office.limits, absent)
    values |= {"state": to, "state_since": now, "ends_at": ends_at}
    if to == State.DECLINED:
        values["reason"] = act.reason
    if to == State.WITHDRAWN:
        values |= store.NOTHING_TOLD
    store.change(connection, row.id, **values)
    event = EventRow(row.id, 0, now, act.who, act.step, to, act.reason, act.words)
    store.add_event(connection, event)
    _end_consent(connection, row, to, now)
    _note(connection, row.id, act.step, act.person_id, now)
    after = replace(row, **values)
    _tell(connection, row, after, office, now)
    _tell_systems(connection, after)
    return after


def _tell(
    connection: Connection, before: ReferralRow, after: ReferralRow, office: Office, now: datetime
) -> None:
    """Mails to whoever did not do it: the company its news, the provider that it need not go on."""
    if after.state in letters.NEWS and before.state != State.PROPOSED:
        letters.news(connection, after, office, now)
    if after.state == State.WITHDRAWN and before.state in states.WITH_PROVIDER:
        letters.taken_back(connection, before, office, now)


def _tell_systems(connection: Connection, row: ReferralRow) -> None:
    """Those of the house that proposed it, and of the provider once it was sent."""
    provider = row.provider_id if row.sent_at else None
    events.referral_changed(
        connection,
        referral_id=row.id,
        run_id=row.run_id,
        offer=row.offer,
        state=row.state,
        now=row.state_since,
        organisation_ids=(row.proposed_in_id, provider),
    )


def _expired(connection: Connection, row: ReferralRow, office: Office) -> None:
    """As of the moment at which its time was over, whenever that is noticed."""
    move(connection, row, Act(Who.TIME, Step.EXPIRE, row.ends_at), office)


def _end_consent(connection: Connection, row: ReferralRow, to: State, now: datetime) -> None:
    if row.consent_id is None or to not in states.FINAL:
        return
    if to == State.WITHDRAWN:
        consents.withdraw(connection, run_id=row.run_id, now=now, id=row.consent_id)
    else:
        consents.end(connection, row.consent_id, now)


def begin(connection: Connection, row: ReferralRow, who: Who, now: datetime) -> ReferralRow:
    """Writes a new referral down. The run is locked. What a company does by itself begins with sending."""
    store.put(connection, row)
    if who == Who.CHAMBER:
        store.add_event(connection, EventRow(row.id, 0, now, who, Step.PROPOSE, State.PROPOSED))
    _note(connection, row.id, Step.PROPOSE, row.proposed_by_id, now)
    return row


def proposed(run_id: UUID, offer: str, now: datetime, limits: Limits) -> ReferralRow:
    """A referral that is about to be written down."""
    ends = states.ends_at(State.PROPOSED, now, None, limits)
    return ReferralRow(store.new_id(), run_id, offer, State.PROPOSED, now, now, ends)


def open_at(connection: Connection, run_id: UUID, offer: str, now: datetime) -> ReferralRow | None:
    """The referral of this company to this offer that is under way, if there is one."""
    rows = store.of_run(connection, run_id)
    return next((row for row in rows if row.offer == offer and standing(row, now) in states.OPEN), None)


def expire(database: Database, *, office: Office, now: datetime) -> int:
    """Ends all whose time is over; how many. It may be done again at any time."""
    with database.reading() as connection:
        late = store.over(connection, states.OPEN, now)
    return sum(_expire(database, referral_id, run_id, office, now) for referral_id, run_id in late)


def _expire(database: Database, referral_id: UUID, run_id: UUID, office: Office, now: datetime) -> bool:
    with database.writing() as connection:
        row = locked(connection, referral_id, run_id)
        late = row is not None and row.state in states.OPEN and row.ends_at <= now
        if row and late:
            _expired(connection, row, office)
        return late


def forget_told(connection: Connection, days: int, now: datetime) -> int:
    """Takes note and contact away from what ended so many days ago; how many there were."""
    return store.forget_told(connection, states.FINAL, now - timedelta(days=days))


def _note(
    connection: Connection, referral_id: UUID, step: Step, person_id: UUID | None, now: datetime
) -> None:
    if step in NOT_AUDITED:
        return
    audit.note(
        connection,
        at=now,
        person_id=person_id,
        action=f"referral_{step}",
        object_kind="referral",
        object_id=referral_id,
    )
