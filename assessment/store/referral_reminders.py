"""Which reminders of a referral have gone out: each kind once, whoever of the workers is first."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, insert_for


class ReferralReminder(Base):
    """`kind`: of what it reminded, an answer, a contact or an outcome."""

    __tablename__ = "referral_reminder"

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    sent_at: Mapped[datetime]


def put(connection: Connection, referral_id: UUID, kind: str, now: datetime) -> bool:
    """Notes one; False where it has gone out before."""
    row = {"referral_id": referral_id, "kind": kind, "sent_at": now}
    new = insert_for(connection, ReferralReminder).values(row).on_conflict_do_nothing()
    return connection.execute(new.returning(ReferralReminder.kind)).first() is not None


def of(connection: Connection, referral_ids: Collection[UUID]) -> frozenset[tuple[UUID, str]]:
    """Those that have gone out."""
    chosen = select(ReferralReminder.referral_id, ReferralReminder.kind)
    rows = connection.execute(chosen.where(ReferralReminder.referral_id.in_(referral_ids)))
    return frozenset((row[0], row[1]) for row in rows)
