"""Referrals of companies to offers, what happened to each, the links by which providers act, and where offers
receive them.

A referral hangs on the run of its company and goes with it. What the company told goes earlier: at once when
it takes that back, and a while after the end otherwise. Of links the hash is kept, never the link.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Delete,
    ForeignKey,
    Index,
    LargeBinary,
    Row,
    Select,
    String,
    Text,
    Update,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from assessment.store import consents
from assessment.store.consents import Consent, Purpose
from assessment.store.database import Base, upsert
from assessment.store.people import EMAIL_LENGTH, NAME_LENGTH
from assessment.store.runs import Run
from assessment.store.sharing import PHONE_LENGTH

OFFER_LENGTH, NOTE_LENGTH, WORDS_LENGTH = 80, 1500, 300
"""Characters, at most. `words` is the sentence that a provider may add to its answer."""


class Referral(Base):
    """`proposed_in_id` is the house that proposed it, none where the company asked by itself; `provider_id`
    the organisation here that it goes to, if that is one. `reason` is why it was declined; `helped` what the
    company says. All from `note` on is told by the company: `facts` is JSON of codes."""

    __tablename__ = "referral"
    __table_args__ = (Index("ix_referral_state", "state", "ends_at", "run_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("run.id", ondelete="CASCADE"), index=True)
    offer: Mapped[str] = mapped_column(String(OFFER_LENGTH), index=True)
    provider_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    proposed_in_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    proposed_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    consent_id: Mapped[UUID | None] = mapped_column(ForeignKey("consent.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(20))
    helped: Mapped[bool | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    state_since: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    recipient: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    news: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    company_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    contact_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    contact_mail: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    contact_phone: Mapped[str] = mapped_column(String(PHONE_LENGTH))
    facts: Mapped[str] = mapped_column(Text)


class ReferralEvent(Base):
    """One step: who did it by role, where it led. `words` are shown to all who see the referral."""

    __tablename__ = "referral_event"

    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(10))
    step: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)


class ReferralLink(Base):
    """A link by which the provider acts; a reminder brings a further one."""

    __tablename__ = "referral_link"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]


class ReferralAddress(Base):
    """The function mailbox that receives referrals to an offer, or to all offers of a house of the catalogue.
    `kind` is offer or house. Who said it is forgotten with the account."""

    __tablename__ = "referral_address"

    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(OFFER_LENGTH), primary_key=True)
    mail: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    said_at: Mapped[datetime]
    said_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)


@dataclass(frozen=True, slots=True)
class ReferralRow:
    id: UUID
    run_id: UUID
    offer: str
    state: str
    created_at: datetime
    state_since: datetime
    ends_at: datetime
    provider_id: UUID | None = None
    proposed_in_id: UUID | None = None
    proposed_by_id: UUID | None = None
    consent_id: UUID | None = None
    reason: str | None = None
    helped: bool | None = None
    sent_at: datetime | None = None
    recipient: str = ""
    news: bool = False
    note: str = ""
    company_name: str = ""
    contact_name: str = ""
    contact_mail: str = ""
    contact_phone: str = ""
    facts: str = "{}"


class EventRow(NamedTuple):
    referral_id: UUID
    number: int
    at: datetime
    who: str
    step: str
    state: str
    reason: str | None = None
    words: str = ""


class AddressRow(NamedTuple):
    kind: str
    name: str
    mail: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class ByMailbox:
    """What was sent to a mailbox alone and is somebody's: all for these offers (`alone`), and for `parted`
    ones what went to one of these mailboxes."""

    alone: frozenset[str]
    parted: frozenset[str]
    mailboxes: frozenset[str]

    def holds(self, row: ReferralRow) -> bool:
        ours = row.offer in self.parted and row.recipient in self.mailboxes
        return row.provider_id is None and (row.offer in self.alone or ours)


NOTHING_TOLD: dict[str, Any] = {
    **dict.fromkeys(("note", "company_name", "contact_name", "contact_mail", "contact_phone"), ""),
    "facts": "{}",
    "news": False,
}
_ROW = tuple(getattr(Referral, name) for name in ReferralRow.__slots__)
_COURSE = tuple(
    getattr(Referral, name)
    for name in ReferralRow.__slots__
    if name == "company_name" or name not in NOTHING_TOLD
)
BY_END = (Referral.ends_at, Referral.id)
"""In which order time ends them."""
_EVENT = tuple(getattr(ReferralEvent, name) for name in EventRow._fields)
_ADDRESS = tuple(getattr(ReferralAddress, name) for name in AddressRow._fields)

# --- referrals -----------------------------------------------------------------------------------


def put(connection: Connection, row: ReferralRow) -> None:
    connection.execute(insert(Referral), asdict(row))


def change(connection: Connection, referral_id: UUID, **values: Any) -> None:
    connection.execute(update(Referral).where(Referral.id == referral_id).values(**values))


def by_id(connection: Connection, referral_id: UUID, *, to_change: bool = False) -> ReferralRow | None:
    """With `to_change` nobody else changes it until the transaction ends; its run has to be locked before."""
    chosen = select(*_ROW).where(Referral.id == referral_id)
    found = connection.execute(chosen.with_for_update() if to_change else chosen).first()
    return ReferralRow(*found) if found else None


def of_run(connection: Connection, run_id: UUID) -> list[ReferralRow]:
    """All of a company, the newest first."""
    return _found(connection, Referral.run_id == run_id)


def of_consent(connection: Connection, consent_id: UUID) -> ReferralRow | None:
    return next(iter(_found(connection, Referral.consent_id == consent_id)), None)


def at_providers(
    connection: Connection, organisation_ids: Collection[UUID], by_mailbox: ByMailbox
) -> list[ReferralRow]:
    """What was sent to these organisations, or to a mailbox alone and is theirs; the newest first.

    Of what the company told there is its name alone: note, contact and facts are left empty.
    """
    ours = Referral.offer.in_(by_mailbox.parted) & Referral.recipient.in_(by_mailbox.mailboxes)
    theirs = Referral.provider_id.is_(None) & (Referral.offer.in_(by_mailbox.alone) | ours)
    mine = Referral.provider_id.in_(organisation_ids) | theirs
    chosen = select(*_COURSE).where(mine & Referral.sent_at.is_not(None))
    rows = connection.execute(chosen.order_by(Referral.created_at.desc(), Referral.id))
    return [course(row) for row in rows]


def agreed(connection: Connection, referral_ids: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Those of which a consent of the company holds now."""
    chosen = select(Referral.id).join(Consent, Referral.consent_id == Consent.id)
    stands = consents.standing(Purpose.REFERRAL, now)
    return frozenset(connection.execute(chosen.where(Referral.id.in_(referral_ids), *stands)).scalars())


