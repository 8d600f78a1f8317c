"""What a session settled, question by question: a value with its reason, or a dissent that stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text, delete, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, upsert

REASON_LENGTH = 500
"""Characters, at most."""
Said = dict[str, Any]
"""What the board showed of a question: {"said": [[role or null, [answers]]], "earlier": answer or null}, each
answer as `questionnaires.answers.write` has it. It is kept as it was shown, without roles where none were."""


class Agreement(Base):
    """`state` is agreed or dissent; a dissent has no `choice`. `na_reason` says why a question does not
    apply, `reason` why those present agreed so; `evidence` is opinion, example or document."""

    __tablename__ = "agreement"

    workshop_id: Mapped[UUID] = mapped_column(ForeignKey("workshop.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(10))
    choice: Mapped[str | None] = mapped_column(String(40))
    na_reason: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(String(10))
    said: Mapped[Said] = mapped_column(JSON)
    revision: Mapped[int]
    written_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    question: str
    state: str
    choice: str | None
    na_reason: str | None
    reason: str
    evidence: str | None
    said: Said
    revision: int
    written_at: datetime


_COLUMNS = tuple(AgreementRow.__slots__)
_ROW = select(*(getattr(Agreement, name) for name in _COLUMNS))


def of_workshop(connection: Connection, workshop_id: UUID) -> dict[str, AgreementRow]:
    """By question."""
    rows = connection.execute(_ROW.where(Agreement.workshop_id == workshop_id))
    return {row[0]: AgreementRow(*row) for row in rows}


def put(connection: Connection, workshop_id: UUID, *rows: AgreementRow) -> None:
    """Writes what was settled, new or changed. Whoever writes holds the session, so nobody comes between."""
    values = [{"workshop_id": workshop_id} | {name: getattr(row, name) for name in _COLUMNS} for row in rows]
    upsert(connection, Agreement, *values)


def forget(connection: Connection, workshop_id: UUID, question: str) -> None:
    mine = (Agreement.workshop_id == workshop_id, Agreement.question == question)
    connection.execute(delete(Agreement).where(*mine))
