"""How values of each kind stand in a cell: written into it, and read out of it.

A value that does not fit on its own (lists, ranges, points by id) has a short notation, which each form
describes in the words in which it refuses. A word in double quotes (as in JSON) stands for itself.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

NONE = "-"
"""A list that is empty on purpose; no id looks like it."""
MAX_NESTING = 12
NO_REFERENCE = "$\N{WORD JOINER}{"
"""How `${` stands in a text, where tools for XLSForm would take it for the name of a question."""


@dataclass(frozen=True, slots=True)
class Form:
    """How values of one kind stand in a cell. `read` raises ValueError for what is none."""

    expects: str
    read: Callable[[Any], Any]
    write: Callable[[Any], str | float]


# --- words -------------------------------------------------------------------------------------


def _text(cell: Any) -> str:
    """What a person reads; a number that was typed in place of a text counts as it is written."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()


def _prose(cell: Any) -> str:
    return _text(cell).replace(NO_REFERENCE, "${")


def _word(cell: Any) -> str:
    written = _text(cell)
    if not written.startswith('"'):
        return written
    word = json.loads(written)
    if not isinstance(word, str):
        raise ValueError
    return word


def _version(cell: Any) -> str:
    """Only a text: as a number, 1.10 has become 1.1 and 1.0 has become 1."""
    if not isinstance(cell, str) or not re.fullmatch(r"\d+\.\d+", cell.strip()):
        raise ValueError
    return cell.strip()


def _followed(cell: Any) -> str:
    """A version that is written elsewhere, so whatever it is called; but only as a text."""
    if not isinstance(cell, str):
        raise ValueError
    return _word(cell)


def _quoted(word: str, *marks: str) -> str:
    """A word, in quotes where it could be taken for something else."""
    plain = word and word == word.strip() and not word.startswith('"') and not any(m in word for m in marks)
    return word if plain and word != NONE else json.dumps(word, ensure_ascii=False)


def _ids(cell: Any) -> list[str]:
    """Commas are no part of an id, so they may stand between ids as well."""
    written = _text(cell)
    ids = written.replace(",", " ").split()
    if not ids:
        raise ValueError
    return [] if written == NONE else ids


def _yes(cell: Any) -> bool:
    known = {"yes": True, "ja": True, "true": True, "no": False, "nein": False, "false": False}
    try:
        return known[str(cell).strip().lower()]
    except KeyError:
        raise ValueError from None


# --- numbers -----------------------------------------------------------------------------------


def _number(cell: Any) -> float:
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError
    number = float(str(cell))  # as text, since a whole number may be too large to be converted
    if not isfinite(number):
        raise ValueError
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _whole(cell: Any) -> int:
    number = _number(cell)
    if not isinstance(number, int):
        raise ValueError
    return number


def _share(cell: Any) -> Any:
    return (
        cell.strip() if isinstance(cell, str) and re.fullmatch(r"\s*\d+/[1-9]\d*\s*", cell) else _number(cell)
    )


def _size(number: float) -> str | float:
    """A number as a number, unless a workbook, which keeps 16 digits, would change it."""
    return number if float(f"{number:.16G}") == number else repr(number)


def _bounds(cell: Any) -> list[float]:
    low, high = _text(cell).split(" to ")
    return [_number(low), _number(high)]


# --- notations ---------------------------------------------------------------------------------


def _steps(cell: Any) -> list[dict[str, float]]:
    """`from 0 = 0` and `above 85 = 4`, one on each line."""
    return [_step(line) for line in _text(cell).splitlines()]


def _step(line: str) -> dict[str, float]:
    start, points = line.split("=")
    word, number = start.split()
    if word not in {"from", "above"}:
        raise ValueError
    return {word: _number(number), "value": _number(points)}


def _found(match: re.Match[str] | None) -> re.Match[str]:
    if match is None:
        raise ValueError
    return match


def _written_step(step: Mapping[str, float]) -> str:
    (start,) = set(step) - {"value"}
    return f"{start} {step[start]!r} = {step['value']!r}"


def _pairs(cell: Any, value: Callable[[str], Any]) -> dict[str, Any]:
    """`id = value`, one on each line."""
    if _text(cell) == NONE:
        return {}
    found = [_pair(line.strip()) for line in _text(cell).split("\n")]
    pairs = {key: value(written) for key, written in found}
    if len(pairs) < len(found):
        raise ValueError
    return pairs


def _pair(line: str) -> tuple[str, str]:
    """Without a pattern, which would try for minutes what 30,000 spaces could mean."""
    end = json.JSONDecoder().raw_decode(line)[1] if line.startswith('"') else line.find("=")
    rest = line[end:].lstrip()
    if end < 0 or not rest.startswith("="):
        raise ValueError
    return _word(line[:end]), rest[1:].strip()


