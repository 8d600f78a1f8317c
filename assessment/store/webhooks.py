"""Addresses of other systems that are told what happens, and what is on its way to them.

A message is written in the transaction that it tells of, and delivered afterwards. Then it loses its text;
that it was sent, and what the other side answered, stays for a while.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    Delete,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, where

URL_LENGTH = 500


class Webhook(Base):
    """`sealed_secret` signs what is sent; whoever reads the database alone cannot forge a message."""

    __tablename__ = "webhook"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    url: Mapped[str] = mapped_column(String(URL_LENGTH))
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]


class Delivery(Base):
    """`number` is its place among those of an address. `due_at` is when it is tried next. `status` is what
    the other side answered last, `problem` why there was none; after `given_up_at` it is tried no more."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("ix_webhook_delivery_waiting", "due_at", **where("sent_at IS NULL AND given_up_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    status: Mapped[int | None]
    problem: Mapped[str | None] = mapped_column(String(40))


@dataclass(frozen=True, slots=True)
class WebhookRow:
    id: UUID
    organisation_id: UUID
    url: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """As its organisation sees it."""

    webhook_id: UUID
    kind: str
    created_at: datetime
    due_at: datetime
    attempts: int
    sent_at: datetime | None
    given_up_at: datetime | None
    status: int | None
    problem: str | None


@dataclass(frozen=True, slots=True)
class DueRow:
    """As whoever delivers it needs it."""

    id: UUID
    webhook_id: UUID
    url: str
    sealed_secret: bytes
    text: str
    attempts: int


_WEBHOOK = (Webhook.id, Webhook.organisation_id, Webhook.url, Webhook.created_at)
_DELIVERY = (
    *(Delivery.webhook_id, Delivery.kind, Delivery.created_at, Delivery.due_at, Delivery.attempts),
    *(Delivery.sent_at, Delivery.given_up_at, Delivery.status, Delivery.problem),
)
_DUE = (
    Delivery.id,
    Delivery.webhook_id,
    Webhook.url,
    Webhook.sealed_secret,
    Delivery.text,
    Delivery.attempts,
)
LONGEST = timedelta(days=2)
"""Nothing is put off for longer: what is due later was put off when the clock was wrong."""
_WAITING = (Delivery.sent_at.is_(None), Delivery.given_up_at.is_(None))


def add(
    connection: Connection,
    *,
    webhook_id: UUID,
    organisation_id: UUID,
    url: str,
    sealed_secret: bytes,
    now: datetime,
) -> None:
    row = {"id": webhook_id, "organisation_id": organisation_id, "url": url, "created_at": now}
    connection.execute(insert(Webhook), row | {"sealed_secret": sealed_secret})


def remove(connection: Connection, organisation_id: UUID, webhook_id: UUID) -> bool:
    """With all that is on its way to it; False where it is none of theirs."""
    mine = (Webhook.id == webhook_id, Webhook.organisation_id == organisation_id)
    return connection.execute(delete(Webhook).where(*mine)).rowcount > 0


def of(connection: Connection, organisation_ids: Collection[UUID]) -> list[WebhookRow]:
    """The addresses of these organisations, the oldest first."""
    theirs = select(*_WEBHOOK).where(Webhook.organisation_id.in_(organisation_ids))
    rows = connection.execute(theirs.order_by(Webhook.created_at, Webhook.id)) if organisation_ids else ()
    return [WebhookRow(*row) for row in rows]


def number_of(connection: Connection, organisation_id: UUID) -> int:
    mine = select(func.count()).select_from(Webhook).where(Webhook.organisation_id == organisation_id)
    return connection.execute(mine).scalar_one()


def deliveries(connection: Connection, organisation_id: UUID, most: int) -> list[DeliveryRow]:
    """What was sent to an organisation or is on its way, the newest first."""
    told = select(*_DELIVERY).join(Webhook).where(Webhook.organisation_id == organisation_id)
    rows = connection.execute(told.order_by(Delivery.created_at.desc(), Delivery.number.desc()).limit(most))
    return [DeliveryRow(*row) for row in rows]


def put(
    connection: Connection,
    *,
    delivery_id: UUID,
    webhook_id: UUID,
    kind: str,
    text: str,
    now: datetime,
    run_id: UUID | None = None,
) -> None:
    mine = select(func.coalesce(func.max(Delivery.number), 0) + 1).where(Delivery.webhook_id == webhook_id)
    number = connection.execute(mine).scalar_one()
    row = {"id": delivery_id, "webhook_id": webhook_id, "run_id": run_id, "kind": kind, "text": text}
    state = {"created_at": now, "due_at": now, "attempts": 0, "sent_at": None, "given_up_at": None}
    connection.execute(insert(Delivery), row | state | {"number": number, "status": None, "problem": None})


def take(
    connection: Connection, *, now: datetime, back_at: datetime, most: int, only: UUID | None = None
) -> list[DueRow]:
    """What is due, or `only` one of it, for one who delivers it: to all others it is due again only at
    `back_at`."""
    due = (
        select(Delivery.id)
        .where(*_WAITING, or_(Delivery.due_at <= now, Delivery.due_at > now + LONGEST))
        .order_by(Delivery.due_at, Delivery.number)
    )
    due = due.where(Delivery.id == only) if only else due
    ids = list(connection.execute(due.limit(most).with_for_update(skip_locked=True)).scalars())
    if not ids:
        return []
    counted = {"due_at": back_at, "attempts": Delivery.attempts + 1}
    connection.execute(update(Delivery).where(Delivery.id.in_(ids)).values(counted))
    told = select(*_DUE).join(Webhook).where(Delivery.id.in_(ids))
    return [DueRow(*row) for row in connection.execute(told.order_by(Delivery.number, Delivery.id))]


def sent(connection: Connection, delivery_id: UUID, *, status: int, now: datetime) -> None:
    done = {"sent_at": now, "status": status, "problem": None, "text": ""}
    connection.execute(update(Delivery).where(Delivery.id == delivery_id).values(done))


def put_back(connection: Connection, delivery_id: UUID, *, due_at: datetime) -> None:
    """What was taken and not tried after all."""
    as_before = {"due_at": due_at, "attempts": Delivery.attempts - 1}
    connection.execute(update(Delivery).where(Delivery.id == delivery_id).values(as_before))


def put_off(
    connection: Connection,
    delivery_id: UUID,
    *,
    status: int | None,
    problem: str | None,
    due_at: datetime,
    given_up_at: datetime | None,
) -> None:
    """What failed: tried again at `due_at`, or no more. What is given up loses its text, too."""
    told = {"status": status, "problem": problem, "due_at": due_at, "given_up_at": given_up_at}
    over = {"text": ""} if given_up_at else {}
    connection.execute(update(Delivery).where(Delivery.id == delivery_id).values(told | over))


def forget_before(before: datetime) -> Delete:
    """Of what was delivered or given up before then."""
    return delete(Delivery).where(or_(Delivery.sent_at < before, Delivery.given_up_at < before))
