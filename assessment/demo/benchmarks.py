"""Fictional companies let their values count in the comparison."""

from collections.abc import Iterable
from datetime import datetime

from assessment.services.figures import benchmarks
from assessment.services.runs import Begun
from assessment.store import consents
from assessment.store.database import Database


def take_part(database: Database, companies: Iterable[tuple[Begun, datetime]]) -> None:
    """Each agrees at a moment of its own, which must be before the end of the quarter that it counts in."""
    for begun, moment in companies:
        benchmarks.agree(
            database, run_id=begun.run_id, key=begun.key, text_version=consents.EXAMPLE, now=moment
        )
