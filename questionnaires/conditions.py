"""The one rule language: facts about a company in, true, false or unknown out, with a trace.

Routing asks it which questions to put, matching asks it who may use an offer. A fact is known as a
range, as one of several codes, as several codes that all hold, or not at all (`None`). A limit that
straddles a range is unknown, never a guess: a company with 50 to 249 people against "at most 200".
Logic over unknowns is Kleene's: `all` is false as soon as one part is, `any` true as soon as one is.

A yes or no is the code "yes" or "no"; a day is a range of one day, counted as `datetime.date` does.
Whether a fact is known at all is the one question that is never unknown.

    {fact: employees, at_most: 249}
    {fact: employees, known: yes}
    {fact: founded, not_before: 2020-01-01}
    {all: [{fact: sector, under: ["25"]}, {not: {fact: group, is: part_of_group}}]}
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator

Truth = bool | None
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Range:
    """A number known to lie between two limits, both included; `high` is None where it is open."""

    low: float
    high: float | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Exactly one of these codes holds; with several, it is not known which."""

    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these codes hold at the same time."""

    codes: frozenset[str]


Fact = Range | OneOf | AllOf
Facts = Mapping[str, Fact | None]


def one_of(*codes: str) -> OneOf:
    return OneOf(frozenset(codes))


def on(day: date) -> Range:
    """A day as a fact."""
    return Range(day.toordinal(), day.toordinal())


@dataclass(frozen=True, slots=True)
class Comparison:
    fact: str
    operator: str
    operand: Any


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Rule"


Rule = Comparison | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Trace:
    """One comparison as it was made: what was asked, which fact was found, what came out."""

    comparison: Comparison
    found: Fact | None
    value: Truth


@dataclass(frozen=True, slots=True)
class Verdict:
    value: Truth
    traces: tuple[Trace, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts whose absence or vagueness left this open, in the order they were asked for."""
        return tuple(dict.fromkeys(t.comparison.fact for t in self.traces if t.value is None))


def both(values: Iterator[Truth] | list[Truth]) -> Truth:
    """Kleene's AND over any number of values; true when there are none."""
    seen = list(values)
    return False if False in seen else None if None in seen else True


def either(values: Iterator[Truth] | list[Truth]) -> Truth:
    seen = list(values)
    return True if True in seen else None if None in seen else False


def negated(value: Truth) -> Truth:
    return None if value is None else not value


# --- operators ---------------------------------------------------------------------------------


def _among(fact: Fact, wanted: frozenset[str]) -> Truth:
    match fact:
        case OneOf(codes):
            return True if codes <= wanted else None if codes & wanted else False
        case AllOf(codes):
            return bool(codes & wanted)
        case _:
            raise TypeError("a range has no codes")


def _code_under(code: str, prefixes: list[str]) -> Truth:
    """Whether a code lies in one of these classes; a code coarser than the class may or may not."""
    if any(code.startswith(prefix) for prefix in prefixes):
        return True
    return None if any(prefix.startswith(code) for prefix in prefixes) else False


def _under(fact: Fact, prefixes: list[str]) -> Truth:
    if isinstance(fact, Range):
        raise TypeError("a range has no codes")
    truths = [_code_under(code, prefixes) for code in fact.codes]
    if isinstance(fact, AllOf):
        return either(truths)
    return truths[0] if len(set(truths)) == 1 else None


def _at_least(fact: Fact, limit: float) -> Truth:
    if not isinstance(fact, Range):
        raise TypeError("codes have no size")
    if fact.low >= limit:
        return True
    return False if fact.high is not None and fact.high < limit else None


def _at_most(fact: Fact, limit: float) -> Truth:
    if not isinstance(fact, Range):
        raise TypeError("codes have no size")
    if fact.high is not None and fact.high <= limit:
        return True
    return False if fact.low > limit else None


