"""Companies to copy: what the application writes about one, with gaps for what sets a copy apart.

The fictional companies of the demonstration do everything there is to do, and some that were walked through
at random do what most do. All are read from a small database; what belongs together is one pattern.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Table, select
from sqlalchemy.engine import Connection

from assessment.services import runs
from assessment.services.checks import results
from assessment.services.figures import benchmarks
from assessment.store import belongings, consents
from assessment.store.audit import Entry
from assessment.store.database import Database
from assessment.store.runs import FollowUp, Run
from questionnaires import library
from questionnaires.answers import DONT_KNOW, Answer
from questionnaires.routing import route
from reports.report import Operator

FACTS = ("district", "employees", "sector")
"""Questions whose answers each copy draws anew."""
SEED = 20_261
GAP = re.compile("\x01([^\x02]+)\x02")
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
BRIEF: Mapping[str, Callable[[str], str]] = {
    "result.report": lambda told: _json(_standings(json.loads(told))),
    "shown_list.places": lambda told: _json(json.loads(told)[:3]),
}
"""What an old copy keeps of the two long columns: whole, a million would fill the disk and prove nothing."""


def gap(name: str) -> str:
    return f"\x01{name}\x02"


class Line:
    """Lines of one table; `filled` puts what tells a copy apart into the gaps."""

    def __init__(self, text: str) -> None:
        self._parts = GAP.split(text)
        self._gaps = list(enumerate(self._parts))[1::2]

    def filled(self, values: Mapping[str, str]) -> str:
        parts = self._parts[:]
        for at, name in self._gaps:
            parts[at] = values[name]
        return "".join(parts)

    @property
    def names(self) -> set[str]:
        return {name for _, name in self._gaps}


@dataclass(frozen=True, eq=False)
class Pattern:
    """Checks that belong together with all their rows. `rich`: one that does more than most. `names`: what
    ids that are not its own are called."""

    rows: Mapping[Table, Sequence[Mapping[str, Any]]]
    names: Mapping[Any, str]
    rich: bool

    @cached_property
    def own(self) -> dict[Any, str]:
        """Its own ids, numbered."""
        ids = [row["id"] for found in self.rows.values() for row in found if isinstance(row.get("id"), UUID)]
        return {one: f"N{number}" for number, one in enumerate(dict.fromkeys(ids))}

    @property
    def runs(self) -> list[str]:
        return [
            self.own[row["id"]] for table, rows in self.rows.items() if table.name == "run" for row in rows
        ]

    def lines(self, shift: timedelta, *, brief: bool) -> dict[str, Line]:
        """By table, all its lines, as if everything had happened so much earlier."""
        return {
            table.name: Line(
                "".join(self._line(table, row, number, shift, brief) for number, row in enumerate(rows))
            )
            for table, rows in self.rows.items()
        }

    def _line(self, table: Table, row: Mapping[str, Any], number: int, shift: timedelta, brief: bool) -> str:
        values = (self._value(column, row, number, shift, brief) for column in table.c)
        return "\t".join(values) + "\n"

    def _value(
        self, column: Column[Any], row: Mapping[str, Any], number: int, shift: timedelta, brief: bool
    ) -> str:
        value, name = row[column.name], f"{column.table.name}.{column.name}"
        if name == "referral.provider_id":  # nobody of the demonstration acts for a house of the catalogue
            return gap("O:provider")
        if value is None:
            return "\\N"
        if isinstance(value, UUID):
            return gap(self.own.get(value) or self.names.get(value) or f"N{value}")
        if name == "answer.choice" and row["question"] in FACTS and value != DONT_KNOW:
            return gap(row["question"])
        if column.name == "district" and column.table.name in ("shown_list", "offer_outcome"):
            return gap("district")
        if isinstance(value, bytes):
            return "\\\\x" + 2 * gap(f"N{name}{number}")
        if brief and name in BRIEF:
            value = BRIEF[name](value)
        return written(value - shift if isinstance(value, date) else value, column)


def written(value: Any, column: Column[Any] | None = None) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return "t" if value else "f"
    if column is not None and isinstance(column.type, JSON):
        value = json.dumps(value)
    return str(value).translate(ESCAPES)


def _standings(report: Mapping[str, Any]) -> dict[str, Any]:
    """What figures read of a report."""
    areas = [_standing(one) | {"id": one["id"]} for one in report["areas"]]
    return {name: _standing(report[name]) for name in ("exposure", "readiness")} | {"areas": areas}


def _standing(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("published", "value")}


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


# --- companies walked through at random ----------------------------------------------------------


def walk(database: Database, number: int, operator: Operator, now: datetime) -> None:
    """A company of its own: two of five take the full check, three of ten never finish."""
    random = Random(SEED + number)
    check = "full" if number % 5 < 2 else "short"
    given = _answers(random, check)
    finishes = number % 10 < 7
    told = given if finishes else dict(list(given.items())[: random.randrange(4, len(given))])
    begun = runs.begin(database, check=check, language="de", now=now)
    runs.save(database, run_id=begun.run_id, key=begun.key, given=told, seen={}, now=now)
    if finishes:
        results.finish(database, run_id=begun.run_id, key=begun.key, goal="", operator=operator, now=now)
    if finishes and number % 3 == 0:
        benchmarks.agree(database, run_id=begun.run_id, key=begun.key, text_version=consents.EXAMPLE, now=now)


def _answers(random: Random, check: str) -> dict[str, Answer]:
    questionnaire = library.released(runs.QUESTIONNAIRE)
    exposed, strong = random.random(), random.random()
    given: dict[str, Answer] = {}
    while left := [one for one in route(questionnaire, given, check).asked if one not in given]:
        for question in left:
            options = [option.id for option in questionnaire.question[question].options]
            share = exposed if question.startswith("E") else strong
            level = min(max(round(random.gauss((len(options) - 1) * share, 0.9)), 0), len(options) - 1)
            unknown = question not in FACTS and random.random() < 0.04
            given[question] = Answer(DONT_KNOW if unknown else options[level])
    return given


# --- reading them --------------------------------------------------------------------------------


def read(connection: Connection, names: Mapping[Any, str], rich: Iterable[UUID]) -> list[Pattern]:
    """All checks, those that follow one another together. `rich`: checks of the demonstration."""
    earlier = dict(connection.execute(select(FollowUp.run_id, FollowUp.earlier_id)).tuples().all())
    together: dict[UUID, list[UUID]] = {}
    for run_id in connection.execute(select(Run.id).order_by(Run.created_at, Run.id)).scalars():
        first = run_id
        while before := earlier.get(first):
            first = before
        together.setdefault(first, []).append(run_id)
    known = set(rich)
    return [_read(connection, group, names, rich=group[0] in known) for group in together.values()]


def _read(connection: Connection, group: Sequence[UUID], names: Mapping[Any, str], *, rich: bool) -> Pattern:
    rows: dict[Table, list[Any]] = {}
    for run_id in group:
        for table, mine in belongings.of("run").items():
            if table.name != "partner_pair":  # of two companies
                rows.setdefault(table, []).extend(
                    connection.execute(select(table).where(mine), {"id": run_id}).mappings()
                )
    ids = {row["id"] for found in rows.values() for row in found if "id" in row}
    log: Any = Entry.__table__
    rows[log] = [*connection.execute(select(log).where(log.c.object_id.in_(ids))).mappings()]
    return Pattern({table: found for table, found in rows.items() if found}, names, rich)
