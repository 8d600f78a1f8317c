"""Coming in by a link from the mailbox.

What is told to somebody who asks for a link is the same whether or not the address has an account, and so is
what is done meanwhile.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from assessment.errors import NoSuchLink, SignInUnavailable
from assessment.mail import letters
from assessment.services.sign_in.attempts import WINDOW, count, count_try
from assessment.services.sign_in.sessions import SignedIn, begin_session
from assessment.services.sign_in.tokens import cleaned, hashed, new_token
from assessment.store import outbox, people
from assessment.store import sign_ins as store
from assessment.store.database import Database
from assessment.store.people import PersonRow
from assessment.store.sign_ins import LinkRow

LINK_LIFE = WINDOW


def request_link(
    database: Database,
    *,
    email: str,
    network: str,
    language: str,
    operator: str,
    link: Callable[[str], str],
    now: datetime,
) -> None:
    """Mails a link to whoever has an account. `link` makes an address of a token, `network` is who asks.

    Raises TooManyAttempts, and SignInUnavailable where attempts cannot be counted.
    """
    email, token = cleaned(email), new_token()
    try:
        with database.writing() as connection:
            count(connection, "address", email, now)
            count(connection, "network", network, now)
            store.forget_links(connection, email)
            person = people.by_email(connection, email)
            _put_link(connection, email, person, token, now)
            _mail(connection, email, person, link(token), language, operator, now)
    except SQLAlchemyError as error:
        raise SignInUnavailable from error


def _put_link(
    connection: Connection, email: str, person: PersonRow | None, token: str, now: datetime
) -> None:
    ends = now + LINK_LIFE
    row = LinkRow(uuid4(), email, person.id if person else None, None, None, None, ends)
    store.put_link(connection, token_hash=hashed(token), purpose="sign_in", link=row, now=now)


def _mail(
    connection: Connection,
    email: str,
    person: PersonRow | None,
    link: str,
    language: str,
    operator: str,
    now: datetime,
) -> None:
    """Written for everybody, so that it takes as long, and put into the outbox for those with an account."""
    spoken, minutes = person.language if person else language, int(LINK_LIFE.total_seconds() // 60)
    letter = letters.written("sign_in", spoken, link=link, minutes=minutes, operator=operator)
    if person:
        outbox.put(connection, recipient=email, letter=letter, now=now, expires_at=now + LINK_LIFE)


def claim(
    database: Database, *, token: str, network: str, replaces: str | None = None, now: datetime
) -> SignedIn:
    """Uses a link up and begins a session; the one which the browser had, `replaces`, ends.

    Raises NoSuchLink, TooManyAttempts, and SignInUnavailable where attempts cannot be counted.
    """
    count_try(database, network=network, now=now)
    with database.writing() as connection:
        link = store.claim(connection, hashed(token), "sign_in", now)
        if link is None or link.person_id is None:
            raise NoSuchLink
        return begin_session(connection, link.person_id, replaces=replaces, now=now)
