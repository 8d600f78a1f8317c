"""The queue of `jobs` as huey keeps it: a SQLite file in the instance folder, or tables in PostgreSQL.

huey brings the driver of PostgreSQL along, needed or not; so this is loaded when a queue is opened. What is
in it is JSON, so that nobody who can write there gets code run.
"""

import json
from collections.abc import Callable
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer
from psycopg.errors import DuplicateTable, UniqueViolation

from assessment.config import Settings

NAME = "wandelkompass"
OURS = {"__module__": NAME}
"""Orders are called after this and not after the module, which may have another name in the version of the
code that takes them out of the queue."""
PATIENCE = 1
"""Seconds after which a locked or distant queue counts as down; no page waits longer for it."""


class AsJson(Serializer):  # type: ignore[misc]
    """Tasks and notes as JSON instead of pickle."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        found = json.loads(bytes(data))
        return Message(*found) if isinstance(found, list) else found


def opened(settings: Settings) -> Huey:
    """The queue that suits the database. Raises whatever its library raises when it is down."""
    made = {"name": NAME, "results": False, "serializer": AsJson()}
    if settings.database_url.startswith("sqlite"):
        file = settings.instance_folder / "queue.sqlite3"
        return SqliteHuey(filename=str(file), fsync=False, timeout=PATIENCE, **made)
    dsn = settings.database_url.replace("postgresql+psycopg:", "postgresql:", 1)
    try:
        return PostgresHuey(dsn=dsn, connect_timeout=PATIENCE, **made)
    except (DuplicateTable, UniqueViolation):  # another process has made the same tables at the same moment
        return PostgresHuey(dsn=dsn, connect_timeout=PATIENCE, **made)


def task(huey: Huey, name: str, work: Callable[..., object]) -> Any:
    """What workers do with an order of this name."""
    return huey.task(name=name, **OURS)(work)


def do_hourly(huey: Huey, name: str, minute: str, work: Callable[[], object]) -> None:
    """Has a worker do something at this minute of each hour."""
    huey.periodic_task(crontab(minute=minute), name=name, **OURS)(work)
