"""Companies out of checks: which checks are one company's, and what it counts with on a day.

Checks are one company's if one follows the other, if the same account keeps them, or if the company is called
the same by the same organisation, to which it agreed to be named. Examples, whose keys are public, are no
companies. The number of statements does not depend on the number of companies.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services import keys
from assessment.services.figures import counted
from assessment.store import counting as store
from assessment.store.counting import CheckRow
from matching.ranking import STRONG_GAP
from questionnaires.answers import DONT_KNOW
from reports.cohorts.records import Record, ReferralFact

SIZE, SECTOR, DISTRICT = "employees", "sector", "district"
"""The questions that say so."""


def records(connection: Connection, as_of: date, *, examples: bool = False) -> list[Record]:
    """All distinct companies as they stand at the end of a day; `examples`: the fictional ones, too.

    `connection` must be of `Database.one_moment`: many statements are counted together, row by row.
    """
    found = _read(connection, _end(as_of), examples=examples)
    return [_record(company, found) for company in _companies(found)]


def _end(as_of: date) -> datetime:
    return datetime.combine(as_of + timedelta(days=1), time.min, clock.BERLIN)


# --- what is read --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Values:
    """What a finished check came to, and when."""

    finished_on: date
    exposure: float | None
    readiness: float | None
    areas: Mapping[str, float]


@dataclass
class _Read:
    """By check, what was read of it; a check that is not in `checks` does not count."""

    checks: dict[UUID, CheckRow]
    facts: dict[UUID, dict[str, str]]
    values: dict[UUID, Values]
    needs: dict[UUID, tuple[str, ...]]
    unmet: dict[UUID, tuple[str, ...]]
    sessions: Counter[UUID]
    entries: dict[UUID, Counter[str]]
    referrals: dict[UUID, list[ReferralFact]]
    campaigns: dict[UUID, str]
    same: list[tuple[object, UUID]]
    compares: set[UUID] = field(default_factory=set)


def _read(connection: Connection, end: datetime, *, examples: bool) -> _Read:
    none: frozenset[bytes] = frozenset() if examples else keys.example_hashes()
    checks = {row.run_id: row for row in store.checks(connection, end) if row.key_hash not in none}
    found = _Read(checks, defaultdict(dict), {}, {}, {}, Counter(), defaultdict(Counter), {}, {}, [])
    for run_id, question, choice in store.answers(connection, end, (SIZE, SECTOR, DISTRICT)):
        if choice != DONT_KNOW:
            found.facts[run_id][question] = choice
    found.values |= {row.run_id: _values(row) for row in store.results(connection, end)}
    for row in store.lists(connection, clock.day(end - timedelta(seconds=1))):
        found.needs[row.run_id] = _strong(json.loads(row.profile)["needs"])
        found.unmet[row.run_id] = tuple(sorted(json.loads(row.unmet)))
    found.sessions.update(store.sessions(connection, end))
    for entry in store.entries(connection, end):
        found.entries[entry.run_id][entry.state] += 1
    for referral in store.referrals(connection, end):
        found.referrals.setdefault(referral.run_id, []).append(_referral(referral))
    found.campaigns |= {run: str(campaign) for run, campaign in store.arrivals(connection, end)}
    found.same += store.kept(connection, end)
    found.same += ((_name(row), row.run_id) for row in store.names(connection, end))
    found.compares |= set(store.comparing(connection, end))
    return found


def _values(row: store.ResultRow) -> Values:
    told = counted.read(row.standing, row.report)
    return Values(clock.day(row.finished_at), told.exposure, told.readiness, told.areas)


def _strong(needs: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(need for need, gap in needs.items() if gap >= STRONG_GAP))


def _referral(row: store.ReferralRow) -> ReferralFact:
    return ReferralFact(row.offer, row.state, row.helped, clock.day(row.sent_at) if row.sent_at else None)


def _name(row: store.NameRow) -> tuple[UUID, str]:
    return row.organisation_id, " ".join(row.name.split()).casefold()


# --- who is one company ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Company:
    """Its checks in the order in which they were begun."""

    checks: tuple[CheckRow, ...]
    known: bool


def _companies(found: _Read) -> Iterator[_Company]:
    """Checks that hang together, directly or over others."""
    first = {run_id: run_id for run_id in found.checks}

    def root(run_id: UUID) -> UUID:
        while first[run_id] != run_id:
            first[run_id] = run_id = first[first[run_id]]
        return run_id

    marks: dict[object, UUID] = {}
    for run_id, check in found.checks.items():
        if check.earlier_id in found.checks:
            first[root(run_id)] = root(check.earlier_id)
    for mark, run_id in found.same:
        if run_id in found.checks:
            first[root(run_id)] = root(marks.setdefault(mark, run_id))
    known = {root(run_id) for run_id in marks.values()}
    together: dict[UUID, list[CheckRow]] = {}
    for run_id, check in found.checks.items():
        together.setdefault(root(run_id), []).append(check)
    return (_Company(tuple(checks), one in known) for one, checks in together.items())


# --- what it counts with ----------------------------------------------------------------------------


def _record(company: _Company, found: _Read) -> Record:
    runs = [check.run_id for check in company.checks]
    finished = sorted(
        (run for run in runs if run in found.values), key=lambda run: found.values[run].finished_on
    )
    newest = finished[-1] if finished else runs[-1]
    values, facts = found.values.get(newest), found.facts[newest]
    return Record(
        company=str(runs[0]),
        known=company.known,
        started_on=clock.day(company.checks[0].begun_at),
        finished_on=values.finished_on if values else None,
        checks_started=len(runs),
        checks_finished=len(finished),
        size=facts.get(SIZE),
        sector=facts.get(SECTOR),
        district=facts.get(DISTRICT),
        exposure=values.exposure if values else None,
        readiness=values.readiness if values else None,
        areas=values.areas if values else {},
        change=_change(finished, found),
        needs=found.needs.get(newest, ()),
        unmet=found.unmet.get(newest, ()),
        **_doings(runs, found),
    )


def _change(finished: Iterable[UUID], found: _Read) -> Mapping[str, float]:
    """By area, newest minus first, where both were asked by the same version of the same check."""
    if not finished:
        return {}
    *earlier, newest = finished
    alike = [run for run in earlier if _asked(found.checks[run]) == _asked(found.checks[newest])]
    if not alike:
        return {}
    then, now = found.values[alike[0]].areas, found.values[newest].areas
    return {area: now[area] - then[area] for area in now if area in then}


def _asked(check: CheckRow) -> tuple[str, str, str]:
    return check.questionnaire, check.version, check.check


def _doings(runs: list[UUID], found: _Read) -> dict[str, Any]:
    """What became of it; of plans the newest, which takes over what is left of those before."""
    plan = next((found.entries[run] for run in reversed(runs) if run in found.entries), Counter[str]())
    return {
        "referrals": tuple(one for run in runs for one in found.referrals.get(run, ())),
        "sessions": sum(found.sessions[run] for run in runs),
        "measures_planned": plan.total() - plan["dropped"],
        "measures_done": plan["done"],
        "campaigns": tuple(dict.fromkeys(found.campaigns[run] for run in runs if run in found.campaigns)),
        "compares": any(run in found.compares for run in runs),
    }
