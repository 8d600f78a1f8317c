"""Where a company goes on when an offer cannot help now: the next of its own list that it has not asked yet.

Only what its result shows as fitting, that takes referrals, and whose provider is there and has room. First
comes what serves the most of the same needs, then what stands higher in the list. Nothing is sent by this:
for each offer the company decides anew what it tells.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services.offering import in_force
from assessment.services.referrals import absence, addresses, letters, moving, responsible, states
from assessment.services.runs import OpenRun
from assessment.store import offer_feedback
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import NOTE_LENGTH, ReferralRow
from matching.offers import Offer
from questionnaires.text import Language


@dataclass(frozen=True, slots=True)
class _Place:
    """An offer in the list of a company, with the needs that it serves there."""

    offer: str
    needs: frozenset[str]


def _places(connection: Connection, run_id: UUID) -> Sequence[_Place]:
    """The newest list of a run, the best first; empty before there is one."""
    row = offer_feedback.list_of(connection, run_id)
    found = json.loads(row.places) if row else ()
    return [_Place(str(one["offer"]), frozenset(one.get("needs", ()))) for one in found]


def after(database: Database, *, run: OpenRun, now: datetime) -> Mapping[str, Offer]:
    """By each offer that a company has asked for and that has ended without help, the next one; those for
    which there is none are left out. The run has been opened."""
    with database.reading() as connection:
        rows = store.of_run(connection, run.id)
        wrong = [row.offer for row in rows if moving.standing(row, now) in states.GONE_WRONG]
        return _instead(connection, run, wrong, {row.offer for row in rows}, now)


def instead(database: Database, *, run: OpenRun, offer: str, now: datetime) -> Offer | None:
    """The next one where the provider of this offer is away or has no room. The run has been opened."""
    with database.reading() as connection:
        asked = {row.offer for row in store.of_run(connection, run.id)} | {offer}
        return _instead(connection, run, [offer], asked, now).get(offer)


def _instead(
    connection: Connection, run: OpenRun, wrong: Sequence[str], asked: set[str], now: datetime
) -> dict[str, Offer]:
    places = _places(connection, run.id) if wrong else ()
    if not places:
        return {}
    free = _free(connection, run, [one.offer for one in places if one.offer not in asked], now)
    needs = {one.offer: one.needs for one in places}
    found: dict[str, Offer] = {}
    for offer in wrong:
        open_ = [one for one in places if one.offer in free]
        same = needs.get(offer, frozenset())
        best = max(open_, key=lambda one: len(one.needs & same), default=None)
        if best:
            found[offer] = free[best.offer]
    return found


def _free(connection: Connection, run: OpenRun, offers: Sequence[str], now: datetime) -> Mapping[str, Offer]:
    """Those that are shown today and can be asked now."""
    known, doors = in_force.offers(connection), addresses.doors(connection)
    theirs = responsible.of_run(run)
    shown = [known.offer[one] for one in offers if one in known.offer]
    shown = [one for one in shown if addresses.is_shown(one, clock.day(now))]
    at = {one.id: door for one in shown if (door := doors.of(one, theirs))}
    ids = {door.provider_id for door in at.values() if door.provider_id}
    standing = absence.standings(connection, ids, now)
    away = {one for one in ids if not standing[one].free}
    return {one.id: one for one in shown if one.id in at and at[one.id].provider_id not in away}


def draft(database: Database, *, run_id: UUID, earlier_id: UUID, offer: Offer, language: Language) -> str:
    """What a company has written to another offer, as a draft for this one; empty where that is gone.

    The run has been opened. The other offer is not named any more.
    """
    with database.reading() as connection:
        row = store.by_id(connection, earlier_id)
    if row is None or row.run_id != run_id:
        return ""
    return _renamed(row, offer, language)[:NOTE_LENGTH]


def _renamed(row: ReferralRow, offer: Offer, language: Language) -> str:
    before, note = letters.offer_of(row), row.note
    for name in (before.name.de, before.name.en) if before else ():
        note = note.replace(name, offer.name.in_(language))
    return note
