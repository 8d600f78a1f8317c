"""What figures know of each check: little, for a million of them are in memory at the same time.

There are few codes and few days, so equal ones are one object (`Shared`); what most checks have none of lies
beside them, by check. Examples, whose keys are public, are no checks of companies.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services import keys
from assessment.services.figures import counted
from assessment.store import counting as store
from matching.ranking import STRONG_GAP
from questionnaires.answers import DONT_KNOW
from reports.cohorts.records import ReferralFact

FACTS: Mapping[str, str] = {"employees": "size", "sector": "sector", "district": "district"}
"""By question, what its answer says of the company."""
T = TypeVar("T", str, date, tuple[str, str, str])


class Shared:
    """Of values that are equal, the one that came first."""

    def __init__(self) -> None:
        self._first: dict[object, object] = {}

    def __call__(self, value: T) -> T:
        return self._first.setdefault(value, value)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Values:
    """What a finished check came to, and when."""

    finished_on: date
    exposure: float | None
    readiness: float | None
    areas: Mapping[str, float]


@dataclass(slots=True)
class Check:
    """`asked`: questionnaire, version, and which of its checks. `values`: None while it is not finished."""

    begun_on: date
    asked: tuple[str, str, str]
    size: str | None = None
    sector: str | None = None
    district: str | None = None
    values: Values | None = None
    needs: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    compares: bool = False


@dataclass
class Checks:
    """`by_id`: in the order in which they were begun. `earlier`: with which a check began; `same`: marks
    with a check each that are one company's. What is of a check that is not in `by_id` does not count."""

    by_id: dict[UUID, Check] = field(default_factory=dict)
    earlier: dict[UUID, UUID] = field(default_factory=dict)
    same: list[tuple[object, UUID]] = field(default_factory=list)
    sessions: Counter[UUID] = field(default_factory=Counter)
    entries: dict[UUID, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    referrals: dict[UUID, list[ReferralFact]] = field(default_factory=lambda: defaultdict(list))
    campaigns: dict[UUID, str] = field(default_factory=dict)


def read(connection: Connection, end: datetime, *, examples: bool) -> Checks:
    """All checks that were begun until then, as they stood."""
    found, shared = Checks(), Shared()
    _checks(connection, end, found, shared, examples=examples)
    _facts(connection, end, found, shared)
    _values(connection, end, found, shared)
    _lists(connection, end, found, shared)
    _beside(connection, end, found, shared)
    return found


def _checks(connection: Connection, end: datetime, found: Checks, shared: Shared, *, examples: bool) -> None:
    none: frozenset[bytes] = frozenset() if examples else keys.example_hashes()
    for row in store.checks(connection, end):
        if row.key_hash not in none:
            asked = shared((row.questionnaire, row.version, row.check))
            found.by_id[row.run_id] = Check(shared(clock.day(row.begun_at)), asked)
            if row.earlier_id:
                found.earlier[row.run_id] = row.earlier_id


def _facts(connection: Connection, end: datetime, found: Checks, shared: Shared) -> None:
    for run_id, question, choice in store.answers(connection, end, FACTS):
        check = found.by_id.get(run_id)
        if check and choice != DONT_KNOW:
            setattr(check, FACTS[question], shared(choice))


def _values(connection: Connection, end: datetime, found: Checks, shared: Shared) -> None:
    for row in store.results(connection, end):
        if check := found.by_id.get(row.run_id):
            told = counted.read(row.standing, row.report)
            areas = {shared(area): value for area, value in told.areas.items()}
            day = shared(clock.day(row.finished_at))
            check.values = Values(day, told.exposure, told.readiness, areas)


def _lists(connection: Connection, end: datetime, found: Checks, shared: Shared) -> None:
    for row in store.lists(connection, clock.day(end - timedelta(seconds=1))):
        if check := found.by_id.get(row.run_id):
            needs = json.loads(row.profile)["needs"]
            check.needs = tuple(sorted(shared(need) for need, gap in needs.items() if gap >= STRONG_GAP))
            check.unmet = tuple(sorted(map(shared, json.loads(row.unmet))))


def _beside(connection: Connection, end: datetime, found: Checks, shared: Shared) -> None:
    found.sessions.update(store.sessions(connection, end))
    for entry in store.entries(connection, end):
        found.entries[entry.run_id][shared(entry.state)] += 1
    for row in store.referrals(connection, end):
        sent_on = shared(clock.day(row.sent_at)) if row.sent_at else None
        fact = ReferralFact(shared(row.offer), shared(row.state), row.helped, sent_on)
        found.referrals[row.run_id].append(fact)
    found.campaigns.update((run, shared(str(campaign))) for run, campaign in store.arrivals(connection, end))
    found.same += store.kept(connection, end)
    found.same += ((_name(row), row.run_id) for row in store.names(connection, end))
    for run_id in store.comparing(connection, end):
        if check := found.by_id.get(run_id):
            check.compares = True


def _name(row: store.NameRow) -> tuple[UUID, str]:
    return row.organisation_id, " ".join(row.name.split()).casefold()
