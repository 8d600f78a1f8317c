"""Which system comes with a token, and how often it may. Where that cannot be counted, nobody comes in."""

from datetime import datetime, timedelta

from sqlalchemy import Delete
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from assessment import clock
from assessment.errors import InterfaceUnavailable, TokenRefused, TooManyRequests
from assessment.services.policy import Kind, Scope, System
from assessment.services.sign_in.tokens import hashed
from assessment.store import interfaces as store
from assessment.store import sign_ins
from assessment.store.database import Database

WINDOW = timedelta(minutes=1)
MOST = {"api_token": 120, "api_network": 240}
"""Requests in a window: with one token, and from one network address whatever it comes with."""
REPEATABLE = timedelta(hours=24)
"""How long a request with the same key is answered as the first time."""


def of_token(database: Database, *, token: str, network: str, now: datetime) -> System:
    """Who comes in by a token. Raises TokenRefused, TooManyRequests, InterfaceUnavailable."""
    try:
        with database.writing() as connection:
            _count(connection, "api_network", network, now)
            system = _system(connection, token, now)
            if system:
                _count(connection, "api_token", str(system.token_id), now)
                store.use_token(connection, system.token_id, clock.day(now))
    except SQLAlchemyError as error:
        raise InterfaceUnavailable from error
    if system is None:
        raise TokenRefused  # only now: what was counted stays counted
    return system


def _count(connection: Connection, kind: str, subject: str, now: datetime) -> None:
    counted = sign_ins.count_attempt(
        connection, kind=kind, subject_hash=hashed(subject), now=now, since=now - WINDOW
    )
    if counted > MOST[kind]:
        raise TooManyRequests(int(WINDOW.total_seconds()))


def _system(connection: Connection, token: str, now: datetime) -> System | None:
    row = store.token(connection, hashed(token), now)
    if row is None:
        return None
    scopes = frozenset(Scope(name) for name in row.scopes)
    return System(row.id, row.organisation_id, Kind(row.kind), scopes, now)


def forget(now: datetime) -> tuple[Delete, ...]:
    """Of what a system need not have repeated to it any more, links past their time, tokens that ended a year
    ago."""
    return store.forget(now=now, writes_before=now - REPEATABLE, tokens_before=now - timedelta(days=365))
