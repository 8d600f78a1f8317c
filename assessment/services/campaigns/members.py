"""What members show their chamber: exactly the items they chose, as long as they choose.

Nothing else is even read: what stands in no item is None here, and no screen can show it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchMember
from assessment.services import policy, runs
from assessment.services.campaigns.desk import houses
from assessment.services.campaigns.items import NEEDS_SHOWN, Item
from assessment.services.checks import plan_entries
from assessment.services.policy import Action, Staff
from assessment.services.runs import OpenRun
from assessment.store import plans, results
from assessment.store import runs as run_store
from assessment.store import sharing as store
from assessment.store.database import Database
from assessment.store.sharing import ItemRow, SharingRow
from matching import needs
from questionnaires import scoring
from questionnaires.text import Text
from reports.planned import Progress, progress
from reports.report import Report


@dataclass(frozen=True, slots=True)
class Member:
    """A company with what it shows. `result` and `needs` are None also while it has not finished its check:
    `items` says what it agreed to."""

    shared: SharingRow
    contact: ItemRow | None = None
    needs: tuple[Text, ...] | None = None
    result: Report | None = None
    progress: Progress | None = None

    @property
    def items(self) -> frozenset[Item]:
        return frozenset(Item(one.item) for one in self.shared.items)


def listed(database: Database, *, actor: Staff) -> tuple[Member, ...]:
    """The companies that show something to these houses, by name. Raises Refused."""
    policy.require(actor, Action.SEE_MEMBERS)
    with database.reading() as connection:
        rows = store.with_organisations(connection, _houses(actor), actor.now)
    return tuple(Member(row) for row in rows)


def one(database: Database, *, actor: Staff, consent_id: UUID) -> Member:
    """What one of them shows. Raises Refused, NoSuchMember: also where it shows nothing (any more), or not
    here."""
    policy.require(actor, Action.SEE_MEMBERS)
    with database.reading() as connection:
        row = store.one(connection, consent_id, actor.now)
        if row is None or row.organisation_id not in _houses(actor):
            raise NoSuchMember
        return shown(connection, row, actor.now)


def shown(connection: Connection, row: SharingRow, now: datetime) -> Member:
    """A company with all that it shows, for whoever may see that."""
    member = Member(row)
    told: dict[str, Any] = {}
    for item in member.items & PARTS.keys():
        told |= PARTS[item](connection, member, now)
    return replace(member, **told)


def _houses(actor: Staff) -> list[UUID]:
    return [seat.organisation_id for seat in houses(actor)]


Part = Callable[[Connection, Member, datetime], Mapping[str, Any]]


def _contact(_connection: Connection, member: Member, _now: datetime) -> Mapping[str, Any]:
    return {"contact": next(one for one in member.shared.items if one.item == Item.CONTACT)}


def _needs(connection: Connection, member: Member, _now: datetime) -> Mapping[str, Any]:
    """What the company needs most, by its answers; once it has finished."""
    run = _finished(connection, member)
    return {"needs": _strongest(run) if run else None}


def _strongest(run: OpenRun) -> tuple[Text, ...]:
    card = scoring.score(run.questionnaire, run.path)
    titles = {need.id: need.title for need in run.questionnaire.needs}
    return tuple(titles[gap.need] for gap in needs.gaps(run.questionnaire, card)[:NEEDS_SHOWN])


def _result(connection: Connection, member: Member, _now: datetime) -> Mapping[str, Any]:
    """The result as the company saw it last."""
    kept = results.newest(connection, member.shared.run_id)
    return {"result": Report.model_validate_json(kept) if kept else None}


def _progress(connection: Connection, member: Member, now: datetime) -> Mapping[str, Any]:
    planned = [one.planned for one in plan_entries.entries(plans.of_run(connection, member.shared.run_id))]
    return {"progress": progress(planned, clock.day(now))}


def _finished(connection: Connection, member: Member) -> OpenRun | None:
    if not results.any_of_run(connection, member.shared.run_id):
        return None
    run = run_store.by_id(connection, member.shared.run_id)
    return runs.as_it_stands(connection, run) if run else None


PARTS: Mapping[Item, Part] = {
    Item.CONTACT: _contact,
    Item.NEEDS: _needs,
    Item.RESULT: _result,
    Item.PROGRESS: _progress,
}
"""What each item adds to the name."""
