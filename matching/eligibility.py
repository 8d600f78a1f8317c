"""Who may use an offer: every condition judged as met, not met or unknown, with the reason as a code.

Unknown is never turned into in- or exclusion: it names the facts that would decide. A headcount alone
never fulfils an upper limit, because most programmes count linked enterprises too: unless a company
said that it is independent, its own headcount is only the least that may count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.months import later
from matching.offers import AREAS, SME_EMPLOYEES, CompanyRule, Limits, Offer, Status
from matching.reasons import Criterion, criterion
from questionnaires.conditions import OPERATORS, Facts, Range, Truth, both, evaluate
from questionnaires.conditions import Verdict as RuleVerdict

CONFIRMED_FOR = 12
"""Months for which a confirmation by the operator of an offer holds."""

GRACE = 6
"""Months for which an announced end stays open: network programmes are often extended."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All conditions of an offer, joined by Kleene's AND: not met beats unknown beats met."""

    value: Truth
    criteria: tuple[Criterion, ...]

    @property
    def open(self) -> tuple[Criterion, ...]:
        return tuple([judged for judged in self.criteria if judged.value is None])

    @property
    def failing(self) -> tuple[Criterion, ...]:
        return tuple([judged for judged in self.criteria if judged.value is False])

    @property
    def confirmed(self) -> bool:
        return any(judged.reason == "status_confirmed" for judged in self.criteria)


@dataclass(frozen=True, slots=True)
class Case:
    offer: Offer
    facts: Facts
    today: date


Judged = Sequence[Criterion]


def judge(offer: Offer, facts: Facts, today: date) -> Verdict:
    """The verdict on one offer for one company on one day."""
    case = Case(offer, facts, today)
    criteria = [judged for judge_kind in CRITERIA.values() for judged in judge_kind(case)]
    return Verdict(both([judged.value for judged in criteria]), tuple(criteria))


# --- place -------------------------------------------------------------------------------------

_PLACE: dict[Truth, str] = {True: "district_served", False: "district_not_served", None: "district_unsure"}


def _district(case: Case) -> Judged:
    scope = case.offer.criteria.district
    prefixes = AREAS[scope] if isinstance(scope, str) else None
    if prefixes == ():
        return (criterion("district", "district_open_to_all"),)
    found = case.facts.get("district")
    if found is None:
        code = "district_missing"
    elif prefixes:
        code = _PLACE[OPERATORS["under"](found, list(prefixes))]
    else:
        code = _PLACE[OPERATORS["in"](found, scope)]
    districts = (scope,) if isinstance(scope, str) else scope
    return (criterion("district", code, ("district",), districts=districts),)


# --- size --------------------------------------------------------------------------------------


SME = Limits(max=SME_EMPLOYEES)


def _independent(facts: Facts) -> Truth:
    group = facts.get("group")
    return None if group is None else OPERATORS["is"](group, "independent")


def _employees(case: Case) -> Judged:
    limits = case.offer.criteria.limits
    return (_size("employees", limits, case.facts),) if limits else ()


def _sme(case: Case) -> Judged:
    return (_size("sme", SME, case.facts),) if case.offer.criteria.sme else ()


def _size(id_: str, limits: Limits, facts: Facts) -> Criterion:
    own = facts.get("employees")
    size = own if isinstance(own, Range) else None
    low, high = (size.low, size.high) if size else (None, None)
    used = ("employees",) if limits.max is None else ("employees", "group")
    code = f"{id_}_{_fit(size, limits, facts)}"
    return criterion(id_, code, used, min=limits.min, max=limits.max, low=low, high=high)


def _fit(size: Range | None, limits: Limits, facts: Facts) -> str:
    if size is None:
        return "missing"
    enough = True if limits.min is None else OPERATORS["at_least"](size, limits.min)
    small = True if limits.max is None else OPERATORS["at_most"](size, limits.max)
    if enough is False or small is False:
        return "too_few" if enough is False else "too_many"
    if enough is None or small is None:
        return "straddle"
    return "within" if limits.max is None else _LINKS[_independent(facts)]


_LINKS: dict[Truth, str] = {True: "within", False: "linked", None: "group_missing"}


# --- further rules -----------------------------------------------------------------------------

_RULE: dict[Truth, str] = {True: "rule_met", False: "rule_not_met", None: "rule_open"}


def _rules(case: Case) -> Judged:
    rules = case.offer.criteria.rules
    return [_rule(rule, case.facts, counting_links(case.facts)) for rule in rules] if rules else ()


def _rule(rule: CompanyRule, facts: Facts, counted: Facts) -> Criterion:
    verdict = evaluate(rule.rule, counted)
    return criterion(rule.id, _RULE[verdict.value], _used(verdict, facts), rule=rule.id)


def counting_links(facts: Facts) -> Facts:
    """The facts with the headcount open upwards, unless the company is known to be independent."""
    own = facts.get("employees")
    if not isinstance(own, Range) or own.high is None or _independent(facts):
        return facts
    return {**facts, "employees": Range(own.low)}


def _used(verdict: RuleVerdict, facts: Facts) -> tuple[str, ...]:
    if verdict.value is not None:
        return tuple(dict.fromkeys(trace.comparison.fact for trace in verdict.traces))
    waits_for_links = "employees" in verdict.missing and not _independent(facts)
    return tuple(dict.fromkeys((*verdict.missing, "group"))) if waits_for_links else verdict.missing


# --- trust and dates ---------------------------------------------------------------------------


def _status(case: Case) -> Judged:
    return (_trust(case.offer.status, case.today),)


def _trust(status: Status, today: date) -> Criterion:
    confirmed, as_of = status.confirmed_on, status.as_of
    if status.state != "running":
        return criterion("status", f"status_{status.state}", as_of=as_of)
    if confirmed is None or confirmed > today:
        return criterion("status", "status_sourced", as_of=as_of)
    if today <= later(confirmed, months=CONFIRMED_FOR):
        return criterion("status", "status_confirmed", confirmed_on=confirmed.isoformat())
    day = confirmed.isoformat()
    return criterion("status", "status_confirmed_long_ago", confirmed_on=day, as_of=as_of)


def _end(case: Case) -> Judged:
    end, announced = case.offer.status.valid_until, case.offer.status.end == "announced"
    if end is None:
        return ()
    if case.today <= end:
        return (criterion("end", "end_ahead", valid_until=end.isoformat(), announced=announced),)
    return (criterion("end", _past(end, announced, case.today), valid_until=end.isoformat()),)


def _past(end: date, announced: bool, today: date) -> str:
    if not announced:
        return "end_passed"
    return "end_announced_passed" if today <= later(end, months=GRACE) else "end_announced_long_passed"


CRITERIA: dict[str, Callable[[Case], Judged]] = {
    "district": _district,
    "employees": _employees,
    "sme": _sme,
    "rules": _rules,
    "status": _status,
    "end": _end,
}
"""One judge per kind of condition, in the order in which they are shown."""


# --- what a company never sees -----------------------------------------------------------------

Withholding = Literal["ended", "unclear", "low_confidence", "not_for_companies"]


def withheld(offer: Offer) -> Withholding | None:
    """Why an offer stays in the catalogue but is shown to no company; None where it may be shown."""
    if offer.status.state != "running":
        return "ended" if offer.status.state == "ended" else "unclear"
    if offer.status.confidence == "low":
        return "low_confidence"
    return None if offer.for_companies else "not_for_companies"


def shown(offer: Offer) -> bool:
    return withheld(offer) is None
