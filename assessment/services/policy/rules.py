"""One rule for each action: a small function that returns the reason against it, or nothing."""

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from uuid import UUID

from assessment.services.policy.actions import Action, Reason
from assessment.services.policy.actors import ROLES_IN, Actor, Role, Scope, Seat, Staff, System, Visitor
from assessment.services.policy.objects import On, Place, Round, Run
from assessment.store.mandates import MandateRow

SURE_FOR = timedelta(minutes=10)
"""How long it holds that somebody has proved who they are, for changing how they sign in."""

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
    held = actor.key_hash if isinstance(actor, Visitor) else None
    fits = isinstance(on, Run) and held is not None and held == on.key_hash
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


def unfinished(actor: Actor, action: Action) -> Reason | None:
    """Who has still to set up a second step does that before anything else."""
    lacks = isinstance(actor, Staff) and actor.lacks_second and action not in SETTING_UP
    return Reason.SECOND_FACTOR_NEEDED if lacks else None


def _changes_sign_in(actor: Actor, _on: On) -> Reason | None:
    if not isinstance(actor, Staff):
        return Reason.SIGN_IN_NEEDED
    sure = actor.sure_at is not None and abs(actor.now - actor.sure_at) <= SURE_FOR  # clocks go back, too
    return None if sure else Reason.CONFIRMATION_NEEDED


def _signed_in(actor: Actor, _on: On) -> Reason | None:
    return None if isinstance(actor, Staff) else Reason.SIGN_IN_NEEDED


def _has_seat(actor: Actor, on: On) -> Reason | None:
    """Who only keeps checks in an account has nothing to do with the work of staff."""
    seated = isinstance(actor, Staff) and actor.seats
    return _signed_in(actor, on) or (None if seated else Reason.SEAT_NEEDED)


def _leaves(actor: Actor, on: On) -> Reason | None:
    last = isinstance(on, Place) and on.last
    return _changes_sign_in(actor, on) or (Reason.LAST_OPERATOR if last else None)


def _is(*roles: Role) -> Rule:
    """Has one of the roles in the place it is about, or anywhere if it is about none."""

    def rule(actor: Actor, on: On) -> Reason | None:
        if not isinstance(actor, Staff):
            return Reason.SIGN_IN_NEEDED
        homes = {home for role in roles for home in actor.organisations(role)}
        if not homes:
            return Reason.ROLE_NEEDED
        elsewhere = isinstance(on, Place) and on.organisation_id not in homes
        return Reason.OTHER_ORGANISATION if elsewhere else None

    return rule


def _operates(actor: Actor, _on: On) -> Reason | None:
    """Whatever it is about: which house an organisation is decides what it is sent."""
    return _is(Role.OPERATOR)(actor, None)


def _administers(actor: Actor, on: On) -> Reason | None:
    """Operators look after all organisations, chamber officers after their own."""
    if isinstance(actor, Staff) and actor.has(Role.OPERATOR):
        return None
    return _is(Role.CHAMBER_OFFICER)(actor, on)


def _invites(actor: Actor, on: On) -> Reason | None:
    known = isinstance(on, Place) and on.kind and on.role
    fits = not known or (isinstance(on, Place) and on.kind and on.role in ROLES_IN[on.kind])
    return _administers(actor, on) or (None if fits else Reason.ROLE_NOT_HERE)


def is_needed(role: str, others: Collection[UUID]) -> bool:
    """Whether somebody has to keep a role that besides them only these have."""
    return role == Role.OPERATOR and not others


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


def _by_token(scope: Scope) -> Rule:
    """Systems only, and each for its own organisation."""

    def rule(actor: Actor, on: On) -> Reason | None:
        if not isinstance(actor, System):
            return Reason.SYSTEM_NEEDED
        if scope not in actor.scopes:
            return Reason.SCOPE_NEEDED
        elsewhere = isinstance(on, Place) and on.organisation_id != actor.organisation_id
        return Reason.OTHER_ORGANISATION if elsewhere else None

    return rule


BY_TOKEN: Mapping[Action, Rule] = {
    Action.START_FOR_MEMBER: _by_token(Scope.START_RUNS),
    Action.READ_SHARED: _by_token(Scope.READ_RESULTS),
    Action.PUSH_REFERRAL: _by_token(Scope.WRITE_REFERRALS),
    Action.READ_FIGURES: _by_token(Scope.READ_FIGURES),
}
"""What systems do, and nobody else; all other actions are for people."""


def for_people(actor: Actor, action: Action) -> Reason | None:
    """No token opens what people do, whatever its scopes are."""
    return Reason.SIGN_IN_NEEDED if isinstance(actor, System) and action not in BY_TOKEN else None


def _refers(actor: Actor, on: On) -> Reason | None:
    """Who advises the company, or works in a chamber to which it shows something of itself."""
    chambers = actor.organisations(Role.CHAMBER_OFFICER) if isinstance(actor, Staff) else ()
    shared = isinstance(on, Run) and bool(on.shared_with & {*chambers})
    return None if shared else _advises_run(actor, on)


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
    Action.SEE_WORK: _has_seat,
    Action.KEEP_CHECKS: _signed_in,
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
    Action.WATCH_OPERATION: _is(Role.OPERATOR),
    Action.SAY_HOUSE: _operates,
    Action.SEE_FIGURES: _is(Role.CHAMBER_OFFICER, Role.OPERATOR),
    Action.FREEZE_FIGURES: _operates,
    Action.RUN_CAMPAIGNS: _is(Role.CHAMBER_OFFICER, Role.OPERATOR),
    Action.SEE_MEMBERS: _is(Role.CHAMBER_OFFICER, Role.OPERATOR),
    Action.JOIN_ROUND: _joins,
    Action.SPEAK: _speaks,
    Action.REFER: _refers,
    Action.ACT_FOR_PROVIDER: _is(Role.PROVIDER_CONTACT),
    Action.KEEP_ABSENCE: _is(Role.PROVIDER_CONTACT),
    Action.SEE_REFERRALS: _is(Role.ADVISOR, Role.CHAMBER_OFFICER, Role.OPERATOR),
    Action.REPORT_TO_FUNDER: _is(Role.CHAMBER_OFFICER, Role.OPERATOR),
    Action.REPORT_FOR_NETWORK: _operates,
    Action.KEEP_TOKENS: _administers,
    **BY_TOKEN,
}
