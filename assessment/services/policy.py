"""Who may do what: the only place that decides, and every refusal has a reason.

`decide` answers for an actor, an action and the object it is about. A table names one rule for each action; a
rule is a small function that returns the reason against it, or nothing. No other module compares roles. The
words for the reasons stand in `web.errors`.

Companies have no account: whoever holds the key of a run may do everything with it. An advisor may read a run
while a mandate stands, and change nothing. All others see nothing, and are not told whether it exists.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from assessment.errors import Refused
from assessment.store.mandates import MandateRow


class Role(StrEnum):
    ADVISOR = "advisor"
    CHAMBER_OFFICER = "chamber_officer"
    PROVIDER_CONTACT = "provider_contact"
    OPERATOR = "operator"


class Kind(StrEnum):
    """What an organisation is."""

    ADVICE = "advice"
    CHAMBER = "chamber"
    PROVIDER = "provider"
    NETWORK = "network"


ROLES_IN: Mapping[Kind, tuple[Role, ...]] = {
    Kind.ADVICE: (Role.ADVISOR,),
    Kind.CHAMBER: (Role.CHAMBER_OFFICER, Role.ADVISOR),
    Kind.PROVIDER: (Role.PROVIDER_CONTACT,),
    Kind.NETWORK: (Role.OPERATOR, Role.ADVISOR),
}
"""The roles that people may have in each kind of organisation, the usual one first."""


class Action(StrEnum):
    READ_RUN = "read_run"
    CHANGE_RUN = "change_run"
    SEE_ACCOUNT = "see_account"
    SEE_WORK = "see_work"
    SEE_PORTFOLIO = "see_portfolio"
    OFFER_ADVICE = "offer_advice"
    SEE_ORGANISATION = "see_organisation"
    INVITE = "invite"
    REMOVE_MEMBER = "remove_member"
    SEE_ORGANISATIONS = "see_organisations"
    FOUND_ORGANISATION = "found_organisation"


class Reason(StrEnum):
    """Why something is refused."""

    KEY_NEEDED = "key_needed"
    MANDATE_NEEDED = "mandate_needed"
    READING_ONLY = "reading_only"
    SIGN_IN_NEEDED = "sign_in_needed"
    ROLE_NEEDED = "role_needed"
    OTHER_ORGANISATION = "other_organisation"
    ROLE_NOT_HERE = "role_not_here"
    LAST_OPERATOR = "last_operator"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody without an account; `key_hash` is that of the key which their browser holds for this run."""

    key_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody is, and in which organisation."""

    organisation_id: UUID
    name: str
    kind: Kind
    role: Role


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who is signed in, as of `now`: mandates are judged by that moment."""

    person_id: UUID
    name: str
    email: str
    seats: tuple[Seat, ...]
    now: datetime

    def organisations(self, role: Role) -> tuple[UUID, ...]:
        return tuple(seat.organisation_id for seat in self.seats if seat.role == role)

    def has(self, role: Role) -> bool:
        return bool(self.organisations(role))


Actor = Visitor | Staff


@dataclass(frozen=True, slots=True)
class Run:
    """A run, by the hash of its key and the mandates that stand at the actor's moment."""

    key_hash: bytes
    mandates: tuple[MandateRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an organisation: `role` is to be given or taken there, if it is about that. `last`: nobody
    else has this role anywhere."""

    organisation_id: UUID
    kind: Kind | None = None
    role: Role | None = None
    last: bool = False


On = Run | Place | None


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    reason: Reason | None = None


def decide(actor: Actor, action: Action, on: On = None) -> Decision:
    """Whether this actor may do this, and if not, why."""
    reason = RULES[action](actor, on)
    return Decision(reason is None, reason)


def require(actor: Actor, action: Action, on: On = None) -> None:
    """Raises Refused with the reason."""
    decision = decide(actor, action, on)
    if decision.reason:
        raise Refused(decision.reason)


# --- rules: the reason against it, or nothing ----------------------------------------------------

Rule = Callable[[Actor, On], Reason | None]


def _reads_run(actor: Actor, on: On) -> Reason | None:
    if not isinstance(actor, Staff):
        return _holds_key(actor, on)
    mandates = on.mandates if isinstance(on, Run) else ()
    return None if any(_advises(actor, mandate) for mandate in mandates) else Reason.MANDATE_NEEDED


def _advises(actor: Staff, mandate: MandateRow) -> bool:
    """A mandate holds as long as its receiver still advises for the organisation."""
    theirs = mandate.person_id in (None, actor.person_id)
    return theirs and mandate.organisation_id in actor.organisations(Role.ADVISOR)


def _holds_key(actor: Actor, on: On) -> Reason | None:
    if isinstance(actor, Staff):
        return Reason.READING_ONLY
    fits = isinstance(on, Run) and actor.key_hash is not None and actor.key_hash == on.key_hash
    return None if fits else Reason.KEY_NEEDED


def _signed_in(actor: Actor, _on: On) -> Reason | None:
    return None if isinstance(actor, Staff) else Reason.SIGN_IN_NEEDED


def _is(role: Role) -> Rule:
    """Has the role in the place it is about, or anywhere if it is about none."""

    def rule(actor: Actor, on: On) -> Reason | None:
        if not isinstance(actor, Staff):
            return Reason.SIGN_IN_NEEDED
        if not actor.has(role):
            return Reason.ROLE_NEEDED
        elsewhere = isinstance(on, Place) and on.organisation_id not in actor.organisations(role)
        return Reason.OTHER_ORGANISATION if elsewhere else None

    return rule


def _administers(actor: Actor, on: On) -> Reason | None:
    """Operators look after all organisations, chamber officers after their own."""
    if isinstance(actor, Staff) and actor.has(Role.OPERATOR):
        return None
    return _is(Role.CHAMBER_OFFICER)(actor, on)


def _invites(actor: Actor, on: On) -> Reason | None:
    known = isinstance(on, Place) and on.kind and on.role
    fits = not known or (isinstance(on, Place) and on.kind and on.role in ROLES_IN[on.kind])
    return _administers(actor, on) or (None if fits else Reason.ROLE_NOT_HERE)


def _removes(actor: Actor, on: On) -> Reason | None:
    last = isinstance(on, Place) and on.last and on.role == Role.OPERATOR
    return _administers(actor, on) or (Reason.LAST_OPERATOR if last else None)


RULES: Mapping[Action, Rule] = {
    Action.READ_RUN: _reads_run,
    Action.CHANGE_RUN: _holds_key,
    Action.SEE_ACCOUNT: _signed_in,
    Action.SEE_WORK: _signed_in,
    Action.SEE_PORTFOLIO: _is(Role.ADVISOR),
    Action.OFFER_ADVICE: _is(Role.ADVISOR),
    Action.SEE_ORGANISATION: _administers,
    Action.INVITE: _invites,
    Action.REMOVE_MEMBER: _removes,
    Action.SEE_ORGANISATIONS: _is(Role.OPERATOR),
    Action.FOUND_ORGANISATION: _is(Role.OPERATOR),
}
