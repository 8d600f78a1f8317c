"""A company that takes the check again after a year, as it acts and as it reads."""

from datetime import UTC, date, datetime
from typing import Any

from assessment.services import runs
from assessment.services.checks import follow_ups
from assessment.services.checks.follow_ups import Compared, TakenOver
from assessment.services.runs import Begun, OpenRun
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.library import cases
from tests.assessment import house

THEN = datetime(2025, 11, 20, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DAY = date(2025, 11, 20)
MACHINING = cases.worked("readiness", "1.0")["machining_salzgitter"].answers


def taken(database: Database, check: str = "short", now: datetime = THEN, **other: str) -> Begun:
    """A check with the answers of the worked case, and some others."""
    return house.begun(database, {**MACHINING, **house.told(other)}, check=check, now=now)


def again(database: Database, earlier: Begun, check: str = "short", now: datetime = NOW) -> Begun:
    own: dict[str, Any] = {"run_id": earlier.run_id, "key": earlier.key}
    return follow_ups.begin(database, **own, check=check, language="de", now=now)


def opened(database: Database, begun: Begun) -> OpenRun:
    return runs.opened(database, run_id=begun.run_id, key=begun.key)


def says(database: Database, begun: Begun, *confirmed: str, **changed: str) -> OpenRun:
    """Changes answers, and confirms others as they are."""
    run = opened(database, begun)
    given = {question: run.answers[question] for question in confirmed}
    given |= {question: Answer(choice) for question, choice in changed.items()}
    own: dict[str, Any] = {"run_id": begun.run_id, "key": begun.key, "seen": run.written_at, "now": NOW}
    return runs.save(database, **own, given=given, confirmed=confirmed).run


def compared(database: Database, begun: Begun) -> Compared:
    return follow_ups.compared(database, run_id=begun.run_id, key=begun.key)


def list_of(database: Database, begun: Begun) -> TakenOver:
    return follow_ups.taken_over(database, run_id=begun.run_id, key=begun.key)
