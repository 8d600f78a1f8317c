"""What each person of a session answers, alone, on the own device: a role, a key, levels. No name, no note.

The answers of voices are there from joining until the session is closed or the company takes it back; then
they are erased, and what stays is how many there were in each role (`workshop_role.answered`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary, String, bindparam, delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, upsert
from assessment.store.workshops import WORKSHOP, Workshop, WorkshopRow
from questionnaires.answers import Answer


class Voice(Base):
    __tablename__ = "voice"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    joined_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class VoiceAnswer(Base):
    __tablename__ = "voice_answer"

    voice_id: Mapped[UUID] = mapped_column(ForeignKey("voice.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    choice: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(40))
    answered_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class VoiceRow:
    id: UUID
    workshop_id: UUID
    role: str
    joined_at: datetime
    done_at: datetime | None


class CountRow(NamedTuple):
    """How many voices of a role there are: all, those with an answer, those who are done."""

    role: str
    joined: int
    answering: int
    done: int


_VOICE = (Voice.id, Voice.workshop_id, Voice.role, Voice.joined_at, Voice.done_at)


def join(
    connection: Connection, *, workshop_id: UUID, role: str, key_hash: bytes, moment: datetime
) -> VoiceRow:
    row = {"id": uuid4(), "workshop_id": workshop_id, "role": role, "key_hash": key_hash}
    connection.execute(insert(Voice), row | {"joined_at": moment, "done_at": None})
    return VoiceRow(row["id"], workshop_id, role, moment, None)  # type: ignore[arg-type]


_BY_KEY = select(*_VOICE, *WORKSHOP).join(Workshop).where(Voice.key_hash == bindparam("key_hash"))
_BY_KEY_TO_CHANGE = _BY_KEY.with_for_update(read=True, of=Workshop)
_ANSWERS = select(VoiceAnswer.question, VoiceAnswer.choice, VoiceAnswer.reason).where(
    VoiceAnswer.voice_id == bindparam("voice_id")
)
"""Put together once: phones send each answer by itself."""


def by_key_hash(
    connection: Connection, key_hash: bytes, *, to_change: bool = False
) -> tuple[VoiceRow, WorkshopRow] | None:
    """A voice and its session; with `to_change` that keeps its state until the transaction ends, so that the
    board is not opened between looking at the state and writing an answer."""
    chosen = _BY_KEY_TO_CHANGE if to_change else _BY_KEY
    found = connection.execute(chosen, {"key_hash": key_hash}).first()
    return (VoiceRow(*found[: len(_VOICE)]), WorkshopRow(*found[len(_VOICE) :])) if found else None


def answers_of(connection: Connection, voice_id: UUID) -> dict[str, Answer]:
    rows = connection.execute(_ANSWERS, {"voice_id": voice_id})
    return {question: Answer(choice, reason) for question, choice, reason in rows}


def put_answers(
    connection: Connection, voice_id: UUID, answers: Mapping[str, Answer], moment: datetime
) -> None:
    """Writes answers, new or changed. One statement."""
    rows = [
        {"voice_id": voice_id, "question": question, "choice": answer.choice, "reason": answer.reason}
        | {"answered_at": moment}
        for question, answer in answers.items()
    ]
    upsert(connection, VoiceAnswer, *rows)


def mark_done(connection: Connection, voice_id: UUID, moment: datetime | None) -> None:
    connection.execute(update(Voice).where(Voice.id == voice_id).values(done_at=moment))


def counts(connection: Connection, workshop_id: UUID) -> list[CountRow]:
    """By role; a role that nobody has joined is not there."""
    answered = select(VoiceAnswer.voice_id).where(VoiceAnswer.voice_id == Voice.id).exists()
    told = (func.count(Voice.id), func.count(Voice.id).filter(answered), func.count(Voice.done_at))
    rows = connection.execute(
        select(Voice.role, *told).where(Voice.workshop_id == workshop_id).group_by(Voice.role)
    )
    return [CountRow(*row) for row in rows]


def of_workshop(connection: Connection, workshop_id: UUID) -> list[tuple[str, dict[str, Answer]]]:
    """Role and answers of each voice that answered anything, in the order of the ids, which tells nothing."""
    told = select(Voice.id, Voice.role, VoiceAnswer.question, VoiceAnswer.choice, VoiceAnswer.reason)
    rows = connection.execute(
        told.join(VoiceAnswer).where(Voice.workshop_id == workshop_id).order_by(Voice.id)
    )
    found: dict[UUID, tuple[str, dict[str, Answer]]] = {}
    for voice_id, role, question, choice, reason in rows:
        found.setdefault(voice_id, (role, {}))[1][question] = Answer(choice, reason)
    return list(found.values())


def erase(connection: Connection, workshop_id: UUID) -> int:
    """Removes all voices of a session with their answers; how many there were."""
    return connection.execute(delete(Voice).where(Voice.workshop_id == workshop_id)).rowcount
