"""A filled PostgreSQL database, as a large national installation looks: copies of patterns, by COPY.

Hundreds of organisations, each with up to a few hundred companies: their number grows with the checks, what
one of them sees does not. What the operator sees grows with all. The same seed makes the same rows.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from assessment.store import belongings
from assessment.store.consents import EXAMPLE
from questionnaires import library
from tests.bench.patterns import FACTS, SEED, Line, Pattern, written

DAY = timedelta(days=1)
SHIFTS = tuple(DAY * days for days in range(0, 720, 45))
"""How much earlier than its pattern a copy happened; the first ones keep all that was written."""
WHOLE = 1
"""Of the shifts, how many keep the long columns whole."""
RICH, ADVISED, MAILED = 0.12, 0.06, 0.03
"""Share of companies that do more than most, that have an advisor, to whom a mail went lately."""
PER_HOUSE: Mapping[str, float] = {"advice": ADVISED / 150, "chamber": RICH / 300, "provider": RICH / 300}
"""Houses of a kind for each check: an advisor has some 150 companies, a chamber and a provider up to 300."""
LEAST, CAMPAIGNS, PEOPLE = 3, 4, 2
CHECKS_PER_ROUND = 3_000
ROLES = {
    "advice": "advisor",
    "chamber": "chamber_officer",
    "provider": "provider_contact",
    "network": "operator",
}


@dataclass(frozen=True)
class House:
    id: str
    kind: str
    people: tuple[str, ...]
    campaigns: tuple[str, ...] = ()


class Values(dict[str, str]):
    """What fills the gaps of one copy; ids of its own are drawn when they are asked for."""

    def __init__(self, random: Random, told: Mapping[str, str]) -> None:
        super().__init__(told)
        self._random = random

    def __missing__(self, name: str) -> str:
        self[name] = found = new_id(self._random)
        return found


def new_id(random: Random) -> str:
    return UUID(int=random.getrandbits(128), version=4).hex


@dataclass
class Filling:
    """So many checks by copies of these patterns; `now` is when the patterns were made."""

    patterns: list[Pattern]
    now: datetime
    checks: int
    random: Random = field(default_factory=lambda: Random(SEED))

    def lines(self) -> Iterator[tuple[str, str]]:
        """Table and lines of everything, houses first."""
        houses = [house for kind in ROLES for house in self._houses(kind)]
        for house in houses:
            yield from self._of_house(house)
        rounds = [new_id(self.random) for _ in range(max(1, self.checks // CHECKS_PER_ROUND))]
        for number, one in enumerate(rounds):
            yield from self._of_round(one, number)
        by_kind = {kind: [house for house in houses if house.kind == kind] for kind in ROLES}
        made = 0
        while made < self.checks:
            pattern = self._drawn()
            made += len(pattern.runs)
            yield from self._copy(pattern, by_kind, rounds)

    def _drawn(self) -> Pattern:
        rich = self.random.random() < RICH
        return self.random.choice(self._by_riches[rich])

    @property
    def _by_riches(self) -> dict[bool, list[Pattern]]:
        return _sorted(tuple(self.patterns))

    # --- houses ----------------------------------------------------------------------------------

    def _houses(self, kind: str) -> list[House]:
        number = 1 if kind == "network" else max(LEAST, round(self.checks * PER_HOUSE[kind]))
        return [self._house(kind) for _ in range(number)]

    def _house(self, kind: str) -> House:
        draw = self.random
        campaigns = CAMPAIGNS if kind == "chamber" else 0
        return House(
            new_id(draw),
            kind,
            tuple(new_id(draw) for _ in range(PEOPLE)),
            tuple(new_id(draw) for _ in range(campaigns)),
        )

    def _of_house(self, house: House) -> Iterator[tuple[str, str]]:
        name, then = f"Haus {house.kind} {house.id[:6]}", self.now - 730 * DAY
        yield "organisation", _line(house.id, name, house.kind, then, None)
        for one in house.people:
            yield "person", _line(one, f"{one}@example.org", f"Person {one[:4]}", "de", then, self.now - DAY)
            yield "membership", _line(one, house.id, ROLES[house.kind], then)
        for number, one in enumerate(house.campaigns):
            days = (then.date() + 180 * number * DAY, then.date() + (180 * number + 365) * DAY)
            yield "campaign", _line(one, house.id, one[:12], f"Aufruf {number}", *days, then, None, 60, 40)

    def _of_round(self, one: str, number: int) -> Iterator[tuple[str, str]]:
        began = self.now - 10 * number * DAY
        yield (
            "place_round",
            _line(one, f"Runde {number}", "open", (began + 40 * DAY).date(), 1, began, None, None),
        )
        for offer in _offers(tuple(self.patterns)):
            yield "place_offer", _line(one, offer, 5, "{}")

    # --- companies -------------------------------------------------------------------------------

    def _copy(
        self, pattern: Pattern, houses: Mapping[str, list[House]], rounds: list[str]
    ) -> Iterator[tuple[str, str]]:
        draw, at = self.random, self.random.randrange(len(SHIFTS))
        chosen = {kind: draw.choice(found) for kind, found in houses.items()}
        told = {f"O:{kind}": house.id for kind, house in chosen.items()}
        told |= {f"P:{kind}": draw.choice(house.people) for kind, house in chosen.items()}
        told |= {"C": draw.choice(chosen["chamber"].campaigns), "L": draw.choice(rounds)}
        told |= {fact: draw.choice(options) for fact, options in _options().items()}
        values = Values(draw, told)
        for table, line in _prepared(pattern, at).items():
            yield table, line.filled(values)
        yield from self._beside(pattern, values, self.now - SHIFTS[at])

    def _beside(self, pattern: Pattern, values: Values, then: datetime) -> Iterator[tuple[str, str]]:
        """What patterns lack: an account, an advisor, mails that have been sent."""
        run = values[pattern.runs[0]]
        if "K" in values:
            yield "person", _line(values["K"], f"{run}@example.org", "", "de", then, self.now - DAY)
        if self.random.random() < ADVISED:
            given = self.now - 30 * DAY
            yield (
                "consent",
                _line(
                    *(new_id(self.random), run, "advice", values["O:advice"], None, f"Betrieb {run[:5]}"),
                    *(EXAMPLE, given, given + 365 * DAY, None),
                ),
            )
        if self.random.random() < MAILED:
            sent = self.now - self.random.randrange(1, 30) * DAY
            yield "mail", _line(new_id(self.random), "", "", "", sent, sent, sent + DAY, sent, 1, None, run)


def _line(*values: Any) -> str:
    return "\t".join(map(written, values)) + "\n"


@cache
def _sorted(patterns: tuple[Pattern, ...]) -> dict[bool, list[Pattern]]:
    return {rich: [one for one in patterns if one.rich == rich] for rich in (True, False)}


@cache
def _options() -> dict[str, list[str]]:
    asked = library.released("readiness").question
    return {fact: [option.id for option in asked[fact].options] for fact in FACTS}


@cache
def _offers(patterns: tuple[Pattern, ...]) -> list[str]:
    """To which the patterns apply in rounds."""
    rows = (
        row
        for one in patterns
        for table, found in one.rows.items()
        for row in found
        if table.name == "place_application"
    )
    return sorted({row["offer"] for row in rows})


@cache
def _prepared(pattern: Pattern, at: int) -> dict[str, Line]:
    return pattern.lines(SHIFTS[at], brief=at >= WHOLE)


# --- into the database ---------------------------------------------------------------------------


def fill(dsn: str, filling: Filling, tell: Callable[[str], None]) -> None:
    """Writes it all into an empty database that has the tables. Keys and indexes are built at the end."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        with bare(connection, tell):
            _copy_all(dsn, filling)
        connection.execute("VACUUM ANALYZE")


