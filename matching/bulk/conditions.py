"""Every condition of an offer as one rule, or as a truth where it asks nothing of the company.

Each rule is as true as the criterion that `eligibility` judges: reasons are left to it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from math import inf

from matching.bulk.companies import LINKED_SIZE, OWN_SIZE
from matching.eligibility import CRITERIA, SME, Case
from matching.offers import AREAS, Limits, Offer
from questionnaires.conditions import All, AnyOf, Comparison, Not, Rule, Truth

Condition = Rule | Truth

NEVER_KNOWN = Comparison("", "is", "")
"""No fact is without a name, so this is unknown of every company."""
INDEPENDENT = AnyOf((Comparison("group", "is", "independent"), NEVER_KNOWN))
"""Open for all that did not say so: with those of linked companies their people may be too many."""


def conditions(offer: Offer, today: date) -> tuple[Condition, ...]:
    """One for each criterion of the verdict, in the same order."""
    return tuple(found for kind in CONDITIONS.values() for found in kind(offer, today))


def _district(offer: Offer, _: date) -> Iterator[Condition]:
    scope = offer.criteria.district
    if not isinstance(scope, str):
        yield Comparison("district", "in", scope)
    elif prefixes := AREAS[scope]:
        yield Comparison("district", "under", list(prefixes))
    else:
        yield True


def _employees(offer: Offer, _: date) -> Iterator[Condition]:
    if limits := offer.criteria.limits:
        yield _size(limits)


def _sme(offer: Offer, _: date) -> Iterator[Condition]:
    if offer.criteria.sme:
        yield _size(SME)


def _size(limits: Limits) -> Rule:
    """Without any limit, a headcount that is known is enough."""
    enough = Comparison(OWN_SIZE, "at_least", -inf if limits.min is None else limits.min)
    if limits.max is None:
        return enough
    return All((enough, Comparison(OWN_SIZE, "at_most", limits.max), INDEPENDENT))


def _rules(offer: Offer, _: date) -> Iterator[Condition]:
    for rule in offer.criteria.rules:
        yield _counting_links(rule.rule)


def _counting_links(rule: Rule) -> Rule:
    match rule:
        case Comparison("employees", operator, operand):
            return Comparison(LINKED_SIZE, operator, operand)
        case Comparison():
            return rule
        case Not(part):
            return Not(_counting_links(part))
        case All(parts) | AnyOf(parts):
            return type(rule)(tuple(_counting_links(part) for part in parts))


def _by_date(kind: str) -> Callable[[Offer, date], Iterator[Condition]]:
    """What is known of the offer alone is judged as ever."""

    def judged(offer: Offer, today: date) -> Iterator[Condition]:
        for criterion in CRITERIA[kind](Case(offer, {}, today)):
            yield criterion.value

    return judged


CONDITIONS: dict[str, Callable[[Offer, date], Iterator[Condition]]] = {
    "district": _district,
    "employees": _employees,
    "sme": _sme,
    "rules": _rules,
    "status": _by_date("status"),
    "end": _by_date("end"),
}
"""The same kinds as in `eligibility.CRITERIA`."""
