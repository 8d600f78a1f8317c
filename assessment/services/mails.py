"""Hands the mails of the outbox to the post: none twice, and again when it was not taken.

A mail is taken for some minutes by whoever delivers it, so several processes may do so at once; one that dies
meanwhile leaves it to the next. Right before its last byte leaves it is noted as sent. Only who dies after
that, and before the server has said whether it takes it, leaves a mail behind that may not have arrived: it
is never sent again, since it may have, and the operator is told. A file can be written again, so into a
folder even that cannot happen.
"""

import logging
from datetime import datetime, timedelta

from assessment.logs import Event
from assessment.mail.posts import Post, Unconfirmed, Undelivered
from assessment.store import batches
from assessment.store import outbox as store
from assessment.store.database import Database
from assessment.store.outbox import MailRow

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
ATTEMPTS = 8
"""After 1, 2, 4 ... minutes; the last one about two hours after the first."""
AT_ONCE = 20


log = logging.getLogger(__name__)


class Withdrawn(Exception):
    """The mail is gone, or somebody else has taken it: the clock went on, or it took too long."""


def deliver(database: Database, post: Post, *, now: datetime) -> int:
    """Sends what is due; how many mails left. What fails is tried again, each time after twice as long."""
    left = 0
    for _ in range(AT_ONCE):
        mail = _taken(database, now)
        if mail is None:
            break
        left += _deliver(database, post, mail, now)
    return left


def tidy(database: Database, *, now: datetime) -> int:
    """Forgets what came too late to be of use; how many mails. Of those of which no word came, address and
    text go: they may hold a link."""
    with database.writing() as connection:
        store.strip_unconfirmed(connection, now - LEASE)
    return batches.write(database, store.forget_useless(now))


def _taken(database: Database, now: datetime) -> MailRow | None:
    with database.writing() as connection:
        return store.take(connection, now=now, back_at=now + LEASE, attempts=ATTEMPTS)


def _deliver(database: Database, post: Post, mail: MailRow, now: datetime) -> bool:
    def handing_over() -> None:
        with database.writing() as connection:
            if not store.hand_over(connection, mail, now):
                raise Withdrawn

    try:
        post.send(
            mail_id=str(mail.id),
            recipient=mail.recipient,
            subject=mail.subject,
            text=mail.text,
            handing_over=handing_over,
        )
    except Withdrawn:
        return False
    except Unconfirmed:
        log.warning(Event("mail_unconfirmed"))
        return False
    except Undelivered as error:  # its words may hold the address, so only its kind is kept
        _put_off(database, mail, type(error).__name__, now)
        return False
    with database.writing() as connection:
        store.sent(connection, mail, now)
    return True


def _put_off(database: Database, mail: MailRow, error: str, now: datetime) -> None:
    pause = FIRST_PAUSE * 2 ** (mail.attempts - 1)
    with database.writing() as connection:
        store.put_off(connection, mail, error=error, due_at=now + pause)
