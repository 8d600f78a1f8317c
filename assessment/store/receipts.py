"""Receipts of what was erased: when, how much of which kind, and a number. They name nobody.

Of the check or the account that was erased only a hash of its random id stays. Whoever restores a backup
finds by it what has to be erased a second time.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import JSON, Delete, LargeBinary, String, delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base


class ErasureReceipt(Base):
    """`kind`: what was erased, run or person. `counted`: rows by table."""

    __tablename__ = "erasure_receipt"

    number: Mapped[str] = mapped_column(String(19), primary_key=True)
    subject_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    kind: Mapped[str] = mapped_column(String(10))
    erased_at: Mapped[datetime] = mapped_column(index=True)
    counted: Mapped[dict[str, int]] = mapped_column(JSON)


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    number: str
    subject_hash: bytes
    kind: str
    erased_at: datetime
    counted: Mapping[str, int]


_ROW = select(*(getattr(ErasureReceipt, name) for name in ReceiptRow.__slots__))


def hash_of(subject_id: UUID) -> bytes:
    """What stays of an id. It has 122 random bits, so nobody finds it by trying."""
    return sha256(subject_id.bytes).digest()


def write(
    connection: Connection,
    *,
    number: str,
    subject_id: UUID,
    kind: str,
    counted: Mapping[str, int],
    now: datetime,
) -> ReceiptRow:
    row = ReceiptRow(number, hash_of(subject_id), kind, now, dict(counted))
    connection.execute(insert(ErasureReceipt), {name: getattr(row, name) for name in ReceiptRow.__slots__})
    return row


def by_number(connection: Connection, number: str) -> ReceiptRow | None:
    found = connection.execute(_ROW.where(ErasureReceipt.number == number)).first()
    return ReceiptRow(*found) if found else None


def written(connection: Connection) -> list[ReceiptRow]:
    """All receipts, the oldest first."""
    ordered = _ROW.order_by(ErasureReceipt.erased_at, ErasureReceipt.number)
    return [ReceiptRow(*row) for row in connection.execute(ordered)]


def take_over(connection: Connection, rows: Collection[ReceiptRow]) -> None:
    """Writes receipts that were kept outside while a backup was restored; known ones stay as they are."""
    known = set(connection.execute(select(ErasureReceipt.number)).scalars())
    new = [row for row in rows if row.number not in known]
    for row in new:
        values = {name: getattr(row, name) for name in ReceiptRow.__slots__}
        connection.execute(insert(ErasureReceipt), values | {"counted": dict(row.counted)})


def forget_before(moment: datetime) -> Delete:
    return delete(ErasureReceipt).where(ErasureReceipt.erased_at < moment)
