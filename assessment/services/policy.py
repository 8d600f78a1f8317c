"""Who may do what: the only place that decides, and every refusal has a reason.

`decide` answers for an actor, an action and the object it is about. A table names one rule for each action; a
rule is a small function that returns the reason against it, or nothing. No other module compares roles. The
words for the reasons stand in `web.errors`.

Companies have no account: whoever holds the key of a run may do everything with it. An advisor may read a run
while a mandate stands, and change nothing; who leads a session to which the company has agreed works along
with it until that is closed. All others see nothing, and are not told whether it exists.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from assessment.errors import Refused
from assessment.store.mandates import MandateRow

SURE_FOR = timedelta(minutes=10)
"""How long it holds that somebody has proved who they are, for changing how they sign in."""


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
    CHANGE_PLAN = "change_plan"
    PREPARE_WORKSHOP = "prepare_workshop"
    LEAD_WORKSHOP = "lead_workshop"
    SETTLE = "settle"
    SEE_ACCOUNT = "see_account"
    CHANGE_SIGN_IN = "change_sign_in"
    ERASE_ACCOUNT = "erase_account"
    SEE_WORK = "see_work"
    SEE_PORTFOLIO = "see_portfolio"
    OFFER_ADVICE = "offer_advice"
    SEE_ORGANISATION = "see_organisation"
    INVITE = "invite"
    REMOVE_MEMBER = "remove_member"
    SEE_ORGANISATIONS = "see_organisations"
    FOUND_ORGANISATION = "found_organisation"
    KEEP_CATALOGUE = "keep_catalogue"
    TURN_LEARNING = "turn_learning"
    GIVE_PLACES = "give_places"
    SEE_INSIGHT = "see_insight"
    JOIN_ROUND = "join_round"
    SPEAK = "speak"


class Reason(StrEnum):
    """Why something is refused."""

    KEY_NEEDED = "key_needed"
    MANDATE_NEEDED = "mandate_needed"
    READING_ONLY = "reading_only"
    ANOTHER_LEADS = "another_leads"
    SIGN_IN_NEEDED = "sign_in_needed"
    SECOND_FACTOR_NEEDED = "second_factor_needed"
    CONFIRMATION_NEEDED = "confirmation_needed"
    ROLE_NEEDED = "role_needed"
    OTHER_ORGANISATION = "other_organisation"
    ROLE_NOT_HERE = "role_not_here"
    LAST_OPERATOR = "last_operator"
    ROUND_NOT_OPEN = "round_not_open"
    ROUND_FULL = "round_full"
    LEADER_HAS_NO_VOICE = "leader_has_no_voice"


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
    """Somebody who is signed in, as of `now`: mandates are judged by that moment.

    `sure_at`: when they last proved who they are. `lacks_second`: their role demands a second step of signing
    in, and they have not set one up yet.
    """

    person_id: UUID
    name: str
    email: str
    seats: tuple[Seat, ...]
    now: datetime
    session_id: UUID | None = None
    sure_at: datetime | None = None
    lacks_second: bool = False

    def organisations(self, role: Role) -> tuple[UUID, ...]:
        return tuple(seat.organisation_id for seat in self.seats if seat.role == role)

    def has(self, role: Role) -> bool:
        return bool(self.organisations(role))


Actor = Visitor | Staff


@dataclass(frozen=True, slots=True)
class Run:
    """A run, by the hash of its key and the mandates that stand at the actor's moment.

    `led_by`: who leads the session that it is about. `helped_by`: who leads a session of this run that the
    company has agreed to and that is under way.
    """

    key_hash: bytes
    mandates: tuple[MandateRow, ...] = ()
    led_by: UUID | None = None
    helped_by: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an organisation: `role` is to be given or taken there, if it is about that. `last`: nobody
    else has this role anywhere."""

    organisation_id: UUID
    kind: Kind | None = None
    role: Role | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A round in which people of a company answer, each alone: `led_by` asks and never answers. `full`: more
    have joined in a role than can be true."""

    running: bool
    led_by: UUID | None
    full: bool = False


On = Run | Place | Round | None


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    reason: Reason | None = None


def decide(actor: Actor, action: Action, on: On = None) -> Decision:
    """Whether this actor may do this, and if not, why."""
    reason = _unfinished(actor, action) or RULES[action](actor, on)
    return Decision(reason is None, reason)


def require(actor: Actor, action: Action, on: On = None) -> None:
    """Raises Refused with the reason."""
    decision = decide(actor, action, on)
    if decision.reason:
        raise Refused(decision.reason)


# --- rules: the reason against it, or nothing ----------------------------------------------------

Rule = Callable[[Actor, On], Reason | None]
SETTING_UP = frozenset({Action.SEE_ACCOUNT, Action.CHANGE_SIGN_IN})
"""What is open to somebody who has still to set up a second step of signing in."""


def _reads_run(actor: Actor, on: On) -> Reason | None:
    if not isinstance(actor, Staff):
        return _holds_key(actor, on)
    mandates = on.mandates if isinstance(on, Run) else ()
    return None if any(advises(actor, mandate) for mandate in mandates) else Reason.MANDATE_NEEDED


def advises(actor: Staff, mandate: MandateRow) -> bool:
    """A mandate holds as long as its receiver still advises for the organisation."""
    theirs = mandate.person_id in (None, actor.person_id)
    return theirs and mandate.organisation_id in actor.organisations(Role.ADVISOR)


def _holds_key(actor: Actor, on: On) -> Reason | None:
    if isinstance(actor, Staff):
        return Reason.READING_ONLY
    fits = isinstance(on, Run) and actor.key_hash is not None and actor.key_hash == on.key_hash
    return None if fits else Reason.KEY_NEEDED


def _advises_run(actor: Actor, on: On) -> Reason | None:
    return _reads_run(actor, on) if isinstance(actor, Staff) else Reason.SIGN_IN_NEEDED


def _leads(actor: Actor, on: On) -> Reason | None:
    """Whoever leads a session needs the mandate all the time: it ends the session's rights, too."""
    against = _advises_run(actor, on)
    leads = isinstance(actor, Staff) and isinstance(on, Run) and on.led_by == actor.person_id
    return against or (None if leads else Reason.ANOTHER_LEADS)