def in_hand(
    connection: Connection, organisation_id: UUID, states: Iterable[str], now: datetime
) -> list[tuple[UUID, UUID]]:
    """Those in these states at an organisation that are not over: their ids, and those of their runs."""
    chosen = _ending(states, Referral.provider_id == organisation_id, Referral.ends_at > now)
    rows = connection.execute(chosen.order_by(Referral.ends_at, Referral.id))
    return [(row[0], row[1]) for row in rows]


def companies_by_state(
    connection: Connection,
    going: Collection[str],
    ended: Collection[str],
    over: str,
    now: datetime,
    most: int,
) -> dict[str, int]:
    """In how many companies a referral stands in each state. What is `going` and whose time has passed counts
    as `over`, one of those that `ended`. Of each state up to `most` referrals are looked at, along the index:
    with the years there are ever more."""
    passed = Referral.ends_at <= now
    stands: dict[str, ColumnElement[bool]] = {state: Referral.state == state for state in (*going, *ended)}
    stands |= {state: stands[state] & ~passed for state in going}
    stands[over] |= Referral.state.in_(going) & passed
    rows = connection.execute(union_all(*(_companies(*one, most) for one in stands.items())))
    return {row[0]: row[1] for row in rows}


def _companies(state: str, stands: ColumnElement[bool], most: int) -> Select[str, int]:
    some = select(Referral.run_id).where(stands).limit(most).subquery()
    return select(literal(state), func.count(some.c.run_id.distinct()))


def of_houses(connection: Connection, organisation_ids: Collection[UUID]) -> list[ReferralRow]:
    """What these houses proposed, the newest first."""
    return _found(connection, Referral.proposed_in_id.in_(organisation_ids))


def waiting(states: Iterable[str], now: datetime) -> Select[Any]:
    """All in these states that are not over, each as a `course` of it: what the company told is left out."""
    return select(*_COURSE).where(Referral.state.in_(list(states)), Referral.ends_at > now)


def course(row: Row[Any]) -> ReferralRow:
    """What happened to one, without what its company told but for the name."""
    return ReferralRow(**row._mapping)


