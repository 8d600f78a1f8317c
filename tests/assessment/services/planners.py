"""Companies at their plans, as they act."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from assessment.services.checks import plans
from assessment.services.checks.plans import Board, Details, Entry
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.library import cases
from reports.report import Operator
from tests.assessment import house

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
SPRING = date(2027, 3, 15)
NETWORK = Operator(name="Transformationsnetzwerk")


class Company:
    """A company at its plan."""

    @classmethod
    def that_answered(cls, database: Database) -> "Company":
        worked = cases.worked("readiness", "1.0")["machining_salzgitter"]
        return cls(database, house.begun(database, worked.answers, check=worked.check, now=NOW))

    def __init__(self, database: Database, begun: Begun) -> None:
        self.database, self.begun = database, begun
        self.own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key}

    def sees(self, now: datetime = NOW) -> Board:
        return plans.board(self.database, **self.own, operator=NETWORK, now=now)

    def chooses(self, *origins: str) -> tuple[Entry, ...]:
        wanted = origins or None
        return plans.choose(self.database, **self.own, origins=wanted, operator=NETWORK, now=NOW)

    def adds(self, title: str, **told: Any) -> Entry:
        added = plans.add(self.database, **self.own, details=Details(title, **told), now=NOW)
        assert added
        return added

    def changes(
        self, entry: Entry, *, seen: int | None = None, now: datetime = NOW, **told: Any
    ) -> plans.Changed:
        details = replace(entry.details, **told)
        seen = entry.revision if seen is None else seen
        before = entry.details if seen == entry.revision else None
        return plans.change(
            self.database, **self.own, entry_id=entry.id, seen=seen, before=before, details=details, now=now
        )

    def removes(self, entry: Entry, now: datetime = NOW) -> plans.Changed:
        return plans.remove(self.database, **self.own, entry_id=entry.id, seen=entry.revision, now=now)

    def moves(self, entry: Entry, way: plans.Way) -> list[str]:
        plans.move(self.database, **self.own, entry_id=entry.id, way=way)
        return self.titles

    @property
    def titles(self) -> list[str]:
        return [found.named("de") for found in plans.chosen(self.database, **self.own)]

    def appointments(self) -> dict[str, tuple[int, bool]]:
        """Sequence and whether it is cancelled, by id."""
        found = plans.appointments(self.database, **self.own)
        return {one.id: (one.sequence, one.cancelled) for one in found}
