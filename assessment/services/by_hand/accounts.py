"""Accounts of staff by their address: who there is, inviting, ending what somebody does, signing out."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy.engine import Connection

from assessment.services import policy
from assessment.services.people import INVITATION_LIFE
from assessment.services.policy import ROLES_IN, Kind, Role
from assessment.services.sign_in import cleaned, hashed, new_token
from assessment.store import accounts as store
from assessment.store import audit, people
from assessment.store import sign_ins as links
from assessment.store.accounts import AccountRow
from assessment.store.database import Database
from assessment.store.people import OrganisationRow, PersonRow
from assessment.store.sign_ins import LinkRow


class NotDone(Exception):
    """Something cannot be done; the text says why, and what would be possible."""


def everybody(database: Database) -> list[AccountRow]:
    """All accounts, by address."""
    with database.reading() as connection:
        return store.everybody(connection)


def invite(
    database: Database, *, email: str, role: Role, organisation: str, founds: Kind | None, now: datetime
) -> str:
    """The token of an invitation, for whoever can read the line; no mail goes out.

    `founds`: what kind of organisation to found where there is none of this name. Raises NotDone.
    """
    token = new_token()
    with database.writing() as connection:
        home = _home(connection, organisation, founds, now)
        if role not in ROLES_IN[Kind(home.kind)]:
            possible = ", ".join(ROLES_IN[Kind(home.kind)])
            raise NotDone(f"{home.name} is of the kind {home.kind}, where people can be: {possible}.")
        row = LinkRow(uuid4(), cleaned(email), None, home.id, role, None, now + INVITATION_LIFE)
        links.put_link(connection, token_hash=hashed(token), purpose="invitation", link=row, now=now)
        audit.note(connection, "invited", "link", row.id, person_id=None, at=now)
    return token


def _home(connection: Connection, name: str, founds: Kind | None, now: datetime) -> OrganisationRow:
    known = [one for one, _ in people.organisations(connection)]
    for one in known:
        if one.name.casefold() == name.casefold():
            return one
    if founds is None:
        named = ", ".join(one.name for one in known) or "none"
        raise NotDone(f"There is no organisation {name!r}; there are: {named}. --found KIND founds it.")
    made = people.found(connection, name=name, kind=founds, moment=now)
    audit.note(connection, "founded", "organisation", made.id, person_id=None, at=now)
    return made


def end(database: Database, *, email: str, role: Role, organisation: str, now: datetime) -> bool:
    """Ends what somebody does somewhere, as `people.remove` does; whether the account is gone by that.

    Raises NotDone, also for the last operator.
    """
    with database.writing() as connection:
        person = _person(connection, email)
        homes = [
            seat.organisation.id
            for seat in people.seats_of(connection, person.id)
            if seat.role == role and seat.organisation.name.casefold() == organisation.casefold()
        ]
        if not homes:
            raise NotDone(f"{person.email} is no {role} of {organisation!r}; `user list` says who is what.")
        keep_last_operator(connection, person, role)
        seat = {"person_id": person.id, "organisation_id": homes[0]}
        people.put_out(connection, **seat, role=role)
        links.withdraw_offers(connection, **seat)
        audit.note(connection, "removed", "person", person.id, person_id=None, at=now)
        return people.forget_without_seat(connection, person.id)


def sign_out(database: Database, *, email: str, now: datetime) -> int:
    """Ends all sessions of somebody, and the links on their way; how many sessions. Raises NotDone."""
    with database.writing() as connection:
        person = _person(connection, email)
        ended = links.end_all(connection, person.id)
        links.forget_links(connection, person.email)
        audit.note(connection, "signed_out_everywhere", "person", person.id, person_id=None, at=now)
        return ended


def _person(connection: Connection, email: str) -> PersonRow:
    found = people.by_email(connection, cleaned(email))
    if found is None:
        raise NotDone(f"Nobody has an account with the address {email}.")
    return found


def keep_last_operator(connection: Connection, person: PersonRow, role: str) -> None:
    """Raises NotDone where nobody would be left who operates all of it."""
    operators = set(people.ids_with_role(connection, Role.OPERATOR))
    if person.id in operators and policy.is_needed(role, operators - {person.id}):
        raise NotDone(f"{person.email} is the last operator; please invite another one first.")
