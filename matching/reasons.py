"""Why a condition is met, not met or unknown: the codes, what each of them means and what it carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from questionnaires.conditions import Truth

Plain = str | int | float | bool | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a code means: always the same truth, always the same arguments."""

    value: Truth
    arguments: tuple[str, ...] = ()


_SIZE = ("min", "max", "low", "high")

REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        "district_open_to_all": Reason(True),
        "district_served": Reason(True, ("districts",)),
        "district_not_served": Reason(False, ("districts",)),
        "district_missing": Reason(None, ("districts",)),
        "district_unsure": Reason(None, ("districts",)),
        "employees_within": Reason(True, _SIZE),
        "employees_too_few": Reason(False, _SIZE),
        "employees_too_many": Reason(False, _SIZE),
        "employees_straddle": Reason(None, _SIZE),
        "employees_missing": Reason(None, _SIZE),
        "employees_linked": Reason(None, _SIZE),
        "employees_group_missing": Reason(None, _SIZE),
        "sme_within": Reason(True, _SIZE),
        "sme_too_many": Reason(False, _SIZE),
        "sme_straddle": Reason(None, _SIZE),
        "sme_missing": Reason(None, _SIZE),
        "sme_linked": Reason(None, _SIZE),
        "sme_group_missing": Reason(None, _SIZE),
        "rule_met": Reason(True, ("rule",)),
        "rule_not_met": Reason(False, ("rule",)),
        "rule_open": Reason(None, ("rule",)),
        "status_confirmed": Reason(True, ("confirmed_on",)),
        "status_confirmed_long_ago": Reason(None, ("confirmed_on", "as_of")),
        "status_sourced": Reason(None, ("as_of",)),
        "status_unclear": Reason(None, ("as_of",)),
        "status_ended": Reason(False, ("as_of",)),
        "end_ahead": Reason(True, ("valid_until", "announced")),
        "end_passed": Reason(False, ("valid_until",)),
        "end_announced_passed": Reason(None, ("valid_until",)),
        "end_announced_long_passed": Reason(False, ("valid_until",)),
    }
)
"""Every code a criterion can carry. `sme_within` knows headcount and independence only: turnover and
balance sheet are not asked, its sentence must say so."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition as it was judged. `facts` are those it rests on or, if unknown, waits for."""

    id: str
    value: Truth
    reason: str
    facts: tuple[str, ...]
    arguments: Mapping[str, Plain]


def criterion(id_: str, code: str, facts: tuple[str, ...] = (), /, **arguments: Plain) -> Criterion:
    """A criterion whose truth is that of its code."""
    return Criterion(id_, REASONS[code].value, code, facts, arguments)
