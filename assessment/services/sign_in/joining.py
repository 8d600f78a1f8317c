"""Takes in whom an invitation was for, whichever way the person came."""

from datetime import datetime

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchLink
from assessment.store import audit
from assessment.store import people as store
from assessment.store.people import PersonRow
from assessment.store.sign_ins import LinkRow


def join(
    connection: Connection, invitation: LinkRow, *, name: str, language: str, now: datetime
) -> PersonRow:
    """Takes in whom an invitation was for, within the transaction that has used it up. Raises NoSuchLink."""
    home, email, role = invitation.organisation_id, invitation.email, invitation.role
    if home is None or email is None or role is None:
        raise NoSuchLink
    person = store.added(connection, email=email, name=name, language=language, moment=now)
    store.take_in(connection, person_id=person.id, organisation_id=home, role=role, moment=now)
    audit.note(connection, "joined", "organisation", home, person_id=person.id, at=now)
    return person
