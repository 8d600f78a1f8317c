"""What companies were shown and what became of it: the lists of finished checks, and the outcomes of offers.

Everything hangs on the run and goes with it. A list holds what later needs no answers any more: the places of
the offers with what they were rated by, and facts and needs of the company without its name or its goal.
"""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, and_, bindparam, delete, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, upsert


class ShownList(Base):
    """The newest list of a run. `places`, `profile` and `unmet` are JSON; see services.offering.feedback."""

    __tablename__ = "shown_list"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    shown_on: Mapped[date] = mapped_column(index=True)
    district: Mapped[str | None] = mapped_column(String(5))
    places: Mapped[str] = mapped_column(Text)
    profile: Mapped[str] = mapped_column(Text)
    unmet: Mapped[str] = mapped_column(Text)


class OfferOutcome(Base):
    """What a company said became of an offer. `place` keeps what it was rated by when it was said."""

    __tablename__ = "offer_outcome"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), primary_key=True)
    offer: Mapped[str] = mapped_column(String(80), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40))
    said_on: Mapped[date] = mapped_column(index=True)
    district: Mapped[str | None] = mapped_column(String(5))
    place: Mapped[str] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class ListRow:
    run_id: UUID
    shown_on: date
    district: str | None
    places: str
    profile: str
    unmet: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    run_id: UUID
    offer: str
    outcome: str
    reason: str | None
    said_on: date
    district: str | None
    place: str


_LIST = select(*(getattr(ShownList, name) for name in ListRow.__slots__))
_OUTCOME = select(*(getattr(OfferOutcome, name) for name in OutcomeRow.__slots__))
_LIST_OF = _LIST.where(ShownList.run_id == bindparam("run"))
_SAID_OF = and_(OfferOutcome.run_id == ShownList.run_id, OfferOutcome.offer == bindparam("offer"))
_BESIDE = (
    _LIST.add_columns(*(getattr(OfferOutcome, name) for name in OutcomeRow.__slots__))
    .join(OfferOutcome, _SAID_OF, isouter=True)
    .where(ShownList.run_id == bindparam("run"))
)
_OUTCOMES_OF = _OUTCOME.where(OfferOutcome.run_id == bindparam("run"))


def list_of(connection: Connection, run_id: UUID) -> ListRow | None:
    found = connection.execute(_LIST_OF, {"run": run_id}).first()
    return ListRow(*found) if found else None


def beside(connection: Connection, run_id: UUID, offer: str) -> tuple[ListRow, OutcomeRow | None] | None:
    """The list of a run with what was said of one offer; None without a list. One statement."""
    found = connection.execute(_BESIDE, {"run": run_id, "offer": offer}).first()
    if found is None:
        return None
    width = len(ListRow.__slots__)
    said = OutcomeRow(*found[width:]) if found[width] else None
    return ListRow(*found[:width]), said


def lists(connection: Connection, most: int) -> list[ListRow]:
    """The newest lists, at most so many."""
    newest = _LIST.order_by(ShownList.shown_on.desc(), ShownList.run_id).limit(most)
    return [ListRow(*row) for row in connection.execute(newest)]


def outcomes(connection: Connection, run_id: UUID) -> list[OutcomeRow]:
    """Those of one run."""
    return [OutcomeRow(*row) for row in connection.execute(_OUTCOMES_OF, {"run": run_id})]


def newest_outcomes(connection: Connection, most: int) -> list[OutcomeRow]:
    """The newest of all, at most so many."""
    in_order = _OUTCOME.order_by(OfferOutcome.said_on.desc(), OfferOutcome.run_id, OfferOutcome.offer)
    return [OutcomeRow(*row) for row in connection.execute(in_order.limit(most))]


def told(connection: Connection, most: int) -> tuple[dict[str, int], int]:
    """Of the newest outcomes, at most so many: how many of each kind, and of how many checks. One
    statement."""
    some = (
        select(OfferOutcome.outcome, OfferOutcome.run_id)
        .order_by(OfferOutcome.said_on.desc())
        .limit(most)
        .cte()
    )
    checks = select(func.count(func.distinct(some.c.run_id))).scalar_subquery()
    kinds = select(some.c.outcome, func.count(), checks).group_by(some.c.outcome)
    rows = connection.execute(kinds).all()
    return {row[0]: row[1] for row in rows}, rows[0][2] if rows else 0


def number_of_outcomes(connection: Connection, most: int) -> int:
    """How many there are; `most`, where there are more."""
    some = select(OfferOutcome.run_id).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()


def keep_list(connection: Connection, row: ListRow) -> None:
    """The list of a run, instead of an earlier one."""
    upsert(connection, ShownList, asdict(row))


def keep_outcome(connection: Connection, row: OutcomeRow) -> None:
    """What became of an offer, instead of what was said before."""
    upsert(connection, OfferOutcome, asdict(row))


def take_back(connection: Connection, run_id: UUID, offer: str, outcome: str | None = None) -> None:
    """Forgets what became of an offer; where an outcome is named, only if it is this one."""
    its = [OfferOutcome.run_id == run_id, OfferOutcome.offer == offer]
    if outcome:
        its.append(OfferOutcome.outcome == outcome)
    connection.execute(delete(OfferOutcome).where(*its))
