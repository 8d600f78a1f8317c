"""Where checks are begun, and how many may be on one day: whoever begins thousands is a program.

The limit is generous, since a hundred people at an event share one network address. Counted is a hash of the
address that is keyed for the day: nobody reads it back without the signing key, and the same address is
another one tomorrow.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import TooManyChecks
from assessment.store import sign_ins as store

KIND = "check"
LIFE = timedelta(days=1)
"""How long what is counted is kept. The longest day has an hour more, in which it may be counted anew."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A network address, how many checks may begin there on one day (0: any number), and the signing key."""

    network: str
    most: int
    key: str


def count(connection: Connection, origin: Origin, now: datetime) -> None:
    """Counts one more check that begins there. Raises TooManyChecks."""
    if not origin.most:
        return
    counted = store.count_attempt(
        connection, kind=KIND, subject_hash=_of_the_day(origin, now), now=now, since=now - LIFE
    )
    if counted > origin.most:
        raise TooManyChecks(clock.until_midnight(now))


def _of_the_day(origin: Origin, now: datetime) -> bytes:
    day = hmac.digest(origin.key.encode(), f"checks begun on {clock.day(now)}".encode(), sha256)
    return hmac.digest(day, origin.network.encode(), sha256)
