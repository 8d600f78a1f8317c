"""Companies that find one another: opt in, see anonymous proposals, agree, withdraw.

What is shown before both have agreed is a `Card` of matching.partners, under a reference that only the
viewer's own entry can make and read: it names nobody, and in another company's hands it names nothing.
"""

import hmac
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from assessment.services import keys, runs
from assessment.services.partners import profiles
from assessment.services.partners.introductions import LISTED, OPEN, Moment, State, Word, state, timeline
from assessment.services.runs import OpenRun
from assessment.store import consents
from assessment.store import partners as store
from assessment.store.consents import Purpose
from assessment.store.database import Database
from assessment.store.partners import (
    CONTACT_LENGTH,
    DESCRIPTION_LENGTH,
    NAME_LENGTH,
    ContactRow,
    EntryRow,
    Said,
)
from matching import catalogue, exchange
from matching.partners import Card, Company, Topic, cards, rank
from questionnaires.definition import Questionnaire

__all__ = [
    "CONTACT_LENGTH",
    "DESCRIPTION_LENGTH",
    "NAME_LENGTH",
    "Board",
    "Contact",
    "Draft",
    "Proposal",
    "answer",
    "board",
    "draft",
    "join",
    "withdraw",
]

REFERENCE_LENGTH = 20
AMONG = 150
"""Companies among which the best are looked for: those that opted in last."""
NOTHING_SAID = Said(), Said()


@dataclass(frozen=True)
class Contact:
    """What both see once both have agreed. `kind`: email or phone."""

    name: str
    kind: str
    address: str
    description: str = ""


@dataclass(frozen=True)
class Proposal:
    """Another company as this one may see it; `contact` while both agree, `until` while one waits."""

    reference: str
    card: Card
    state: State
    timeline: tuple[Moment, ...] = ()
    until: datetime | None = None
    contact: Contact | None = None


@dataclass(frozen=True)
class Board:
    """All that a company which opted in sees. `unsaid`: questions that would tell competitors apart."""

    run: OpenRun
    offers: tuple[Topic, ...]
    seeks: tuple[Topic, ...]
    competitors: bool
    consented_at: datetime
    expires_at: datetime
    outdated: bool
    unsaid: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    introductions: tuple[Proposal, ...]


@dataclass(frozen=True)
class Draft:
    """What the opt-in begins with: topics by what the answers say, and what was told before, if anything."""

    questionnaire: Questionnaire
    offers: tuple[Topic, ...]
    seeks: tuple[Topic, ...]
    before: Company | None
    contact: Contact | None


def draft(database: Database, *, run_id: UUID, key: str | None, now: datetime) -> Draft:
    """The topics this company could tick, those its answers speak for first."""
    run = runs.opened(database, run_id=run_id, key=key)
    with database.reading() as connection:
        found = store.of_run(connection, run.id, now)
    offers, seeks = profiles.proposed(run)
    before = profiles.read(found[0].company) if found else None
    return Draft(run.questionnaire, offers, seeks, before, _contact(found[1]) if found else None)


def join(
    database: Database,
    *,
    run_id: UUID,
    key: str | None,
    offers: Collection[str],
    seeks: Collection[str],
    contact: Contact,
    competitors: bool,
    consent_text: str,
    now: datetime,
) -> None:
    """Opts in, or renews an opt-in with what is told now. `consent_text`: the version agreed to."""
    run = runs.opened(database, run_id=run_id, key=key)
    company = profiles.ticked(run, offers=offers, seeks=seeks, competitors=competitors)
    consent = consents.new(
        run_id=run.id,
        purpose=Purpose.PARTNERS,
        text_version=consents.EXAMPLE if keys.is_example(key) else consent_text,
        given_at=now,
        ends_at=now + timedelta(days=exchange.released().consent_days),
    )
    entry = EntryRow(
        id=store.new_id(),
        run_id=run.id,
        run_revision=run.revision,
        secret=secrets.token_bytes(32),
        company=profiles.written(company),
        consent=consent,
    )
    told = ContactRow(contact.name, contact.kind, contact.address, contact.description)
    with database.writing() as connection:
        connection.execute(store.forget_expired(now))
        store.put(connection, entry, told)


def withdraw(database: Database, *, run_id: UUID, key: str | None, now: datetime) -> None:
    """Takes the consent back: from now on nobody sees anything of this company, and it sees nobody."""
    run = runs.opened(database, run_id=run_id, key=key)
    with database.writing() as connection:
        store.withdraw(connection, run.id, now)


def board(database: Database, *, run_id: UUID, key: str | None, now: datetime) -> Board | None:
    """What this company sees now; None if it has not opted in."""
    run = runs.opened(database, run_id=run_id, key=key)
    with database.reading() as connection:
        room = _Room.of(store.standing(connection, run.id, now, AMONG), run.id)
        if room is None:
            return None
        said = store.said_with(connection, room.own.id)
        agreed = [other.id for other in room.others if _state(said.get(other.id), now) == "agreed"]
        contacts = store.contacts_of(connection, agreed) if agreed else {}
    return _board(run, room, said, contacts, now)


