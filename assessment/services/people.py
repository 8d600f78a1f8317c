"""Organisations and the people in them: found, invite, join, remove."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.engine import Connection

from assessment.errors import NoSuchLink, NoSuchOrganisation
from assessment.mail import letters
from assessment.services import houses_by_name, policy, sign_in
from assessment.services.policy import Action, Kind, Place, Role, Staff
from assessment.services.sign_in import SignedIn, cleaned, hashed, new_token
from assessment.services.sign_in.joining import join
from assessment.store import audit, outbox
from assessment.store import people as store
from assessment.store import sign_ins as links
from assessment.store.database import Database
from assessment.store.people import EMAIL_LENGTH, NAME_LENGTH, MemberRow, OrganisationRow
from assessment.store.sign_ins import LinkRow

__all__ = ["EMAIL_LENGTH", "NAME_LENGTH"]

INVITATION_LIFE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class House:
    """An organisation with its people, the roles there are, and the invitations that wait."""

    organisation: OrganisationRow
    roles: tuple[Role, ...]
    members: tuple[MemberRow, ...]
    invitations: tuple[LinkRow, ...]


@dataclass(frozen=True, slots=True)
class Invitation:
    """What somebody reads before accepting."""

    email: str
    organisation: OrganisationRow
    role: Role
    expires_at: datetime
    known: bool
    """Whether the address has an account already, with a name."""


def organisations(
    database: Database, *, actor: Staff, name: str = ""
) -> tuple[houses_by_name.Found, Mapping[UUID, int]]:
    """Those in whose name this stands, and how many people each has. Raises Refused."""
    policy.require(actor, Action.SEE_ORGANISATIONS)
    with database.reading() as connection:
        found = houses_by_name.find(connection, name)
        return found, store.numbers_of_people(connection, [one.id for one in found.houses])


def found(database: Database, *, actor: Staff, name: str, kind: Kind) -> OrganisationRow:
    """Founds an organisation. Raises Refused."""
    policy.require(actor, Action.FOUND_ORGANISATION)
    with database.writing() as connection:
        made = store.found(connection, name=name, kind=kind, moment=actor.now)
        audit.by(connection, actor, "founded", "organisation", made.id)
        return made


def house(database: Database, *, actor: Staff, organisation_id: UUID) -> House:
    """Raises Refused, NoSuchOrganisation."""
    policy.require(actor, Action.SEE_ORGANISATION, Place(organisation_id))
    with database.reading() as connection:
        organisation = _organisation(connection, organisation_id)
        return House(
            organisation,
            policy.ROLES_IN[Kind(organisation.kind)],
            tuple(store.members_of(connection, organisation_id)),
            tuple(links.invitations_to(connection, organisation_id, actor.now)),
        )


def invite(
    database: Database,
    *,
    actor: Staff,
    organisation_id: UUID,
    role: Role,
    email: str,
    role_words: str,
    language: str,
    operator: str,
    link: Callable[[str], str],
) -> None:
    """Mails an invitation. `role_words` names the role in the mail's language. Raises Refused."""
    policy.require(actor, Action.INVITE, Place(organisation_id))
    token, ends = new_token(), actor.now + INVITATION_LIFE
    with database.writing() as connection:
        organisation = _organisation(connection, organisation_id)
        policy.require(actor, Action.INVITE, Place(organisation_id, Kind(organisation.kind), role))
        row = LinkRow(uuid4(), cleaned(email), None, organisation_id, role, actor.person_id, ends)
        _put(connection, row, token, actor.now)
        words = {"organisation": organisation.name, "role": role_words, "operator": operator}
        letter = letters.written("invitation", language, link=link(token), days=INVITATION_LIFE.days, **words)
        outbox.put(connection, recipient=cleaned(email), letter=letter, now=actor.now, expires_at=ends)
        audit.by(connection, actor, "invited", "link", row.id)


def _put(connection: Connection, row: LinkRow, token: str, now: datetime) -> None:
    links.put_link(connection, token_hash=hashed(token), purpose="invitation", link=row, now=now)


def withdraw_invitation(database: Database, *, actor: Staff, organisation_id: UUID, link_id: UUID) -> bool:
    """False where it has been accepted or withdrawn meanwhile. Raises Refused."""
    policy.require(actor, Action.INVITE, Place(organisation_id))
    with database.writing() as connection:
        withdrawn = links.withdraw_invitation(connection, organisation_id, link_id)
        if withdrawn:
            audit.by(connection, actor, "invitation_withdrawn", "link", link_id)
        return withdrawn


def invitation(database: Database, *, token: str, now: datetime) -> Invitation:
    """What a link invites to; reading it uses nothing up. Raises NoSuchLink."""
    with database.reading() as connection:
        row = links.link(connection, hashed(token), "invitation", now)
        if row is None or row.organisation_id is None or row.email is None or row.role is None:
            raise NoSuchLink
        organisation = _organisation(connection, row.organisation_id)
        person = store.by_email(connection, row.email)
    known = person is not None and bool(person.name)
    return Invitation(row.email, organisation, Role(row.role), row.expires_at, known)


def accept_invitation(
    database: Database,
    *,
    token: str,
    name: str,
    language: str,
    network: str,
    replaces: str | None,
    now: datetime,
) -> SignedIn:
    """Joins, and is signed in: who has the link has the mailbox. Raises NoSuchLink, TooManyAttempts."""
    sign_in.count_try(database, network=network, now=now)
    with database.writing() as connection:
        row = links.claim(connection, hashed(token), "invitation", now)
        if row is None:
            raise NoSuchLink
        person = join(connection, row, name=name, language=language, now=now)
        return sign_in.begin_session(connection, person.id, replaces=replaces, now=now)


def remove(database: Database, *, actor: Staff, organisation_id: UUID, person_id: UUID, role: Role) -> bool:
    """Ends a membership, with what the person has offered by it; an account that belongs nowhere goes, too.

    False where there was no such membership (any more). Raises Refused.
    """
    policy.require(actor, Action.REMOVE_MEMBER, Place(organisation_id))
    with database.writing() as connection:
        last = store.number_of(connection, role) < 2
        policy.require(actor, Action.REMOVE_MEMBER, Place(organisation_id, role=role, last=last))
        seat = {"person_id": person_id, "organisation_id": organisation_id}
        removed = store.put_out(connection, **seat, role=role)
        if removed:
            links.withdraw_offers(connection, **seat)
            store.forget_without_seat(connection, person_id)
            audit.by(connection, actor, "removed", "person", person_id)
        return removed


def invite_operator(database: Database, *, email: str, network_name: str, now: datetime) -> str:
    """The invitation of an operator, from the command line: the token, for whoever can read that line."""
    token = new_token()
    with database.writing() as connection:
        networks = [one for one, _ in store.organisations(connection) if one.kind == Kind.NETWORK]
        home = (
            networks[0]
            if networks
            else store.found(connection, name=network_name, kind=Kind.NETWORK, moment=now)
        )
        row = LinkRow(uuid4(), cleaned(email), None, home.id, Role.OPERATOR, None, now + INVITATION_LIFE)
        _put(connection, row, token, now)
        audit.note(connection, "invited", "link", row.id, person_id=None, at=now)
    return token


def _organisation(connection: Connection, organisation_id: UUID) -> OrganisationRow:
    organisation = store.organisation(connection, organisation_id)
    if organisation is None:
        raise NoSuchOrganisation
    return organisation
