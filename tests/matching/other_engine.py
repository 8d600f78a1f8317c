"""A second engine for the rules of other systems, written another way: it tries whatever may be the case.

What is known of a fact leaves some values possible. A comparison is true if it holds for each of them, false
if for none, open otherwise; parts are joined as numbers, 0 for false, 1 for open, 2 for true. It reads the
written JSON and shares no code with `matching.foreign` or `questionnaires.conditions`.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from questionnaires.conditions import Truth

FAR = 10**9
"""More than any limit of a rule here."""
TRUTHS: dict[int, Truth] = {0: False, 1: None, 2: True}

HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda values, wanted: bool(values & {str(wanted)}),
    "in": lambda values, wanted: bool(values & set(wanted)),
    "not_in": lambda values, wanted: not values & set(wanted),
    "under": lambda values, wanted: any(v[: len(w)] == w for v in values for w in wanted),
    "at_least": lambda value, limit: value >= limit,
    "at_most": lambda value, limit: value <= limit,
    "not_before": lambda day, limit: day >= limit,
    "not_after": lambda day, limit: day <= limit,
}
"""What a comparison says of one possible value: a number, a day as it is written, or codes that all hold."""


def verdict(rule: Any, facts: dict[str, Any], finer: Iterable[str] = ()) -> Truth:
    """`finer` are the finest classes there are: a coarser code of a company is one of those below it."""
    return TRUTHS[_degree(rule, facts, tuple(finer))]


def _degree(rule: Any, facts: dict[str, Any], finer: tuple[str, ...]) -> int:
    if rule is None or rule is True or rule is False:
        return {False: 0, None: 1, True: 2}[rule]
    if "not" in rule:
        return 2 - _degree(rule["not"], facts, finer)
    if "all" in rule:
        return min([2, *(_degree(part, facts, finer) for part in rule["all"])])
    if "any" in rule:
        return max([0, *(_degree(part, facts, finer) for part in rule["any"])])
    ((operator, wanted),) = [(key, value) for key, value in rule.items() if key != "fact"]
    return _compared(facts.get(rule["fact"]), operator, wanted, finer)


def _compared(known: Any, operator: str, wanted: Any, finer: tuple[str, ...]) -> int:
    nothing = known is None or known == []
    if operator == "known":
        return 0 if nothing is (wanted in {True, "yes"}) else 2
    if nothing:
        return 1
    found = {HOLDS[operator](value, wanted) for value in _possible(known, wanted, finer)}
    return 1 if len(found) > 1 else 2 * found.pop()


def _possible(known: Any, wanted: Any, finer: tuple[str, ...]) -> Iterable[Any]:
    """Every value that may be the case, or enough of them: of numbers the ends and those near the limit."""
    match known:
        case bool():
            return [{str(known)}]
        case int() | float():
            return [known]
        case str():
            return [{code} for code in _classes(known, finer)]
        case list():
            return [{code} for one in known for code in _classes(one, finer)]
        case {"all": codes}:
            return [set(codes)]
        case {"day": first}:
            return _days(first, known.get("until", first), wanted)
        case {"min": low}:
            high = FAR if known.get("max") is None else known["max"]
            return [low, high, *(n for n in (wanted - 1, wanted, wanted + 1) if low <= n <= high)]
    raise AssertionError(known)


def _classes(code: str, finer: tuple[str, ...]) -> list[str]:
    return [fine for fine in finer if fine[: len(code)] == code] or [code]


def _days(first: str, last: str | None, limit: str) -> list[str]:
    """Each day there may be; where there is no last one, up to long after the limit."""
    start = date.fromisoformat(first)
    end = date.fromisoformat(last) if last else max(start, date.fromisoformat(limit)) + timedelta(400)
    return [(start + timedelta(number)).isoformat() for number in range((end - start).days + 1)]
