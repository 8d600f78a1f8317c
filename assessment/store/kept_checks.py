"""Checks that people keep in an account of their own, so that they need no link: which ones, and the key of
each, sealed. Whoever takes one out, or loses the account, leaves the check itself as it is.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, and_, delete, exists, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, insert_for
from assessment.store.results import Result
from assessment.store.runs import FollowUp, Run, StoredAnswer


class KeptCheck(Base):
    """`sealed_key`: by services.sign_in.sealing, for this person. Two people may keep the same check."""

    __tablename__ = "kept_check"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    run_id: Mapped[UUID] = mapped_column(
        ForeignKey("run.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A check as it stands in somebody's list. `finished_at`: when its newest result was kept, if there is
    one; `up_to_date`: whether that was made from the answers as they are. `follows`: the day of the check
    that it began with.
    """

    run_id: UUID
    questionnaire: str
    version: str
    check: str
    begun_at: datetime
    changed_at: datetime
    finished_at: datetime | None
    up_to_date: bool
    place: str | None
    follows: date | None


_FINISHED = select(func.max(Result.created_at)).where(Result.run_id == Run.id).scalar_subquery()
_UP_TO_DATE = exists().where(Result.run_id == Run.id, Result.run_revision == Run.revision)
_TOLD = (Run.id, Run.questionnaire, Run.version, Run.check_id, Run.created_at, Run.changed_at)


def put(
    connection: Connection, *, person_id: UUID, run_id: UUID, sealed_key: bytes, moment: datetime
) -> None:
    """Keeps a check. One that is kept already is sealed anew: its old seal may not open any more."""
    row = {"person_id": person_id, "run_id": run_id, "sealed_key": sealed_key, "kept_at": moment}
    new = insert_for(connection, KeptCheck).values(row)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["person_id", "run_id"], set_={"sealed_key": new.excluded.sealed_key}
        )
    )


def of_person(connection: Connection, person_id: UUID, place_question: str) -> list[KeptRow]:
    """The checks that somebody keeps, the one that was changed last first. One statement."""
    place = and_(StoredAnswer.run_id == Run.id, StoredAnswer.question == place_question)
    told = select(*_TOLD, _FINISHED, _UP_TO_DATE, StoredAnswer.choice, FollowUp.earlier_day)
    joined = told.select_from(KeptCheck).join(Run, KeptCheck.run_id == Run.id)
    joined = joined.outerjoin(StoredAnswer, place).outerjoin(FollowUp, FollowUp.run_id == Run.id)
    mine = joined.where(KeptCheck.person_id == person_id)
    rows = connection.execute(mine.order_by(Run.changed_at.desc(), Run.id))
    return [KeptRow(*tuple(row)) for row in rows]


def sealed_key(connection: Connection, person_id: UUID, run_id: UUID) -> tuple[bytes, bytes] | None:
    """The sealed key of a check that somebody keeps, and the hash that it has to have."""
    told = select(KeptCheck.sealed_key, Run.key_hash).join(Run, KeptCheck.run_id == Run.id)
    row = connection.execute(told.where(*_same(person_id, run_id))).first()
    return (row[0], row[1]) if row else None


def keeps(connection: Connection, person_id: UUID, run_id: UUID) -> bool:
    kept = select(KeptCheck.run_id).where(*_same(person_id, run_id))
    return connection.execute(kept).first() is not None


def take_out(connection: Connection, person_id: UUID, run_id: UUID) -> bool:
    """Takes a check out of an account; False where it was not in there."""
    return connection.execute(delete(KeptCheck).where(*_same(person_id, run_id))).rowcount > 0


def _same(person_id: UUID, run_id: UUID) -> tuple[Any, ...]:
    return KeptCheck.person_id == person_id, KeptCheck.run_id == run_id
