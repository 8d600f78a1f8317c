"""A row in every table that hangs on a check or a person, made up from the columns: no table is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, Table, insert
from sqlalchemy.engine import Connection

from assessment.store import belongings
from assessment.store.database import Moment
from tests.assessment.house import DAY, NOW

WORD = "Wort"
"""Begins every made-up text, so that whatever is left of it can be found."""
MADE: Mapping[type, Any] = {int: 1, float: 0.5, bool: False, date: NOW.date(), bytes: b"x" * 32}
FITTING: Mapping[str, Any] = {
    "consent.purpose": "partners",
    "consent.ends_at": NOW + DAY,
    "consent.withdrawn_at": None,
    "answer.question": "district",
    "answer.choice": "03102",
    "answer.note": f"{WORD} answer.note",
    "plan_entry.words": None,
    "workshop.state": "running",
}
"""What has to make sense, because it is read on the way."""


@dataclass
class Filled:
    """`ids`: by table, the row that was made; `root` is the one that all others hang on. `words`: what stands
    in a column, where it is long enough to hold a word that stands nowhere else."""

    connection: Connection
    root: str
    ids: dict[str, UUID] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    unfolded: frozenset[tuple[str, str]] = frozenset()

    def fill(self) -> "Filled":
        for table in belongings.of(self.root):
            if table.name not in self.ids:
                self._make(table)
        return self

    def _make(self, table: Table) -> None:
        row = {column.name: self._value(table, column) for column in table.c}
        self.connection.execute(insert(table), row)
        if isinstance(row.get("id"), UUID):
            self.ids[table.name] = row["id"]

    def _value(self, table: Table, column: Column[Any]) -> Any:
        name = f"{table.name}.{column.name}"
        for key in column.foreign_keys:
            return self._parent(key.column.table)
        if name in FITTING:
            return FITTING[name]
        if isinstance(column.type, JSON):
            return [name]
        if isinstance(column.type, Moment):
            return NOW
        kind = column.type.python_type
        return uuid4() if kind is UUID else self._word(table, column) if kind is str else MADE[kind]

    def _word(self, table: Table, column: Column[Any]) -> str:
        if (table.name, column.name) in self.unfolded:
            return "{}"
        word, longest = f"{WORD} {table.name}.{column.name}", getattr(column.type, "length", None) or 99
        if len(word) <= longest:
            self.words[f"{table.name}.{column.name}"] = word
        return word[:longest]

    def _parent(self, table: Table) -> UUID:
        if table.name not in self.ids:
            self._make(table)
        return self.ids[table.name]
