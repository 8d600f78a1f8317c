"""Runs and their answers. A run is one walk of one company through one version of a questionnaire.

The tables are typed models; the queries read plain rows. A run is read, changed and forgotten within one
request, where tracking it as an object would cost more than the database itself (see `tests/bench`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import (
    ForeignKey,
    LargeBinary,
    Select,
    String,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, upsert
from questionnaires.answers import Answer


class Run(Base):
    """`revision` counts the writes; an answer carries the revision that wrote it."""

    __tablename__ = "run"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    questionnaire: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    check_id: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    goal: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)


class FollowUp(Base):
    """A run that began with the answers of an earlier one, as of a day. The day stays when that one goes."""

    __tablename__ = "follow_up"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    earlier_id: Mapped[UUID | None] = mapped_column(ForeignKey("run.id", ondelete="SET NULL"), index=True)
    earlier_day: Mapped[date]


class StoredAnswer(Base):
    """`given_on` is set while an answer is taken over from an earlier check and nobody has confirmed it."""

    __tablename__ = "answer"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    choice: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int]
    answered_at: Mapped[datetime]
    given_on: Mapped[date | None]


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as it was read."""

    id: UUID
    key_hash: bytes
    questionnaire: str
    version: str
    check: str
    goal: str
    revision: int
    earlier_id: UUID | None
    earlier_day: date | None


class AnswerRow(NamedTuple):
    """An answer with the revision that wrote it, and since when it waits to be confirmed, if it does."""

    answer: Answer
    revision: int
    given_on: date | None = None


_RUN = select(
    Run.id,
    Run.key_hash,
    Run.questionnaire,
    Run.version,
    Run.check_id,
    Run.goal,
    Run.revision,
    FollowUp.earlier_id,
    FollowUp.earlier_day,
).join_from(Run, FollowUp, FollowUp.run_id == Run.id, isouter=True)
_BY_ID = _RUN.where(Run.id == bindparam("id"))
_BY_ID_TO_CHANGE = _BY_ID.with_for_update(of=Run)
_BY_KEY = _RUN.where(Run.key_hash == bindparam("key_hash"))
_ANSWERS = select(
    StoredAnswer.question,
    StoredAnswer.choice,
    StoredAnswer.reason,
    StoredAnswer.note,
    StoredAnswer.revision,
    StoredAnswer.given_on,
).where(StoredAnswer.run_id == bindparam("run_id"))


def begin(
    connection: Connection,
    *,
    key_hash: bytes,
    questionnaire: str,
    version: str,
    check: str,
    language: str,
    moment: datetime,
) -> UUID:
    run_id = uuid4()
    row = {"id": run_id, "key_hash": key_hash, "questionnaire": questionnaire, "version": version}
    row |= {"check_id": check, "language": language, "goal": "", "revision": 0}
    connection.execute(insert(Run), row | {"created_at": moment, "changed_at": moment})
    return run_id


def by_id(connection: Connection, run_id: UUID, *, to_change: bool = False) -> RunRow | None:
    """The run; with `to_change` nobody else changes it until the transaction ends."""
    found = connection.execute(_BY_ID_TO_CHANGE if to_change else _BY_ID, {"id": run_id}).first()
    return RunRow(*found) if found else None


def by_key_hash(connection: Connection, key_hash: bytes) -> RunRow | None:
    found = connection.execute(_BY_KEY, {"key_hash": key_hash}).first()
    return RunRow(*found) if found else None


def answers_of(connection: Connection, run_id: UUID) -> dict[str, AnswerRow]:
    rows = connection.execute(_ANSWERS, {"run_id": run_id})
    return {
        question: AnswerRow(Answer(choice, reason, note), revision, given_on)
        for question, choice, reason, note, revision, given_on in rows
    }


def change(connection: Connection, run: RunRow, moment: datetime, **changed: str) -> RunRow:
    """The run with its next revision, and with another goal or check where one is given."""
    after = replace(run, revision=run.revision + 1, **changed)  # type: ignore[arg-type]
    values = {"goal": after.goal, "check_id": after.check, "revision": after.revision, "changed_at": moment}
    connection.execute(_CHANGE, {"run": run.id} | values)
    return after


_CHANGE = (
    update(Run)
    .where(Run.id == bindparam("run"))
    .values({name: bindparam(name) for name in ("goal", "check_id", "revision", "changed_at")})
)


def put_answers(
    connection: Connection,
    run_id: UUID,
    revision: int,
    answers: Mapping[str, Answer],
    moment: datetime,
    given_on: Mapping[str, date] | None = None,
) -> None:
    """Writes answers, new or changed, under the run's present revision. One statement.

    `given_on` names those that are taken over from an earlier check; all others are this check's own.
    """
    days = given_on or {}
    rows = [
        {"run_id": run_id, "question": question, "choice": answer.choice, "reason": answer.reason}
        | {"note": answer.note, "revision": revision, "answered_at": moment}
        | {"given_on": days.get(question)}
        for question, answer in answers.items()
    ]
    upsert(connection, StoredAnswer, *rows)


def erase(connection: Connection, run_id: UUID) -> None:
    """Removes the run; its answers and results go with it by the foreign keys."""
    connection.execute(delete(Run).where(Run.id == run_id))


def all_ids(connection: Connection) -> list[UUID]:
    return list(connection.execute(select(Run.id)).scalars())


def untouched_since(moment: datetime) -> Select[UUID, datetime]:
    """Runs of which no answer has changed since then, and when it last did."""
    return select(Run.id, Run.changed_at).where(Run.changed_at < moment)


BY_CHANGE = (Run.changed_at, Run.id)
"""The one that has been left alone for longest comes first."""


def number_untouched_since(connection: Connection, moment: datetime) -> int:
    old = select(func.count()).select_from(Run).where(Run.changed_at < moment)
    return connection.execute(old).scalar_one()
