"""Rounds of places: which offers have how many, which companies apply, and who gets one.

An application hangs on the run of its company and goes with it; a place that it had is free again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import (
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base

TITLE_LENGTH, NAME_LENGTH, CONTACT_LENGTH = 120, 120, 120
"""Characters, at most."""


class PlaceRound(Base):
    """`state` is open, proposed or confirmed. `figures` is JSON: what the proposal is worth as a whole."""

    __tablename__ = "place_round"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    state: Mapped[str] = mapped_column(String(10))
    apply_until: Mapped[date]
    most: Mapped[int]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    figures: Mapped[str | None] = mapped_column(Text)


class PlaceOffer(Base):
    """`quotas` is JSON: places reserved by group."""

    __tablename__ = "place_offer"

    round_id: Mapped[UUID] = mapped_column(ForeignKey("place_round.id", ondelete="CASCADE"), primary_key=True)
    offer: Mapped[str] = mapped_column(String(80), primary_key=True)
    places: Mapped[int]
    quotas: Mapped[str] = mapped_column(Text)


class PlaceApplication(Base):
    """`hand` is what the operator decided: fixed, excluded or nothing. `outcome` is place or waiting, by the
    newest proposal; `number` the place on the waiting list; `reasons` JSON."""

    __tablename__ = "place_application"
    __table_args__ = (UniqueConstraint("round_id", "offer", "run_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("place_round.id", ondelete="CASCADE"), index=True)
    offer: Mapped[str] = mapped_column(String(80))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    utility: Mapped[float]
    groups: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    contact: Mapped[str] = mapped_column(String(CONTACT_LENGTH))
    consent_text: Mapped[str] = mapped_column(String(20))
    applied_at: Mapped[datetime]
    hand: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str | None] = mapped_column(String(10))
    number: Mapped[int | None]
    reasons: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True, slots=True)
class RoundRow:
    id: UUID
    title: str
    state: str
    apply_until: date
    most: int
    created_at: datetime
    confirmed_at: datetime | None
    figures: str | None


@dataclass(frozen=True, slots=True)
class OfferRow:
    offer: str
    places: int
    quotas: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    id: UUID
    round_id: UUID
    offer: str
    run_id: UUID
    utility: float
    groups: str
    name: str
    contact: str
    consent_text: str
    applied_at: datetime
    hand: str = ""
    outcome: str | None = None
    number: int | None = None
    reasons: str | None = None


_ROUND = select(*(getattr(PlaceRound, name) for name in RoundRow.__slots__))
_OFFER = select(PlaceOffer.offer, PlaceOffer.places, PlaceOffer.quotas)
_APPLICATION = select(*(getattr(PlaceApplication, name) for name in ApplicationRow.__slots__))
_IN_ORDER = (PlaceApplication.applied_at, PlaceApplication.id)
_OF_RUN = _APPLICATION.where(PlaceApplication.run_id == bindparam("run")).order_by(*_IN_ORDER)
_OWN = and_(
    PlaceApplication.round_id == PlaceRound.id,
    PlaceApplication.offer == PlaceOffer.offer,
    PlaceApplication.run_id == bindparam("run"),
)
_WITH_OFFER = (
    _ROUND.add_columns(PlaceOffer.places, *(getattr(PlaceApplication, n) for n in ApplicationRow.__slots__))
    .join(PlaceOffer, PlaceOffer.round_id == PlaceRound.id)
    .join(PlaceApplication, _OWN, isouter=True)
    .where(PlaceOffer.offer == bindparam("offer"))
    .order_by(PlaceRound.created_at.desc(), PlaceRound.id)
)


def rounds(connection: Connection, *, first: int, most: int) -> list[RoundRow]:
    """The newest first, at most so many, from a number on that counts from 0."""
    in_order = _ROUND.order_by(PlaceRound.created_at.desc(), PlaceRound.id)
    rows = connection.execute(in_order.offset(first).limit(most))
    return [RoundRow(*row) for row in rows]


def applied(connection: Connection, round_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """By round, how many applications there are, and of how many checks."""
    numbers = (func.count(), func.count(func.distinct(PlaceApplication.run_id)))
    chosen = select(PlaceApplication.round_id, *numbers).where(PlaceApplication.round_id.in_(round_ids))
    rows = connection.execute(chosen.group_by(PlaceApplication.round_id))
    return {row[0]: (row[1], row[2]) for row in rows}


def offers_in(connection: Connection, round_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """By round, the offers that have places in it."""
    chosen = select(PlaceOffer.round_id, PlaceOffer.offer).where(PlaceOffer.round_id.in_(round_ids))
    found: dict[UUID, list[str]] = {}
    for round_id, offer in connection.execute(chosen.order_by(PlaceOffer.round_id, PlaceOffer.offer)):
        found.setdefault(round_id, []).append(offer)
    return found


def by_id(connection: Connection, round_id: UUID, *, to_change: bool = False) -> RoundRow | None:
    """The round; with `to_change` nobody else changes it until the transaction ends."""
    wanted = _ROUND.where(PlaceRound.id == round_id)
    found = connection.execute(wanted.with_for_update() if to_change else wanted).first()
    return RoundRow(*found) if found else None


class Beside(NamedTuple):
    """A round in which an offer has places, with what one company applied for there."""

    round: RoundRow
    places: int
    own: ApplicationRow | None


def with_offer(connection: Connection, offer: str, run_id: UUID) -> list[Beside]:
    """The rounds in which an offer has places, the newest first. One statement."""
    width = len(RoundRow.__slots__)
    rows = connection.execute(_WITH_OFFER, {"offer": offer, "run": run_id})
    return [Beside(RoundRow(*row[:width]), row[width], _application(row[width + 1 :])) for row in rows]


def _application(row: Sequence[Any]) -> ApplicationRow | None:
    """None where nothing was found to join."""
    return ApplicationRow(*row) if row[0] else None


def offers_of(connection: Connection, round_id: UUID) -> list[OfferRow]:
    rows = connection.execute(_OFFER.where(PlaceOffer.round_id == round_id).order_by(PlaceOffer.offer))
    return [OfferRow(*row) for row in rows]


def applications_in(connection: Connection, round_id: UUID) -> list[ApplicationRow]:
    """In order of arrival."""
    wanted = _APPLICATION.where(PlaceApplication.round_id == round_id).order_by(*_IN_ORDER)
    return [ApplicationRow(*row) for row in connection.execute(wanted)]


def applications_of(connection: Connection, run_id: UUID) -> list[ApplicationRow]:
    return [ApplicationRow(*row) for row in connection.execute(_OF_RUN, {"run": run_id})]


def begin(connection: Connection, row: RoundRow, offers: list[OfferRow]) -> None:
    connection.execute(insert(PlaceRound), asdict(row))
    connection.execute(insert(PlaceOffer), [asdict(offer) | {"round_id": row.id} for offer in offers])


def apply(connection: Connection, row: ApplicationRow) -> None:
    connection.execute(insert(PlaceApplication), asdict(row))


def withdraw(connection: Connection, application_id: UUID) -> None:
    connection.execute(delete(PlaceApplication).where(PlaceApplication.id == application_id))


def take_in_hand(connection: Connection, round_id: UUID, application_id: UUID, hand: str) -> None:
    its = (PlaceApplication.id == application_id, PlaceApplication.round_id == round_id)
    connection.execute(update(PlaceApplication).where(*its).values(hand=hand))


def change(connection: Connection, round_id: UUID, **changed: Any) -> None:
    """Gives a round another state, figures or moment of confirmation."""
    connection.execute(update(PlaceRound).where(PlaceRound.id == round_id).values(changed))


def write_outcomes(
    connection: Connection, outcomes: Mapping[UUID, tuple[str | None, int | None, str | None]]
) -> None:
    """By application: outcome, place on the waiting list, reasons."""
    rows = [
        {"its": id_, "an_outcome": outcome, "a_number": number, "its_reasons": reasons}
        for id_, (outcome, number, reasons) in outcomes.items()
    ]
    if rows:
        connection.execute(_WRITE, rows)


_WRITE = (
    update(PlaceApplication)
    .where(PlaceApplication.id == bindparam("its"))
    .values(outcome=bindparam("an_outcome"), number=bindparam("a_number"), reasons=bindparam("its_reasons"))
)


def new_id() -> UUID:
    return uuid4()
