"""What a check knows of the one that it follows, and how that one looks in hindsight.

A rating in hindsight hangs on both checks: whichever of them is erased, it goes along. That a check followed
another one stays known by the day (`follow_up.earlier_day`) after that other one was erased.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ForeignKey, String, bindparam, delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base
from assessment.store.report_files import ReportFile
from assessment.store.runs import FollowUp, Run, StoredAnswer
from questionnaires.answers import Answer


class LookingBack(Base):
    """How a company judges today what it answered then, in the words of today's questionnaire."""

    __tablename__ = "looking_back"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    earlier_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    choice: Mapped[str] = mapped_column(String(40))
    rated_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """An earlier check as it stands."""

    questionnaire: str
    version: str
    check: str
    changed_at: datetime
    answers: Mapping[str, Answer]


_EARLIER = (
    select(
        Run.questionnaire,
        Run.version,
        Run.check_id,
        Run.changed_at,
        StoredAnswer.question,
        StoredAnswer.choice,
        StoredAnswer.reason,
        StoredAnswer.note,
    )
    .join_from(Run, StoredAnswer, isouter=True)
    .where(Run.id == bindparam("run_id"))
)
_FOLLOWERS = (
    select(Run.id, Run.created_at)
    .join(FollowUp, FollowUp.run_id == Run.id)
    .where(FollowUp.earlier_id == bindparam("run_id"))
    .order_by(Run.created_at, Run.id)
)
_RATINGS = select(LookingBack.question, LookingBack.choice).where(LookingBack.run_id == bindparam("run_id"))


def follow(connection: Connection, *, run_id: UUID, earlier_id: UUID, earlier_day: date) -> None:
    """Notes that a new run begins with an earlier one."""
    row = {"run_id": run_id, "earlier_id": earlier_id, "earlier_day": earlier_day}
    connection.execute(insert(FollowUp), row)


def earlier(connection: Connection, run_id: UUID) -> EarlierRow | None:
    """A check with its answers, in one statement; the caller knows it by the check that follows it."""
    rows = connection.execute(_EARLIER, {"run_id": run_id}).all()
    if not rows:
        return None
    answers = {row[4]: Answer(*row[5:]) for row in rows if row[4]}
    return EarlierRow(*rows[0][:4], answers)


def followers(connection: Connection, run_id: UUID) -> list[tuple[UUID, datetime]]:
    """The checks that were begun from this one, and when."""
    return [(row[0], row[1]) for row in connection.execute(_FOLLOWERS, {"run_id": run_id})]


class Later(NamedTuple):
    """A check that began with `first`, directly or over others."""

    first: UUID
    id: UUID
    changed_at: datetime


def later(connection: Connection, run_ids: Collection[UUID]) -> list[Later]:
    """All that began with these. One statement."""
    first = select(FollowUp.earlier_id.label("first"), FollowUp.run_id).where(
        FollowUp.earlier_id.in_(run_ids)
    )
    found = first.cte("later", recursive=True)
    after = select(found.c.first, FollowUp.run_id).join(FollowUp, FollowUp.earlier_id == found.c.run_id)
    all_ = found.union(after)
    rows = connection.execute(select(all_.c.first, Run.id, Run.changed_at).join(Run, Run.id == all_.c.run_id))
    return [Later(*row) for row in rows]


def ratings(connection: Connection, run_id: UUID) -> dict[str, str]:
    """By question, the option that fits the earlier state in hindsight."""
    return {row[0]: row[1] for row in connection.execute(_RATINGS, {"run_id": run_id})}


def put_ratings(
    connection: Connection, *, run_id: UUID, earlier_id: UUID, ratings: Mapping[str, str], moment: datetime
) -> None:
    """Instead of all ratings so far."""
    connection.execute(delete(LookingBack).where(LookingBack.run_id == run_id))
    same: dict[str, Any] = {"run_id": run_id, "earlier_id": earlier_id, "rated_at": moment}
    rows = [same | {"question": question, "choice": choice} for question, choice in ratings.items()]
    if rows:
        connection.execute(insert(LookingBack), rows)


def forget_comparisons(connection: Connection, earlier_id: UUID) -> None:
    """Removes the files in which later checks show what was answered in this one; they can be made again."""
    followers = select(FollowUp.run_id).where(FollowUp.earlier_id == earlier_id)
    connection.execute(delete(ReportFile).where(ReportFile.run_id.in_(followers)))
