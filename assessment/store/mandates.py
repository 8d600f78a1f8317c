"""Advice mandates: which organisation, or which person of it, may read a company's check, and until when.

A mandate is a consent for the purpose of advice, and nothing else: see `store.consents`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.engine import Connection

from assessment.store import consents
from assessment.store.consents import Consent, ConsentRow, Purpose
from assessment.store.people import Organisation, Person
from assessment.store.results import Result
from assessment.store.runs import Run, StoredAnswer

Version = tuple[str, str]
"""Id and version of a questionnaire."""


@dataclass(frozen=True, slots=True)
class MandateRow:
    id: UUID
    run_id: UUID
    organisation_id: UUID
    person_id: UUID | None
    company_name: str
    text_version: str
    given_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company as its advisor finds it: `finished_at` is when its newest result was kept."""

    mandate: MandateRow
    organisation: str
    version: Version
    check: str
    place: str | None
    finished_at: datetime | None


class HeldRow(NamedTuple):
    """A run whose key somebody seems to hold: `key_hash` says whether they do."""

    run_id: UUID
    key_hash: bytes
    version: Version
    check: str
    place: str | None
    begun_at: datetime


_MANDATE = (
    Consent.id,
    Consent.run_id,
    Consent.organisation_id,
    Consent.person_id,
    Consent.company_name,
    Consent.text_version,
    Consent.given_at,
    Consent.ends_at,
)


def _mandate(row: Sequence[Any]) -> MandateRow:
    return MandateRow(*row[: len(_MANDATE)])


def _standing(now: datetime) -> tuple[Any, ...]:
    return consents.standing(Purpose.ADVICE, now)


def standing(connection: Connection, run_id: UUID, now: datetime) -> tuple[MandateRow, ...]:
    """The mandates of a run that hold now."""
    rows = connection.execute(select(*_MANDATE).where(Consent.run_id == run_id, *_standing(now)))
    return tuple(_mandate(row) for row in rows)


def told(connection: Connection, run_id: UUID, now: datetime) -> list[tuple[MandateRow, str, str | None]]:
    """The same for the company: with the names of organisation and person."""
    joined = select(*_MANDATE, Organisation.name, Person.name).join(Organisation).outerjoin(Person)
    rows = connection.execute(
        joined.where(Consent.run_id == run_id, *_standing(now)).order_by(Consent.given_at)
    )
    return [(_mandate(row), row[8], row[9]) for row in rows]


def give(connection: Connection, mandate: MandateRow) -> None:
    """One mandate for each receiver: an earlier one for the same ends."""
    told = {name: getattr(mandate, name) for name in MandateRow.__slots__}
    consents.give(connection, ConsentRow(purpose=Purpose.ADVICE, **told))


def withdraw(connection: Connection, *, run_id: UUID, now: datetime, mandate_id: UUID) -> bool:
    """Ends a mandate of a run; False where it had ended."""
    ended = consents.withdraw(connection, run_id=run_id, now=now, id=mandate_id, purpose=Purpose.ADVICE)
    return ended > 0


def companies(
    connection: Connection,
    *,
    person_id: UUID,
    organisation_ids: Collection[UUID],
    place_question: str,
    now: datetime,
) -> list[CompanyRow]:
    """The companies that an advisor of these organisations may read now, in the order in which they end."""
    finished = select(func.max(Result.created_at)).where(Result.run_id == Run.id).scalar_subquery()
    told = (Organisation.name, *_VERSION, Run.check_id, StoredAnswer.choice, finished)
    joined = select(*_MANDATE, *told).select_from(Consent).join(Run).join(Organisation)
    mine = or_(Consent.person_id.is_(None), Consent.person_id == person_id)
    chosen = joined.outerjoin(StoredAnswer, _place(place_question)).where(
        Consent.organisation_id.in_(organisation_ids), mine, *_standing(now)
    )
    rows = connection.execute(chosen.order_by(Consent.ends_at, Consent.id))
    return [CompanyRow(_mandate(row), row[8], (row[9], row[10]), *tuple(row)[11:]) for row in rows]


def held(connection: Connection, run_ids: Collection[UUID], place_question: str) -> list[HeldRow]:
    """What there is of these runs, the newest last."""
    told = (Run.id, Run.key_hash, *_VERSION, Run.check_id, StoredAnswer.choice, Run.created_at)
    joined = select(*told).select_from(Run).outerjoin(StoredAnswer, _place(place_question))
    rows = connection.execute(joined.where(Run.id.in_(run_ids)).order_by(Run.created_at))
    return [HeldRow(row[0], row[1], (row[2], row[3]), *row[4:]) for row in rows]


_VERSION = (Run.questionnaire, Run.version)


def _place(question: str) -> ColumnElement[bool]:
    return and_(StoredAnswer.run_id == Run.id, StoredAnswer.question == question)
