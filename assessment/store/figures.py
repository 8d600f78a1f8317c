"""Figures about many companies as they were told on a day. They name nobody, so nothing here ever has to go.

Rows are only added: what was told once must be known for as long as something is told after it.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import String, Text, UniqueConstraint, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, insert_for

ALL = "all"
"""The scope of what is counted over all companies."""


class FrozenFigures(Base):
    """`kind`: what is told (statistics, comparison values); `scope`: of whom. `content` is JSON of a value of
    `reports.cohorts`; `engine`: by which version of the scores."""

    __tablename__ = "frozen_figures"
    __table_args__ = (UniqueConstraint("kind", "scope", "as_of"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(40))
    as_of: Mapped[date]
    made_at: Mapped[datetime]
    engine: Mapped[str] = mapped_column(String(20))
    content: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class FrozenRow:
    id: UUID
    kind: str
    scope: str
    as_of: date
    made_at: datetime
    engine: str
    content: str


_ROW = select(*(getattr(FrozenFigures, name) for name in FrozenRow.__slots__))


def keep(
    connection: Connection,
    *,
    kind: str,
    as_of: date,
    made_at: datetime,
    engine: str,
    content: str,
    scope: str = ALL,
) -> bool:
    """Freezes figures, unless there are some of that day already; whether it did."""
    row = FrozenRow(uuid4(), kind, scope, as_of, made_at, engine, content)
    fresh = insert_for(connection, FrozenFigures).values(asdict(row))
    once = fresh.on_conflict_do_nothing(index_elements=["kind", "scope", "as_of"])
    return connection.execute(once.returning(FrozenFigures.id)).first() is not None


def days(connection: Connection, kind: str, scope: str = ALL) -> list[date]:
    """Of which there are figures of a kind, the newest first."""
    chosen = select(FrozenFigures.as_of).where(FrozenFigures.kind == kind, FrozenFigures.scope == scope)
    return list(connection.execute(chosen.order_by(FrozenFigures.as_of.desc())).scalars())


def content(connection: Connection, kind: str, as_of: date, scope: str = ALL) -> str:
    """What was frozen of a day that `days` names."""
    same = (FrozenFigures.kind == kind, FrozenFigures.scope == scope, FrozenFigures.as_of == as_of)
    return connection.execute(select(FrozenFigures.content).where(*same)).scalar_one()


def frozen(connection: Connection, kind: str, scope: str = ALL) -> list[FrozenRow]:
    """All of a kind, the oldest first."""
    chosen = _ROW.where(FrozenFigures.kind == kind, FrozenFigures.scope == scope)
    return [FrozenRow(*row) for row in connection.execute(chosen.order_by(FrozenFigures.as_of))]
