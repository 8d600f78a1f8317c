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
from assessment.store import audit, people
from assessment.store import provider_absence as store
from assessment.store import referrals as referral_store
from assessment.store.database import Database
from assessment.store.provider_absence import AbsenceRow
from assessment.store.referrals import ReferralRow

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
    """Whether one more may be sent there. Until the transaction ends, nobody else takes that place, and
    nobody says there that they are away. The run is locked before."""
    if provider_id is None:
        return True
    people.hold(connection, id=provider_id)
    limits = store.limits(connection, [provider_id])
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
        audit.by(connection, actor, "capacity_said", "organisation", organisation_id)


def _changed(
    connection: Connection, actor: Staff, organisation_id: UUID, action: str, office: Office
) -> None:
    """Puts off the end of all that is in hand there. Runs are locked in one order, for all who do so, and
    the organisation after them, as whoever sends there does. What was sent between the two is found by the
    second look: it is locked without its run, which may wait for the organisation."""
    for found in (known := _in_hand(connection, organisation_id, actor.now)):
        _put_off(connection, moving.locked(connection, *found), office)
    people.hold(connection, id=organisation_id)
    for referral_id, _ in _in_hand(connection, organisation_id, actor.now):
        if referral_id not in {one for one, _ in known}:
            row = referral_store.by_id(connection, referral_id, to_change=True)
            _put_off(connection, row, office)
    audit.by(connection, actor, action, "organisation", organisation_id)


def _in_hand(connection: Connection, organisation_id: UUID, now: datetime) -> list[tuple[UUID, UUID]]:
    """What is under way there: ids, and those of their runs, in the order in which runs are locked."""
    found = referral_store.in_hand(connection, organisation_id, states.WITH_PROVIDER, now)
    return sorted(found, key=lambda one: (one[1].hex, one[0].hex))


def _put_off(connection: Connection, row: ReferralRow | None, office: Office) -> None:
    if row and row.state in states.WITH_PROVIDER:
        referral_store.change(connection, row.id, ends_at=moving.ends_at(connection, row, office.limits))
