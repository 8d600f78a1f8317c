"""Comparison values as they were told last, and whether a company lets its own values count."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from assessment.store import consents
from assessment.store.consents import Consent, Purpose
from assessment.store.figures import ALL, FrozenFigures

KIND = "benchmarks"


class Now(NamedTuple):
    """`content`: JSON of `reports.cohorts.benchmarks.Benchmarks`; None while nothing has been frozen.
    `agreed_at`: since when the company lets its values count; None while it does not."""

    content: str | None
    agreed_at: datetime | None


_NEWEST = (
    select(FrozenFigures.content)
    .where(FrozenFigures.kind == KIND, FrozenFigures.scope == ALL)
    .order_by(FrozenFigures.as_of.desc())
    .limit(1)
)


def newest(connection: Connection) -> str | None:
    return connection.execute(_NEWEST).scalar()


def at_present(connection: Connection, run_id: UUID, now: datetime) -> Now:
    """Both for a page that shows both. One statement."""
    standing = consents.standing(Purpose.COMPARISON, now)
    agreed_at = select(func.max(Consent.given_at)).where(Consent.run_id == run_id, *standing)
    asked = select(_NEWEST.scalar_subquery(), agreed_at.scalar_subquery())
    return Now(*connection.execute(asked).one())
