"""Relevance equations as rules: comparisons of one answer, joined by and, or and not.

Taken over are `Q1.NAOK == "A1"`, `Q1 != 'A1'`, `Q2_SQ001 == "Y"` (a tick), `Q3 >= 10`, `and`, `or`, `!` and
brackets, with braces around variables or without, and questions called by number. All else is refused.

LimeSurvey counts the answer to a question that was not asked as empty, so a comparison with it is false. Here
nothing is known about it; so what leads to the question is part of every rule that reads it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires.conditions import comparisons, parse
from questionnaires.exchange.limesurvey.kinds import Compared

Rule = dict[str, Any]
OTHER = "-oth-"
"""The code that LimeSurvey gives to an answer in one's own words."""
LONGEST = 4000
MOST_COMPARISONS = 60
MOST_NESTED = 30
TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<number>-?\d+(?:\.\d+)?(?![\w.]))|(?P<name>[A-Za-z0-9_\#]+(?:\.[A-Za-z]+)?)
    |(?P<sign>==|!=|<=|>=|&&|\|\||[<>!()])|(?P<end>$))""",
    re.VERBOSE,
)
SGQA = re.compile(r"\d+X\d+X(\d+)(?:\#(\d))?(\w*?)(?:\#(\d))?")
WORDS = {
    "and": "&&",
    "or": "||",
    "not": "!",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
}
SWAPPED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class Untranslatable(ValueError):
    """An equation, or a part of one, that has no counterpart in the rule language."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the questions so far are called, and what leads to each; `codes` by the number of a question."""

    compared: Mapping[str, Compared]
    rules: Mapping[str, Rule]
    codes: Mapping[str, str]


def rule(equations: list[str], known: Known) -> Rule | None:
    """What all of these equations ask for; None where that is nothing. Raises Untranslatable."""
    asked = [equation for equation in map(str.strip, equations) if equation not in {"", "1"}]
    if any(len(equation) > LONGEST for equation in asked):
        raise Untranslatable(f"expected at most {LONGEST} characters")
    found = _joined("all", [_Reader(equation, known).whole() for equation in asked]) if asked else None
    if found and sum(1 for _ in comparisons(parse(found))) > MOST_COMPARISONS:
        raise Untranslatable(
            f"expected at most {MOST_COMPARISONS} comparisons, with those of the questions read"
        )
    return found


def _joined(word: str, parts: list[Rule]) -> Rule:
    """All or any of these, without repeating one or nesting the same word."""
    flat: list[Rule] = []
    for part in parts:
        flat += [new for new in part.get(word, [part]) if new not in flat]
    return flat[0] if len(flat) == 1 else {word: flat}


def _negated(part: Rule) -> Rule:
    inner: Rule = part.get("not", {"not": part})
    return inner


def _tokens(equation: str) -> Iterator[tuple[str, str]]:
    written = equation.replace("{", " ").replace("}", " ")
    place = 0
    while place < len(written):
        found = TOKEN.match(written, place)
        if not found or found.lastgroup is None:
            raise Untranslatable(f"not understood from {written[place : place + 20].strip()!r} on")
        place = found.end()
        word = found[found.lastgroup]
        if found.lastgroup == "name" and word.lower() in WORDS:
            yield "sign", WORDS[word.lower()]
        elif found.lastgroup != "end":
            yield found.lastgroup, word
    yield "end", ""


class _Reader:
    """Reads one equation from left to right: or binds weaker than and, and weaker than not."""

    def __init__(self, equation: str, known: Known) -> None:
        self.tokens = list(_tokens(equation))
        self.known = known
        self.place = 0
        self.nested = 0

    def whole(self) -> Rule:
        found = self._any()
        if self._kind != "end":
            raise Untranslatable(f"not understood from {self._word!r} on")
        return found

    @property
    def _kind(self) -> str:
        return self.tokens[self.place][0]

    @property
    def _word(self) -> str:
        return self.tokens[self.place][1]

    def _takes(self, sign: str) -> bool:
        taken = self.tokens[self.place] == ("sign", sign)
        self.place += taken
        return taken

    def _any(self) -> Rule:
        parts = [self._all()]
        while self._takes("||"):
            parts.append(self._all())
        return _joined("any", parts)

    def _all(self) -> Rule:
        parts = [self._not()]
        while self._takes("&&"):
            parts.append(self._not())
        return _joined("all", parts)

    def _not(self) -> Rule:
        self.nested += 1
        if self.nested > MOST_NESTED:
            raise Untranslatable(f"expected at most {MOST_NESTED} brackets within each other")
        found = _negated(self._not()) if self._takes("!") else self._bracket()
        self.nested -= 1
        return found

    def _bracket(self) -> Rule:
        if not self._takes("("):
            return self._comparison()
        found = self._any()
        if not self._takes(")"):
            raise Untranslatable("expected a closing bracket")
        return found

    def _comparison(self) -> Rule:
        left, sign, right = self._operand(), self._sign(), self._operand()
        if left[0] != "name":
            left, sign, right = right, SWAPPED[sign], left
        if left[0] != "name" or right[0] == "name":
            raise Untranslatable("expected a question compared with a code or a number")
        return _compared(left[1], sign, right, self.known)

    def _operand(self) -> tuple[str, str]:
        found = self.tokens[self.place]
        if found[0] not in {"name", "text", "number"}:
            raise Untranslatable(f"expected a question, a code in quotes or a number, found {found[1]!r}")
        self.place += 1
        return found[0], found[1][1:-1] if found[0] == "text" else found[1]

    def _sign(self) -> str:
        found = self.tokens[self.place]
        if found[0] != "sign" or found[1] not in SWAPPED:
            raise Untranslatable(f"expected a comparison such as ==, found {found[1]!r}")
        self.place += 1
        return found[1]


# --- one comparison ----------------------------------------------------------------------------


def _compared(name: str, sign: str, literal: tuple[str, str], known: Known) -> Rule:
    code, _, property_ = name.partition(".")
    if property_ not in {"", "NAOK", "code"}:
        raise Untranslatable(f"expected NAOK after the point, found {property_!r}")
    code = _by_number(code, known)
    compared = known.compared.get(code)
    if compared is None:
        raise Untranslatable(f"expected a question before this one, found {code!r}")
    found = COMPARISONS[compared.kind](compared, sign, literal[1])
    leads = known.rules.get(compared.fact)
    empty_fits = "not" in found if compared.kind == "tick" else sign == "!="
    return _joined("all", [leads, found]) if leads and not empty_fits else found


def _by_number(code: str, known: Known) -> str:
    """The name of a question that is called by the numbers of survey, group and question."""
    found = SGQA.fullmatch(code)
    if not found:
        return code.replace("#", "_")
    number = next((found[1][:n] for n in range(len(found[1]), 0, -1) if found[1][:n] in known.codes), "")
    row = found[1][len(number) :] + found[3]
    return "_".join(part for part in (known.codes.get(number, ""), row, found[2] or found[4]) if part)


def _by_code(compared: Compared, sign: str, literal: str) -> Rule:
    literal = "other" if literal == OTHER else literal
    if sign in {"==", "!="}:
        if literal not in compared.codes:
            known = ", ".join(compared.codes)
            raise Untranslatable(f"{compared.fact} has no code {literal!r}; known: {known}")
        return (
            {"fact": compared.fact, "is": literal}
            if sign == "=="
            else {"fact": compared.fact, "not_in": [literal]}
        )
    limit = _number(literal)
    codes = [code for code in compared.codes if ORDER[sign](_number(code), limit)]
    if not codes:
        raise Untranslatable(f"no answer to {compared.fact} is {sign} {literal}")
    return {"fact": compared.fact, "in": codes}


def _by_number_given(compared: Compared, sign: str, literal: str) -> Rule:
    limit = _number(literal)
    least: Rule = {"fact": compared.fact, "at_least": limit}
    most: Rule = {"fact": compared.fact, "at_most": limit}
    written: dict[str, Rule] = {
        ">=": least,
        "<=": most,
        ">": {"not": most},
        "<": {"not": least},
        "==": {"all": [least, most]},
        "!=": {"not": {"all": [least, most]}},
    }
    return written[sign]


def _by_tick(compared: Compared, sign: str, literal: str) -> Rule:
    if sign not in {"==", "!="} or literal not in {"Y", "", "N"}:
        raise Untranslatable(f'expected == "Y" for a tick of {compared.fact}, found {sign} {literal!r}')
    ticked: Rule = {"fact": compared.fact, "is": compared.codes[0]}
    return ticked if (sign == "==") == (literal == "Y") else {"not": ticked}


def _by_text(compared: Compared, _sign: str, _literal: str) -> Rule:
    raise Untranslatable(f"{compared.fact} is a text, which no rule compares")


def _number(written: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,9})?", written):
        raise Untranslatable(f"expected a number, found {written!r}")
    return float(written)


ORDER = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
COMPARISONS = {"codes": _by_code, "number": _by_number_given, "tick": _by_tick, "text": _by_text}
