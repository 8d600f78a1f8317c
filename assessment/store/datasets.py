"""Checks and their answers for tables, a page at a time, so that any number of them takes the same memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, insert, select
from sqlalchemy.engine import Connection

from assessment import clock
from assessment.store import consents
from assessment.store.consents import Consent, Purpose
from assessment.store.database import insert_for
from assessment.store.results import Result
from assessment.store.runs import AnswerRow, FollowUp, Run, StoredAnswer
from questionnaires.answers import Answer

AT_ONCE = 200
"""Checks of one page."""
REVISION = 1
"""Of a check that comes in: all its answers were written at once."""


class CheckRow(NamedTuple):
    """`finished_at`: when its newest result was kept, if ever."""

    id: UUID
    key_hash: bytes
    check: str
    language: str
    begun_at: datetime
    changed_at: datetime
    earlier_id: UUID | None
    finished_at: datetime | None


_FINISHED = select(func.max(Result.created_at)).where(Result.run_id == Run.id).scalar_subquery()


def versions(connection: Connection) -> list[tuple[str, str, int]]:
    """Questionnaire and version of all checks there are, and how many."""
    grouped = select(Run.questionnaire, Run.version, func.count()).group_by(Run.questionnaire, Run.version)
    return [
        (row[0], row[1], row[2])
        for row in connection.execute(grouped.order_by(*grouped.selected_columns[:2]))
    ]


def checks(
    connection: Connection, questionnaire: str, version: str, agreed_at: datetime | None
) -> Iterator[list[CheckRow]]:
    """The checks of a version, page by page, in the order of their ids.

    `agreed_at`: only those of which the values may count at this moment; None for all.
    """
    told = select(
        Run.id,
        Run.key_hash,
        Run.check_id,
        Run.language,
        Run.created_at,
        Run.changed_at,
        FollowUp.earlier_id,
        _FINISHED,
    ).join_from(Run, FollowUp, FollowUp.run_id == Run.id, isouter=True)
    wanted = told.where(Run.questionnaire == questionnaire, Run.version == version, *_agreed(agreed_at))
    page = wanted.order_by(Run.id).limit(AT_ONCE)
    last: UUID | None = None
    while found := [
        CheckRow(*row) for row in connection.execute(page.where(Run.id > last) if last else page)
    ]:
        yield found
        last = found[-1].id


def _agreed(moment: datetime | None) -> tuple[Any, ...]:
    if moment is None:
        return ()
    return (exists().where(Consent.run_id == Run.id, *consents.standing(Purpose.COMPARISON, moment)),)


def answers(connection: Connection, run_ids: list[UUID]) -> dict[UUID, dict[str, AnswerRow]]:
    """The answers of these checks, without what was noted beside them."""
    told = select(
        StoredAnswer.run_id,
        StoredAnswer.question,
        StoredAnswer.choice,
        StoredAnswer.reason,
        StoredAnswer.revision,
        StoredAnswer.given_on,
    )
    found: dict[UUID, dict[str, AnswerRow]] = {run_id: {} for run_id in run_ids}
    for row in connection.execute(told.where(StoredAnswer.run_id.in_(run_ids))):
        found[row[0]][row[1]] = AnswerRow(Answer(row[2], row[3]), row[4], row[5])
    return found


@dataclass(frozen=True, slots=True)
class NewCheck:
    """A check that comes in from elsewhere. `about`: its columns but for what every new one has alike;
    `taken_over`: the questions whose answers are those of an earlier check, and not confirmed."""

    about: Mapping[str, Any]
    begun_at: datetime
    changed_at: datetime
    answers: Mapping[str, Answer]
    taken_over: Collection[str]


def put(connection: Connection, new: Sequence[NewCheck]) -> set[UUID]:
    """Writes checks with their answers, given when they were changed last. Two statements.

    Returns the ids of those that nobody else has brought in meanwhile; the others stay as they are.
    """
    alike = {"goal": "", "revision": REVISION}
    checks = [
        {**one.about, **alike, "created_at": one.begun_at, "changed_at": one.changed_at}
        for one in sorted(new, key=lambda one: str(one.about["id"]))  # so that no two wait for each other
    ]
    once = insert_for(connection, Run).on_conflict_do_nothing(index_elements=[Run.id]).returning(Run.id)
    put = set(connection.execute(once, checks).scalars()) if checks else set()
    answers = [
        {"run_id": one.about["id"], "question": question, "choice": answer.choice, "reason": answer.reason}
        | {"note": None, "revision": REVISION, "answered_at": one.changed_at}
        | {"given_on": clock.day(one.begun_at) if question in one.taken_over else None}
        for one in new
        if one.about["id"] in put
        for question, answer in one.answers.items()
    ]
    if answers:
        connection.execute(insert(StoredAnswer), answers)
    return put


def follow(connection: Connection, pairs: Sequence[tuple[UUID, UUID, date]]) -> None:
    """Notes which check began with which other one, as of a day; what is noted of a check stays. Passes over
    those of which one has been erased meanwhile."""
    names = ("run_id", "earlier_id", "earlier_day")
    ids = {run_id for pair in pairs for run_id in pair[:2]}
    still = select(Run.id).where(Run.id.in_(ids)).with_for_update(read=True, key_share=True)
    here = set(connection.execute(still).scalars()) if ids else set()
    rows = [dict(zip(names, pair, strict=True)) for pair in pairs if here.issuperset(pair[:2])]
    if rows:
        connection.execute(insert_for(connection, FollowUp).on_conflict_do_nothing(), rows)


def opening(connection: Connection, key_hashes: Sequence[bytes]) -> set[bytes]:
    """Which of these keys open a check."""
    found: set[bytes] = set()
    for start in range(0, len(key_hashes), AT_ONCE):
        some = select(Run.key_hash).where(Run.key_hash.in_(key_hashes[start : start + AT_ONCE]))
        found.update(connection.execute(some).scalars())
    return found
