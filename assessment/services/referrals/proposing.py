"""A chamber or an advisor proposes a referral: one named offer, and a draft of the note. The company decides.

Nothing reaches the provider by this. Who proposes sees of the company what it sees anyway, and here no more
than the list of offers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchMember, NoSuchReferral, OfferTakesNoReferrals
from assessment.services import policy, runs
from assessment.services.advising.mandates import code_of
from assessment.services.offering import feedback, in_force
from assessment.services.policy import Action, Staff
from assessment.services.referrals import addresses, moving, responsible, rights, states, timelines
from assessment.services.referrals.moving import Act
from assessment.services.referrals.office import Office
from assessment.services.referrals.responsible import Responsible
from assessment.services.referrals.states import Limits, Step, Who
from assessment.services.referrals.timelines import Shown, Viewer
from assessment.store import mandates, sharing
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import ReferralRow
from assessment.store.runs import RunRow
from matching.offers import Offer


@dataclass(frozen=True)
class Choice:
    """What can be proposed to a company: the offers that take referrals. `shown`: those that its own list
    shows, for whoever may read that. `proposed`: what this house has proposed to it; `under_way`: the offers
    of these that have not ended. What the company does by itself or with another house is not told."""

    code: str
    name: str
    house_id: UUID
    offers: tuple[Offer, ...]
    shown: tuple[str, ...]
    under_way: frozenset[str]
    proposed: tuple[Shown, ...]


def choice(database: Database, *, actor: Staff, run_id: UUID, limits: Limits) -> Choice:
    """Raises KeyNeeded."""
    with database.reading() as connection:
        run, house = rights.referable(connection, actor, run_id)
        taking = _taking(connection, actor, run)
        own = _own(connection, run_id, house)
        going = {row.offer for row in own if moving.standing(row, actor.now) in states.OPEN}
        proposed = timelines.shown(connection, own, Viewer.CHAMBER, limits, actor.now)
        names = mandates.standing(connection, run_id, actor.now)
        reads = any(one.organisation_id == house for one in names)
        shown = feedback.shown_offers(connection, run_id) if reads else ()
        called = [(one.organisation_id, one.company_name) for one in names]
        shared = sharing.of_run(connection, run_id, actor.now)
        called += [(one.organisation_id, one.company_name) for one in shared]
    name = next((name for organisation_id, name in called if organisation_id == house and name), "")
    return Choice(
        code=code_of(run_id),
        name=name,
        house_id=house,
        offers=tuple(taking.values()),
        shown=tuple(one for one in shown if one in taking),
        under_way=frozenset(going),
        proposed=proposed,
    )


def _own(connection: Connection, run_id: UUID, house: UUID) -> list[ReferralRow]:
    return [row for row in store.of_run(connection, run_id) if row.proposed_in_id == house]


def _taking(connection: Connection, actor: Staff, run: RunRow) -> Mapping[str, Offer]:
    known, today, theirs = addresses.doors(connection), clock.day(actor.now), _theirs(connection, run)
    offers = in_force.offers(connection).offers
    return {one.id: one for one in offers if addresses.is_shown(one, today) and known.of(one, theirs)}


def _theirs(connection: Connection, run: RunRow) -> Responsible | None:
    """Who is responsible for the company; whoever proposes does not read of it."""
    return responsible.of_run(runs.as_it_stands(connection, run))


def propose(
    database: Database, *, actor: Staff, run_id: UUID, offer: str, note: str, office: Office
) -> UUID | None:
    """Proposes a referral, with a draft of its note; None where this house's own to this offer is under way.

    What the company does by itself or with another house changes nothing here, or it would be told by that:
    the proposal is kept beside, and the company sees both. Raises KeyNeeded, NoSuchOffer,
    OfferTakesNoReferrals.
    """
    with database.writing() as connection:
        run, house = rights.referable(connection, actor, run_id, to_change=True)
        found = addresses.offered(connection, offer, clock.day(actor.now))
        if addresses.doors(connection).of(found, _theirs(connection, run)) is None:
            raise OfferTakesNoReferrals
        own = [row for row in _own(connection, run_id, house) if row.offer == offer]
        if any(moving.standing(row, actor.now) in states.OPEN for row in own):
            return None
        row = moving.proposed(run_id, offer, actor.now, office.limits)
        row = replace(row, proposed_in_id=house, proposed_by_id=actor.person_id, note=note)
        return moving.begin(connection, row, Who.CHAMBER, actor.now).id


def may(actor: Staff, organisation_id: UUID) -> bool:
    """Whether somebody proposes offers to those who show something to this house."""
    shown = policy.Run(key_hash=b"", shared_with=frozenset({organisation_id}))
    return policy.decide(actor, Action.REFER, shown).allowed


def of_member(database: Database, *, actor: Staff, consent_id: UUID) -> UUID:
    """The check of a company that shows something to this person's chamber: for what is written down, never
    for an address, by which the chamber would know a company again that shows something anew.

    Raises NoSuchMember.
    """
    with database.reading() as connection:
        row = sharing.one(connection, consent_id, actor.now)
    if row is None or not may(actor, row.organisation_id):
        raise NoSuchMember
    return row.run_id


def withdraw(
    database: Database, *, actor: Staff, referral_id: UUID, office: Office, run_id: UUID | None = None
) -> bool:
    """Takes a proposal back that the company has not sent; False where it has, or ended it.

    It is this house's own, also when the company shows it nothing any more. Raises Refused, NoSuchReferral:
    also where it is not about `run_id`, if that is told.
    """
    policy.require(actor, Action.SEE_REFERRALS)
    with database.writing() as connection:
        found = store.by_id(connection, referral_id)
        row = moving.locked(connection, referral_id, found.run_id) if found else None
        if row is None or run_id not in (None, row.run_id):
            raise NoSuchReferral
        if row.proposed_in_id not in rights.proposing_for(actor):
            raise NoSuchReferral
        act = Act(Who.CHAMBER, Step.WITHDRAW, actor.now, person_id=actor.person_id)
        return moving.move(connection, row, act, office) is not None
