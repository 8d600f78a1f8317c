"""Results as they were shown when a check was finished: snapshots that no later change of content touches."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Select, String, Text, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base


class Result(Base):
    """`report` is the whole Report as JSON; `run_revision` says which answers it was made from. `standing` is
    JSON of what figures about many read of it: a report has 170 KB. None: by an older version of the code."""

    __tablename__ = "result"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    run_revision: Mapped[int]
    created_at: Mapped[datetime]
    engine: Mapped[str] = mapped_column(String(20))
    catalogue: Mapped[str] = mapped_column(String(64))
    report: Mapped[str] = mapped_column(Text)
    standing: Mapped[str | None] = mapped_column(Text)


def of_revision(connection: Connection, run_id: UUID, revision: int) -> str | None:
    """The newest report made from these very answers."""
    made_from = (Result.run_id == run_id, Result.run_revision == revision)
    newest = select(Result.report).where(*made_from).order_by(Result.created_at.desc()).limit(1)
    return connection.execute(newest).scalar()


def newest(connection: Connection, run_id: UUID) -> str | None:
    """The report that was kept last, whatever has been answered since."""
    kept = select(Result.report).where(Result.run_id == run_id)
    return connection.execute(kept.order_by(Result.created_at.desc()).limit(1)).scalar()


def any_of_run(connection: Connection, run_id: UUID) -> bool:
    """Whether its check has ever been finished."""
    return connection.execute(select(Result.id).where(Result.run_id == run_id).limit(1)).first() is not None


def keep(
    connection: Connection,
    *,
    run_id: UUID,
    run_revision: int,
    moment: datetime,
    engine: str,
    catalogue: str,
    report: str,
    standing: str,
) -> None:
    row = {"id": uuid4(), "run_id": run_id, "run_revision": run_revision, "created_at": moment}
    connection.execute(
        insert(Result),
        row | {"engine": engine, "catalogue": catalogue, "report": report, "standing": standing},
    )


def without_standing() -> Select[UUID, str]:
    """Results with their reports that an older version of the code has kept."""
    return select(Result.id, Result.report).where(Result.standing.is_(None))


def put_standing(connection: Connection, result_id: UUID, standing: str) -> None:
    connection.execute(update(Result).where(Result.id == result_id).values(standing=standing))
