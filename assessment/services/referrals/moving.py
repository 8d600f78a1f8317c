"""One step of a referral: state, event, consent and the mails that tell of it, in one transaction.

The run is locked before the referral, always, so that two who act at once wait for one another and never in a
circle. A step that the table does not know changes nothing: a second click finds the first one's state.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, Update
from sqlalchemy.engine import Connection

from assessment.services.interfaces import events
from assessment.services.referrals import letters, states
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import Limits, Reason, State, Step, Who
from assessment.store import audit, batches, consents, provider_absence, runs
from assessment.store import referral_reminders as reminders
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import EventRow, ReferralRow

NOT_AUDITED = frozenset({Step.EXPIRE})


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does something now. `reason` and `words` go with declining; `person_id` for the audit log;
    `at` is when it happened, where that is noticed later: mails are of now."""

    who: Who
    step: Step
    now: datetime
    reason: str | None = None
    words: str = ""
    person_id: UUID | None = None
    at: datetime | None = None


def answer(
    step: Step, now: datetime, reason: Reason | None, words: str, person_id: UUID | None = None
) -> Act:
    """What a provider does. `reason` and `words` are kept where it declines, and nowhere else."""
    act = Act(Who.PROVIDER, step, now, person_id=person_id)
    return replace(act, reason=reason or Reason.OTHER, words=words) if step == Step.DECLINE else act


def standing(row: ReferralRow, now: datetime) -> State:
    """The state as it is now, also where nobody has written yet that its time is over."""
    return standing_at(row.state, row.ends_at, now)


def standing_at(written: str, ends_at: datetime, now: datetime) -> State:
    """The same of what is written down of one."""
    state = State(written)
    return State.EXPIRED if state in states.OPEN and ends_at <= now else state


def since(row: ReferralRow, now: datetime) -> datetime:
    """Since when it stands as it does now."""
    return row.state_since if standing(row, now) == row.state else row.ends_at


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
    at = act.at or act.now
    if act.who != Who.TIME and standing(row, at) != row.state:
        _expired(connection, row, office, act.now)
        return None
    to = states.after(State(row.state), act.who, act.step)
    if to is None:
        return None
    ahead = replace(row, **values, state=to, state_since=at)
    values |= {"state": to, "state_since": at, "ends_at": ends_at(connection, ahead, office.limits)}
    if to == State.DECLINED:
        values["reason"] = act.reason
    if to == State.WITHDRAWN:
        values |= store.NOTHING_TOLD
        store.forget_words(connection, row.id)
    store.change(connection, row.id, **values)
    event = EventRow(row.id, 0, at, act.who, act.step, to, act.reason, act.words)
    store.add_event(connection, event)
    _end_consent(connection, row, to, at)
    _note(connection, row.id, act.step, act.person_id, at)
    after = replace(row, **values)
    _tell(connection, row, after, office, act.now)
    _tell_systems(connection, after)
    return after


def _tell(
    connection: Connection, before: ReferralRow, after: ReferralRow, office: Office, now: datetime
) -> None:
    """Mails to whoever did not do it: the company its news, the provider that it need not go on. Where the
    provider says how it ended, the company is asked, too, unless it has been already."""
    if after.state in letters.NEWS and before.state != State.PROPOSED:
        letters.news(connection, after, office, now)
    if after.state in states.CLOSED and after.helped is None:
        ask_company(connection, after, office, now)
    if after.state == State.WITHDRAWN and before.state in states.WITH_PROVIDER:
        letters.taken_back(connection, before, office, now)


def ask_company(connection: Connection, row: ReferralRow, office: Office, now: datetime) -> bool:
    """Asks the company by mail whether it helped, once; whether this was the first time."""
    first = reminders.put(connection, row.id, states.DUE[State.CONTACTED], now)
    if first:
        letters.to_company(connection, row, "referral_outcome", office, now, what=row.state)
    return first


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


def ends_at(connection: Connection, row: ReferralRow, limits: Limits) -> datetime:
    """When it ends by itself. Days away put that off, though never beyond what the company has agreed to."""
    absent = provider_absence.of_one(connection, row.provider_id)
    end = states.ends_at(State(row.state), row.state_since, row.sent_at, limits, absent)
    if row.consent_id is None or row.state in states.FINAL:
        return end
    consent = consents.one(connection, row.run_id, row.consent_id)
    return min(end, consent.ends_at) if consent else end


def _expired(connection: Connection, row: ReferralRow, office: Office, now: datetime) -> None:
    """As of the moment at which its time was over, whenever that is noticed."""
    move(connection, row, Act(Who.TIME, Step.EXPIRE, now, at=row.ends_at), office)


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
    """The referral of this company to this offer that is under way, if there is one; what was sent comes
    before what is proposed, for houses propose without knowing of one another."""
    rows = [row for row in store.of_run(connection, run_id) if row.offer == offer]
    going = (row for row in rows if standing(row, now) in states.OPEN)
    return min(going, key=lambda row: row.state == State.PROPOSED, default=None)


def expire(database: Database, *, office: Office, now: datetime) -> int:
    """Ends all whose time is over; how many. It may be done again at any time."""
    late = batches.read(database, store.over(states.OPEN, now), *store.BY_END)
    return sum(_expire(database, row.id, row.run_id, office, now) for rows in late for row in rows)


def _expire(database: Database, referral_id: UUID, run_id: UUID, office: Office, now: datetime) -> bool:
    with database.writing() as connection:
        row = locked(connection, referral_id, run_id)
        late = row is not None and row.state in states.OPEN and row.ends_at <= now
        if row and late:
            _expired(connection, row, office, now)
        return late


def forget_told(days: int, now: datetime) -> Update:
    """Takes note and contact away from what ended so many days ago."""
    return store.forget_told(states.FINAL, now - timedelta(days=days))


def forget_beside_told(days: int, now: datetime) -> tuple[Delete | Update, ...]:
    """Of what else could still tell of it."""
    return store.forget_beside_told(states.FINAL, now - timedelta(days=days))


def _note(
    connection: Connection, referral_id: UUID, step: Step, person_id: UUID | None, now: datetime
) -> None:
    if step not in NOT_AUDITED:
        audit.note(connection, f"referral_{step}", "referral", referral_id, person_id=person_id, at=now)
