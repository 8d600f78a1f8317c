"""Companies that take part in the exchange, as they act; and what lies in the tables about them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from sqlalchemy import text

from assessment.services import runs
from assessment.services.partners import taking_part
from assessment.services.partners.introductions import State, Word
from assessment.services.partners.taking_part import Board, Contact, Proposal
from assessment.store.database import Database
from matching import exchange
from tests.assessment import house

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = exchange.released()
PATIENCE = RULES.interest_days * DAY
TABLES = ("partner_entry", "partner_contact", "partner_pair")


@dataclass(frozen=True)
class Firm:
    """A company that takes part, as it acts."""

    database: Database
    begun: runs.Begun
    name: str

    @classmethod
    def of(cls, database: Database, name: str, *, district: str, sector: str, **answers: str) -> "Firm":
        given = {"district": district, "sector": sector, "employees": "50-99"} | answers
        return cls(database, house.begun(database, house.told(given), now=NOW), name)

    @property
    def own(self) -> dict[str, Any]:
        return {"run_id": self.begun.run_id, "key": self.begun.key}

    def joins(self, offers: str, seeks: str, *, competitors: bool = False, now: datetime = NOW) -> Self:
        contact = Contact(self.name, "email", f"post@{self.name.lower()}.example", f"Wir sind {self.name}.")
        ticked: dict[str, Any] = {"offers": offers.split(), "seeks": seeks.split()}
        ticked["competitors"] = competitors
        taking_part.join(self.database, **self.own, **ticked, contact=contact, consent_text="1", now=now)
        return self

    def sees(self, now: datetime = NOW) -> Board:
        found = taking_part.board(self.database, **self.own, now=now)
        assert found is not None
        return found

    def only(self, now: datetime = NOW) -> Proposal:
        board = self.sees(now)
        (found,) = (*board.proposals, *board.introductions)
        return found

    def says(self, word: Word, now: datetime = NOW) -> bool:
        return taking_part.answer(
            self.database, **self.own, reference=self.only(now).reference, word=word, now=now
        )

    def states(self, now: datetime = NOW) -> list[State]:
        board = self.sees(now)
        return [proposal.state for proposal in (*board.proposals, *board.introductions)]


def everything_in(database: Database) -> str:
    with database.reading() as connection:
        return repr([connection.execute(text(f"SELECT * FROM {table}")).all() for table in TABLES])


def secrets_of(firm: Firm) -> set[str]:
    with firm.database.reading() as connection:
        rows = connection.execute(text("SELECT id, run_id, secret FROM partner_entry")).all()
    ids = {form(value) for row in rows for value in row for form in (str, repr)}
    return (
        ids
        | {str(firm.begun.run_id), firm.begun.run_id.hex, firm.begun.key, firm.name, "Wir"}
        | {f"post@{firm.name.lower()}.example"}
    )
