"""Two fictional companies have a plan: one with owners, days and a step of its own; one has only chosen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from assessment import clock
from assessment.services.checks import plans
from assessment.services.checks.plans import Details
from assessment.services.runs import Begun
from assessment.store.database import Database
from reports.report import Operator

PLANS, CHOOSES = "machining_salzgitter", "craft_peine"
FIRST = (
    (Details("", owner="Fertigungsleitung mit Betriebsrat", state="running", note="Zuerst im Büro."), 6),
    (Details("", owner="Geschäftsführung", state="running", note="Zwei Angebote liegen vor."), 12),
    (Details("", owner="Vertrieb mit Geschäftsführung"), 20),
)
OWN = (Details("Messe in Hannover besuchen", owner="Vertrieb"), 16)
"""What is said of each of the first steps and of the company's own, and in how many weeks it is due."""
SATURDAY, WEEK = 5, 7
"""The first day without work, as Python counts, and the days of a week. What is due then moves to Monday."""


def begin(database: Database, companies: Mapping[str, Begun], *, operator: Operator, now: datetime) -> None:
    """Makes the plans, if the companies that have one are among these; they are named by their case."""
    begun, chooses = companies.get(PLANS), companies.get(CHOOSES)
    if chooses:
        plans.choose(
            database, run_id=chooses.run_id, key=chooses.key, origins=None, operator=operator, now=now
        )
    if begun:
        chosen = plans.choose(
            database, run_id=begun.run_id, key=begun.key, origins=None, operator=operator, now=now
        )
        for entry, (details, weeks) in zip(chosen, FIRST, strict=False):
            plans.change(
                database,
                run_id=begun.run_id,
                key=begun.key,
                entry_id=entry.id,
                seen=entry.revision,
                before=entry.details,
                details=_due(details, weeks, now),
                now=now,
            )
        plans.add(database, run_id=begun.run_id, key=begun.key, details=_due(*OWN, now), now=now)


def _due(details: Details, weeks: int, now: datetime) -> Details:
    due = clock.day(now) + timedelta(weeks=weeks)
    rest = WEEK - due.weekday() if due.weekday() >= SATURDAY else 0
    return replace(details, due=due + timedelta(days=rest))
