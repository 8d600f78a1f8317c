"""What every list is made with, in one statement: what was said of offers, and the model that is turned on.

It is read for each result that is made, so it costs one look at the database and no more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Date, String, Text, literal, null, select, union_all
from sqlalchemy.engine import Connection

from assessment.store.learned_models import LearnedModel, last_turn
from assessment.store.offer_statements import OfferStatement


@dataclass(frozen=True, slots=True)
class Said:
    """What was said last of an offer: holds, over or taken_back, until when, at which moment."""

    offer: str
    word: str
    until: date | None
    moment: datetime


_STATEMENTS = select(
    OfferStatement.said_at.label("moment"),
    OfferStatement.id.label("id"),
    OfferStatement.offer.label("offer"),
    OfferStatement.said.label("word"),
    OfferStatement.until.label("until"),
    null().cast(Text).label("model"),
    null().cast(Text).label("shown"),
)
_MODEL = select(
    LearnedModel.made_at,
    LearnedModel.id,
    literal("", String),
    literal("", String),
    null().cast(Date),
    LearnedModel.model,
    LearnedModel.shown,
).where(LearnedModel.id == last_turn())
_BOTH: CompoundSelect[Any] = union_all(_STATEMENTS, _MODEL)


def read(connection: Connection) -> tuple[tuple[Said, ...], tuple[str, str] | None]:
    """What was said last of each offer; and the model in force with how often offers were shown, as JSON."""
    said: dict[str, Said] = {}
    model: tuple[str, str] | None = None
    for moment, _, offer, word, until, *written in sorted(connection.execute(_BOTH), key=_when):
        if written[0]:
            model = (written[0], written[1])
        else:
            said[offer] = Said(offer, word, until, moment)
    return tuple(said.values()), model


def _when(row: Any) -> tuple[datetime, str]:
    return row[0], str(row[1])
