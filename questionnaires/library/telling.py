"""How a mistake in a file is told to its author: by the id of the part, and with what helps."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

Step = str | int

KINDS: Mapping[str, str] = {
    "sections": "section",
    "questions": "question",
    "rows": "row",
    "ratings": "rating",
    "options": "option",
    "not_applicable": "reason",
    "tree": "node",
    "children": "node",
    "checks": "check",
    "actions": "action",
    "profiles": "profile",
    "needs": "need",
    "measures": "measure",
}
"""What the entries of a list are, by the name of the list."""
WITHIN = {"row", "rating", "option", "reason"}
"""What is told together with the part around it; all else has an id that stands once."""


def named(data: Any, path: tuple[Step, ...]) -> str:
    """A part of a file in the words of its author: `question plan, option a, value` where there is an id."""
    parts: list[str] = []
    keys: list[Step] = []
    for step, list_, found in _steps(data, path):
        id_ = found.get("id") if isinstance(found, Mapping) else None
        kind = KINDS.get(list_) if isinstance(step, int) and isinstance(id_, str) and id_.strip() else None
        if kind is None:
            keys.append(step)
            continue
        around = [*parts, ".".join(map(str, keys[:-1]))] if kind in WITHIN else []
        parts, keys = [part for part in around if part] + [f"{kind} {id_}"], []
    return ", ".join([*parts, *([".".join(map(str, keys))] if keys else [])])


def _steps(data: Any, path: tuple[Step, ...]) -> Iterator[tuple[Step, str, Any]]:
    """Each step of a path, the name of the list that it leads into, and what stands there."""
    list_ = ""
    for step in path:
        is_there = isinstance(data, Mapping | list) and (isinstance(data, Mapping) or isinstance(step, int))
        data = _at(data, step) if is_there else None
        yield step, list_, data
        list_ = str(step)


def _at(data: Any, step: Any) -> Any:
    try:
        return data[step]
    except LookupError:
        return None


TAB = "a tab stands here: indent with spaces"
QUOTES = (
    "put texts in double quotes; inside them use typographic ones; the quotation may begin a line earlier"
)
POINT = "expected a number with a point, such as 0.75"
_WRITTEN = re.compile(
    "tab character|mapping values|expected (key|',')|unexpected end of stream|start any token"
)
"""What the parser says of a tab or of texts that stand without quotes or end in the middle."""
_WITH_COMMA = re.compile(r"\s*[+-]?\d+,\d+\s*")


def unreadable(error: yaml.YAMLError, text: str) -> str:
    """Why a text is no plain YAML, and what most often leads there: a tab, or a text without quotes."""
    reason = str(getattr(error, "problem", None) or error).splitlines()[0]
    mark = getattr(error, "problem_mark", None)
    if mark is None or not _WRITTEN.search(reason):
        return reason
    line = "".join(text.splitlines()[mark.line : mark.line + 1])
    return TAB if line.lstrip(" ").startswith("\t") else f"{reason}; {QUOTES}"


def has_comma(given: Any) -> bool:
    """Whether this was meant as a number, and written as Germans do."""
    return isinstance(given, str) and bool(_WITH_COMMA.fullmatch(given))
