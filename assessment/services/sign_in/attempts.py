"""How often somebody may try. Where attempts cannot be counted, nobody comes in."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from assessment.errors import SignInUnavailable, TooManyAttempts
from assessment.services.sign_in.tokens import hashed
from assessment.store import sign_ins as store
from assessment.store.database import Database

WINDOW = timedelta(minutes=15)
"""In which attempts are counted. Not longer than a link lives: whoever uses up somebody else's attempts shuts
nobody out, since the last link that was mailed is good for as long."""
MOST = {"address": 5, "keep": 5, "network": 30, "claim": 60, "password": 10, "code": 8, "referral": 6}
"""How often in a window: links for one address, to sign in and to keep a check; links asked for, proofs tried
and referrals sent by one network address, passwords tried for one address, codes tried for one account. A
code has a million values, of which three are good at a time: whoever knows the first proof guesses the second
once in some 40,000 windows, over a year."""


def count(connection: Connection, kind: str, subject: str, now: datetime) -> None:
    """Raises TooManyAttempts."""
    counted = store.count_attempt(
        connection, kind=kind, subject_hash=hashed(subject), now=now, since=now - WINDOW
    )
    if counted > MOST[kind]:
        raise TooManyAttempts(int(WINDOW.total_seconds() // 60))


def count_all(database: Database, subjects: Mapping[str, str], now: datetime) -> None:
    """Counts attempts by kind, whatever comes of them. Raises TooManyAttempts, SignInUnavailable."""
    try:
        with database.writing() as connection:
            for kind, subject in subjects.items():
                count(connection, kind, subject, now)
    except SQLAlchemyError as error:
        raise SignInUnavailable from error


def count_try(database: Database, *, network: str, now: datetime) -> None:
    """Counts that a network address tries something."""
    count_all(database, {"claim": network}, now)