def _works_along(actor: Actor, on: On) -> Reason | None:
    """The company, and whoever leads its session while that is under way."""
    if not isinstance(actor, Staff):
        return _holds_key(actor, on)
    helps = isinstance(on, Run) and actor.person_id in on.helped_by
    return _reads_run(actor, on) or (None if helps else Reason.READING_ONLY)


def lacks_second(seats: tuple[Seat, ...], demanded: Collection[str], *, has_second: bool) -> bool:
    """Whether somebody has a role that demands a second step of signing in, and has none."""
    return not has_second and any(seat.role in demanded for seat in seats)


def _unfinished(actor: Actor, action: Action) -> Reason | None:
    """Who has still to set up a second step does that before anything else."""
    lacks = isinstance(actor, Staff) and actor.lacks_second and action not in SETTING_UP
    return Reason.SECOND_FACTOR_NEEDED if lacks else None


def _changes_sign_in(actor: Actor, _on: On) -> Reason | None:
    if not isinstance(actor, Staff):
        return Reason.SIGN_IN_NEEDED
    sure = actor.sure_at is not None and actor.now - actor.sure_at <= SURE_FOR
    return None if sure else Reason.CONFIRMATION_NEEDED


def _signed_in(actor: Actor, _on: On) -> Reason | None:
    return None if isinstance(actor, Staff) else Reason.SIGN_IN_NEEDED


def _leaves(actor: Actor, on: On) -> Reason | None:
    last = isinstance(on, Place) and on.last
    return _changes_sign_in(actor, on) or (Reason.LAST_OPERATOR if last else None)


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


def _speaks(_actor: Actor, on: On) -> Reason | None:
    """Nobody, once the answers lie open: whoever still answered would know what the others said."""
    return None if isinstance(on, Round) and on.running else Reason.ROUND_NOT_OPEN


def _joins(actor: Actor, on: On) -> Reason | None:
    if isinstance(on, Round) and isinstance(actor, Staff) and actor.person_id == on.led_by:
        return Reason.LEADER_HAS_NO_VOICE
    full = isinstance(on, Round) and on.full
    return _speaks(actor, on) or (Reason.ROUND_FULL if full else None)


IN_SESSION = frozenset({Action.CHANGE_PLAN, Action.SETTLE})
"""What somebody may do because they lead a session of the run: `Run.helped_by` has to be known for these."""

RULES: Mapping[Action, Rule] = {
    Action.READ_RUN: _reads_run,
    Action.CHANGE_RUN: _holds_key,
    Action.CHANGE_PLAN: _works_along,
    Action.PREPARE_WORKSHOP: _advises_run,
    Action.LEAD_WORKSHOP: _leads,
    Action.SETTLE: _works_along,
    Action.SEE_ACCOUNT: _signed_in,
    Action.CHANGE_SIGN_IN: _changes_sign_in,
    Action.ERASE_ACCOUNT: _leaves,
    Action.SEE_WORK: _signed_in,
    Action.SEE_PORTFOLIO: _is(Role.ADVISOR),
    Action.OFFER_ADVICE: _is(Role.ADVISOR),
    Action.SEE_ORGANISATION: _administers,
    Action.INVITE: _invites,
    Action.REMOVE_MEMBER: _removes,
    Action.SEE_ORGANISATIONS: _is(Role.OPERATOR),
    Action.FOUND_ORGANISATION: _is(Role.OPERATOR),
    Action.KEEP_CATALOGUE: _is(Role.OPERATOR),
    Action.TURN_LEARNING: _is(Role.OPERATOR),
    Action.GIVE_PLACES: _is(Role.OPERATOR),
    Action.SEE_INSIGHT: _is(Role.OPERATOR),
    Action.JOIN_ROUND: _joins,
    Action.SPEAK: _speaks,
}
