"""For somebody who has lost device and codes: the second step is taken off an account, from the command line.

Whoever can read that line has made sure by other means who asks. The mailbox alone opens the account then.
"""

from datetime import datetime

from assessment.services.sign_in import changes
from assessment.services.sign_in.changes import Change, Letterhead
from assessment.services.sign_in.tokens import cleaned
from assessment.store import factors, passkeys, people
from assessment.store import sign_ins as sessions
from assessment.store.database import Database


def take_off_second_step(database: Database, *, email: str, letterhead: Letterhead, now: datetime) -> bool:
    """Ends all sessions, too, and tells by mail; False where there is no such account."""
    with database.writing() as connection:
        person = people.by_email(connection, cleaned(email))
        if person is None:
            return False
        factors.remove_code(connection, person.id)
        factors.remove_recovery_codes(connection, person.id)
        passkeys.remove_all(connection, person.id)
        sessions.end_all(connection, person.id)
        changes.tell(connection, person, Change.SECOND_STEP_TAKEN_OFF, letterhead, now)
        return True
