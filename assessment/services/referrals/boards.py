"""The referrals that a chamber or an advice house has proposed, and for the operator how many there are.

Who proposed one sees where it stands and which days count, as the company was told when it agreed; never the
note, and never the contact. A company is called by its name only where it lets this house know it now. The
operator sees numbers, and none that stands for too few.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services import policy
from assessment.services.advising.mandates import PLACE, code_of
from assessment.services.policy import Action, Role, Staff
from assessment.services.referrals import due, moving, timelines
from assessment.services.referrals.states import Limits, State
from assessment.services.referrals.timelines import Shown, Viewer
from assessment.store import mandates, sharing
from assessment.store import referrals as store
from assessment.store.database import Database
from assessment.store.referrals import ReferralRow
from reports.cohorts.counts import told_apart


@dataclass(frozen=True, slots=True)
class Placed:
    """A referral on a board. `name` is empty where the company does not show it to this house; `late`: days
    for which the provider has been overdue; `reads`: the house may open what it knows of the company."""

    shown: Shown
    viewer: Viewer
    code: str
    name: str
    late: int
    reads: bool


@dataclass(frozen=True)
class Board:
    """`open`: those that are overdue first, the longest before, then by the day that comes next; `ended`:
    the newest first. `numbers`: how many companies are in each state, for the operator alone."""

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
    names: Mapping[tuple[UUID, UUID], str],
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
            code, name = code_of(row.run_id), names.get(known, "")
            found.append(Placed(shown, viewer, code, name, late, known in names))
    return found


def _names(connection: Connection, actor: Staff) -> Mapping[tuple[UUID, UUID], str]:
    """By house and check, what the company is called there, while it lets that house know."""
    chambers, advising = actor.organisations(Role.CHAMBER_OFFICER), actor.organisations(Role.ADVISOR)
    found: dict[tuple[UUID, UUID], str] = {}
    if advising:
        rows = mandates.companies(
            connection,
            person_id=actor.person_id,
            organisation_ids=advising,
            place_question=PLACE,
            now=actor.now,
        )
        found |= {(row.mandate.organisation_id, row.mandate.run_id): row.mandate.company_name for row in rows}
    if chambers:
        shared = sharing.with_organisations(connection, chambers, actor.now)
        found |= {(one.organisation_id, one.run_id): one.company_name for one in shared}
    return found


def _numbers(connection: Connection, now: datetime) -> Mapping[State, int | None]:
    """By state, how many companies have a referral in it; none that stands for too few."""
    companies: dict[State, set[UUID]] = {state: set() for state in State}
    for run_id, state, ends_at in store.standings(connection):
        companies[moving.standing_at(state, ends_at, now)].add(run_id)
    told = told_apart({state: len(found) for state, found in companies.items()})
    return {state: told[state] for state in State}
