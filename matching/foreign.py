"""Programmes and companies of other systems: their rules in our rule language, their facts as ours.

The form of both is described in `matching.commands.verdicts`. Nothing of this project's own catalogue is
used but the rule language, so that its logic can be held against that of other engines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from questionnaires.conditions import (
    AllOf,
    Fact,
    Facts,
    Range,
    Rule,
    Truth,
    Verdict,
    evaluate,
    on,
    one_of,
    parse,
)


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme and its rules by name; a rule may be settled from the start."""

    id: str
    rules: Mapping[str, Rule | Truth]


@dataclass(frozen=True, slots=True)
class Profile:
    """A company and what is known of it."""

    id: str
    facts: Facts


def judged(programme: Programme, profile: Profile) -> dict[str, Verdict]:
    """The verdict of each rule. Raises ValueError where a rule does not fit the kind of a fact."""
    try:
        return {name: _verdict(rule, profile.facts) for name, rule in programme.rules.items()}
    except TypeError as error:
        raise ValueError(f"programme {programme.id}, profile {profile.id}: {error}") from None


def _verdict(rule: Rule | Truth, facts: Facts) -> Verdict:
    return Verdict(rule) if rule is None or isinstance(rule, bool) else evaluate(rule, facts)


def read_programmes(data: Any) -> list[Programme]:
    """Programmes out of plain JSON. Raises ValueError that names the programme and what was expected."""
    return _read(data, "programme", "rules", _rule, Programme)


def _rule(data: Any) -> Rule | Truth:
    return data if data is None or isinstance(data, bool) else parse(data)


def read_profiles(data: Any) -> list[Profile]:
    """Profiles out of plain JSON. Raises ValueError that names the profile and what was expected."""
    return _read(data, "profile", "facts", fact, Profile)


def fact(data: Any) -> Fact | None:
    """What is known, as it is written in JSON. Raises ValueError that says what was expected."""
    kind = _form(data)
    if kind is None:
        raise ValueError(f"expected a code, codes, a number, a range, a day, true or false, found {data!r}")
    return kind(data)


def _form(data: Any) -> Callable[[Any], Fact | None] | None:
    """How to read it, by its form; None where it has no form that is known."""
    if isinstance(data, Mapping):
        return next((read for keys, read in _KEYED if {keys[0]} <= set(data) <= set(keys)), None)
    return next((read for type_, read in _PLAIN.items() if isinstance(data, type_)), None)


def _codes(given: Any) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(code, str) for code in given):
        raise ValueError(f"expected a list of codes, found {given!r}")
    return given


def _range(given: Mapping[str, Any]) -> Range:
    low, high = given["min"], given.get("max")
    if not _is_number(low) or not (high is None or (_is_number(high) and low <= high)):
        raise ValueError(f"expected min and max as rising numbers, max may be null, found {given!r}")
    return Range(low, high)


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


def _days(given: Mapping[str, Any]) -> Range:
    first, last = (_day(given.get(key, given["day"])) for key in ("day", "until"))
    return Range(on(first).low, on(last).low)


def _day(given: Any) -> date:
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise ValueError(f"expected a day such as 2026-12-31, found {given!r}") from None


_PLAIN: dict[type, Callable[[Any], Fact | None]] = {
    type(None): lambda _: None,
    bool: lambda truth: one_of("yes" if truth else "no"),
    int: lambda number: Range(number, number),
    float: lambda number: Range(number, number),
    str: one_of,
    list: lambda codes: one_of(*_codes(codes)) if codes else None,
}
"""By type; a truth value is one before it is a number."""

_KEYED: tuple[tuple[tuple[str, ...], Callable[[Any], Fact | None]], ...] = (
    (("min", "max"), _range),
    (("all",), lambda given: AllOf(frozenset(_codes(given["all"])))),
    (("day", "until"), _days),
)
"""By the keys, of which the first must be there."""


def _read(data: Any, kind: str, key: str, one: Callable[[Any], Any], make: Callable[..., Any]) -> list[Any]:
    if not isinstance(data, list):
        raise ValueError(f"expected a list of {kind}s")
    return [_read_one(entry, place, kind, key, one, make) for place, entry in enumerate(data, 1)]


def _read_one(
    entry: Any, place: int, kind: str, key: str, one: Callable[[Any], Any], make: Callable[..., Any]
) -> Any:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("id"), str):
        raise ValueError(f"{kind} {place}: expected an object with an id")
    parts = entry.get(key)
    if not isinstance(parts, Mapping):
        raise ValueError(f"{kind} {entry['id']}: expected {key} by name")
    found = {}
    for name, part in parts.items():
        try:
            found[name] = one(part)
        except ValueError as error:
            raise ValueError(f"{kind} {entry['id']}, {name}: {error}") from None
    return make(entry["id"], found)
