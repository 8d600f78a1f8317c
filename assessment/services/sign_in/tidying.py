"""Forgets what nobody can use any more: links, sessions, attempts, challenges, proposed secrets."""

from datetime import datetime, timedelta

from sqlalchemy import Delete

from assessment.services.checks import origins
from assessment.services.sign_in.attempts import WINDOW
from assessment.store import batches, factors, other_accounts, passkeys
from assessment.store import sign_ins as store
from assessment.store.database import Database

PROPOSAL_LIFE = timedelta(hours=1)
"""How long a secret waits for the first code that was made from it."""


def tidy(database: Database, *, now: datetime) -> None:
    for statement in (*forget(now), *forget_beginnings(now)):
        batches.write(database, statement)


def forget(now: datetime) -> tuple[Delete, ...]:
    """Of links, sessions and attempts."""
    longer = {origins.KIND: now - origins.LIFE}
    return store.forget(now=now, attempts_before=now - WINDOW, longer=longer)


def forget_beginnings(now: datetime) -> tuple[Delete, ...]:
    """Of what was to become a way to sign in, or to prove who somebody is."""
    return (
        passkeys.forget_challenges(now),
        other_accounts.forget_departures(now),
        factors.forget_proposals(now - PROPOSAL_LIFE),
    )
