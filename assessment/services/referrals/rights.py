"""Who may refer a company: whoever advises it, and the chamber to which it shows something of itself."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.errors import KeyNeeded
from assessment.services import policy
from assessment.services.policy import Action, Role, Staff
from assessment.services.runs import seen_by
from assessment.store import runs, sharing
from assessment.store.runs import RunRow


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