def answer(
    database: Database, *, run_id: UUID, key: str | None, reference: str, word: Word, now: datetime
) -> bool:
    """Says yes or no to a proposal; False where there is nothing (any more) to say that to."""
    run = runs.opened(database, run_id=run_id, key=key)
    kept = timedelta(days=exchange.released().kept_days)
    try:
        with database.writing() as connection:
            connection.execute(store.forget_pairs(now - kept))
            room = _Room.of(store.standing(connection, run.id, now, AMONG), run.id)
            said = store.said_with(connection, room.own.id) if room else {}
            other = room.visible(said, now).get(reference) if room else None
            if room is None or other is None or word not in OPEN.get(_state(said.get(other), now), ()):
                return False
            store.say(connection, entry_id=room.own.id, to=other, word=word, moment=now)
    except IntegrityError:  # the other company withdrew while this one answered
        return False
    return True


def _is_example(entry: EntryRow) -> bool:
    """Fictional companies, whose keys are public, meet one another and never a real company."""
    return entry.consent.text_version == consents.EXAMPLE


@dataclass(frozen=True)
class _Room:
    """All who opted in, seen from one of them."""

    own: EntryRow
    others: tuple[EntryRow, ...]
    company: Company
    companies: tuple[Company, ...]

    @classmethod
    def of(cls, entries: Sequence[EntryRow], run_id: UUID) -> "_Room | None":
        own = next((entry for entry in entries if entry.run_id == run_id), None)
        if own is None:
            return None
        alike = [entry for entry in entries if _is_example(entry) == _is_example(own)]
        others = tuple(entry for entry in alike if entry is not own)
        read = profiles.read
        return cls(own, others, read(own.company), tuple(read(other.company) for other in others))

    def reference(self, other: EntryRow) -> str:
        """Names another company to this one alone: without the secret of its entry it cannot be made."""
        return hmac.digest(self.own.secret, other.id.bytes, "sha256").hex()[:REFERENCE_LENGTH]

    def ranked(self) -> list[int]:
        """The positions of those that suit, the best first."""
        return [number for number, _ in rank(self.company, self.companies, catalogue.released().districts)]

    def visible(self, said: Mapping[UUID, tuple[Said, Said]], now: datetime) -> dict[str, UUID]:
        """By reference, the others that this company can see now: its proposals and introductions."""
        return {self.reference(self.others[n]): self.others[n].id for n in self.shown(said, now)}

    def shown(self, said: Mapping[UUID, tuple[Said, Said]], now: datetime) -> dict[int, State]:
        """By position: the best of those nothing was said to yet, and all with whom something is going on.

        Who does not suit any more, or may compete since one of both changed their mind, is not shown, unless
        both have agreed: they know each other.
        """
        states = {n: _state(said.get(other.id), now) for n, other in enumerate(self.others)}
        ranked = self.ranked()
        fresh = [n for n in ranked if states[n] == "proposed"][: exchange.released().shown]
        known = [n for n in states if states[n] in {"agreed", "ended"} and n not in ranked]
        listed = [n for n in (*ranked, *known) if states[n] in LISTED]
        return {n: states[n] for n in (*fresh, *listed)}


def _board(
    run: OpenRun,
    room: _Room,
    said: Mapping[UUID, tuple[Said, Said]],
    contacts: Mapping[UUID, ContactRow],
    now: datetime,
) -> Board:
    seen = cards(room.company, room.companies, exchange.released(), catalogue.released().districts)
    found = [
        _proposal(room, n, seen[n], standing, said.get(room.others[n].id, NOTHING_SAID), contacts)
        for n, standing in room.shown(said, now).items()
    ]
    return Board(
        run=run,
        offers=room.company.offers,
        seeks=room.company.seeks,
        competitors=room.company.competitors,
        consented_at=room.own.consent.given_at,
        expires_at=room.own.consent.ends_at,
        outdated=room.own.run_revision != run.revision,
        unsaid=profiles.unsaid(run),
        proposals=tuple(p for p in found if p.state == "proposed"),
        introductions=tuple(p for p in found if p.state != "proposed"),
    )


def _proposal(
    room: _Room,
    number: int,
    card: Card,
    standing: State,
    said: tuple[Said, Said],
    contacts: Mapping[UUID, ContactRow],
) -> Proposal:
    other = room.others[number]
    asked_at = said[0].yes or said[1].yes if standing in {"waiting", "asked"} else None
    return Proposal(
        reference=room.reference(other),
        card=card,
        state=standing,
        timeline=timeline(*said),
        until=asked_at + _patience() if asked_at else None,
        contact=_contact(contacts.get(other.id)) if standing == "agreed" else None,
    )


def _patience() -> timedelta:
    return timedelta(days=exchange.released().interest_days)


def _state(said: tuple[Said, Said] | None, now: datetime) -> State:
    mine, theirs = said or NOTHING_SAID
    return state(mine, theirs, now=now, patience=_patience())


def _contact(row: ContactRow | None) -> Contact | None:
    return Contact(row.name, row.kind, row.address, row.description) if row else None
