"""Mails on their way. Each is written in the transaction that it tells of, and delivered afterwards.

Once sent, a mail loses its address and its text: it held a link that opens something.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text, delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.mail.letters import Letter
from assessment.store.database import Base
from assessment.store.people import EMAIL_LENGTH

GONE = {"recipient": "", "subject": "", "text": ""}


class Mail(Base):
    """`due_at` is when it is tried next; after `expires_at` it is of no use, and is never sent."""

    __tablename__ = "mail"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int]
    last_error: Mapped[str | None] = mapped_column(String(80))
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)


@dataclass(frozen=True, slots=True)
class MailRow:
    id: UUID
    recipient: str
    subject: str
    text: str
    attempts: int


def put(
    connection: Connection,
    *,
    recipient: str,
    letter: Letter,
    now: datetime,
    expires_at: datetime,
    run_id: UUID | None = None,
) -> None:
    row = {"id": uuid4(), "recipient": recipient, "subject": letter.subject, "text": letter.text}
    row |= {"created_at": now, "due_at": now, "expires_at": expires_at, "attempts": 0, "run_id": run_id}
    connection.execute(insert(Mail), row | {"sent_at": None, "last_error": None})


def take(
    connection: Connection, *, now: datetime, back_at: datetime, most: int, attempts: int
) -> list[MailRow]:
    """Mails that are due, for one who delivers them: to all others they are due again only at `back_at`."""
    due = (Mail.sent_at.is_(None), Mail.due_at <= now, Mail.expires_at > now, Mail.attempts < attempts)
    chosen = select(Mail.id).where(*due).order_by(Mail.due_at).limit(most).with_for_update(skip_locked=True)
    ids = list(connection.execute(chosen).scalars())
    taken = update(Mail).where(Mail.id.in_(ids)).values(due_at=back_at, attempts=Mail.attempts + 1)
    columns = (Mail.id, Mail.recipient, Mail.subject, Mail.text, Mail.attempts)
    return [MailRow(*row) for row in connection.execute(taken.returning(*columns))] if ids else []


def sent(connection: Connection, mail_id: UUID, now: datetime) -> None:
    connection.execute(update(Mail).where(Mail.id == mail_id).values(sent_at=now, last_error=None, **GONE))


def put_off(connection: Connection, mail_id: UUID, *, error: str, due_at: datetime) -> None:
    connection.execute(update(Mail).where(Mail.id == mail_id).values(due_at=due_at, last_error=error[:80]))


def of_run(connection: Connection, run_id: UUID) -> list[UUID]:
    """The mails about a run, sent or not."""
    return list(connection.execute(select(Mail.id).where(Mail.run_id == run_id)).scalars())


def forget_to(connection: Connection, recipient: str) -> int:
    """Mails to an address that have not left yet; how many."""
    return connection.execute(delete(Mail).where(Mail.recipient == recipient)).rowcount


def forget_useless(connection: Connection, now: datetime) -> int:
    """What came too late to be of use; how many."""
    late = (Mail.sent_at.is_(None), Mail.expires_at <= now)
    return connection.execute(delete(Mail).where(*late)).rowcount


def forget_sent(connection: Connection, before: datetime) -> int:
    """What was sent before then; how many."""
    return connection.execute(delete(Mail).where(Mail.sent_at < before)).rowcount
