"""Reports as files: at most one for each run, language and variant, replaced when the report changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Delete, ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, upsert


class ReportFile(Base):
    """`content_key` says what the file was made from, so that an outdated one is never taken."""

    __tablename__ = "report_file"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    variant: Mapped[str] = mapped_column(String(10), primary_key=True)
    content_key: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


def has(connection: Connection, run_id: UUID, content_key: str) -> bool:
    return connection.execute(_of(run_id, content_key, ReportFile.run_id)).first() is not None


def content(connection: Connection, run_id: UUID, content_key: str) -> bytes | None:
    return connection.execute(_of(run_id, content_key, ReportFile.content)).scalar()


def _of(run_id: UUID, content_key: str, column: Any) -> Any:
    return select(column).where(ReportFile.run_id == run_id, ReportFile.content_key == content_key)


def keep(
    connection: Connection,
    *,
    run_id: UUID,
    language: str,
    variant: str,
    content_key: str,
    moment: datetime,
    content: bytes,
) -> None:
    """The file, instead of an earlier one of the same run, language and variant. One statement."""
    row = {"run_id": run_id, "language": language, "variant": variant}
    row |= {"content_key": content_key, "made_at": moment, "content": content}
    upsert(connection, ReportFile, row)


def forget_before(moment: datetime) -> Delete:
    """Of what was made earlier; whoever asks for it again gets it made again."""
    return delete(ReportFile).where(ReportFile.made_at < moment)
