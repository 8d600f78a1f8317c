"""Programmes and companies of other systems: their rules in our rule language, their facts as ours.

The form of both is described in `matching.commands.verdicts`. Nothing of this project's own catalogue is
used but the rule language, so that its logic can be held against that of other engines.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
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
    """A programme and its rules by name."""

    id: str
    rules: Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class Profile:
    """A company and what is known of it."""

    id: str
    facts: Facts


def judged(programme: Programme, profile: Profile) -> dict[str, Verdict]:
    """The verdict of each rule. Raises ValueError where a rule does not fit the kind of a fact."""
    try:
        return {name: evaluate(rule, profile.facts) for name, rule in programme.rules.items()}
    except (TypeError, RecursionError) as error:
        raise ValueError(f"programme {programme.id}, profile {profile.id}: {error}") from None


def missing(verdict: Verdict) -> list[str]:
    """The facts that left a verdict open: none once it is settled, none for a part that is never known."""
    return [fact for fact in verdict.missing if fact] if verdict.value is None else []


def read_programmes(data: Any) -> list[Programme]:
    """Programmes out of plain JSON. Raises ValueError that names the programme and what was expected."""
    return _read(data, "programme", "rules", _rule, Programme)


def _rule(data: Any) -> Rule:
    return parse(_spelt_out(data))


def _spelt_out(data: Any) -> Any:
    """The rule without what only other systems write: parts that are settled, joins of nothing at all."""
    if data is None or isinstance(data, bool):
        return _SETTLED[data]
    match data:
        case {"all": []} | {"any": []} if len(data) == 1:
            return _SETTLED["all" in data]
        case {"all": [*parts]}:
            return {**data, "all": [_spelt_out(part) for part in parts]}
        case {"any": [*parts]}:
            return {**data, "any": [_spelt_out(part) for part in parts]}
        case {"not": part}:
            return {**data, "not": _spelt_out(part)}
    return data


_SETTLED: dict[Truth, dict[str, Any]] = {
    True: {"fact": "", "known": "no"},
    False: {"fact": "", "known": "yes"},
    None: {"fact": "", "is": ""},
}
"""No fact is without a name: asking for it is always answered in the same way."""


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
    return isinstance(given, int | float) and not isinstance(given, bool) and -inf < given < inf


def _exactly(given: float) -> Range:
    if not _is_number(given):
        raise ValueError(f"expected a number, found {given!r}")
    return Range(given, given)


def _days(given: Mapping[str, Any]) -> Range:
    first, last = _day(given["day"]), given.get("until", given["day"])
    if last is None:
        return Range(first)
    if _day(last) < first:
        raise ValueError(f"expected day and until as rising days, until may be null, found {given!r}")
    return Range(first, _day(last))


def _day(given: Any) -> float:
    """The number of a day. Raises ValueError for any other way of writing it than the usual one."""
    try:
        day = date.fromisoformat(given)
        if day.isoformat() == given:
            return on(day).low
    except (TypeError, ValueError):
        pass  # told below, as a day in another form
    raise ValueError(f"expected a day such as 2026-12-31, found {given!r}")


_PLAIN: dict[type, Callable[[Any], Fact | None]] = {
    type(None): lambda _: None,
    bool: lambda truth: one_of("yes" if truth else "no"),
    int: _exactly,
    float: _exactly,
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
    ids = [_id(entry, f"{kind} {place}") for place, entry in enumerate(data, 1)]
    if twice := [id_ for id_, times in Counter(ids).items() if times > 1]:
        raise ValueError(f"{kind} {twice[0]}: expected an id of its own, found it twice")
    read = zip(ids, data, strict=True)
    return [make(id_, _parts(entry, f"{kind} {id_}", key, one)) for id_, entry in read]


def _id(entry: Any, where: str) -> str:
    given = entry.get("id") if isinstance(entry, Mapping) else None
    if not isinstance(given, str | int) or isinstance(given, bool):
        raise ValueError(f"{where}: expected an object with an id")
    return str(given)


def _parts(entry: Mapping[str, Any], where: str, key: str, one: Callable[[Any], Any]) -> dict[str, Any]:
    """Rules or facts by name."""
    parts = entry.get(key)
    if not isinstance(parts, Mapping) or not all(parts):
        raise ValueError(f"{where}: expected {key} by name")
    found = {}
    for name, part in parts.items():
        try:
            found[name] = one(part)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{where}, {name}: {error}") from None
    return found
