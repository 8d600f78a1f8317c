"""The provider's side: by a link without an account, or signed in for the house that offers it.

Opening a link writes nothing, since mail scanners follow links: a button does. Before that, nothing of the
company is told, and nothing any more once it has ended or was taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchLink, NoSuchReferral
from assessment.services import policy
from assessment.services.policy import Action, Role, Staff
from assessment.services.referrals import handover, letters, moving, rights, states
from assessment.services.referrals.handover import FactsInWords
from assessment.services.referrals.moving import Act
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import Limits, Reason, State, Step, Who
from assessment.services.referrals.timelines import Moment, due_days, moments
from assessment.services.sign_in import hashed
from assessment.store import referrals as store
from assessment.store import runs
from assessment.store.database import Database
from assessment.store.referrals import EventRow, ReferralRow
from matching.offers import Offer
from questionnaires import library


@dataclass(frozen=True, slots=True)
class Told:
    """What the company has released, while the provider may read it."""

    note: str
    company_name: str
    contact_name: str
    contact_mail: str
    contact_phone: str
    facts: FactsInWords


@dataclass(frozen=True)
class Received:
    """A referral as its provider sees it. `name` is what the company is called and `told` what it released:
    empty and None before it is opened and after its end, `told` also in a list. The timeline is empty once
    the company has taken it back."""

    id: UUID
    offer: Offer | None
    state: State
    since: datetime
    sent_at: datetime
    due_at: datetime | None
    ends_at: datetime
    reason: str | None
    timeline: tuple[Moment, ...]
    steps: tuple[Step, ...]
    name: str = ""
    told: Told | None = None


def by_link(database: Database, *, token: str, limits: Limits, now: datetime) -> Received:
    """Raises NoSuchLink."""
    with database.reading() as connection:
        row = store.by_link(connection, hashed(token))
        if row is None:
            raise NoSuchLink
        return _alone(connection, row, limits, now)


def act_by_link(
    database: Database,
    *,
    token: str,
    step: Step,
    reason: Reason | None = None,
    words: str = "",
    office: Office,
    now: datetime,
) -> Received:
    """Does a step, once: sent again, or from a page that is out of date, it changes nothing.

    `reason` and `words` are kept where it declines. Raises NoSuchLink.
    """
    with database.writing() as connection:
        found = store.by_link(connection, hashed(token))
        row = moving.locked(connection, found.id, found.run_id) if found else None
        if row is None:
            raise NoSuchLink
        return _acted(connection, row, moving.answer(step, now, reason, words), office)


def list_of(database: Database, *, actor: Staff, limits: Limits) -> tuple[Received, ...]:
    """What was sent to the houses of this person, the newest first; of the company the name alone. As many
    statements for one as for all. Raises Refused."""
    policy.require(actor, Action.ACT_FOR_PROVIDER)
    with database.reading() as connection:
        rows = rights.received(connection, _houses(actor))
        events = store.events_of(connection, [row.id for row in rows])
        due = due_days(connection, rows, limits, actor.now)
        agreed = store.agreed(connection, [row.id for row in rows], actor.now)
    return tuple(_received(row, actor.now, events.get(row.id, []), due, row.id in agreed) for row in rows)


def one(database: Database, *, actor: Staff, referral_id: UUID, limits: Limits) -> Received:
    """Raises Refused, NoSuchReferral."""
    policy.require(actor, Action.ACT_FOR_PROVIDER)
    with database.reading() as connection:
        row = rights.received_one(connection, _houses(actor), referral_id)
        return _alone(connection, row, limits, actor.now)


def act(
    database: Database,
    *,
    actor: Staff,
    referral_id: UUID,
    step: Step,
    reason: Reason | None = None,
    words: str = "",
    office: Office,
) -> Received:
    """The same as by link, for whoever is signed in. Raises Refused, NoSuchReferral."""
    policy.require(actor, Action.ACT_FOR_PROVIDER)
    with database.writing() as connection:
        found = rights.received_one(connection, _houses(actor), referral_id)
        row = moving.locked(connection, found.id, found.run_id)
        if row is None:
            raise NoSuchReferral
        answer = moving.answer(step, actor.now, reason, words, actor.person_id)
        return _acted(connection, row, answer, office)


def _acted(connection: Connection, row: ReferralRow, act: Act, office: Office) -> Received:
    moving.move(connection, row, act, office)
    after = store.by_id(connection, row.id)
    return _alone(connection, after or row, office.limits, act.now)


def _houses(actor: Staff) -> tuple[UUID, ...]:
    """Those for which this person acts."""
    return actor.organisations(Role.PROVIDER_CONTACT)


def _alone(connection: Connection, row: ReferralRow, limits: Limits, now: datetime) -> Received:
    happened = store.events_of(connection, [row.id]).get(row.id, [])
    due, agreed = due_days(connection, [row], limits, now), store.agreed(connection, [row.id], now)
    seen = _received(row, now, happened, due, row.id in agreed)
    return replace(seen, told=_told(connection, row)) if _tells(seen.state, row.id in agreed) else seen


def _tells(state: State, agreed: bool) -> bool:
    """Whether the provider reads what the company released: only while that has agreed to it."""
    return agreed and state in states.TOLD


def _received(
    row: ReferralRow,
    now: datetime,
    happened: list[EventRow],
    due: Mapping[UUID, datetime],
    agreed: bool,
) -> Received:
    state = moving.standing(row, now)
    hidden = state == State.WITHDRAWN
    return Received(
        id=row.id,
        offer=letters.offer_of(row),
        state=state,
        since=moving.since(row, now),
        sent_at=row.sent_at or row.created_at,
        due_at=due.get(row.id),
        ends_at=row.ends_at,
        reason=row.reason,
        timeline=() if hidden else moments(row, happened, now, after=Step.RELEASE),
        steps=states.steps(state, Who.PROVIDER),
        name=row.company_name if _tells(state, agreed) else "",
    )


def _told(connection: Connection, row: ReferralRow) -> Told | None:
    run = runs.by_id(connection, row.run_id)
    if run is None:
        return None
    facts = handover.in_words(handover.read(row.facts), library.released(run.questionnaire, run.version))
    return Told(row.note, row.company_name, row.contact_name, row.contact_mail, row.contact_phone, facts)
