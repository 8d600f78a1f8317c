"""The same request twice does its work once: a system that got no answer may ask again with the same key.

The key is taken, the work done and the answer kept in one transaction. Whoever comes with the same key
meanwhile waits for its end, and gets the same answer; after `PATIENCE` it is told to come again. So is, on
SQLite, anybody who waits too long for whoever else writes.

An answer may hold a link that opens something. It is sealed with the token and the key that the system sent,
neither of which is stored: who reads the database alone reads no answer.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from sqlite3 import SQLITE_BUSY

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from assessment.errors import RepeatedOtherwise, StillAtWork
from assessment.services.policy import System
from assessment.services.sign_in.sealing import Purpose, opened, sealed
from assessment.services.sign_in.tokens import hashed
from assessment.store import interfaces as store
from assessment.store.database import Database
from assessment.store.interfaces import WriteRow

PATIENCE = 5
"""Seconds that a repetition waits for the first on PostgreSQL; SQLite has its own (store.database)."""

Within = Connection
"""The transaction in which the answer is kept: whoever does the work hands it on to a service."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system is answered: a status of HTTP and JSON."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be repeated: `key` is the system's own, `secret` its token, `what` the request."""

    system: System
    secret: str
    key: str
    what: bytes

    @property
    def lock(self) -> str:
        return f"{self.secret}\n{self.key}"


def once(database: Database, *, asked: Asked, work: Callable[[Within], Answer]) -> Answer:
    """The answer of `work`, done at most once for a key. What it raises is not kept.

    Raises RepeatedOtherwise where the key came with another request before, StillAtWork.
    """
    with _let_in(database) as connection:
        earlier = _claimed(connection, asked, asked.system.now)
        if earlier:
            return _same(asked, earlier)
        answer = work(connection)
        store.answer_write(
            connection,
            token_id=asked.system.token_id,
            key_hash=hashed(asked.key),
            status=answer.status,
            answer=sealed(answer.body, key=asked.lock, owner=asked.system.token_id, purpose=Purpose.ANSWERS),
        )
        return answer


@contextmanager
def _let_in(database: Database) -> Iterator[Connection]:
    """A transaction of our own; on SQLite it begins when all others have written."""
    with ExitStack() as ours:
        try:
            connection = ours.enter_context(database.writing())
        except OperationalError as error:
            if getattr(error.orig, "sqlite_errorcode", None) != SQLITE_BUSY:
                raise
            raise StillAtWork from error
        yield connection


def _claimed(connection: Connection, asked: Asked, now: datetime) -> WriteRow | None:
    told = {"key_hash": hashed(asked.key), "request_hash": sha256(asked.what).digest()}
    _wait_at_most(connection, f"'{PATIENCE}s'")
    try:
        earlier = store.claim_write(connection, token_id=asked.system.token_id, **told, now=now)
    except OperationalError as error:
        raise StillAtWork from error
    _wait_at_most(connection, "DEFAULT")
    if earlier and earlier.request_hash != told["request_hash"]:
        raise RepeatedOtherwise
    return earlier


def _wait_at_most(connection: Connection, limit: str) -> None:
    """For locks of others, until the transaction ends; DEFAULT is what the server is set to. SQLite has let
    us in alone by now."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout TO {limit}"))


def _same(asked: Asked, earlier: WriteRow) -> Answer:
    body = opened(earlier.answer, key=asked.lock, owner=asked.system.token_id, purpose=Purpose.ANSWERS)
    if body is None:
        raise RepeatedOtherwise
    return Answer(earlier.status, body)
