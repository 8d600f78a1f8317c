"""The board of a session: what lies apart, what those present agree on, and where dissent stands.

What is agreed becomes the company's own answer in the same transaction. The mean of what was said is never
proposed, and the advisor has no say: the company and whoever leads its session write down what those present
decide. Of two who write about one question at once, the later one is told what the other one wrote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment.services.runs import OpenRun, WayIn
from assessment.services.workshops.compared import Compared, compared
from assessment.services.workshops.meetings import Meeting, State, seen_through
from assessment.services.workshops.rights import readable, settled_along
from assessment.store import agreements as store
from assessment.store import runs
from assessment.store.agreements import REASON_LENGTH, AgreementRow
from assessment.store.database import Database
from assessment.store.runs import RunRow
from assessment.store.workshops import WorkshopRow
from questionnaires import answers as written
from questionnaires.answers import DONT_KNOW, Answer
from questionnaires.differences import TOPICS, Difference, Said
from questionnaires.routing import check_answers
from reports.voiced import Evidence

__all__ = ["REASON_LENGTH"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What those present decided about a question: a value, or that dissent stands where there is none."""

    answer: Answer | None
    reason: str
    evidence: Evidence | None = None

    @property
    def dissent(self) -> bool:
        return self.answer is None


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of the board. `earlier` is what the company's check said before it was settled, `now` what
    it says; `revision` counts how often it was settled, by whomever."""

    question: str
    said: tuple[Said, ...]
    earlier: Answer | None
    now: Answer | None
    settled: Settled | None
    revision: int
    difference: Difference | None = None

    @property
    def overtaken(self) -> bool:
        """Whether the check has come to say something else than what was agreed."""
        agreed = self.settled.answer if self.settled else None
        return agreed is not None and (self.now is None or _bare(self.now) != agreed)


@dataclass(frozen=True, slots=True)
class Board:
    """`topics` are what to talk about first, at most five; once voices are erased, all that was settled."""

    workshop: Meeting
    run: OpenRun
    topics: tuple[Topic, ...]
    further: tuple[Topic, ...] = ()
    close: tuple[Topic, ...] = ()
    one_side: tuple[Topic, ...] = ()
    unknown: tuple[Topic, ...] = ()
    same: tuple[Topic, ...] = ()

    @property
    def every(self) -> tuple[Topic, ...]:
        return (*self.topics, *self.further, *self.close, *self.one_side, *self.unknown, *self.same)

    @property
    def open_topics(self) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics if not topic.settled)

    @property
    def to_take_over(self) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.same if not topic.settled)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of it: with `conflict`, somebody else settled it meanwhile, and nothing was written."""

    topic: Topic
    conflict: bool = False


# --- read ----------------------------------------------------------------------------------------


def board(database: Database, *, run_id: UUID, key: WayIn, workshop_id: UUID) -> Board:
    """Empty before it is opened. Raises KeyNeeded, NoSuchWorkshop."""
    with database.reading() as connection:
        door, row = readable(connection, run_id, key, workshop_id)
        seen = compared(connection, door.run, row)
        return _board(seen_through(door, row), seen, store.of_workshop(connection, row.id))


def topic(database: Database, *, run_id: UUID, key: WayIn, workshop_id: UUID, question: str) -> Topic | None:
    """One question of the board; None where it is not there. Raises KeyNeeded, NoSuchWorkshop."""
    found = board(database, run_id=run_id, key=key, workshop_id=workshop_id)
    return next((one for one in found.every if one.question == question), None)


def _board(workshop: Meeting, seen: Compared, settled: Mapping[str, AgreementRow]) -> Board:
    if not seen.found.items:
        order = [question for question in seen.run.questionnaire.question if question in settled]
        return Board(workshop, seen.run, tuple(_kept(seen.run, settled[id_]) for id_ in order))
    of = {
        kind: tuple(_topic(seen.run, item, settled.get(item.question)) for item in seen.found.of(kind))
        for kind in ("contested", "close", "one_side", "unknown", "unanimous")
    }
    first, further = of["contested"][:TOPICS], of["contested"][TOPICS:]
    return Board(
        workshop, seen.run, first, further, of["close"], of["one_side"], of["unknown"], of["unanimous"]
    )


def _topic(run: OpenRun, item: Difference, row: AgreementRow | None) -> Topic:
    now = run.path.answers.get(item.question)
    if row is None:
        return Topic(item.question, item.said, now, now, None, 0, item)
    earlier = _earlier(row)
    return Topic(item.question, item.said, earlier, now, settled_of(row), row.revision, item)


def _kept(run: OpenRun, row: AgreementRow) -> Topic:
    """What was settled, from what was written then: the voices are erased."""
    now = run.path.answers.get(row.question)
    return Topic(row.question, said_of(row), _earlier(row), now, settled_of(row), row.revision)


def settled_of(row: AgreementRow) -> Settled:
    answer = Answer(row.choice, row.na_reason) if row.choice else None
    evidence: Any = row.evidence
    return Settled(answer, row.reason, evidence)


