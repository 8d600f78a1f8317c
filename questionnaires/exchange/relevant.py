"""Routing in both languages: our rules, and the expressions that XLSForm writes into `relevant`.

    ${size} = '10-49'                  {fact: size, is: "10-49"}
    ${size} = 'a' or ${size} = 'b'     {fact: size, in: [a, b]}
    ${size} != 'a'                     {fact: size, not_in: [a]}
    not(${size} = 'a' or ...)          {fact: size, not_in: [a, ...]}
    selected(${tools}, 'a')            {fact: tools, is: a}, where several may be ticked
    ${plan} >= 2, ${plan} <= 3.5       {fact: plan, at_least: 2}, {fact: plan, at_most: 3.5}
    ... and ..., ... or ..., not(...)  {all: [...]}, {any: [...]}, {not: {...}}

Anything else is refused. Names are those of the sheet; read, they become facts. Where options stand for
other codes than their names, or for ranges, those are listed that fulfil a rule. Such an expression does
not say all that the rule says, and some rules have none. Tools for XLSForm take a question without an
answer for one that fulfils nothing; here it leaves the rule open.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires.exchange.forms import MAX_NESTING

EXPECTED = (
    "expected ${question} = 'option', selected(${question}, 'option') or ${question} >= 2, "
    "joined by and, or, not()"
)


MAX_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class Known:
    """What stands behind a name: the fact that rules know, and whether several options may be ticked."""

    fact: str
    several: bool = False


# --- read --------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{[^{}\s]+\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<sign>!=|>=|<=|=|\(|\)|,)|(?P<word>[a-z]+))"""
)
_COMPARED = {">=": "at_least", "<=": "at_most"}


def read(expression: str, names: Mapping[str, Known]) -> dict[str, Any]:
    """The rule that an expression stands for, as plain data. Raises ValueError: what was expected."""
    if len(expression) > MAX_LENGTH:
        raise ValueError(f"expected at most {MAX_LENGTH} characters, found {len(expression)}")
    reader = _Reader(_tokens(expression), names)
    rule = reader.joined("or", "any", 0)
    if reader.waiting:
        raise ValueError(f"{EXPECTED}; found {reader.waiting[0][1]!r}")
    return rule


def _tokens(expression: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    while expression[place:].strip():
        found = _TOKEN.match(expression, place)
        if found is None:
            raise ValueError(f"{EXPECTED}; found {expression[place:].strip()[:20]!r}")
        tokens.append((found.lastgroup or "", found[found.lastgroup or 0]))
        place = found.end()
    return tokens


class _Reader:
    """Reads tokens from left to right; `and` binds more tightly than `or`."""

    def __init__(self, tokens: list[tuple[str, str]], names: Mapping[str, Known]) -> None:
        self.waiting = tokens
        self.names = names

    def joined(self, word: str, key: str, depth: int) -> dict[str, Any]:
        if depth > MAX_NESTING:
            raise ValueError(f"expected at most {MAX_NESTING} conditions in each other")
        parts = [self._part(word, depth)]
        while self._next("word", word):
            parts.append(self._part(word, depth))
        return parts[0] if len(parts) == 1 else _in(parts, key) or {key: parts}

    def _part(self, word: str, depth: int) -> dict[str, Any]:
        if word == "or":
            return self.joined("and", "all", depth)
        if self._next("word", "not"):
            self._expect("sign", "(")
            return _not(self._enclosed(depth))
        if self._next("sign", "("):
            return self._enclosed(depth)
        return self._selected() if self._next("word", "selected") else self._comparison()

    def _enclosed(self, depth: int) -> dict[str, Any]:
        rule = self.joined("or", "any", depth + 1)
        self._expect("sign", ")")
        return rule

    def _selected(self) -> dict[str, Any]:
        self._expect("sign", "(")
        known = self._known()
        self._expect("sign", ",")
        code = self._expect("text")[1:-1]
        self._expect("sign", ")")
        return {"fact": known.fact, "is": code}

    def _comparison(self) -> dict[str, Any]:
        known = self._known()
        sign = self._expect("sign")
        if sign in _COMPARED:
            number = float(self._expect("number"))
            return {"fact": known.fact, _COMPARED[sign]: int(number) if number.is_integer() else number}
        if sign not in {"=", "!="}:
            raise ValueError(f"{EXPECTED}; found {sign!r}")
        if known.several:
            raise ValueError("expected selected(${question}, 'option'), since several options may be ticked")
        code = self._expect("text")[1:-1]
        return {"fact": known.fact, "is": code} if sign == "=" else {"fact": known.fact, "not_in": [code]}

    def _known(self) -> Known:
        name = self._expect("name")[2:-1]
        if name not in self.names:
            raise ValueError(f"expected the name of a question of this sheet, found ${{{name}}}")
        return self.names[name]

    def _next(self, kind: str, written: str) -> bool:
        found = self.waiting[:1] == [(kind, written)]
        self.waiting = self.waiting[found:]
        return found

    def _expect(self, kind: str, written: str | None = None) -> str:
        found = self.waiting[0] if self.waiting else ("end", "the end")
        if found[0] != kind or written not in {None, found[1]}:
            raise ValueError(f"{EXPECTED}; found {found[1]!r}")
        self.waiting = self.waiting[1:]
        return found[1]


def _in(parts: list[dict[str, Any]], key: str) -> dict[str, Any] | None:
    """One of several codes of the same fact is one comparison."""
    facts = {part.get("fact") for part in parts}
    if key == "all" or len(facts) > 1 or not all("is" in part for part in parts):
        return None
    return {"fact": parts[0]["fact"], "in": [part["is"] for part in parts]}


def _not(rule: dict[str, Any]) -> dict[str, Any]:
    codes = [rule["is"]] if "is" in rule else rule.get("in")
    return {"fact": rule["fact"], "not_in": codes} if codes else {"not": rule}
