"""What the company and whoever proposed it read of its referrals: states, days and what happened, in order.

The words for each viewer stand in `web.referral_words`. Nobody but the company and, while it acts, the
provider reads note and contact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import runs
from assessment.services.policy import Staff
from assessment.services.referrals import absence, addresses, handover, letters, moving, responsible, states
from assessment.services.referrals.absence import THERE, Standing
from assessment.services.referrals.handover import FactsInWords
from assessment.services.referrals.states import Limits, State, Step, Who
from assessment.services.runs import OpenRun, WayIn
from assessment.store import people, provider_absence
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import EventRow, ReferralRow
from matching import catalogue
from matching.offers import Offer


class Viewer(StrEnum):
    """Who reads a timeline, each in words of their own."""

    COMPANY = "company"
    CHAMBER = "chamber"
    ADVISOR = "advisor"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Moment:
    """`words` is a sentence that the provider added for all to read."""

    at: datetime
    who: Who
    step: Step
    reason: str | None = None
    words: str = ""


@dataclass(frozen=True)
class Shown:
    """A referral as its company or a house sees it. `due_at`: until when the provider is expected to do the
    next thing; `steps`: what the viewer may do. `row` and `facts`: what was released, for the company alone.
    `speaks`: the company may still say whether it helped."""

    id: UUID
    run_id: UUID
    offer_id: str
    offer: Offer | None
    state: State
    since: datetime
    sent_at: datetime | None
    due_at: datetime | None
    ends_at: datetime
    reason: str | None
    helped: bool | None
    house: str | None
    timeline: tuple[Moment, ...]
    steps: tuple[Step, ...]
    speaks: bool = False
    row: ReferralRow | None = None
    facts: FactsInWords | None = None

    @property
    def gone_wrong(self) -> bool:
        """Another offer may come next."""
        return self.state in states.GONE_WRONG

    @property
    def open(self) -> bool:
        return self.state in states.OPEN


@dataclass(frozen=True)
class Board:
    run: OpenRun
    viewer: Viewer
    referrals: tuple[Shown, ...]


def of_run(database: Database, *, run_id: UUID, key: WayIn, limits: Limits, now: datetime) -> Board:
    """All referrals of a company, the newest first, for it and whoever advises it. Raises KeyNeeded."""
    run = runs.opened(database, run_id=run_id, key=key)
    viewer = Viewer.ADVISOR if isinstance(key, Staff) else Viewer.COMPANY
    with database.reading() as connection:
        found = shown(connection, store.of_run(connection, run_id), viewer, limits, now)
    told = (replace(one, facts=_facts(run, one.row)) if one.row else one for one in found)
    return Board(run, viewer, tuple(told))


def _facts(run: OpenRun, row: ReferralRow) -> FactsInWords:
    return handover.in_words(handover.read(row.facts), run.questionnaire)


@dataclass(frozen=True, slots=True)
class BesideOffer:
    """How a company stands with an offer: `taken` says whether it takes referrals at all, `standing` how it
    is with its provider now."""

    taken: bool
    state: State | None = None
    standing: Standing = THERE

    @property
    def going(self) -> bool:
        return self.state in states.OPEN


def beside_offers(database: Database, *, run: OpenRun, now: datetime) -> dict[str, State]:
    """By offer, the state of the newest referral of a run that has been opened."""
    with database.reading() as connection:
        return _newest(connection, run.id, now)


def beside_offer(database: Database, *, run: OpenRun, offer: str, now: datetime) -> BesideOffer:
    """The same for one offer, and whether it takes referrals."""
    entry, theirs = catalogue.released().offer.get(offer), responsible.of_run(run)
    with database.reading() as connection:
        door = addresses.doors(connection).of(entry, theirs) if entry else None
        standing = absence.standing(connection, door.provider_id if door else None, now)
        state = _newest(connection, run.id, now).get(offer)
        return BesideOffer(door is not None, state, standing)


def _newest(connection: Connection, run_id: UUID, now: datetime) -> dict[str, State]:
    """What has been sent and is under way comes before a proposal that somebody made beside it."""
    found = [(row.offer, moving.standing(row, now)) for row in reversed(store.of_run(connection, run_id))]
    return dict(sorted(found, key=lambda one: one[1] in states.WITH_PROVIDER))


def by_consent(connection: Connection, run_id: UUID) -> dict[UUID, Offer]:
    """To which offer a company was referred by each of its consents."""
    rows = store.of_run(connection, run_id)
    found = {row.consent_id: letters.offer_of(row) for row in rows if row.consent_id}
    return {consent_id: offer for consent_id, offer in found.items() if offer}


def shown(
    connection: Connection, rows: Sequence[ReferralRow], viewer: Viewer, limits: Limits, now: datetime
) -> tuple[Shown, ...]:
    """These referrals for somebody who may see them."""
    events = store.events_of(connection, [row.id for row in rows])
    names = people.names(connection, {row.proposed_in_id for row in rows if row.proposed_in_id})
    due = due_days(connection, rows, limits, now)
    return tuple(_shown(row, events.get(row.id, []), viewer, names, due.get(row.id), now) for row in rows)


def due_days(
    connection: Connection, rows: Sequence[ReferralRow], limits: Limits, now: datetime
) -> dict[UUID, datetime]:
    """By referral, until when the provider is expected to act; those where nobody is waited for are left
    out. Days on which it is away do not count."""
    away = provider_absence.of(connection, {row.provider_id for row in rows if row.provider_id})
    found = {}
    for row in rows:
        absent = away.get(row.provider_id, ()) if row.provider_id else ()
        state = moving.standing(row, now)
        due = states.due_at(state, row.sent_at, limits, absent) if row.sent_at else None
        if due:
            found[row.id] = min(due, row.ends_at)
    return found


WHO = {Viewer.COMPANY: Who.COMPANY, Viewer.CHAMBER: Who.CHAMBER, Viewer.PROVIDER: Who.PROVIDER}
"""Whose steps a viewer may do. An advisor does those of a house where its own proposed it, by the service."""


def _shown(
    row: ReferralRow,
    events: list[EventRow],
    viewer: Viewer,
    names: dict[UUID, str],
    due_at: datetime | None,
    now: datetime,
) -> Shown:
    state = moving.standing(row, now)
    own = viewer == Viewer.COMPANY
    return Shown(
        id=row.id,
        run_id=row.run_id,
        offer_id=row.offer,
        offer=letters.offer_of(row),
        state=state,
        since=moving.since(row, now),
        sent_at=row.sent_at,
        due_at=due_at,
        ends_at=row.ends_at,
        reason=row.reason,
        helped=row.helped,
        house=names.get(row.proposed_in_id) if row.proposed_in_id else None,
        timeline=moments(row, events, now),
        steps=states.steps(state, WHO[viewer]) if viewer in WHO else (),
        speaks=own and state in states.CLOSED and row.helped is None,
        row=row if own else None,
    )


def moments(
    row: ReferralRow, events: Sequence[EventRow], now: datetime, *, after: Step | None = None
) -> tuple[Moment, ...]:
    """What happened, in order; from the step `after` on if one is named. A time that is over counts as if
    it had been written down."""
    told = [Moment(one.at, Who(one.who), Step(one.step), one.reason, one.words) for one in events]
    if moving.standing(row, now) != row.state:
        told.append(Moment(row.ends_at, Who.TIME, Step.EXPIRE))
    begin = next((n for n, one in enumerate(told) if one.step == after), 0) if after else 0
    return tuple(told[begin:])