def _copy_all(dsn: str, filling: Filling) -> None:
    columns = {name: ", ".join(table.c.keys()) for name, table in belongings.tables().items()}
    waiting: dict[str, list[str]] = {}
    for table, text in filling.lines():
        waiting.setdefault(table, []).append(text)
    with psycopg.connect(dsn) as connection:
        for table, texts in waiting.items():
            wanted = f"COPY {table} ({columns[table]}) FROM STDIN".encode()
            with connection.cursor().copy(wanted) as copy:
                for text in texts:
                    copy.write(text)


@contextmanager
def bare(connection: psycopg.Connection[Any], tell: Callable[[str], None]) -> Iterator[None]:
    """Tables without keys, indexes and foreign keys; all made again at the end."""
    keys = connection.execute(KEYS).fetchall()
    indexes = connection.execute(INDEXES).fetchall()
    for table, name, _, _ in sorted(keys, key=lambda one: one[2] != "f"):
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"'.encode())
    yield
    connection.execute("SET maintenance_work_mem = '1GB'")
    for table, name, kind, made in sorted(keys, key=lambda one: one[2] == "f"):
        tell(name)
        late = " NOT VALID" if kind == "f" else ""  # what we copy fits; checking it takes as long as copying
        connection.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}{late}'.encode())
    for name, made in indexes:
        tell(name)
        connection.execute(made.encode())


KEYS = """
SELECT conrelid::regclass::text, conname, contype::text, replace(pg_get_constraintdef(oid), ' NOT VALID', '')
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'f')
  AND conrelid::regclass::text <> 'alembic_version'
"""
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname)
"""
