"""Fictional companies let their values count, and the quarters of the past are frozen one after the other."""

from collections.abc import Iterable
from datetime import datetime

from assessment.services.advising.mandates import EXAMPLE
from assessment.services.figures import benchmarks
from assessment.services.runs import Begun
from assessment.store.database import Database


def take_part(database: Database, companies: Iterable[tuple[Begun, datetime]]) -> None:
    """Each agrees at a moment of its own, which must be before the end of the quarter that it counts in."""
    for begun, moment in companies:
        benchmarks.agree(database, run_id=begun.run_id, key=begun.key, text_version=EXAMPLE, now=moment)


def freeze(database: Database, *, moments: Iterable[datetime]) -> None:
    """What would have been frozen if the daily work had been done at these moments, the earliest first."""
    for moment in sorted(moments):
        benchmarks.at_quarters_end(database, now=moment, examples=True)
