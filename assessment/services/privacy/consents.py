"""What a company has agreed to, in one place: for which purpose, to whom, by which text, until when.

Whatever needs a consent of its own keeps it in `store.consents`; what stands and falls with something else (a
session, an application) keeps it there. Here a company sees all of them and takes each back, with what hangs
on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import runs
from assessment.services.advising import mandates
from assessment.services.campaigns import sharing
from assessment.services.partners import taking_part
from assessment.services.places import applying
from assessment.services.referrals import releasing, timelines
from assessment.services.referrals.office import UNSIGNED, Office
from assessment.services.runs import OpenRun
from assessment.services.workshops import meetings, stages
from assessment.store import audit, people, place_rounds
from assessment.store import consents as store
from assessment.store import workshops as sessions
from assessment.store.consents import ConsentRow, Purpose
from assessment.store.database import Database
from matching.offers import Offer
from questionnaires.text import Text

__all__ = ["Purpose"]


@dataclass(frozen=True, slots=True)
class Given:
    """A consent as the company sees it. Without `organisation` it is for the exchange or the network itself,
    without `person` for all who work there for this purpose. `until` is when it ends or ended; None: it lasts
    as long as what it is for. `offer`: to which offer it refers the company."""

    id: UUID
    purpose: Purpose
    stands: bool
    organisation: str | None
    person: str | None
    company_name: str
    text_version: str
    given_at: datetime
    until: datetime | None
    withdrawn: bool = False
    offer: Text | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    run: OpenRun
    standing: tuple[Given, ...]
    ended: tuple[Given, ...]


def overview(database: Database, *, run_id: UUID, key: str | None, now: datetime) -> Overview:
    """All that the company agreed to, the newest first. Raises KeyNeeded."""
    run = runs.opened(database, run_id=run_id, key=key)
    with database.reading() as connection:
        found = [given for source in SOURCES for given in source(connection, run.id, now)]
    found.sort(key=lambda given: given.given_at, reverse=True)
    standing = tuple(given for given in found if given.stands)
    return Overview(run, standing, tuple(given for given in found if not given.stands))


def withdraw(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    consent_id: UUID,
    now: datetime,
    office: Office = UNSIGNED,
) -> Purpose | None:
    """Takes a consent back, with all that hangs on it; None where it had ended. `office` signs what a
    provider is told of that. Raises KeyNeeded."""
    standing = overview(database, run_id=run_id, key=key, now=now).standing
    found = next((given for given in standing if given.id == consent_id), None)
    if found is None:
        return None
    if found.purpose == Purpose.REFERRAL:
        _referral(database, run_id, key, consent_id, now, office)
    else:
        WITHDRAWALS[found.purpose](database, run_id, key, consent_id, now)
    return found.purpose


# --- where they are kept -------------------------------------------------------------------------


def _kept(connection: Connection, run_id: UUID, now: datetime) -> list[Given]:
    found = store.of_run(connection, run_id)
    referred = timelines.by_consent(connection, run_id)
    return [_given(row, now, house, person, referred.get(row.id)) for row, house, person in found]


def _given(
    row: ConsentRow, now: datetime, house: str | None, person: str | None, offer: Offer | None
) -> Given:
    """Who gets a referral may have no account here: then the catalogue names it."""
    return Given(
        id=row.id,
        purpose=Purpose(row.purpose),
        stands=row.stands(now),
        organisation=house or (offer.operator if offer else None),
        person=person,
        company_name=row.company_name,
        text_version=row.text_version,
        given_at=row.given_at,
        until=row.withdrawn_at or row.ends_at,
        withdrawn=row.withdrawn_at is not None,
        offer=offer.name if offer else None,
    )


def _sessions(connection: Connection, run_id: UUID, _now: datetime) -> list[Given]:
    """The company agrees to one session, led by one person, until it is closed."""
    found = [row for row in sessions.of_run(connection, run_id) if row.agreed_at]
    ids = {one for row in found for one in (row.organisation_id, row.person_id) if one}
    names = people.names(connection, ids)
    return [
        Given(
            id=row.id,
            purpose=Purpose.WORKSHOP,
            stands=row.state not in sessions.ENDED,
            organisation=names.get(row.organisation_id),
            person=names.get(row.person_id) if row.person_id else None,
            company_name="",
            text_version=row.text_version or "",
            given_at=row.agreed_at,
            until=row.closed_at,
            withdrawn=row.state == meetings.State.WITHDRAWN,
        )
        for row in found
        if row.agreed_at
    ]


def _applications(connection: Connection, run_id: UUID, _now: datetime) -> list[Given]:
    """Whoever applies for a place tells the network name and contact, as long as the application stands."""
    return [
        Given(
            id=row.id,
            purpose=Purpose.PLACES,
            stands=True,
            organisation=None,
            person=None,
            company_name=row.name,
            text_version=row.consent_text,
            given_at=row.applied_at,
            until=None,
        )
        for row in place_rounds.applications_of(connection, run_id)
    ]


SOURCES = (_kept, _sessions, _applications)

# --- how they are taken back ---------------------------------------------------------------------

Withdrawal = Callable[[Database, UUID, str | None, UUID, datetime], object]


def _mandate(database: Database, run_id: UUID, key: str | None, consent_id: UUID, now: datetime) -> None:
    mandates.withdraw(database, run_id=run_id, key=key, mandate_id=consent_id, now=now)


def _opt_in(database: Database, run_id: UUID, key: str | None, _consent_id: UUID, now: datetime) -> None:
    taking_part.withdraw(database, run_id=run_id, key=key, now=now)


def _session(database: Database, run_id: UUID, key: str | None, consent_id: UUID, now: datetime) -> None:
    stages.withdraw(database, run_id=run_id, key=key, workshop_id=consent_id, now=now)


def _application(database: Database, run_id: UUID, key: str | None, consent_id: UUID, _now: datetime) -> None:
    applying.withdraw(database, run_id=run_id, key=key, application_id=consent_id)


def _shared(database: Database, run_id: UUID, key: str | None, consent_id: UUID, now: datetime) -> None:
    sharing.stop(database, run_id=run_id, key=key, consent_id=consent_id, now=now)


def _consent(database: Database, run_id: UUID, key: str | None, consent_id: UUID, now: datetime) -> None:
    """Who needs this consent asks for it each time, so nothing else has to end."""
    with database.writing() as connection:
        runs.unlocked(connection, run_id, key, to_change=True)
        store.withdraw(connection, run_id=run_id, now=now, id=consent_id)
        audit.note(connection, "consent_withdrawn", "consent", consent_id, person_id=None, at=now)


def _referral(
    database: Database,
    run_id: UUID,
    key: str | None,
    consent_id: UUID,
    now: datetime,
    office: Office = UNSIGNED,
) -> None:
    """With the referral, what was told with it; where that has ended meanwhile, the consent alone."""
    mine = {"run_id": run_id, "consent_id": consent_id}
    if not releasing.withdraw_consent(database, **mine, key=key, office=office, now=now):
        _consent(database, run_id, key, consent_id, now)


WITHDRAWALS: Mapping[Purpose, Withdrawal] = {
    Purpose.ADVICE: _mandate,
    Purpose.PARTNERS: _opt_in,
    Purpose.WORKSHOP: _session,
    Purpose.PLACES: _application,
    Purpose.REFERRAL: _referral,
    Purpose.CHAMBER: _shared,
    Purpose.COMPARISON: _consent,
}
"""A test holds it equal to the purposes."""
