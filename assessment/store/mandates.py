"""Advice mandates: which organisation, or which person of it, may read a company's check, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, and_, func, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base
from assessment.store.people import NAME_LENGTH, Organisation, Person
from assessment.store.results import Result
from assessment.store.runs import Run, StoredAnswer


class Mandate(Base):
    """Without `person_id` it is given to all advisors of the organisation. `company_name` is what they read
    instead of a code; it goes when the mandate is withdrawn."""

    __tablename__ = "mandate"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    company_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    text_version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


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
    Mandate.id,
    Mandate.run_id,
    Mandate.organisation_id,
    Mandate.person_id,
    Mandate.company_name,
    Mandate.text_version,
    Mandate.given_at,
    Mandate.ends_at,
)


def _standing(now: datetime) -> tuple[Any, ...]:
    return Mandate.withdrawn_at.is_(None), Mandate.given_at <= now, Mandate.ends_at > now


def standing(connection: Connection, run_id: UUID, now: datetime) -> tuple[MandateRow, ...]:
    """The mandates of a run that hold now."""
    rows = connection.execute(select(*_MANDATE).where(Mandate.run_id == run_id, *_standing(now)))
    return tuple(MandateRow(*row) for row in rows)


def told(connection: Connection, run_id: UUID, now: datetime) -> list[tuple[MandateRow, str, str | None]]:
    """The same for the company: with the names of organisation and person."""
    joined = select(*_MANDATE, Organisation.name, Person.name).join(Organisation).outerjoin(Person)
    rows = connection.execute(
        joined.where(Mandate.run_id == run_id, *_standing(now)).order_by(Mandate.given_at)
    )
    return [(MandateRow(*row[:8]), row[8], row[9]) for row in rows]


def give(connection: Connection, mandate: MandateRow) -> None:
    """One mandate for each receiver: an earlier one for the same ends."""
    withdraw(
        connection,
        run_id=mandate.run_id,
        now=mandate.given_at,
        organisation_id=mandate.organisation_id,
        person_id=mandate.person_id,
    )
    values = {name: getattr(mandate, name) for name in MandateRow.__slots__}
    connection.execute(insert(Mandate), values | {"withdrawn_at": None})


def withdraw(connection: Connection, *, run_id: UUID, now: datetime, **which: UUID | None) -> int:
    """Ends the mandates of a run that have these values; how many there were."""
    same = [getattr(Mandate, name) == value for name, value in which.items()]
    ended = update(Mandate).where(Mandate.run_id == run_id, Mandate.withdrawn_at.is_(None), *same)
    return connection.execute(ended.values(withdrawn_at=now, company_name="")).rowcount


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
    joined = select(*_MANDATE, *told).select_from(Mandate).join(Run).join(Organisation)
    mine = or_(Mandate.person_id.is_(None), Mandate.person_id == person_id)
    chosen = joined.outerjoin(StoredAnswer, _place(place_question)).where(
        Mandate.organisation_id.in_(organisation_ids), mine, *_standing(now)
    )
    rows = connection.execute(chosen.order_by(Mandate.ends_at, Mandate.id))
    return [CompanyRow(MandateRow(*row[:8]), row[8], (row[9], row[10]), *tuple(row)[11:]) for row in rows]


def held(connection: Connection, run_ids: Collection[UUID], place_question: str) -> list[HeldRow]:
    """What there is of these runs, the newest last."""
    told = (Run.id, Run.key_hash, *_VERSION, Run.check_id, StoredAnswer.choice, Run.created_at)
    joined = select(*told).select_from(Run).outerjoin(StoredAnswer, _place(place_question))
    rows = connection.execute(joined.where(Run.id.in_(run_ids)).order_by(Run.created_at))
    return [HeldRow(row[0], row[1], (row[2], row[3]), *row[4:]) for row in rows]


_VERSION = (Run.questionnaire, Run.version)


def _place(question: str) -> ColumnElement[bool]:
    return and_(StoredAnswer.run_id == Run.id, StoredAnswer.question == question)