OPERATORS: dict[str, Callable[[Fact, Any], Truth]] = {
    "is": lambda fact, code: _among(fact, frozenset([code])),
    "in": lambda fact, codes: _among(fact, frozenset(codes)),
    "not_in": lambda fact, codes: negated(_among(fact, frozenset(codes))),
    "under": _under,
    "at_least": _at_least,
    "at_most": _at_most,
    "not_before": lambda fact, day: _at_least(fact, date.fromisoformat(day).toordinal()),
    "not_after": lambda fact, day: _at_most(fact, date.fromisoformat(day).toordinal()),
    "known": lambda _fact, word: word == YES,
}
_OPERAND: dict[str, tuple[Callable[[Any], bool], str]] = {
    "is": (lambda x: isinstance(x, str), "a code in quotes"),
    "in": (lambda x: _codes(x), "a list of codes"),
    "not_in": (lambda x: _codes(x), "a list of codes"),
    "under": (lambda x: _codes(x), "a list of code prefixes"),
    "at_least": (lambda x: _number(x), "a number"),
    "at_most": (lambda x: _number(x), "a number"),
    "not_before": (lambda x: _day(x), "a date such as 2026-12-31"),
    "not_after": (lambda x: _day(x), "a date such as 2026-12-31"),
    "known": (lambda x: x in {YES, NO}, "yes or no"),
}


def _codes(operand: Any) -> bool:
    return isinstance(operand, list) and bool(operand) and all(isinstance(code, str) for code in operand)


def _number(operand: Any) -> bool:
    return isinstance(operand, int | float) and not isinstance(operand, bool) and -inf < operand < inf


def _day(operand: Any) -> bool:
    try:
        return isinstance(operand, str) and date.fromisoformat(operand).isoformat() == operand
    except ValueError:
        return False


# --- reading, asking ---------------------------------------------------------------------------


def parse(data: Any) -> Rule:
    """The rule written as plain data. Raises ValueError that says what was expected."""
    if not isinstance(data, dict):
        raise ValueError(f"expected a rule such as {{fact: NAME, is: CODE}}, found {data!r}")
    for key, kind in (("all", All), ("any", AnyOf)):
        if set(data) == {key} and isinstance(data[key], list) and data[key]:
            return kind(tuple(parse(part) for part in data[key]))
    if set(data) == {"not"}:
        return Not(parse(data["not"]))
    return _parse_comparison(data)


def _parse_comparison(data: dict[str, Any]) -> Comparison:
    operators = set(data) - {"fact"}
    if not isinstance(data.get("fact"), str) or len(operators) != 1 or not operators <= set(OPERATORS):
        raise ValueError(f"expected fact and one of {', '.join(OPERATORS)}, or all, any, not; found {data!r}")
    (operator,) = operators
    fits, expected = _OPERAND[operator]
    operand = _as_written(data[operator])
    if not fits(operand):
        raise ValueError(f"expected {expected} for {operator!r}, found {data[operator]!r}")
    return Comparison(data["fact"], operator, operand)


def _as_written(operand: Any) -> Any:
    """YAML reads a bare yes as true and a bare date as a day."""
    if isinstance(operand, bool):
        return YES if operand else NO
    return operand.isoformat() if isinstance(operand, date) else operand


def plain(rule: Rule) -> dict[str, Any]:
    """The rule as plain data again: the inverse of `parse`."""
    match rule:
        case Comparison(fact, operator, operand):
            return {"fact": fact, operator: operand}
        case All(parts):
            return {"all": [plain(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [plain(part) for part in parts]}
        case Not(part):
            return {"not": plain(part)}


Condition = Annotated[Rule, PlainValidator(parse), PlainSerializer(plain)]


def compare(comparison: Comparison, found: Fact | None) -> Truth:
    """What one comparison says about the fact it names. Raises TypeError for a fact of the wrong kind."""
    if found is None:
        return comparison.operand == NO if comparison.operator == "known" else None
    return OPERATORS[comparison.operator](found, comparison.operand)


def evaluate(rule: Rule, facts: Facts) -> Verdict:
    """What the rule says about these facts. Every comparison is made, so that the trace is whole."""
    match rule:
        case Comparison(name):
            found = facts.get(name)
            value = compare(rule, found)
            return Verdict(value, (Trace(rule, found, value),))
        case Not(part):
            inner = evaluate(part, facts)
            return Verdict(negated(inner.value), inner.traces)
        case All(parts) | AnyOf(parts):
            verdicts = [evaluate(part, facts) for part in parts]
            join = both if isinstance(rule, All) else either
            return Verdict(join([v.value for v in verdicts]), tuple(t for v in verdicts for t in v.traces))


def comparisons(rule: Rule) -> Iterator[Comparison]:
    match rule:
        case Comparison():
            yield rule
        case Not(part):
            yield from comparisons(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons(part)
