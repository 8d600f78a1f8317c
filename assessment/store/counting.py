"""What figures are made of, for all checks up to a moment: a fixed number of statements, read row by row.

Nothing of this is kept: figures are counted from it and frozen (`store.figures`).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, case, func, select
from sqlalchemy.engine import Connection

from assessment.store import consents
from assessment.store.campaigns import Arrival
from assessment.store.consents import Consent, Purpose
from assessment.store.kept_checks import KeptCheck
from assessment.store.offer_feedback import ShownList
from assessment.store.plans import PlanEntry
from assessment.store.referrals import Referral
from assessment.store.results import Result
from assessment.store.runs import FollowUp, Run, StoredAnswer
from assessment.store.workshops import Workshop

AT_ONCE = 200
"""Rows that are held at the same time."""
HELD = "closed"
"""The state of a session that was held to its end."""


class CheckRow(NamedTuple):
    run_id: UUID
    key_hash: bytes
    questionnaire: str
    version: str
    check: str
    begun_at: datetime
    earlier_id: UUID | None


class ResultRow(NamedTuple):
    """The newest result of a check; `report` is read only where `standing` is missing. Both are JSON."""

    run_id: UUID
    finished_at: datetime
    standing: str | None
    report: str | None


class ListRow(NamedTuple):
    run_id: UUID
    profile: str
    unmet: str


class EntryRow(NamedTuple):
    run_id: UUID
    state: str


class ReferralRow(NamedTuple):
    run_id: UUID
    offer: str
    state: str
    helped: bool | None
    sent_at: datetime | None


class NameRow(NamedTuple):
    """The name under which an organisation knows a company."""

    run_id: UUID
    organisation_id: UUID
    name: str


def more_than(connection: Connection, number: int) -> bool:
    """Whether more checks than that have been finished. Reads no more than it has to."""
    some = select(ShownList.run_id).limit(number + 1).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one() > number


def checks(connection: Connection, until: datetime) -> Iterator[CheckRow]:
    chosen = select(
        Run.id,
        Run.key_hash,
        Run.questionnaire,
        Run.version,
        Run.check_id,
        Run.created_at,
        FollowUp.earlier_id,
    ).join(FollowUp, FollowUp.run_id == Run.id, isouter=True)
    ordered = chosen.where(Run.created_at <= until).order_by(Run.created_at, Run.id)
    return (CheckRow(*row) for row in _read(connection, ordered))


def answers(
    connection: Connection, until: datetime, questions: Iterable[str]
) -> Iterator[tuple[UUID, str, str]]:
    """Check, question and choice."""
    chosen = select(StoredAnswer.run_id, StoredAnswer.question, StoredAnswer.choice).join(Run)
    wanted = chosen.where(Run.created_at <= until, StoredAnswer.question.in_(list(questions)))
    return ((row[0], row[1], row[2]) for row in _read(connection, wanted))


def results(connection: Connection, until: datetime) -> Iterator[ResultRow]:
    newest = (
        select(Result.run_id, func.max(Result.created_at).label("at"))
        .where(Result.created_at <= until)
        .group_by(Result.run_id)
        .subquery()
    )
    same = (Result.run_id == newest.c.run_id) & (Result.created_at == newest.c.at)
    report = case((Result.standing.is_(None), Result.report))
    chosen = select(Result.run_id, Result.created_at, Result.standing, report).join(newest, same)
    return (ResultRow(*row) for row in _read(connection, chosen))


def lists(connection: Connection, until: date) -> Iterator[ListRow]:
    chosen = select(ShownList.run_id, ShownList.profile, ShownList.unmet)
    return (ListRow(*row) for row in _read(connection, chosen.where(ShownList.shown_on <= until)))


def sessions(connection: Connection, until: datetime) -> Iterator[UUID]:
    """The check of each session that was held to its end."""
    held = (Workshop.state == HELD, Workshop.closed_at <= until)
    return (row[0] for row in _read(connection, select(Workshop.run_id).where(*held)))


def entries(connection: Connection, until: datetime) -> Iterator[EntryRow]:
    """What stands in plans."""
    chosen = select(PlanEntry.run_id, PlanEntry.state).where(PlanEntry.removed.is_(False))
    return (EntryRow(*row) for row in _read(connection, chosen.where(PlanEntry.changed_at <= until)))


def referrals(connection: Connection, until: datetime) -> Iterator[ReferralRow]:
    chosen = select(Referral.run_id, Referral.offer, Referral.state, Referral.helped, Referral.sent_at)
    return (ReferralRow(*row) for row in _read(connection, chosen.where(Referral.created_at <= until)))


def arrivals(connection: Connection, until: datetime) -> Iterator[tuple[UUID, UUID]]:
    """Check and campaign."""
    chosen = select(Arrival.run_id, Arrival.campaign_id).where(Arrival.arrived_at <= until)
    return ((row[0], row[1]) for row in _read(connection, chosen))


def kept(connection: Connection, until: datetime) -> Iterator[tuple[UUID, UUID]]:
    """Account and check."""
    chosen = select(KeptCheck.person_id, KeptCheck.run_id).where(KeptCheck.kept_at <= until)
    return ((row[0], row[1]) for row in _read(connection, chosen))


def names(connection: Connection, now: datetime) -> Iterator[NameRow]:
    """What companies are called by organisations to which they agreed to be named, as long as that holds."""
    chosen = select(Consent.run_id, Consent.organisation_id, Consent.company_name)
    named = (Consent.organisation_id.is_not(None), Consent.company_name != "", *_standing(now))
    return (NameRow(*row) for row in _read(connection, chosen.where(*named)))


def comparing(connection: Connection, now: datetime) -> Iterator[UUID]:
    """The checks whose values may enter comparison values."""
    standing = consents.standing(Purpose.COMPARISON, now)
    return (row[0] for row in _read(connection, select(Consent.run_id).where(*standing)))


def _standing(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Consent.withdrawn_at.is_(None), Consent.given_at <= now, Consent.ends_at > now)


def _read(connection: Connection, chosen: Executable) -> Any:
    return connection.execute(chosen, execution_options={"yield_per": AT_ONCE})
