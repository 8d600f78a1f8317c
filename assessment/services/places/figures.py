"""Rounds of places between their rows and `matching.places`: pure, without a transaction or a clock."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assessment.store.place_rounds import ApplicationRow, OfferRow, RoundRow
from matching.places.assignment import Assignment
from matching.places.assignment import Reason as Judged
from matching.places.rounds import NEVER_SERVED, Applicant, Pair, Places, Quota, Round, Terms, Wish
from matching.profile import Profile
from questionnaires.conditions import Range

SMALL = "small"
SMALL_UNTIL = 49
"""Largest headcount of a small enterprise (EU recommendation 2003/361)."""
GROUPS = (SMALL, NEVER_SERVED)
"""Groups for which places can be reserved."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a company waits, as matching.places.assignment has it."""

    code: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """What a proposal is worth as a whole. `gain` is against first come, first served, 0.18 for 18 % more;
    `prices` by offer, what one more place would add."""

    total: float
    first_come: float
    optimal: bool
    prices: Mapping[str, float]

    @property
    def gain(self) -> float:
        return self.total / self.first_come - 1 if self.first_come else 0.0


def groups(profile: Profile | None, *, served: bool) -> set[str]:
    """The groups a company certainly belongs to."""
    size = profile.facts.get("employees") if profile else None
    small = isinstance(size, Range) and size.high is not None and size.high <= SMALL_UNTIL
    return {group for group, is_so in ((SMALL, small), (NEVER_SERVED, not served)) if is_so}


def reasons(row: ApplicationRow) -> tuple[Reason, ...]:
    """Why an application waits, the main reason first."""
    return tuple(Reason(code, arguments) for code, arguments in json.loads(row.reasons or "[]"))


def figures(row: RoundRow) -> Figures | None:
    return Figures(**json.loads(row.figures)) if row.figures else None


def reserved(groups: Mapping[str, int]) -> str:
    """Reserved places by group as JSON; groups without any are left out."""
    return json.dumps({group: number for group, number in groups.items() if number})


def quotas(row: OfferRow) -> dict[str, int]:
    """Places that are reserved, by group."""
    by_group: dict[str, int] = json.loads(row.quotas)
    return by_group


def pairs(applications: Iterable[ApplicationRow], hand: str) -> frozenset[Pair]:
    """The pairs that the operator has fixed or excluded."""
    return frozenset((str(row.run_id), row.offer) for row in applications if row.hand == hand)


def seated(applications: Iterable[ApplicationRow]) -> frozenset[Pair]:
    """The pairs that have a place by the newest proposal."""
    return frozenset((str(row.run_id), row.offer) for row in applications if row.outcome == "place")


def round_of(row: RoundRow, offers: Sequence[OfferRow], applications: Sequence[ApplicationRow]) -> Round:
    """The round as matching reads it; companies arrive in the order in which they first applied."""
    companies = list(dict.fromkeys(row.run_id for row in applications))
    belongs = {row.run_id: frozenset(row.groups.split()) for row in applications}
    return Round(
        wishes=tuple(Wish(str(row.run_id), row.offer, row.utility) for row in applications),
        places=tuple(Places(row.offer, row.places) for row in offers),
        applicants=tuple(Applicant(str(one), belongs[one], n) for n, one in enumerate(companies)),
        quotas=tuple(
            Quota(row.offer, group, places=number)
            for row in offers
            for group, number in quotas(row).items()
            if number
        ),
        terms=Terms(limit=row.most),
    )


Outcome = tuple[str | None, int | None, str | None]


def outcomes(assignment: Assignment, applications: Iterable[ApplicationRow]) -> dict[UUID, Outcome]:
    """By application: place or waiting, the number on the waiting list, the reasons as JSON."""
    from matching.places.waiting import waiting_lists  # brings numpy, which only the operator needs

    waiting: dict[Pair, tuple[int, tuple[Judged, ...]]] = {
        (one.company, offer): (number, one.reasons)
        for offer, line in waiting_lists(assignment).items()
        for number, one in enumerate(line, 1)
    }
    return {row.id: _outcome(waiting.get((str(row.run_id), row.offer))) for row in applications}


def _outcome(waits: tuple[int, tuple[Judged, ...]] | None) -> Outcome:
    if waits is None:
        return "place", None, None
    number, why = waits
    return "waiting", number, json.dumps([[reason.code, dict(reason.arguments)] for reason in why])


def written(assignment: Assignment) -> str:
    """The figures of a proposal as JSON."""
    figures = {"total": assignment.total, "first_come": assignment.first_come}
    return json.dumps(figures | {"optimal": assignment.optimal, "prices": dict(assignment.prices)})
