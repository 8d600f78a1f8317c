"""Forgets what nobody can use any more: links, sessions, attempts, challenges, proposed secrets."""

from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from assessment.services.checks import origins
from assessment.services.sign_in.attempts import WINDOW
from assessment.store import factors, other_accounts, passkeys
from assessment.store import sign_ins as store
from assessment.store.database import Database

PROPOSAL_LIFE = timedelta(hours=1)
"""How long a secret waits for the first code that was made from it."""


def tidy(database: Database, *, now: datetime) -> None:
    with database.writing() as connection:
        forget(connection, now)


def forget(connection: Connection, now: datetime) -> int:
    """The same within a transaction; how many links, sessions and attempts there were."""
    longer = {origins.KIND: now - origins.LIFE}
    over = store.forget(connection, now=now, attempts_before=now - WINDOW, longer=longer)
    passkeys.forget_challenges(connection, now)
    other_accounts.forget_departures(connection, now)
    factors.forget_proposals(connection, now - PROPOSAL_LIFE)
    return over
