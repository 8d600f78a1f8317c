"""Keeping a check by a link from the mailbox, as signing in works: good once, for a quarter of an hour."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from assessment.errors import NoSuchLink, SignInUnavailable
from assessment.mail import letters
from assessment.services import runs
from assessment.services.kept_checks.keeping import put
from assessment.services.runs import Begun
from assessment.services.sign_in import (
    LINK_LIFE,
    SignedIn,
    begin_session,
    cleaned,
    count_try,
    hashed,
    new_token,
)
from assessment.services.sign_in.attempts import count
from assessment.services.sign_in.sealing import Purpose, opened, sealed
from assessment.store import checks_to_keep, outbox, people, sign_ins
from assessment.store.database import Database
from assessment.store.runs import RunRow
from assessment.store.sign_ins import LinkRow
from questionnaires import library
from questionnaires.text import Language

LINK = "keep_check"
"""The purpose of such a link."""


def request_link(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    email: str,
    network: str,
    language: Language,
    operator: str,
    secret: str,
    link: Callable[[str], str],
    now: datetime,
) -> None:
    """Mails a link that keeps the check in the account of this address, which begins with it if need be.

    Raises KeyNeeded, TooManyAttempts, and SignInUnavailable where attempts cannot be counted.
    """
    email, token = cleaned(email), new_token()
    try:
        with database.writing() as connection:
            run = runs.unlocked(connection, run_id, key)
            count(connection, "keep", email, now)
            count(connection, "network", network, now)
            _wait(connection, run, key or "", email, token, secret, now)
            _mail(connection, run, email, link(token), language, operator, now)
    except SQLAlchemyError as error:
        raise SignInUnavailable from error


def _wait(
    connection: Connection, run: RunRow, key: str, email: str, token: str, secret: str, now: datetime
) -> None:
    """The check with its key waits behind the link. An earlier link for the same opens nothing any more."""
    checks_to_keep.forget(connection, email, run.id)
    row = LinkRow(uuid4(), email, None, None, None, None, now + LINK_LIFE)
    sign_ins.put_link(connection, token_hash=hashed(token), purpose=LINK, link=row, now=now)
    seal = sealed(key, key=secret, owner=row.id, purpose=Purpose.CHECKS)
    checks_to_keep.put(connection, link_id=row.id, run_id=run.id, sealed_key=seal)


def _mail(
    connection: Connection,
    run: RunRow,
    email: str,
    link: str,
    language: Language,
    operator: str,
    now: datetime,
) -> None:
    check, minutes = (
        library.released(run.questionnaire, run.version).check[run.check],
        LINK_LIFE.seconds // 60,
    )
    words = {"check": check.title.in_(language), "link": link, "operator": operator}
    letter = letters.written(LINK, language, minutes=minutes, **words)
    ends = now + LINK_LIFE
    outbox.put(connection, recipient=email, letter=letter, now=now, expires_at=ends, run_id=run.id)


def claim(
    database: Database,
    *,
    token: str,
    network: str,
    language: Language,
    secret: str,
    replaces: str | None = None,
    now: datetime,
) -> SignedIn:
    """Uses a link up: keeps its check and signs in, as any link does; the browser's session `replaces` ends.

    Raises NoSuchLink, TooManyAttempts, and SignInUnavailable where attempts cannot be counted.
    """
    count_try(database, network=network, now=now)
    with database.writing() as connection:
        link = sign_ins.claim(connection, hashed(token), LINK, now)
        waiting = checks_to_keep.take(connection, link.id) if link else None
        if link is None or link.email is None or waiting is None:
            raise NoSuchLink
        run_id, seal = waiting
        key = opened(seal, key=secret, owner=link.id, purpose=Purpose.CHECKS)
        if key is None:
            raise NoSuchLink
        person = people.added(connection, email=link.email, name="", language=language, moment=now)
        put(connection, person.id, Begun(run_id, key), secret, now)
        return begin_session(connection, person.id, replaces=replaces, now=now)
