"""The company reads a note, changes it, chooses what goes along, sends it, takes it back, says how it ended.

Sending is the consent: what is released, to whom, by which text, until when. State, event, consent and mail
are written in one transaction.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchReferral, OfferTakesNoReferrals
from assessment.services import keys, runs
from assessment.services.referrals import (
    absence,
    addresses,
    handover,
    letters,
    moving,
    next_best,
    responsible,
    states,
)
from assessment.services.referrals.absence import THERE, Standing
from assessment.services.referrals.addresses import Door
from assessment.services.referrals.handover import FactsInWords, Handover
from assessment.services.referrals.moving import Act
from assessment.services.referrals.office import Office
from assessment.services.referrals.responsible import Responsible
from assessment.services.referrals.states import Limits, State, Step, Who
from assessment.services.runs import OpenRun
from assessment.services.sign_in import attempts
from assessment.store import consents, people
from assessment.store import referrals as store
from assessment.store.consents import ConsentRow, Purpose
from assessment.store.database import Database
from assessment.store.referrals import EventRow, ReferralRow
from matching.offers import Offer


@dataclass(frozen=True)
class Draft:
    """What a company decides about. `facts`: what each tick would tell. `row`: what was proposed, if it was;
    `house`: by whom. `door` is None where the offer takes no referrals; `going`: one is under way already.
    `standing`: how it is with the provider now; `instead`: what else fits where it is away or has no room;
    `theirs`: who is responsible for the company."""

    run: OpenRun
    offer: Offer
    door: Door | None
    facts: FactsInWords
    house: str | None = None
    row: ReferralRow | None = None
    going: UUID | None = None
    standing: Standing = THERE
    instead: Offer | None = None
    theirs: Responsible | None = None


def draft(database: Database, *, run_id: UUID, key: str | None, offer: str, now: datetime) -> Draft:
    """For a company that asks by itself. Raises KeyNeeded, NoSuchOffer."""
    run = runs.opened(database, run_id=run_id, key=key)
    with database.reading() as connection:
        found = addresses.offered(connection, offer, clock.day(now))
        going = moving.open_at(connection, run_id, offer, now)
    return replace(_drafted(database, run, found, now), going=going.id if going else None)


def proposal(database: Database, *, run_id: UUID, key: str | None, referral_id: UUID, now: datetime) -> Draft:
    """For a company to which one was proposed. Raises KeyNeeded, NoSuchReferral, NoSuchOffer."""
    run = runs.opened(database, run_id=run_id, key=key)
    with database.reading() as connection:
        row = store.by_id(connection, referral_id)
        if row is None or row.run_id != run.id or moving.standing(row, now) != State.PROPOSED:
            raise NoSuchReferral
        found = addresses.offered(connection, row.offer, clock.day(now))
        names = people.names(connection, {row.proposed_in_id} if row.proposed_in_id else set())
        going = _sent(connection, row, now)
    house = names.get(row.proposed_in_id) if row.proposed_in_id else None
    return replace(_drafted(database, run, found, now), house=house, row=row, going=going)


def _sent(connection: Connection, row: ReferralRow, now: datetime) -> UUID | None:
    """What the company has sent to the same offer already: who proposed this one did not know."""
    going = moving.open_at(connection, row.run_id, row.offer, now)
    return going.id if going and going.state != State.PROPOSED else None


def _drafted(database: Database, run: OpenRun, offer: Offer, now: datetime) -> Draft:
    theirs = responsible.of_run(run)
    with database.reading() as connection:
        door = addresses.doors(connection).of(offer, theirs)
        standing = absence.standing(connection, door.provider_id if door else None, now)
    facts = handover.in_words(handover.facts(run, offer), run.questionnaire)
    instead = None if standing.free else next_best.instead(database, run=run, offer=offer.id, now=now)
    return Draft(run, offer, door, facts, standing=standing, instead=instead, theirs=theirs)


def ask(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    offer: str,
    told: Handover,
    text_version: str,
    network: str,
    office: Office,
    now: datetime,
) -> UUID:
    """Asks to be referred and sends it. Where one to this offer is under way, it is that one.

    Anybody may begin a check, and each would send a mail: `network`, who asks, may do so a few times.
    Raises KeyNeeded, NoSuchOffer, OfferTakesNoReferrals, TooManyAttempts.
    """
    with database.writing() as connection:
        attempts.count(connection, "referral", network, now)
        run = runs.as_it_stands(connection, runs.unlocked(connection, run_id, key, to_change=True))
        going = moving.open_at(connection, run_id, offer, now)
        if going and going.state != State.PROPOSED:
            return going.id
        row = going or moving.begin(
            connection, moving.proposed(run_id, offer, now, office.limits), Who.COMPANY, now
        )
        _send(connection, run, row, told, _text(key, text_version), office, now)
        return row.id


def release(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    referral_id: UUID,
    told: Handover,
    text_version: str,
    office: Office,
    now: datetime,
) -> bool:
    """Sends what was proposed, as the company has changed it; False where it was sent or ended before, or
    another to this offer is under way.

    Raises KeyNeeded, NoSuchReferral, NoSuchOffer, OfferTakesNoReferrals.
    """
    with database.writing() as connection:
        run = runs.as_it_stands(connection, runs.unlocked(connection, run_id, key, to_change=True))
        row = owned(connection, run_id, referral_id)
        if moving.standing(row, now) != State.PROPOSED or _sent(connection, row, now):
            return False
        return _send(connection, run, row, told, _text(key, text_version), office, now)


def _text(key: str | None, version: str) -> str:
    """What a fictional company agrees to is marked: no mail leaves for it."""
    return consents.EXAMPLE if keys.is_example(key) else version


def _send(
    connection: Connection,
    run: OpenRun,
    row: ReferralRow,
    told: Handover,
    text_version: str,
    office: Office,
    now: datetime,
) -> bool:
    found = addresses.offered(connection, row.offer, clock.day(now))
    door = addresses.doors(connection).of(found, responsible.of_run(run))
    if door is None or not absence.takes_another(connection, door.provider_id, now):
        raise OfferTakesNoReferrals
    consent = _consent(run.id, door, told, text_version, office.limits, now)
    consents.add(connection, consent)
    facts = handover.chosen(handover.facts(run, found), told.items)
    sent = moving.move(
        connection,
        row,
        Act(Who.COMPANY, Step.RELEASE, now),
        office,
        sent_at=now,
        consent_id=consent.id,
        provider_id=door.provider_id,
        recipient=door.mailbox,
        **_told(told, consent),
        facts=handover.written(facts),
    )
    if sent:
        letters.hand_over(connection, sent, office, now)
    return sent is not None


def _told(told: Handover, consent: ConsentRow) -> dict[str, str | bool]:
    """What goes along, by column. Nobody writes to a fictional company."""
    return {
        "news": told.news and bool(told.contact_mail) and consent.text_version != consents.EXAMPLE,
        "note": told.note,
        "company_name": consent.company_name,
        "contact_name": told.contact_name,
        "contact_mail": told.contact_mail,
        "contact_phone": told.contact_phone,
    }


def _consent(
    run_id: UUID, door: Door, told: Handover, text_version: str, limits: Limits, now: datetime
) -> ConsentRow:
    """What the company agrees to by sending: to whom, by which text, until when."""
    return consents.new(
        run_id=run_id,
        purpose=Purpose.REFERRAL,
        text_version=text_version,
        given_at=now,
        organisation_id=door.provider_id,
        company_name=told.company_name if "name" in told.items else "",
        ends_at=now + timedelta(days=states.OUTCOME_WAITS * limits.close),
    )


def withdraw(
    database: Database, *, run_id: UUID, key: str | None, referral_id: UUID, office: Office, now: datetime
) -> bool:
    """Takes it back: from now on the provider reads nothing, and what was told is gone here. False where it
    had ended. Raises KeyNeeded, NoSuchReferral."""
    return say(
        database,
        run_id=run_id,
        key=key,
        referral_id=referral_id,
        step=Step.WITHDRAW,
        office=office,
        now=now,
    )


def withdraw_consent(
    database: Database, *, run_id: UUID, key: str | None, consent_id: UUID, office: Office, now: datetime
) -> bool:
    """The same, by the consent that was given with it. Raises KeyNeeded."""
    with database.reading() as connection:
        row = store.of_consent(connection, consent_id)
    if row is None or row.run_id != run_id:
        return False
    return withdraw(database, run_id=run_id, key=key, referral_id=row.id, office=office, now=now)


def say(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    referral_id: UUID,
    step: Step,
    office: Office,
    now: datetime,
) -> bool:
    """The company says that the provider was in touch, or whether it helped, which closes it.

    After the provider has closed it, the company's word is kept beside. False where there was nothing to say.
    Raises KeyNeeded, NoSuchReferral.
    """
    with database.writing() as connection:
        runs.unlocked(connection, run_id, key, to_change=True)
        row = owned(connection, run_id, referral_id)
        if row.state in states.CLOSED and step in states.CLOSING:
            return _said_too(connection, row, step, now)
        helped = {"helped": step == Step.CLOSE_HELPED} if step in states.CLOSING else {}
        return moving.move(connection, row, Act(Who.COMPANY, step, now), office, **helped) is not None


def _said_too(connection: Connection, row: ReferralRow, step: Step, now: datetime) -> bool:
    """The company's word after the provider's: the state stays, and only the first word counts."""
    if row.helped is not None:
        return False
    store.change(connection, row.id, helped=step == Step.CLOSE_HELPED)
    store.add_event(connection, EventRow(row.id, 0, now, Who.COMPANY, step, row.state))
    return True


def owned(connection: Connection, run_id: UUID, referral_id: UUID) -> ReferralRow:
    """A referral of a run that is unlocked, to change. Raises NoSuchReferral."""
    row = store.by_id(connection, referral_id, to_change=True)
    if row is None or row.run_id != run_id:
        raise NoSuchReferral
    return row
