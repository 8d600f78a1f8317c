"""Models that were learned from outcomes, and the switch: whether one of them makes the lists, and why.

Models and turns of the switch are only ever added; the newest turn counts, in every process.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ScalarSelect, String, Text, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base
from assessment.store.people import Person

REASON_LENGTH = 300
"""Characters, at most."""


class LearnedModel(Base):
    """`model` is a matching.model_card.Model as JSON: nothing in it is about one company. `shown` says, as
    JSON, how often each offer had been shown by then."""

    __tablename__ = "learned_model"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    model: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)


class LearningTurn(Base):
    """Without `model_id` the weights of the experts hold from then on."""

    __tablename__ = "learning_turn"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    model_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("learned_model.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    turned_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class ModelRow:
    id: UUID
    made_at: datetime
    model: str
    shown: str


@dataclass(frozen=True, slots=True)
class TurnRow:
    """`by` is the name of who turned it, None once the account is gone."""

    model_id: UUID | None
    reason: str
    turned_at: datetime
    by: str | None


_MODEL = select(LearnedModel.id, LearnedModel.made_at, LearnedModel.model, LearnedModel.shown)
_NEWEST = _MODEL.order_by(LearnedModel.made_at.desc(), LearnedModel.id).limit(1)
_TURNS = (
    select(LearningTurn.model_id, LearningTurn.reason, LearningTurn.turned_at, Person.name)
    .join(Person, Person.id == LearningTurn.person_id, isouter=True)
    .order_by(LearningTurn.turned_at.desc(), LearningTurn.id)
)


def last_turn() -> ScalarSelect[UUID | None]:
    """The id of the model that was turned on last; nothing where the experts' weights hold."""
    newest = select(LearningTurn.model_id).order_by(LearningTurn.turned_at.desc(), LearningTurn.id)
    return newest.limit(1).scalar_subquery()


_IN_FORCE = _MODEL.where(LearnedModel.id == last_turn())


def in_force(connection: Connection) -> ModelRow | None:
    """The model that lists are made with; None for the weights of the experts."""
    found = connection.execute(_IN_FORCE).first()
    return ModelRow(*found) if found else None


def newest(connection: Connection) -> ModelRow | None:
    found = connection.execute(_NEWEST).first()
    return ModelRow(*found) if found else None


def by_id(connection: Connection, model_id: UUID) -> ModelRow | None:
    found = connection.execute(_MODEL.where(LearnedModel.id == model_id)).first()
    return ModelRow(*found) if found else None


def turns(connection: Connection, most: int) -> list[TurnRow]:
    """The newest turns of the switch first."""
    return [TurnRow(*row) for row in connection.execute(_TURNS.limit(most))]


def add(connection: Connection, *, model: str, shown: str, moment: datetime) -> ModelRow:
    row = {"id": uuid4(), "made_at": moment, "model": model, "shown": shown}
    connection.execute(insert(LearnedModel), row)
    return ModelRow(**row)  # type: ignore[arg-type]


def turn(
    connection: Connection, *, model_id: UUID | None, reason: str, person_id: UUID | None, moment: datetime
) -> UUID:
    id_ = uuid4()
    row = {"id": id_, "model_id": model_id, "reason": reason, "person_id": person_id, "turned_at": moment}
    connection.execute(insert(LearningTurn), row)
    return id_