def said_of(row: AgreementRow) -> tuple[Said, ...]:
    """What the board showed when it was settled."""
    return tuple(Said(role, tuple(_read(answer) for answer in answers)) for role, answers in row.said["said"])


def _earlier(row: AgreementRow) -> Answer | None:
    earlier = row.said.get("earlier")
    return _read(earlier) if earlier is not None else None


def _read(data: Any) -> Answer:
    return written.read({"": data})[""]


def _write(answer: Answer) -> Any:
    return written.write({"": _bare(answer)})[""]


def _bare(answer: Answer) -> Answer:
    """Without the company's own note, which is nobody's vote."""
    return Answer(answer.choice, answer.reason)


# --- write ---------------------------------------------------------------------------------------


def record(
    database: Database,
    *,
    run_id: UUID,
    key: WayIn,
    workshop_id: UUID,
    question: str,
    seen: int,
    settled: Settled,
    now: datetime,
) -> Recorded | None:
    """Writes what was decided about a question whose revision `seen` was shown; None where it is not there.

    Saving the same again changes nothing. Raises KeyNeeded, NoSuchWorkshop, UnknownAnswer.
    """
    with database.writing() as connection:
        run, row = settled_along(connection, run_id, key, workshop_id)
        found = _find(connection, run, row, question)
        if found is None:
            return None
        if settled.answer:
            check_answers(found[0].questionnaire, {question: settled.answer})
        if found[1].settled == settled:
            return Recorded(found[1])
        if found[1].revision != seen:
            return Recorded(found[1], conflict=True)
        return Recorded(_settle(connection, run, row, found[0], [(found[1], settled)], now)[0])


def take_over_same(database: Database, *, run_id: UUID, key: WayIn, workshop_id: UUID, now: datetime) -> int:
    """Takes over together what all said alike and nobody has settled yet; how many that were.

    Raises KeyNeeded, NoSuchWorkshop.
    """
    with database.writing() as connection:
        run, row = settled_along(connection, run_id, key, workshop_id)
        seen = compared(connection, run, row)
        known = store.of_workshop(connection, row.id)
        fresh = [
            (_topic(seen.run, item, None), Settled(item.same, ""))
            for item in seen.found.of("unanimous")
            if item.question not in known
        ]
        return len(_settle(connection, run, row, seen.run, fresh, now))


def _find(
    connection: Connection, run: RunRow, row: WorkshopRow, question: str
) -> tuple[OpenRun, Topic] | None:
    """What may be settled: a question of the open board."""
    seen = compared(connection, run, row) if row.state == State.OPENED else None
    items = [item for item in seen.found.items if item.question == question] if seen else []
    if seen is None or not items:
        return None
    known = store.of_workshop(connection, row.id).get(question)
    return seen.run, _topic(seen.run, items[0], known)


def _settle(
    connection: Connection,
    run: RunRow,
    row: WorkshopRow,
    seen: OpenRun,
    decided: Sequence[tuple[Topic, Settled]],
    now: datetime,
) -> list[Topic]:
    """Writes decisions, and into the run what they make of its answers."""
    fresh = [(one, _row(one, settled, now)) for one, settled in decided]
    store.put(connection, row.id, *(kept for _, kept in fresh))
    answers = {one.question: answer for one, settled in decided if (answer := _becomes(one, settled))}
    if answers:
        changed = runs.change(connection, run, now)
        runs.put_answers(connection, run.id, changed.revision, _with_notes(seen, answers), now)
    return [
        replace(
            one,
            now=answers.get(one.question, one.now),
            settled=settled_of(kept),
            revision=kept.revision,
        )
        for one, kept in fresh
    ]


def _row(one: Topic, settled: Settled, now: datetime) -> AgreementRow:
    said = [[said.role, [_write(answer) for answer in said.answers]] for said in one.said]
    answer = settled.answer
    return AgreementRow(
        question=one.question,
        state="agreed" if answer else "dissent",
        choice=answer.choice if answer else None,
        na_reason=answer.reason if answer else None,
        reason=settled.reason,
        evidence=settled.evidence,
        said={"said": said, "earlier": _write(one.earlier) if one.earlier else None},
        revision=one.revision + 1,
        written_at=now,
    )


def _becomes(one: Topic, settled: Settled) -> Answer | None:
    """What the company's answer changes to, if it does.

    Dissent leaves it as it is; where a value had been agreed before, that one goes again.
    """
    if settled.answer:
        same = one.now is not None and _bare(one.now) == settled.answer
        return None if same else settled.answer
    undone = one.settled is not None and one.settled.answer is not None and not one.overtaken
    return (one.earlier or Answer(DONT_KNOW)) if undone else None


def _with_notes(run: OpenRun, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The company's own notes stay beside the answers."""
    notes = {question: answer.note for question, answer in run.answers.items()}
    return {
        question: Answer(answer.choice, answer.reason, notes.get(question))
        for question, answer in answers.items()
    }
