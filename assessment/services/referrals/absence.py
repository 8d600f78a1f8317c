"""When a provider cannot take on anything: its people are away, or it has as many referrals as it can bear.

They say so themselves. Companies read it before they ask; days away do not count towards any deadline, also
of what is under way. What a provider has said of days that are over stays: it explains a date.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services import policy
from assessment.services.policy import Action, Place, Role, Staff
from assessment.services.referrals import away, moving, states
from assessment.services.referrals.office import Office
from assessment.services.referrals.states import State
from assessment.store import audit
from assessment.store import provider_absence as store
from assessment.store import referrals as referral_store
from assessment.store.database import Database
from assessment.store.provider_absence import AbsenceRow

LONGEST = timedelta(days=60)
"""How long an absence may last: a company waits that much longer, and has to know for how long."""
AHEAD = timedelta(days=366)
MOST = 99


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with a provider today: `away_until` is the last day away, None where it is there."""

    away_until: date | None = None
    busy: bool = False

    @property
    def free(self) -> bool:
        return self.away_until is None and not self.busy


THERE = Standing()


def standings(
    connection: Connection, provider_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, Standing]:
    """By provider, how it stands; who has said nothing is there. Three statements at most."""
    today = clock.day(now)
    absences, limits = store.of(connection, provider_ids), store.limits(connection, provider_ids)
    in_hand = store.in_hand(connection, limits.keys(), states.WITH_PROVIDER, now)
    return {
        one: Standing(
            away.until(today, absences.get(one, ())),
            one in limits and in_hand.get(one, 0) >= limits[one],
        )
        for one in provider_ids
    }


def standing(connection: Connection, provider_id: UUID | None, now: datetime) -> Standing:
    """The same for one. With a mailbox alone, nobody can say that they are away."""
    return standings(connection, [provider_id], now)[provider_id] if provider_id else THERE


def takes_another(connection: Connection, provider_id: UUID | None, now: datetime) -> bool:
    """Whether one more may be sent there. Until the transaction ends, nobody else takes that place."""
    if provider_id is None:
        return True
    limits = store.limits(connection, [provider_id], to_change=True)
    if provider_id not in limits:
        return True
    in_hand = store.in_hand(connection, [provider_id], states.WITH_PROVIDER, now)
    return in_hand.get(provider_id, 0) < limits[provider_id]


# --- what the people of a provider say -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Home:
    """A provider that somebody acts for. `away`: what is under way or to come; `most`: None without limit."""

    id: UUID
    name: str
    away: tuple[AbsenceRow, ...]
    most: int | None
    in_hand: int


def homes(database: Database, *, actor: Staff) -> tuple[Home, ...]:
    """Raises Refused."""
    policy.require(actor, Action.KEEP_ABSENCE)
    ids, today = actor.organisations(Role.PROVIDER_CONTACT), clock.day(actor.now)
    names = {seat.organisation_id: seat.name for seat in actor.seats}
    with database.reading() as connection:
        absences, limits = store.of(connection, ids), store.limits(connection, ids)
        in_hand = store.in_hand(connection, ids, states.WITH_PROVIDER, actor.now)
    return tuple(
        Home(
            one,
            names[one],
            tuple(row for row in absences.get(one, ()) if row.ends_on >= today),
            limits.get(one),
            in_hand.get(one, 0),
        )
        for one in ids
    )


def say(
    database: Database, *, actor: Staff, organisation_id: UUID, begins_on: date, ends_on: date, office: Office
) -> None:
    """Says when nobody is there, from today on. The form has checked the days. Raises Refused."""
    policy.require(actor, Action.KEEP_ABSENCE, Place(organisation_id))
    with database.writing() as connection:
        store.put(
            connection,
            organisation_id=organisation_id,
            begins_on=begins_on,
            ends_on=ends_on,
            now=actor.now,
        )
        _changed(connection, actor, organisation_id, "absence_said", office)


def back(database: Database, *, actor: Staff, absence_id: UUID, office: Office) -> bool:
    """Is there again from today on, or will not be away. Days that are over stay. False where this absence
    is taken back already, or is another house's. Raises Refused."""
    policy.require(actor, Action.KEEP_ABSENCE)
    with database.writing() as connection:
        row, mine = store.one(connection, absence_id), actor.organisations(Role.PROVIDER_CONTACT)
        if row is None or row.organisation_id not in mine:
            return False
        yesterday = clock.day(actor.now) - away.DAY
        if row.begins_on > yesterday:
            store.forget(connection, row.id)
        else:
            store.end(connection, row.id, min(row.ends_on, yesterday))
        _changed(connection, actor, row.organisation_id, "absence_ended", office)
        return True


def limit(database: Database, *, actor: Staff, organisation_id: UUID, most: int | None) -> None:
    """How many may be under way at once; None: as many as come. Raises Refused."""
    policy.require(actor, Action.KEEP_ABSENCE, Place(organisation_id))
    with database.writing() as connection:
        store.limit(connection, organisation_id, most)
        _note(connection, actor, organisation_id, "capacity_said")


def _changed(
    connection: Connection, actor: Staff, organisation_id: UUID, action: str, office: Office
) -> None:
    """Puts off the end of all that is in hand there. Runs are locked in one order, for all who do so."""
    away_days = store.of_one(connection, organisation_id)
    rows = referral_store.in_states(connection, states.WITH_PROVIDER)
    mine = [row for row in rows if row.provider_id == organisation_id and row.ends_at > actor.now]
    for found in sorted(mine, key=lambda row: (row.run_id.hex, row.id.hex)):
        row = moving.locked(connection, found.id, found.run_id)
        if row and row.state in states.WITH_PROVIDER:
            ends_at = states.ends_at(State(row.state), row.state_since, row.sent_at, office.limits, away_days)
            referral_store.change(connection, row.id, ends_at=ends_at)
    _note(connection, actor, organisation_id, action)


def _note(connection: Connection, actor: Staff, organisation_id: UUID, action: str) -> None:
    audit.note(
        connection,
        at=actor.now,
        person_id=actor.person_id,
        action=action,
        object_kind="organisation",
        object_id=organisation_id,
    )
