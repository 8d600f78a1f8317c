"""People with an account, organisations, and who does what in which.

Companies need none: their link is their key. Who keeps checks in an account has no name here and no seat. An
e-mail address is kept in lower case, once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Select, String, delete, exists, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base, insert_for
from assessment.store.kept_checks import KeptCheck

EMAIL_LENGTH, NAME_LENGTH = 254, 120
HOUSE_LENGTH = 80


class Person(Base):
    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    language: Mapped[str] = mapped_column(String(2))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class Organisation(Base):
    """`kind`: advice, chamber, provider or network; services.policy says which roles each may have.
    `catalogue_id`: which house of the districts and offers (matching/content) it is, if somebody said so."""

    __tablename__ = "organisation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    kind: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    catalogue_id: Mapped[str | None] = mapped_column(String(HOUSE_LENGTH))


class Membership(Base):
    __tablename__ = "membership"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    since: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: UUID
    email: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    id: UUID
    name: str
    kind: str
    catalogue_id: str | None = None


@dataclass(frozen=True, slots=True)
class SeatRow:
    """What a person is, and where."""

    organisation: OrganisationRow
    role: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    person: PersonRow
    role: str
    since: datetime


_PERSON = (Person.id, Person.email, Person.name, Person.language)
_ORGANISATION = (Organisation.id, Organisation.name, Organisation.kind, Organisation.catalogue_id)


def by_email(connection: Connection, email: str) -> PersonRow | None:
    found = connection.execute(select(*_PERSON).where(Person.email == email)).first()
    return PersonRow(*found) if found else None


def named(connection: Connection, person_id: UUID) -> PersonRow | None:
    found = connection.execute(select(*_PERSON).where(Person.id == person_id)).first()
    return PersonRow(*found) if found else None


def added(connection: Connection, *, email: str, name: str, language: str, moment: datetime) -> PersonRow:
    """The person with this address; whoever has an account already keeps name and language, and gets a name
    only if there is none yet."""
    row = {"id": uuid4(), "email": email, "name": name, "language": language}
    new = insert_for(connection, Person).values(row | {"created_at": moment, "last_seen_at": moment})
    named = {"name": new.excluded.name}
    connection.execute(
        new.on_conflict_do_update(index_elements=["email"], set_=named, where=Person.name == "")
    )
    return PersonRow(*connection.execute(select(*_PERSON).where(Person.email == email)).one())


def seen(connection: Connection, person_id: UUID, moment: datetime) -> PersonRow | None:
    """Notes that somebody signs in; who it is, None for nobody."""
    noted = update(Person).where(Person.id == person_id).values(last_seen_at=moment).returning(*_PERSON)
    found = connection.execute(noted).first()
    return PersonRow(*found) if found else None


def seats_of(connection: Connection, person_id: UUID) -> list[SeatRow]:
    """All memberships of a person, by name of the organisation."""
    joined = select(*_ORGANISATION, Membership.role).join(Membership).order_by(Organisation.name)
    rows = connection.execute(joined.where(Membership.person_id == person_id))
    return [SeatRow(OrganisationRow(*row[:-1]), row[-1]) for row in rows]


def members_of(connection: Connection, organisation_id: UUID) -> list[MemberRow]:
    joined = select(*_PERSON, Membership.role, Membership.since).join(Membership).order_by(Person.name)
    rows = connection.execute(joined.where(Membership.organisation_id == organisation_id))
    return [MemberRow(PersonRow(*row[:4]), *row[4:]) for row in rows]


def take_in(
    connection: Connection, *, person_id: UUID, organisation_id: UUID, role: str, moment: datetime
) -> None:
    """Makes somebody a member; who is one already stays one."""
    row = {"person_id": person_id, "organisation_id": organisation_id, "role": role, "since": moment}
    new = insert_for(connection, Membership).values(row)
    connection.execute(new.on_conflict_do_nothing())


def put_out(connection: Connection, *, person_id: UUID, organisation_id: UUID, role: str) -> bool:
    """Ends a membership; False where there was none."""
    same = (Membership.person_id == person_id, Membership.organisation_id == organisation_id)
    return connection.execute(delete(Membership).where(*same, Membership.role == role)).rowcount > 0


def forget_without_seat(connection: Connection, person_id: UUID) -> bool:
    """Removes an account that belongs nowhere any more, with its sessions; False where it still does, or
    where checks are kept in it."""
    seated = exists().where(Membership.person_id == person_id)
    keeps = exists().where(KeptCheck.person_id == person_id)
    return connection.execute(delete(Person).where(Person.id == person_id, ~seated, ~keeps)).rowcount > 0


def number_of(connection: Connection, role: str) -> int:
    """How many people have this role anywhere. Nobody else changes who has it until the transaction ends."""
    held = select(Membership.person_id).where(Membership.role == role).with_for_update()
    return len(set(connection.execute(held).scalars()))


def found(connection: Connection, *, name: str, kind: str, moment: datetime) -> OrganisationRow:
    row = OrganisationRow(uuid4(), name, kind)
    values = {"id": row.id, "name": name, "kind": kind, "created_at": moment}
    connection.execute(insert(Organisation), values)
    return row


def organisation(connection: Connection, organisation_id: UUID) -> OrganisationRow | None:
    row = connection.execute(select(*_ORGANISATION).where(Organisation.id == organisation_id)).first()
    return OrganisationRow(*row) if row else None


def hold(connection: Connection, *, id: UUID | None = None, kind: str | None = None) -> None:  # noqa: A002
    """Whoever holds one of the same organisations waits until the transaction ends; nobody else does."""
    chosen = select(Organisation.id).where(Organisation.id == id if id else Organisation.kind == kind)
    connection.execute(chosen.order_by(Organisation.id).with_for_update(key_share=True)).all()


def be_house(connection: Connection, organisation_id: UUID, catalogue_id: str | None) -> None:
    """Says which house of districts and offers an organisation is, or that it is none."""
    said = update(Organisation).where(Organisation.id == organisation_id)
    connection.execute(said.values(catalogue_id=catalogue_id))


def organisations(connection: Connection) -> list[tuple[OrganisationRow, int]]:
    """All, by name, with the number of their members."""
    people = func.count(func.distinct(Membership.person_id))
    joined = select(*_ORGANISATION, people).outerjoin(Membership).group_by(*_ORGANISATION)
    rows = connection.execute(joined.order_by(Organisation.name, Organisation.id))
    return [(OrganisationRow(*row[:-1]), row[-1]) for row in rows]


def named_like(
    connection: Connection, name: str, *, most: int, role: str | None = None
) -> list[OrganisationRow]:
    """Organisations in whose name this stands, in order, at most so many; those where somebody has a role."""
    chosen = select(*_ORGANISATION).where(Organisation.name.icontains(name, autoescape=True))
    if role:
        held = exists().where(Membership.organisation_id == Organisation.id, Membership.role == role)
        chosen = chosen.where(held)
    rows = connection.execute(chosen.order_by(Organisation.name, Organisation.id).limit(most))
    return [OrganisationRow(*row) for row in rows]


def somebody_is(connection: Connection, organisation_id: UUID, role: str) -> bool:
    """Whether anybody has this role in an organisation."""
    held = (Membership.organisation_id == organisation_id, Membership.role == role)
    return connection.execute(select(Membership.person_id).where(*held).limit(1)).first() is not None


def numbers_of_people(connection: Connection, ids: Collection[UUID]) -> dict[UUID, int]:
    """How many people each of these organisations has; one without any is left out."""
    number = func.count(func.distinct(Membership.person_id))
    chosen = select(Membership.organisation_id, number).where(Membership.organisation_id.in_(ids))
    rows = connection.execute(chosen.group_by(Membership.organisation_id))
    return {row[0]: row[1] for row in rows}


def houses_of_catalogue(connection: Connection) -> list[OrganisationRow]:
    """The organisations that are a house of the catalogue, by name."""
    chosen = select(*_ORGANISATION).where(Organisation.catalogue_id.is_not(None))
    rows = connection.execute(chosen.order_by(Organisation.name, Organisation.id))
    return [OrganisationRow(*row) for row in rows]


def mails_of(connection: Connection, organisation_id: UUID, role: str) -> tuple[str, ...]:
    """The addresses of those who have a role in an organisation, in order."""
    held = (Membership.organisation_id == organisation_id, Membership.role == role)
    chosen = select(Person.email).join(Membership).where(*held).order_by(Person.email)
    return tuple(connection.execute(chosen).scalars())


def acting_for(connection: Connection, role: str) -> list[tuple[str, UUID, str]]:
    """Who has a role in an organisation that is a house of the catalogue: house, organisation, address."""
    joined = select(Organisation.catalogue_id, Organisation.id, Person.email).select_from(Membership)
    chosen = joined.join(Organisation).join(Person).where(Membership.role == role)
    rows = connection.execute(
        chosen.where(Organisation.catalogue_id.is_not(None)).order_by(Organisation.created_at, Person.email)
    )
    return [(row[0] or "", row[1], row[2]) for row in rows]


def everybody(connection: Connection) -> list[PersonRow]:
    return [PersonRow(*row) for row in connection.execute(select(*_PERSON).order_by(Person.id))]


def unused_since(moment: datetime) -> Select[UUID, str]:
    """Accounts with which nobody has signed in since then: their ids and addresses."""
    return select(Person.id, Person.email).where(Person.last_seen_at < moment)


def any_seen_since(connection: Connection, ids: Collection[UUID], moment: datetime) -> bool:
    """Whether anybody of these has signed in since then."""
    seen = select(Person.id).where(Person.id.in_(ids), Person.last_seen_at >= moment).limit(1)
    return connection.execute(seen).first() is not None


def erase(connection: Connection, person_id: UUID) -> None:
    """Removes an account; what hangs on it goes with it by the foreign keys."""
    connection.execute(delete(Person).where(Person.id == person_id))


def ids_with_role(connection: Connection, role: str) -> frozenset[UUID]:
    """Who has this role anywhere."""
    held = select(Membership.person_id).where(Membership.role == role)
    return frozenset(connection.execute(held).scalars())


def names(connection: Connection, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of people and organisations by id."""
    found: dict[UUID, str] = {}
    for owner in (Person, Organisation) if ids else ():
        rows = connection.execute(select(owner.id, owner.name).where(owner.id.in_(ids)))
        found |= {row[0]: row[1] for row in rows}
    return found
