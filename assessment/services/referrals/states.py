"""The states of a referral and who leads from one to the next, as one table. Pure: no clock, no database.

proposed -> sent -> seen -> accepted -> contacted -> closed_helped | _not_helped | _unreachable
sent, seen, accepted -> declined      the provider says no, with a reason
anything open        -> withdrawn     the company takes it back; whoever proposed it, until it is sent
anything open        -> expired       nobody did anything until the end
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from assessment.services.referrals import away
from assessment.services.referrals.away import Away


class State(StrEnum):
    PROPOSED = "proposed"
    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CONTACTED = "contacted"
    CLOSED_HELPED = "closed_helped"
    CLOSED_NOT_HELPED = "closed_not_helped"
    CLOSED_UNREACHABLE = "closed_unreachable"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Who(StrEnum):
    """Whoever does something. `CHAMBER` is the house that proposed it, also where that is one of advisors."""

    COMPANY = "company"
    CHAMBER = "chamber"
    PROVIDER = "provider"
    TIME = "time"


class Step(StrEnum):
    PROPOSE = "propose"
    RELEASE = "release"
    OPEN = "open"
    ACCEPT = "accept"
    DECLINE = "decline"
    CONTACT = "contact"
    CLOSE_HELPED = "close_helped"
    CLOSE_NOT_HELPED = "close_not_helped"
    CLOSE_UNREACHABLE = "close_unreachable"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


CLOSING: Mapping[Step, State] = {
    Step.CLOSE_HELPED: State.CLOSED_HELPED,
    Step.CLOSE_NOT_HELPED: State.CLOSED_NOT_HELPED,
    Step.CLOSE_UNREACHABLE: State.CLOSED_UNREACHABLE,
}
"""How it ended, as the company or the provider says."""
CLOSED = frozenset(CLOSING.values())
FINAL = CLOSED | {State.DECLINED, State.EXPIRED, State.WITHDRAWN}
OPEN = frozenset(State) - FINAL
WITH_PROVIDER = OPEN - {State.PROPOSED}
"""The provider has it in hand."""
TOLD = frozenset({State.SEEN, State.ACCEPTED, State.CONTACTED})
"""The provider reads note and contact: not before it has opened them, and not after the end."""
UNANSWERED = frozenset({State.SENT, State.SEEN})
GONE_WRONG = frozenset({State.DECLINED, State.EXPIRED})
"""Ended without help by anybody: another offer may come next."""

Key = tuple[State, Who, Step]


def _table() -> dict[Key, State]:
    provider, company = Who.PROVIDER, Who.COMPANY
    table: dict[Key, State] = {
        (State.PROPOSED, company, Step.RELEASE): State.SENT,
        (State.PROPOSED, Who.CHAMBER, Step.WITHDRAW): State.WITHDRAWN,
        (State.SENT, provider, Step.OPEN): State.SEEN,
        (State.SENT, provider, Step.DECLINE): State.DECLINED,
        (State.SEEN, provider, Step.ACCEPT): State.ACCEPTED,
        (State.SEEN, provider, Step.DECLINE): State.DECLINED,
        (State.ACCEPTED, provider, Step.DECLINE): State.DECLINED,
        (State.ACCEPTED, provider, Step.CONTACT): State.CONTACTED,
        (State.ACCEPTED, company, Step.CONTACT): State.CONTACTED,
        (State.ACCEPTED, provider, Step.CLOSE_UNREACHABLE): State.CLOSED_UNREACHABLE,
    }
    for step, closed in CLOSING.items():
        table[State.CONTACTED, provider, step] = closed
        table |= {(state, company, step): closed for state in (State.SEEN, State.ACCEPTED, State.CONTACTED)}
    for state in OPEN:
        table[state, company, Step.WITHDRAW] = State.WITHDRAWN
        table[state, Who.TIME, Step.EXPIRE] = State.EXPIRED
    return table


TRANSITIONS: Mapping[Key, State] = _table()
"""Whatever is not in here changes nothing: a second click, a page that is out of date."""

ACTS = frozenset({(who, step) for _, who, step in TRANSITIONS} | {(Who.CHAMBER, Step.PROPOSE)})
"""All that can happen: each has words for every viewer."""


def after(state: State, who: Who, step: Step) -> State | None:
    """The state that follows; None where this one cannot do that now."""
    return TRANSITIONS.get((state, who, step))


def steps(state: State, who: Who) -> tuple[Step, ...]:
    """What somebody may do now, in the order of `Step`."""
    return tuple(step for step in Step if (state, who, step) in TRANSITIONS)


class Reason(StrEnum):
    """Why a provider declines."""

    NO_CAPACITY = "no_capacity"
    NOT_OUR_TOPIC = "not_our_topic"
    NOT_OUR_AREA = "not_our_area"
    NOT_ELIGIBLE = "not_eligible"
    OFFER_OVER = "offer_over"
    ALREADY_IN_TOUCH = "already_in_touch"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Limits:
    """Days after sending until which a provider answers, gets in touch, and says how it ended."""

    answer: int
    contact: int
    close: int


DUE: Mapping[State, str] = {
    State.SENT: "answer",
    State.SEEN: "answer",
    State.ACCEPTED: "contact",
    State.CONTACTED: "close",
}
"""Which limit runs for the provider in each state, and of what it is reminded. In others nobody is waited
for."""
_END = {State.SENT: "contact", State.SEEN: "contact", State.ACCEPTED: "close"}
OUTCOME_WAITS = 2
"""A contact without an outcome ends after so many times the last limit: help may take long."""


def due_at(state: State, sent_at: datetime, limits: Limits, absent: Iterable[Away] = ()) -> datetime | None:
    """Until when the next step is expected; from then on it is overdue. None where nobody is waited for.

    `absent`: when the provider is away; these days do not count.
    """
    name = DUE.get(state)
    return away.later(sent_at, getattr(limits, name), absent) if name else None


def ends_at(
    state: State,
    since: datetime,
    sent_at: datetime | None,
    limits: Limits,
    absent: Iterable[Away] = (),
) -> datetime:
    """When it ends by itself: who lets a limit pass has time until the next one. `since`: of this state;
    `absent`: as above."""
    if state in FINAL:
        return since
    if sent_at is None:  # the company has not decided yet
        return since + timedelta(days=limits.contact)
    days = getattr(limits, _END[state]) if state in _END else OUTCOME_WAITS * limits.close
    return away.later(sent_at, days, absent)
