"""What the catalogue consists of, as frozen models: offers, their conditions and their trust stage."""

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, PlainValidator, model_validator

from questionnaires.conditions import Comparison, Condition, Not, Rule
from questionnaires.definition.questions import Id
from questionnaires.text import Frozen, Text, Words

Kind = Literal["lab", "initiative", "partner", "funding"]
KINDS: tuple[Kind, ...] = get_args(Kind)

AREAS: dict[str, tuple[str, ...]] = {"niedersachsen": ("03",), "deutschland": ()}
"""Areas that need no list of districts, by the prefixes of their district keys; none: everywhere."""

OWN_CRITERIA = frozenset({"district", "employees", "sme", "status", "end"})
"""Criteria every offer may have; a rule of an offer bears another name."""

SME_EMPLOYEES = 249
"""Largest headcount of a small or medium-sized enterprise (EU recommendation 2003/361)."""

MAIN_NEEDS = 3
"""Offers name their needs from most to least specific; those after the third are served by half."""


def _scope(value: object) -> str | tuple[str, ...]:
    if isinstance(value, str) and value in AREAS:
        return value
    if isinstance(value, list | tuple) and value and all(isinstance(key, str) for key in value):
        return tuple(value)
    raise ValueError(f"expected a list of district keys in quotes, or one of {', '.join(AREAS)}")


def _form(pattern: str, expected: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"expected {expected}")
        return value

    return AfterValidator(check)


def _a_day(stated: str) -> str:
    earliest(stated)
    return stated


def earliest(stated: str) -> date:
    """The first day that a date such as "2024", "2024-03" or "2024-03-15" may mean."""
    return date.fromisoformat(stated + "-01-01"[3 * stated.count("-") :])


Scope = Annotated[str | tuple[str, ...], PlainValidator(_scope)]
Url = Annotated[str, _form(r"https?://\S+", "an address that begins with https:// or http://")]
StatedDate = Annotated[
    str, _form(r"\d{4}(-\d{2}){0,2}", "a date such as 2024, 2024-03 or 2024-03-15"), AfterValidator(_a_day)
]


class Limits(Frozen):
    """Headcount from `min` to `max`, both included; None where there is no limit."""

    min: Annotated[int, Field(ge=0)] | None = None
    max: Annotated[int, Field(ge=0)] | None = None


class CompanyRule(Frozen):
    """A further condition; `text` names it as a phrase, `change` says what would fulfil it."""

    id: Id
    rule: Condition
    text: Text
    change: Text | None = None


class Criteria(Frozen):
    district: Scope
    employees: Limits | None = None
    sme: bool = False
    rules: tuple[CompanyRule, ...] = ()

    @model_validator(mode="after")
    def _rules_have_names_of_their_own(self) -> Self:
        names = [rule.id for rule in self.rules]
        if len(set(names)) < len(names) or set(names) & OWN_CRITERIA:
            taken = ", ".join(sorted(OWN_CRITERIA))
            raise ValueError(f"expected every rule to have an id of its own, none of {taken}")
        return self

    @cached_property
    def rule(self) -> dict[str, CompanyRule]:
        """The further rules by id, which is also the id of their criterion."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def limits(self) -> Limits | None:
        """The headcount to judge for itself; None where the SME limit says the same."""
        return None if self.sme and self.employees == Limits(max=SME_EMPLOYEES) else self.employees


class Status(Frozen):
    """How far the entry can be trusted. `as_of` is the date of its source, as precise as that states it."""

    state: Literal["running", "ended", "unclear"]
    as_of: StatedDate | None
    valid_until: date | None = None
    end: Literal["final", "announced"] = "final"
    confirmed_on: date | None = None
    confidence: Literal["high", "medium", "low"]

    @cached_property
    def since(self) -> date:
        """The newest day on which the entry is known to have been true; the first day of all if none is."""
        stated = earliest(self.as_of) if self.as_of else date.min
        return max(stated, self.confirmed_on or date.min)


class Offer(Frozen):
    """One door: what a company gets there, for which needs, on which conditions."""

    id: Id
    kind: Kind
    name: Text
    operator: Words
    organisation: Id
    summary: Text
    url: Url
    areas: Annotated[tuple[Id, ...], Field(min_length=1)]
    needs: Annotated[tuple[Id, ...], Field(min_length=1)]
    door: Text | None = None
    cost: Text | None = None
    apply_first: bool = False
    for_companies: bool = True
    remote: bool = False
    criteria: Criteria
    status: Status
    notes: Text | None = None
    sources: Annotated[tuple[Words, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _nothing_is_named_twice(self) -> Self:
        for key in ("areas", "needs"):
            named = getattr(self, key)
            if len(set(named)) < len(named):
                raise ValueError(f"expected every one of the {key} once")
        return self

    @cached_property
    def serves(self) -> dict[str, float]:
        """How far the offer serves each need it names: 1 for what it is made for, else a half."""
        return {need: 1.0 if place < MAIN_NEEDS else 0.5 for place, need in enumerate(self.needs)}

    @cached_property
    def named_needs(self) -> frozenset[str]:
        return frozenset(self.needs)

    @cached_property
    def sectors(self) -> tuple[str, ...]:
        """Prefixes of the sector codes the offer is made for; empty where it is open to all."""
        named = [c for rule in self.criteria.rules for c in _asserted(rule.rule)]
        found = [c.operand for c in named if c.fact == "sector" and c.operator == "under"]
        return tuple(prefix for prefixes in found for prefix in prefixes)


def _asserted(rule: Rule) -> list[Comparison]:
    """The comparisons that speak for a company, not those below a negation."""
    if isinstance(rule, Comparison):
        return [rule]
    return [] if isinstance(rule, Not) else [c for part in rule.parts for c in _asserted(part)]


class District(Frozen):
    """A district and the bodies that are responsible for it, by the ids of their offers."""

    key: Annotated[str, _form(r"\d{5}", "five digits in quotes")]
    name: Text
    nuts3: Annotated[str, _form(r"[A-Z]{2}[A-Z0-9]{3}", "a NUTS-3 code such as DE911")]
    neighbours: tuple[str, ...]
    chamber: Id
    craft_chamber: Id
    employment_agency: Id
    funding_area: Literal["none", "C", "D"]
    source: Words

    @property
    def bodies(self) -> tuple[str, str, str]:
        return (self.chamber, self.craft_chamber, self.employment_agency)
