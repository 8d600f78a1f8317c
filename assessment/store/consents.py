"""What companies have agreed to: for which purpose, to whom, by which text, and until when.

One row is one consent. It stays when it has ended, without the name that was told, as proof of what was
agreed to; `services.privacy.retention` erases it in the end. A receiver that is gone takes its consents
along: nobody is left whom they would let do anything.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Delete, ForeignKey, Index, String, Update, delete, insert, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store.database import Base
from assessment.store.people import NAME_LENGTH, Organisation, Person

EXAMPLE = "example"
"""The version of the text that fictional companies agree to: they are known by it."""


class Purpose(StrEnum):
    """What for: to be read by an advisor, to meet other companies, to be referred, to hold a session, to get
    one of few places, to show a chamber single items (`store.sharing`), to count in comparison values.
    Sessions and places stand and fall with session and application, and are kept there."""

    ADVICE = "advice"
    PARTNERS = "partners"
    REFERRAL = "referral"
    WORKSHOP = "workshop"
    PLACES = "places"
    CHAMBER = "chamber"
    COMPARISON = "comparison"


class Consent(Base):
    """Without `organisation_id` it is for the exchange itself; without `person_id` for all who work in the
    organisation for this purpose. `company_name` is what the receiver reads instead of a code."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_purpose", "purpose", "given_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))
    organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    company_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    text_version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    id: UUID
    run_id: UUID
    purpose: str
    organisation_id: UUID | None
    person_id: UUID | None
    company_name: str
    text_version: str
    given_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None = None

    def stands(self, now: datetime) -> bool:
        return self.withdrawn_at is None and self.given_at <= now < self.ends_at


_ROW = tuple(getattr(Consent, name) for name in ConsentRow.__slots__)


def standing(purpose: Purpose, now: datetime) -> tuple[Any, ...]:
    """The conditions under which a consent for this purpose holds."""
    return (
        Consent.purpose == purpose,
        Consent.withdrawn_at.is_(None),
        Consent.given_at <= now,
        Consent.ends_at > now,
    )


def give(connection: Connection, consent: ConsentRow) -> UUID:
    """One for each purpose and receiver: an earlier one for the same ends. Returns its id."""
    same = {"organisation_id": consent.organisation_id, "person_id": consent.person_id}
    withdraw(connection, run_id=consent.run_id, now=consent.given_at, purpose=consent.purpose, **same)
    return add(connection, consent)


def add(connection: Connection, consent: ConsentRow) -> UUID:
    """One beside others for the same purpose and receiver. Returns its id."""
    connection.execute(insert(Consent), {name: getattr(consent, name) for name in ConsentRow.__slots__})
    return consent.id


def end(connection: Connection, consent_id: UUID, now: datetime) -> None:
    """What it was for is over, before its time: nobody withdrew it."""
    standing = (Consent.id == consent_id, Consent.withdrawn_at.is_(None), Consent.ends_at > now)
    connection.execute(update(Consent).where(*standing).values(ends_at=now, company_name=""))


def withdraw(connection: Connection, *, run_id: UUID, now: datetime, **which: UUID | str | None) -> int:
    """Ends the consents of a run that have these values; how many there were."""
    same = [getattr(Consent, name) == value for name, value in which.items()]
    ended = update(Consent).where(Consent.run_id == run_id, Consent.withdrawn_at.is_(None), *same)
    return connection.execute(ended.values(withdrawn_at=now, company_name="")).rowcount


def of_run(connection: Connection, run_id: UUID) -> list[tuple[ConsentRow, str | None, str | None]]:
    """All that a company ever agreed to, the newest first, with the names of organisation and person."""
    joined = select(*_ROW, Organisation.name, Person.name).outerjoin(Organisation).outerjoin(Person)
    rows = connection.execute(
        joined.where(Consent.run_id == run_id).order_by(Consent.given_at.desc(), Consent.id)
    )
    return [(ConsentRow(*row[:-2]), row[-2], row[-1]) for row in rows]


def one(connection: Connection, run_id: UUID, consent_id: UUID) -> ConsentRow | None:
    found = connection.execute(select(*_ROW).where(Consent.run_id == run_id, Consent.id == consent_id))
    row = found.first()
    return ConsentRow(*row) if row else None


def forget_names(now: datetime) -> Update:
    """Takes the told names away from what has ended by itself."""
    over = (Consent.ends_at <= now, Consent.company_name != "")
    return update(Consent).where(*over).values(company_name="")


def forget_before(moment: datetime) -> Delete:
    """Of consents that had ended by then."""
    return delete(Consent).where(or_(Consent.ends_at <= moment, Consent.withdrawn_at <= moment))


def new(*, run_id: UUID, purpose: Purpose, text_version: str, given_at: datetime, **more: Any) -> ConsentRow:
    """A consent with an id of its own; `more` are the other columns, of which `ends_at` must be told."""
    blank = ConsentRow(uuid4(), run_id, purpose, None, None, "", text_version, given_at, given_at)
    return replace(blank, **more)
