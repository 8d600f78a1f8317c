"""The referrals that a chamber or an advice house has proposed, and for the operator how many there are.

Who proposed one sees where it stands and which days count, as the company was told when it agreed; never the
note, and never the contact. A company is called by its name only where it lets this house know it now. The
operator sees numbers, in steps.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import policy
from assessment.services.advising.mandates import PLACE, code_of
from assessment.services.policy import Action, Role, Staff
from assessment.services.referrals import due, states, timelines
from assessment.services.referrals.states import Limits, State
from assessment.services.referrals.timelines import Shown, Viewer
from assessment.store import mandates, sharing
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import ReferralRow
from reports.cohorts.counts import told_in_steps

Called = tuple[str, UUID | None]
MANY = 1_000
"""Referrals of a state from which on nobody counts them on a page: the figures of a quarter tell all."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A referral on a board. `name` is empty where the company does not show it to this house; `late`: days
    for which the provider has been overdue; `reads`: the house may open what it knows of the company, as that
    shows it by the consent `member`, if it is a chamber."""

    shown: Shown
    viewer: Viewer
    code: str
    name: str
    late: int
    reads: bool
    member: UUID | None = None


@dataclass(frozen=True)
class Board:
    """`open`: those that are overdue first, the longest before, then by the day that comes next; `ended`:
    the newest first. `numbers`: how many companies are in each state at least, for the operator alone."""

    open: tuple[Placed, ...]
    ended: tuple[Placed, ...]
    numbers: Mapping[State, int | None] | None
    houses: int

    @property
    def late(self) -> int:
        return sum(one.late > 0 for one in self.open)

    @property
    def undecided(self) -> int:
        """How many wait for their companies."""
        return sum(one.shown.state == State.PROPOSED for one in self.open)

    @property
    def helped(self) -> int:
        return sum(one.shown.state == State.CLOSED_HELPED for one in self.ended)


def board(database: Database, *, actor: Staff, limits: Limits) -> Board:
    """Raises Refused."""
    policy.require(actor, Action.SEE_REFERRALS)
    homes = _viewers(actor)
    with database.reading() as connection:
        rows = store.of_houses(connection, homes) if homes else []
        names = _names(connection, actor)
        placed = _placed(connection, rows, homes, names, limits, actor)
        counts = policy.decide(actor, Action.SEE_INSIGHT).allowed
        numbers = _numbers(connection, actor.now) if counts else None
    going = sorted((one for one in placed if one.shown.open), key=_pressing)
    ended = sorted((one for one in placed if not one.shown.open), key=lambda one: one.shown.since)
    return Board(tuple(going), tuple(reversed(ended)), numbers, len(homes))


def _viewers(actor: Staff) -> Mapping[UUID, Viewer]:
    """The houses of this person, and as what they read there."""
    advising = dict.fromkeys(actor.organisations(Role.ADVISOR), Viewer.ADVISOR)
    return advising | dict.fromkeys(actor.organisations(Role.CHAMBER_OFFICER), Viewer.CHAMBER)


def _pressing(one: Placed) -> tuple[int, datetime]:
    return -one.late, one.shown.due_at or one.shown.ends_at


def _placed(
    connection: Connection,
    rows: Sequence[ReferralRow],
    homes: Mapping[UUID, Viewer],
    names: Mapping[tuple[UUID, UUID], Called],
    limits: Limits,
    actor: Staff,
) -> Collection[Placed]:
    found = []
    for viewer in sorted({*homes.values()}):
        mine = [row for row in rows if row.proposed_in_id and homes[row.proposed_in_id] == viewer]
        told = timelines.shown(connection, mine, viewer, limits, actor.now)
        for row, shown in zip(mine, told, strict=True):
            known = (row.proposed_in_id or row.id, row.run_id)
            late = due.overdue_days(shown.due_at, actor.now)
            code, (name, member) = code_of(row.run_id), names.get(known, ("", None))
            found.append(Placed(shown, viewer, code, name, late, known in names, member))
    return found


def _names(connection: Connection, actor: Staff) -> Mapping[tuple[UUID, UUID], Called]:
    """By house and check, what the company is called there, while it lets that house know; with the consent
    by which a chamber knows."""
    chambers, advising = actor.organisations(Role.CHAMBER_OFFICER), actor.organisations(Role.ADVISOR)
    found: dict[tuple[UUID, UUID], Called] = {}
    if advising:
        rows = mandates.companies(
            connection,
            person_id=actor.person_id,
            organisation_ids=advising,
            place_question=PLACE,
            now=actor.now,
        )
        stands = [row.mandate for row in rows]
        found |= {(one.organisation_id, one.run_id): (one.company_name, None) for one in stands}
    if chambers:
        shared = sharing.with_organisations(connection, chambers, actor.now)
        found |= {(one.organisation_id, one.run_id): (one.company_name, one.id) for one in shared}
    return found


def _numbers(connection: Connection, now: datetime) -> Mapping[State, int | None]:
    """By state, how many companies have a referral in it, at least: in steps, for who looks every day would
    see one company go from one state to the next."""
    found = store.companies_by_state(connection, states.OPEN, states.FINAL, State.EXPIRED, now, MANY)
    return {state: told_in_steps(found.get(state, 0)) for state in State}
