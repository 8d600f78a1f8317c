"""The freshness board: which entries of the catalogue call for a look, and what the operator says of them.

The files of the catalogue are never touched. What is said here is laid over them whenever a list is made, so
it shows at once, in every process, and in the revision that results name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.errors import NoSuchOffer
from assessment.services import policy
from assessment.services.offering import in_force
from assessment.services.policy import Action, Staff
from assessment.store import audit
from assessment.store import offer_statements as store
from assessment.store.database import Database
from assessment.store.offer_statements import SOURCE_LENGTH, StatementRow
from matching import catalogue, freshness
from matching.catalogue import Catalogue
from matching.freshness import TO_DO, Calls, Entry
from matching.offers import Offer, Status

__all__ = ["SOURCE_LENGTH"]

Word = Literal["holds", "over", "taken_back"]


@dataclass(frozen=True)
class Board:
    """Every offer, by what it calls for. `said` is the newest word on an offer, where there is one."""

    revision: str
    today: date
    entries: tuple[Entry, ...]
    said: Mapping[str, StatementRow]

    @property
    def groups(self) -> dict[Calls, tuple[Entry, ...]]:
        """The entries by what they call for, the most urgent group first; without empty groups."""
        found: dict[Calls, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.calls, []).append(entry)
        return {calls: tuple(entries) for calls, entries in found.items()}

    @property
    def to_do(self) -> int:
        return sum(entry.calls in TO_DO for entry in self.entries)

    @property
    def hidden(self) -> int:
        return sum(entry.hidden is not None for entry in self.entries)


@dataclass(frozen=True)
class Sheet:
    """One offer with its history, the newest word first; `released` is what its file says."""

    entry: Entry
    released: Status
    history: tuple[StatementRow, ...]
    today: date

    @property
    def offer(self) -> Offer:
        return self.entry.offer

    @property
    def spoken_for(self) -> bool:
        """Whether somebody's word counts at present, so that it can be taken back."""
        return bool(self.history) and self.history[0].said != "taken_back"

    @property
    def until(self) -> date | None:
        """The last day to suggest: the one that is known, unless it is over."""
        known = self.offer.status.valid_until
        return known if known and known >= self.today else None


def board(database: Database, *, actor: Staff) -> Board:
    """Raises Refused."""
    policy.require(actor, Action.KEEP_CATALOGUE)
    with database.reading() as connection:
        said, today = store.newest(connection), clock.day(actor.now)
        offers = in_force.offers(connection)
    return Board(offers.revision, today, freshness.board(offers, today), said)


def sheet(database: Database, *, actor: Staff, offer_id: str) -> Sheet:
    """Raises Refused, NoSuchOffer."""
    policy.require(actor, Action.KEEP_CATALOGUE)
    with database.reading() as connection:
        entry = freshness.entry(_offer(in_force.offers(connection), offer_id), clock.day(actor.now))
        history = tuple(store.of_offer(connection, offer_id))
    return Sheet(entry, catalogue.released().offer[offer_id].status, history, clock.day(actor.now))


def say(
    database: Database, *, actor: Staff, offer_id: str, word: Word, until: date | None, source: str
) -> Offer:
    """Writes down that an offer holds, is over, or stands as its file says; returns it as it stands now.

    `until` counts for what holds. Raises Refused, NoSuchOffer.
    """
    policy.require(actor, Action.KEEP_CATALOGUE)
    with database.writing() as connection:
        offer = _offer(in_force.offers(connection), offer_id)
        last_day = until if word == "holds" else None
        statement_id = store.add(
            connection,
            offer=offer.id,
            said=word,
            until=last_day,
            source=source,
            person_id=actor.person_id,
            moment=actor.now,
        )
        audit.by(connection, actor, f"offer_{word}", "offer_statement", statement_id)
        return _now(connection, offer.id)


def _now(connection: Connection, offer_id: str) -> Offer:
    return in_force.offers(connection).offer[offer_id]


def _offer(offers: Catalogue, offer_id: str) -> Offer:
    found = offers.offer.get(offer_id)
    if found is None:
        raise NoSuchOffer(offer_id)
    return found
