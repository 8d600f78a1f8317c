"""Mails on their way. Each is written in the transaction that it tells of, and delivered afterwards.

Once sent, a mail loses its address and its text: it held a link that opens something.

None is sent twice. Each is noted as sent before its last byte leaves, so a process that dies in that moment
leaves one behind of which nobody knows whether it arrived: `UNCONFIRMED`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Delete,
    ForeignKey,
    Index,
    String,
    Text,
    delete,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.mail.letters import Letter
from assessment.store.database import Base, where
from assessment.store.people import EMAIL_LENGTH

GONE = {"recipient": "", "subject": "", "text": ""}
UNCONFIRMED = "unconfirmed"
"""The `last_error` of a mail that was handed over, and of which no word has come."""
LONGEST = timedelta(days=1)
"""No mail is put off for longer: what is due later was put off when the clock was wrong."""


class Mail(Base):
    """`due_at` is when it is tried next; after `expires_at` it is of no use, and is never sent."""

    __tablename__ = "mail"
    __table_args__ = (
        Index(
            "ix_mail_waiting", "due_at", **where("sent_at IS NULL")
        ),  # of those that have left, there are many
    )

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


def take(connection: Connection, *, now: datetime, back_at: datetime, attempts: int) -> MailRow | None:
    """A mail that is due, for one who delivers it: to all others it is due again only at `back_at`."""
    due = or_(Mail.due_at <= now, Mail.due_at > now + LONGEST)
    waiting = (Mail.sent_at.is_(None), Mail.expires_at > now, Mail.attempts < attempts)
    chosen = select(Mail.id).where(*waiting, due).order_by(Mail.due_at).limit(1)
    mail_id = connection.execute(chosen.with_for_update(skip_locked=True)).scalar()
    taken = update(Mail).where(Mail.id == mail_id).values(due_at=back_at, attempts=Mail.attempts + 1)
    columns = (Mail.id, Mail.recipient, Mail.subject, Mail.text, Mail.attempts)
    row = connection.execute(taken.returning(*columns)).first() if mail_id else None
    return MailRow(*row) if row else None


def hand_over(connection: Connection, mail: MailRow, now: datetime) -> bool:
    """Notes a mail as sent right before it is: from here on nobody sends it again. False where it is gone, or
    somebody else has taken it meanwhile."""
    noted = update(Mail).where(*_taken(mail), Mail.sent_at.is_(None))
    return connection.execute(noted.values(sent_at=now, last_error=UNCONFIRMED)).rowcount > 0


def sent(connection: Connection, mail: MailRow, now: datetime) -> None:
    connection.execute(update(Mail).where(Mail.id == mail.id).values(sent_at=now, last_error=None, **GONE))


def put_off(connection: Connection, mail: MailRow, *, error: str, due_at: datetime) -> None:
    """What has not left is tried again, unless somebody else does so already."""
    again = {"sent_at": None, "due_at": due_at, "last_error": error[:80]}
    connection.execute(update(Mail).where(*_taken(mail)).values(again))


def _taken(mail: MailRow) -> tuple[ColumnElement[bool], ...]:
    """Whoever takes a mail counts it: one more attempt, and it is not ours any more."""
    return (Mail.id == mail.id, Mail.attempts == mail.attempts)


def strip_unconfirmed(connection: Connection, before: datetime) -> int:
    """Takes address and text off mails of which no word has come for long; how many."""
    left = (Mail.last_error == UNCONFIRMED, Mail.sent_at <= before, Mail.text != "")
    return connection.execute(update(Mail).where(*left).values(GONE)).rowcount


def of_run(connection: Connection, run_id: UUID) -> list[UUID]:
    """The mails about a run, sent or not."""
    return list(connection.execute(select(Mail.id).where(Mail.run_id == run_id)).scalars())


def forget_to(connection: Connection, recipient: str) -> int:
    """Mails to an address that have not left yet; how many."""
    return connection.execute(delete(Mail).where(Mail.recipient == recipient)).rowcount


def forget_useless(now: datetime) -> Delete:
    """Of what came too late to be of use."""
    return delete(Mail).where(Mail.sent_at.is_(None), Mail.expires_at <= now)


def forget_sent(before: datetime) -> Delete:
    """Of what was sent before then."""
    return delete(Mail).where(Mail.sent_at < before)
