"""Hands out what waits for other systems: signed, tried again with growing pauses, given up in the end.

A message is taken for some minutes by whoever delivers it, so several processes may do so at once. One that
dies in between leaves it to the next; it then goes out again under the same id. Whoever answers with anything
but a success is asked again; 410 says that nobody wants to hear of it any more.
"""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from assessment.config import Settings
from assessment.services.interfaces import calling
from assessment.services.interfaces.calling import Call, Unreached
from assessment.services.sign_in.sealing import Purpose, opened
from assessment.store import webhooks as store
from assessment.store.database import Database
from assessment.store.webhooks import DueRow

LEASE = timedelta(minutes=10)
"""Longer than a whole round of `AT_ONCE` may take."""
AT_ONCE = 20
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""After each failure but the last: the eighth attempt comes about two days after the first."""
GONE = 410
SIGNATURE = "Wandelkompass-Signature"


def caller(settings: Settings) -> Call:
    """Calls public addresses only, unless the settings allow for more."""
    return calling.anywhere if settings.webhooks_inside else calling.outside


def deliver(database: Database, call: Call, *, key: str, now: datetime, only: UUID | None = None) -> int:
    """Sends what is due, or `only` one message; how much arrived. An address that fails is left alone for the
    rest of the round."""
    with database.writing() as connection:
        due = store.take(connection, now=now, back_at=now + LEASE, most=AT_ONCE, only=only)
    arrived, failed = 0, set()
    for one in due:
        if one.webhook_id in failed:
            _put_back(database, one, now)
        elif _deliver(database, call, one, key, now):
            arrived += 1
        else:
            failed.add(one.webhook_id)
    return arrived


def _deliver(database: Database, call: Call, due: DueRow, key: str, now: datetime) -> bool:
    secret = opened(due.sealed_secret, key=key, owner=due.webhook_id, purpose=Purpose.WEBHOOKS)
    if secret is None:
        _put_off(database, due, "sealed", None, now)
        return False
    body = due.text.encode()
    try:
        status = call(due.url, body, headers(due, secret, body, now))
    except Unreached as error:
        _put_off(database, due, error.problem, None, now)
        return False
    if not 200 <= status < 300:
        _put_off(database, due, None, status, now)
        return False
    with database.writing() as connection:
        store.sent(connection, due.id, status=status, now=now)
    return True


def headers(due: DueRow, secret: str, body: bytes, now: datetime) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "Wandelkompass",
        "Wandelkompass-Delivery": str(due.id),
        SIGNATURE: signature(secret, body, now),
    }


def signature(secret: str, body: bytes, now: datetime) -> str:
    """`t=...,v1=...`: the moment in seconds, and HMAC-SHA-256 over it, a dot and the body, as hex."""
    moment = str(int(now.timestamp()))
    signed = hmac.digest(secret.encode(), moment.encode() + b"." + body, "sha256")
    return f"t={moment},v1={signed.hex()}"


def _put_back(database: Database, due: DueRow, now: datetime) -> None:
    """Not tried, so not counted."""
    with database.writing() as connection:
        store.put_back(connection, due.id, due_at=now + PAUSES[0])


def _put_off(database: Database, due: DueRow, problem: str | None, status: int | None, now: datetime) -> None:
    over = status == GONE or due.attempts > len(PAUSES)
    pause = PAUSES[min(due.attempts, len(PAUSES)) - 1]
    with database.writing() as connection:
        store.put_off(
            connection,
            due.id,
            status=status,
            problem=problem,
            due_at=now + pause,
            given_up_at=now if over else None,
        )
