"""Checks that somebody wants to keep in an account, and has still to say so from the mailbox.

Each hangs on the link that was mailed and goes with it: used up, too old, or replaced by a newer one.
"""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base
from assessment.store.sign_ins import Link


class CheckToKeep(Base):
    """`sealed_key`: by services.sign_in.sealing, for the link."""

    __tablename__ = "check_to_keep"

    link_id: Mapped[UUID] = mapped_column(ForeignKey("link.id", ondelete="CASCADE"), primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    sealed_key: Mapped[bytes] = mapped_column(LargeBinary)


def put(connection: Connection, *, link_id: UUID, run_id: UUID, sealed_key: bytes) -> None:
    row = {"link_id": link_id, "run_id": run_id, "sealed_key": sealed_key}
    connection.execute(insert(CheckToKeep), row)


def take(connection: Connection, link_id: UUID) -> tuple[UUID, bytes] | None:
    """The check that waits behind a link, with its sealed key; it waits no longer."""
    taken = delete(CheckToKeep).where(CheckToKeep.link_id == link_id)
    row = connection.execute(taken.returning(CheckToKeep.run_id, CheckToKeep.sealed_key)).first()
    return (row[0], row[1]) if row else None


def forget(connection: Connection, email: str, run_id: UUID) -> None:
    """The earlier links for this check to an address: only the newest opens anything."""
    theirs = select(CheckToKeep.link_id).where(CheckToKeep.run_id == run_id)
    connection.execute(delete(Link).where(Link.email == email, Link.id.in_(theirs)))
