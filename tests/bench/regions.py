"""A region of a filled database again and again, with other ids: a hundred times ten thousand checks, copied.

Every id gets other first digits, and so does whatever is unique: a region has its own houses, people and
companies. What the network has once (its operators, what was frozen, the catalogue) is left out.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from sqlalchemy import LargeBinary, Table, Uuid

from assessment.store import belongings
from tests.bench import populated

AT_ONCE, TOGETHER = 3, 20
"""Connections that copy at the same time, and regions in one statement."""
ONCE = {
    *("frozen_figures", "funder_numbers", "learned_model", "learning_turn", "audit_horizon", "attempt"),
    *("referral_address", "staff_session", "offer_statement", "departure"),
}
"""Tables of which a region has nothing."""
NETWORK = "organisation_id NOT IN (SELECT id FROM organisation WHERE kind = 'network')"
FEWER = {
    "organisation": "kind <> 'network'",
    "membership": NETWORK,
    "person": f"id NOT IN (SELECT person_id FROM membership WHERE NOT ({NETWORK}))",
}
BRIEF = {
    "result": {"report": "CASE WHEN octet_length(report) > 5000 THEN '{}' ELSE report END"},
    "shown_list": {"places": "CASE WHEN octet_length(places) > 3000 THEN '[]' ELSE places END"},
}
"""Long columns are kept whole in the first region only."""
MARK = "c0de"
"""Hex digits in the hashes of copies, that no hash of the first region has there by chance."""
UNIQUE = {"campaign.code": "substr(md5({0} || region.n), 1, 12)", "person.email": "{1}"}


def multiply(dsn: str, regions: int, tell: Callable[[str], None]) -> None:
    """Until there are so many regions; there is one. Nothing is logged: what is here is worth nothing."""
    with psycopg.connect(dsn, autocommit=True) as connection, populated.bare(connection, tell):
        for name in belongings.tables():
            connection.execute(f"ALTER TABLE {name} SET UNLOGGED".encode())
        tables = [table for name, table in belongings.tables().items() if name not in ONCE]
        for table in tables:
            _stage(connection, table)
        parts = [(start, min(start + TOGETHER, regions)) for start in range(1, regions, TOGETHER)]
        jobs = [(table, part) for table in tables for part in parts]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(lambda job: _copy(dsn, job[0], job[1], tell), jobs))
        for table in tables:
            connection.execute(f"DROP TABLE of_region_{table.name}".encode())
    with psycopg.connect(dsn, autocommit=True) as connection:
        tell("vacuum analyze")
        connection.execute("VACUUM ANALYZE")


def _stage(connection: psycopg.Connection[Any], table: Table) -> None:
    """What of a table is copied; brief, so that no long value is read a hundred times."""
    brief = BRIEF.get(table.name, {})
    columns = ", ".join(f"{brief.get(name, name)} AS {name}" for name in table.c.keys())  # noqa: SIM118 - columns
    where = FEWER.get(table.name, "true")
    chosen = f"SELECT {columns} FROM {table.name} WHERE {where}"
    connection.execute(f"CREATE UNLOGGED TABLE of_region_{table.name} AS {chosen}".encode())


def _copy(dsn: str, table: Table, part: tuple[int, int], tell: Callable[[str], None]) -> None:
    """The regions from one number up to another."""
    first, end = part
    columns = ", ".join(table.c.keys())
    moved = ", ".join(_moved(column) for column in table.c)
    series = f"generate_series({first}, {end - 1}) AS n"
    digits = "substr('012356789abcdef', 1 + n % 15, 1) AS version, to_hex(n / 15) AS first"
    region = f"(SELECT n, {digits} FROM {series}) AS region"
    found = f"COPY (SELECT {moved} FROM {region}, of_region_{table.name} AS one) TO STDOUT (FORMAT binary)"
    into = f"COPY {table.name} ({columns}) FROM STDIN (FORMAT binary)"
    with (
        psycopg.connect(dsn) as source,
        psycopg.connect(dsn) as target,
        source.cursor().copy(found.encode()) as rows,
        target.cursor().copy(into.encode()) as copy,
    ):
        for row in rows:
            copy.write(row)
    tell(f"{table.name} {end}")


def _moved(column: Any) -> str:
    name = f"one.{column.name}"
    if isinstance(column.type, Uuid):
        return f"{_marked(f'{name}::text', 15)}::uuid"
    if isinstance(column.type, LargeBinary):
        return (
            f"overlay({name} placing decode(region.version || region.first || '{MARK}', 'hex') from 7 for 3)"
        )
    unique = UNIQUE.get(f"{column.table.name}.{column.name}")
    return unique.format(name, _marked(name, 13)) if unique else name


def _marked(text: str, at: int) -> str:
    """An id of random digits has a 4 there; other digits than that tell the copies from the first region."""
    return (
        f"overlay(overlay({text} placing region.version from {at} for 1) placing region.first from 1 for 1)"
    )
