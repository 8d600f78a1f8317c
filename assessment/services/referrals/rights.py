"""Who may refer a company: whoever advises it, and the chamber to which it shows something of itself.

And what of all that was sent a provider reads: what went to it, or to nobody in particular for its offers.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import KeyNeeded, NoSuchReferral
from assessment.services import policy
from assessment.services.policy import Action, Role, Staff
from assessment.services.referrals import responsible
from assessment.services.runs import seen_by
from assessment.store import people, runs, sharing
from assessment.store import referrals as store
from assessment.store.referrals import ByMailbox, ReferralRow
from assessment.store.runs import RunRow
from matching import catalogue


def referable(
    connection: Connection, actor: Staff, run_id: UUID, *, to_change: bool = False
) -> tuple[RunRow, UUID]:
    """The run, and the house for which this person refers it. Raises KeyNeeded, whether or not it exists."""
    run = runs.by_id(connection, run_id, to_change=to_change)
    if run is None:
        raise KeyNeeded(run_id)
    shared = sharing.of_run(connection, run_id, actor.now)
    seen = replace(
        seen_by(connection, actor, run), shared_with=frozenset(one.organisation_id for one in shared)
    )
    if not policy.decide(actor, Action.REFER, seen).allowed:
        raise KeyNeeded(run_id)
    return run, _house(actor, seen)


def proposing_for(actor: Staff) -> frozenset[UUID]:
    """The houses whose proposals are this person's to look after."""
    return frozenset((*actor.organisations(Role.CHAMBER_OFFICER), *actor.organisations(Role.ADVISOR)))


def _house(actor: Staff, seen: policy.Run) -> UUID:
    """The chamber comes before the mandate: whom the company chose as its chamber speaks for that."""
    chambers = [one for one in actor.organisations(Role.CHAMBER_OFFICER) if one in seen.shared_with]
    advising = [one.organisation_id for one in seen.mandates if policy.advises(actor, one)]
    return (chambers or advising)[0]


# --- what was sent to a provider -----------------------------------------------------------------


def received(connection: Connection, houses: Collection[UUID]) -> list[ReferralRow]:
    """All of these organisations, the newest first; of what the companies told their names alone."""
    return store.at_providers(connection, houses, _by_mailbox(connection, houses))


def received_one(connection: Connection, houses: Collection[UUID], referral_id: UUID) -> ReferralRow:
    """Raises NoSuchReferral for that of another organisation, as for none."""
    row = store.by_id(connection, referral_id)
    if row is None or row.sent_at is None:
        raise NoSuchReferral
    if row.provider_id not in houses and not _by_mailbox(connection, houses).holds(row):
        raise NoSuchReferral
    return row


def _by_mailbox(connection: Connection, houses: Collection[UUID]) -> ByMailbox:
    """What these houses received before they had an account here.

    Of an organisation with several houses, one knows its own by the mailbox: what was sent to an agency is
    not for the others, and not for the central one.
    """
    homes = [people.organisation(connection, one) for one in houses]
    theirs = {home.catalogue_id for home in homes if home and home.catalogue_id}
    of: dict[str, set[str]] = {}
    for one in catalogue.released().offers:
        of.setdefault(one.organisation, set()).add(one.id)
    whole = {responsible.organisation_of(house) for house in theirs}
    parted = {one for one in whole if responsible.has_parts(one)}
    return ByMailbox(
        alone=frozenset(offer for one in whole - parted for offer in of.get(one, ())),
        parted=frozenset(offer for one in parted for offer in of.get(one, ())),
        mailboxes=_mailboxes(connection, theirs) if parted else frozenset(),
    )


def _mailboxes(connection: Connection, theirs: Collection[str]) -> frozenset[str]:
    """Those that are said of these houses, or of an offer that is one of them or theirs."""
    known = catalogue.released().offer
    found = []
    for row in store.addresses(connection):
        offer = known.get(row.name) if row.kind == "offer" else None
        if (responsible.house_of(offer) if offer else row.name) in theirs:
            found.append(row.mail)
    return frozenset(found)
