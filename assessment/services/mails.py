"""Hands the mails of the outbox to the post: each once, as far as anybody can know, and again when it failed.

A mail is taken for some minutes by whoever delivers it, so several processes may do so at once. One that dies
in between leaves the mail to the next; it then goes out again under the same id.
"""

from datetime import datetime, timedelta

from assessment.mail.posts import Post, Undelivered
from assessment.store import outbox as store
from assessment.store.database import Database
from assessment.store.outbox import MailRow

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
ATTEMPTS = 8
"""After 1, 2, 4 ... minutes; the last one about two hours after the first."""
AT_ONCE = 20


def deliver(database: Database, post: Post, *, now: datetime) -> int:
    """Sends what is due; how many mails left. What fails is tried again, each time after twice as long."""
    with database.writing() as connection:
        store.forget_useless(connection, now)
        due = store.take(connection, now=now, back_at=now + LEASE, most=AT_ONCE, attempts=ATTEMPTS)
    return sum(_deliver(database, post, mail, now) for mail in due)


def _deliver(database: Database, post: Post, mail: MailRow, now: datetime) -> bool:
    try:
        post.send(mail_id=str(mail.id), recipient=mail.recipient, subject=mail.subject, text=mail.text)
    except Undelivered as error:  # its words may hold the address, so only its kind is kept
        pause = FIRST_PAUSE * 2 ** (mail.attempts - 1)
        with database.writing() as connection:
            store.put_off(connection, mail.id, error=type(error).__name__, due_at=now + pause)
        return False
    with database.writing() as connection:
        store.sent(connection, mail.id, now)
    return True
