"""Companies out of checks: which checks are one company's, and what it counts with on a day.

Checks are one company's if one follows the other, if the same account keeps them, or if the company is called
the same by the same organisation, to which it agreed to be named. The number of statements does not depend on
the number of companies.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services.figures import checks
from assessment.services.figures.checks import Check, Checks, Values
from reports.cohorts.records import NOTHING, Record


def records(connection: Connection, as_of: date, *, examples: bool = False) -> Iterator[Record]:
    """All distinct companies as they stand at the end of a day; `examples`: the fictional ones, too.

    `connection` must be of `Database.one_moment`: many statements are counted together, row by row. All is
    read at once; each record is made when its turn comes, and what it was made from is let go.
    """
    found = checks.read(connection, _end(as_of), examples=examples)
    return (_record(company, found) for company in _companies(found))


def _end(as_of: date) -> datetime:
    return datetime.combine(as_of + timedelta(days=1), time.min, clock.BERLIN)


# --- who is one company ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Company:
    """Its checks by id, in the order in which they were begun."""

    checks: Mapping[UUID, Check]
    known: bool


def _companies(found: Checks) -> Iterator[_Company]:
    """In the order of their first checks. Takes the checks out of what was found."""
    together, marks = _Together(), dict[object, UUID]()
    for run_id, earlier_id in found.earlier.items():
        if earlier_id in found.by_id:
            together.join(run_id, earlier_id)
    for mark, run_id in found.same:
        if run_id in found.by_id:
            together.join(run_id, marks.setdefault(mark, run_id))
    known = {together.root(run_id) for run_id in marks.values()}
    groups: dict[UUID, list[UUID]] = {}
    for run_id in filter(together.has, found.by_id):
        groups.setdefault(together.root(run_id), []).append(run_id)
    for run_id in [*found.by_id]:
        if run_id in found.by_id:
            root = together.root(run_id)
            company = groups.get(root, [run_id])
            yield _Company({one: found.by_id.pop(one) for one in company}, root in known)


class _Together:
    """Checks that hang together, directly or over others. Most do with none, and are not in here."""

    def __init__(self) -> None:
        self._next: dict[UUID, UUID] = {}

    def join(self, run_id: UUID, other_id: UUID) -> None:
        root = self.root(other_id)
        self._next |= {self.root(run_id): root, root: root}

    def has(self, run_id: UUID) -> bool:
        return run_id in self._next

    def root(self, run_id: UUID) -> UUID:
        """The same for all that hang together; of one that does with none, itself."""
        while (after := self._next.get(run_id, run_id)) != run_id:
            self._next[run_id] = run_id = self._next[after]
        return run_id


# --- what it counts with ----------------------------------------------------------------------------


def _record(company: _Company, found: Checks) -> Record:
    checks = company.checks.values()
    finished = sorted(((one.values, one) for one in checks if one.values), key=lambda one: one[0].finished_on)
    former = [_after(company, finished[:number], found) for number in range(1, len(finished))]
    return _self(company, finished, found, tuple(former))


def _after(company: _Company, finished: Sequence[tuple[Values, Check]], found: Checks) -> Record:
    """As the company stood when it had finished these checks, and no more."""
    day = finished[-1][0].finished_on
    begun = {run: check for run, check in company.checks.items() if check.begun_on <= day}
    return _self(_Company(begun, company.known), finished, found)


def _self(
    company: _Company,
    finished: Sequence[tuple[Values, Check]],
    found: Checks,
    earlier: tuple[Record, ...] = (),
) -> Record:
    checks = list(company.checks.values())
    values, newest = finished[-1] if finished else (None, checks[-1])
    return Record(
        company=str(next(iter(company.checks))),
        known=company.known,
        started_on=checks[0].begun_on,
        finished_on=values.finished_on if values else None,
        checks_started=len(checks),
        checks_finished=len(finished),
        size=newest.size,
        sector=newest.sector,
        district=newest.district,
        exposure=values.exposure if values else None,
        readiness=values.readiness if values else None,
        areas=values.areas if values else NOTHING,
        change=_change(finished),
        needs=newest.needs,
        unmet=newest.unmet,
        compares=any(check.compares for check in checks),
        earlier=earlier,
        **_doings([*company.checks], found),
    )


def _change(finished: Sequence[tuple[Values, Check]]) -> Mapping[str, float]:
    """By area, newest minus first, where both were asked by the same version of the same check."""
    if not finished:
        return NOTHING
    *earlier, (newest, check) = finished
    alike = [values for values, one in earlier if one.asked == check.asked]
    if not alike:
        return NOTHING
    then, now = alike[0].areas, newest.areas
    return {area: now[area] - then[area] for area in now if area in then}


def _doings(runs: list[UUID], found: Checks) -> dict[str, Any]:
    """What became of it; of plans the newest, which takes over what is left of those before."""
    plan = next((found.entries[run] for run in reversed(runs) if run in found.entries), Counter[str]())
    return {
        "referrals": tuple(one for run in runs for one in found.referrals.get(run, ())),
        "sessions": sum(found.sessions[run] for run in runs),
        "measures_planned": plan.total() - plan["dropped"],
        "measures_done": plan["done"],
        "campaigns": tuple(dict.fromkeys(found.campaigns[run] for run in runs if run in found.campaigns)),
    }
