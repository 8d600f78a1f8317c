"""Organisations to choose from, by name: the first ones, and others by a part of what they are called.

A network of a region has a dozen and shows all; one of a country has hundreds, which nobody reads through.
"""

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from assessment.store import people
from assessment.store.people import OrganisationRow

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Found:
    """`name` is what was looked for, nothing for all; `more`: whether there are others beside these."""

    houses: tuple[OrganisationRow, ...]
    name: str = ""
    more: bool = False


def find(connection: Connection, name: str, role: str | None = None) -> Found:
    """Those in whose name this stands, wherever; with a `role`, those in which somebody has it."""
    rows = people.named_like(connection, name, most=SHOWN + 1, role=role)
    return Found(tuple(rows[:SHOWN]), name, len(rows) > SHOWN)