def _written_pairs(pairs: Mapping[str, Any]) -> str:
    lines = [f"{_quoted(key, '=', chr(10))} = {_value(value)}" for key, value in pairs.items()]
    return "\n".join(lines) or NONE


def _value(value: Any) -> str:
    return _quoted(value, "\n") if isinstance(value, str) else repr(value)


_CODES = re.compile(r'\s*("(?:[^"\\]|\\.)*"|[^",][^,]*|)\s*(?:,|$)')


def _fact(cell: Any) -> Any:
    """`10 to 49`, `500 or more`, `one of a, b`, `all of a, b` or `nothing`."""
    written = _text(cell)
    kind, _, rest = written.partition(" of ")
    if written == "nothing":
        return []
    if kind in {"one", "all"}:
        return _codes(rest) if kind == "one" else {"all": _codes(rest)}
    if written.endswith(" or more"):
        return {"min": _number(written.removesuffix(" or more")), "max": None}
    low, high = _bounds(written)
    return {"min": low, "max": high}


def _codes(written: str) -> list[str]:
    codes, place = [], 0
    while place < len(written):
        code = _found(_CODES.match(written, place))
        codes.append(_word(code[1]))
        place = code.end()
    if not codes:
        raise ValueError
    return codes


def _listed(cell: Any) -> list[str]:
    written = _text(cell)
    return [] if written == NONE else _codes(written)


def _written_list(words: list[str]) -> str:
    return ", ".join(_quoted(word, ",", "\n") for word in words) or NONE


def _written_fact(fact: Any) -> str:
    if isinstance(fact, dict) and "min" in fact:
        return (
            f"{fact['min']!r} or more" if fact["max"] is None else _written_bounds((fact["min"], fact["max"]))
        )
    codes = fact["all"] if isinstance(fact, dict) else fact
    return f"{'all' if isinstance(fact, dict) else 'one'} of {_written_list(codes)}" if codes else "nothing"


def _written_bounds(bounds: Any) -> str:
    return f"{bounds[0]!r} to {bounds[1]!r}"


def _policy(cell: Any) -> Any:
    """A word such as `zero`, or the points that stand in."""
    try:
        return {"constant": _number(cell)}
    except ValueError:
        return _text(cell)


def _rounding(cell: Any) -> dict[str, Any]:
    mode, digits = _text(cell).split()
    return {"mode": mode, "digits": _whole(digits)}


def _rule(cell: Any) -> Any:
    """A rule as JSON, for what has no form in `relevant`."""
    written = _text(cell)
    depth = 0
    for mark in written:
        depth += (mark in "[{") - (mark in "]}")
        if depth > 2 * MAX_NESTING:
            raise ValueError
    return json.loads(written)


def as_json(rule: Any) -> str:
    return json.dumps(rule, ensure_ascii=False)


WORDS = Form("a text", _prose, lambda text: text.replace("${", NO_REFERENCE))
WORD = Form("a word", _word, _quoted)
VERSION = Form("two numbers as text, such as '1.0 (format the cell as text)", _version, str)
FOLLOWED = Form(VERSION.expects, _followed, _quoted)
LIST = Form("words with commas between, or - for none", _listed, _written_list)
IDS = Form("ids with spaces or commas between, or - for none", _ids, lambda ids: " ".join(ids) or NONE)
YES = Form("yes or no", _yes, lambda yes: "yes" if yes else "no")
NUMBER = Form("a number", _number, _size)
WHOLE = Form("a whole number", _whole, _size)
SHARE = Form("a number or a fraction such as 2/3", _share, lambda s: s if isinstance(s, str) else _size(s))
BOUNDS = Form("two numbers such as 0 to 4", _bounds, _written_bounds)
STEPS = Form(
    "on each line a step such as 'from 10 = 2' or 'above 85 = 4'",
    _steps,
    lambda steps: "\n".join(_written_step(step) for step in steps),
)
CHOICES = Form(
    "on each line an id and what is chosen, such as E05 = 2", lambda c: _pairs(c, _word), _written_pairs
)
POINTS = Form("on each line an id and points, such as E05 = 2", lambda c: _pairs(c, _number), _written_pairs)
FACT = Form("10 to 49, 500 or more, one of A, B, all of A, B, or nothing", _fact, _written_fact)
POLICY = Form(
    "a policy such as exclude, or points",
    _policy,
    lambda p: p if isinstance(p, str) else _size(p["constant"]),
)
ROUNDING = Form(
    "how and to how many digits, such as half_away 1",
    _rounding,
    lambda r: f"{r['mode']} {r.get('digits', 0)}",
)
RULE = Form('a rule as JSON, such as {"fact": "size", "at_most": 249}', _rule, as_json)
