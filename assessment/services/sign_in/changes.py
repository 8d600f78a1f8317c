"""Whatever is changed about signing in is told: in the audit log, and by mail to whom the account belongs.

Whoever was signed in elsewhere is signed out by it, and links that are out open nothing any more: if somebody
else got in, a change shuts them out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.engine import Connection

from assessment.mail import letters
from assessment.services.policy import Staff
from assessment.store import audit, outbox, people
from assessment.store import sign_ins as sessions
from assessment.store.people import PersonRow

MAIL_LIFE = timedelta(days=7)


class Change(StrEnum):
    PASSWORD_SET = "password_set"  # noqa: S105 - a name
    PASSWORD_REMOVED = "password_removed"  # noqa: S105
    CODES_ON = "codes_on"
    CODES_OFF = "codes_off"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    SECOND_STEP_TAKEN_OFF = "second_step_taken_off"
    OTHER_ACCOUNT_JOINED = "other_account_joined"
    OTHER_ACCOUNT_REMOVED = "other_account_removed"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every mail about a change ends with: who writes, and where the account can be seen."""

    operator: str
    link: str


def made(connection: Connection, actor: Staff, change: Change, letterhead: Letterhead) -> None:
    """Tells of a change that somebody has made to the own account, within its transaction."""
    person = people.named(connection, actor.person_id)
    if person:
        sessions.end_all(connection, person.id, but=actor.session_id)
        sessions.forget_links(connection, person.email)
        tell(connection, person, change, letterhead, actor.now)


def tell(
    connection: Connection, person: PersonRow, change: Change, letterhead: Letterhead, now: datetime
) -> None:
    audit.note(connection, change, "person", person.id, person_id=person.id, at=now)
    words = {"link": letterhead.link, "operator": letterhead.operator}
    letter = letters.written("sign_in_changed", person.language, change=str(change), **words)
    outbox.put(connection, recipient=person.email, letter=letter, now=now, expires_at=now + MAIL_LIFE)