def language_of(connection: Connection, run_id: UUID) -> str:
    """In which language a company answers its check."""
    return str(connection.execute(select(Run.language).where(Run.id == run_id)).scalar_one())


def over(states: Iterable[str], now: datetime) -> Select[UUID, UUID, datetime]:
    """Those in these states whose time is over: their ids, those of their runs, and when they end."""
    return _ending(states, Referral.ends_at <= now)


def _ending(states: Iterable[str], *which: Any) -> Select[UUID, UUID, datetime]:
    chosen = select(Referral.id, Referral.run_id, Referral.ends_at)
    return chosen.where(Referral.state.in_(list(states)), *which)


def _found(connection: Connection, which: Any) -> list[ReferralRow]:
    rows = connection.execute(select(*_ROW).where(which).order_by(Referral.created_at.desc(), Referral.id))
    return [ReferralRow(*row) for row in rows]


def forget_told(states: Iterable[str], before: datetime) -> Update:
    """Takes note and contact away from what ended in these states before then."""
    told = or_(*(getattr(Referral, name) != empty for name, empty in NOTHING_TOLD.items()))
    return update(Referral).where(*_ended(states, before), told).values(**NOTHING_TOLD)


def forget_beside_told(states: Iterable[str], before: datetime) -> tuple[Delete | Update, ...]:
    """Of its links, and of what its provider wrote."""
    old = select(Referral.id).where(*_ended(states, before))
    links = delete(ReferralLink).where(ReferralLink.referral_id.in_(old))
    return links, _forget_words(ReferralEvent.referral_id.in_(old))


def _ended(states: Iterable[str], before: datetime) -> tuple[ColumnElement[bool], ...]:
    return Referral.state.in_(list(states)), Referral.state_since < before


# --- what happened -------------------------------------------------------------------------------


def add_event(connection: Connection, event: EventRow) -> None:
    """The next one of a referral that is locked; its number is told by the database."""
    mine = select(func.coalesce(func.max(ReferralEvent.number), 0) + 1)
    number = connection.execute(mine.where(ReferralEvent.referral_id == event.referral_id)).scalar_one()
    connection.execute(insert(ReferralEvent), event._replace(number=number)._asdict())


def forget_words(connection: Connection, referral_id: UUID) -> None:
    """What the provider has written about one."""
    connection.execute(_forget_words(ReferralEvent.referral_id == referral_id))


def _forget_words(whose: ColumnElement[bool]) -> Update:
    return update(ReferralEvent).where(whose, ReferralEvent.words != "").values(words="")


def events_of(connection: Connection, referral_ids: Collection[UUID]) -> dict[UUID, list[EventRow]]:
    """By referral, all that happened, in order."""
    chosen = select(*_EVENT).where(ReferralEvent.referral_id.in_(referral_ids))
    rows = connection.execute(chosen.order_by(ReferralEvent.referral_id, ReferralEvent.number))
    found: dict[UUID, list[EventRow]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(EventRow(*row))
    return found


# --- links ---------------------------------------------------------------------------------------


def put_link(connection: Connection, *, token_hash: bytes, referral_id: UUID, now: datetime) -> None:
    row = {"token_hash": token_hash, "referral_id": referral_id, "made_at": now}
    connection.execute(insert(ReferralLink), row)


def by_link(connection: Connection, token_hash: bytes) -> ReferralRow | None:
    chosen = select(*_ROW).join(ReferralLink, ReferralLink.referral_id == Referral.id)
    found = connection.execute(chosen.where(ReferralLink.token_hash == token_hash)).first()
    return ReferralRow(*found) if found else None


# --- where referrals go --------------------------------------------------------------------------


def addresses(connection: Connection) -> list[AddressRow]:
    rows = connection.execute(select(*_ADDRESS).order_by(ReferralAddress.kind, ReferralAddress.name))
    return [AddressRow(*row) for row in rows]


def put_address(
    connection: Connection, *, kind: str, name: str, mail: str, person_id: UUID, now: datetime
) -> None:
    """Instead of the one that was said before."""
    row = {"kind": kind, "name": name, "mail": mail, "said_at": now, "said_by_id": person_id}
    upsert(connection, ReferralAddress, row)


def forget_address(connection: Connection, kind: str, name: str) -> None:
    same = (ReferralAddress.kind == kind, ReferralAddress.name == name)
    connection.execute(delete(ReferralAddress).where(*same))


def new_id() -> UUID:
    return uuid4()
