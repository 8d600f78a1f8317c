"""The question types of LimeSurvey as entries of a section, and what conditions may compare about each.

Values come from what LimeSurvey assesses, and only from that: the assessment values of answers, and one value
for every tick of a multiple choice. Points on a scale of five or ten, numbers and texts are not scored there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from questionnaires.exchange.limesurvey.survey import Part
from questionnaires.exchange.limesurvey.table import Refused
from questionnaires.exchange.limesurvey.wording import Pair, Wording

Entry = dict[str, Any]
ANY_NUMBER = (-1e9, 1e9)
OTHER = {"de": "Sonstiges", "en": "Other"}
FIXED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Y": (("Y", "Ja", "Yes"), ("N", "Nein", "No")),
    "C": (("Y", "Ja", "Yes"), ("U", "Unsicher", "Uncertain"), ("N", "Nein", "No")),
    "E": (("I", "Mehr", "Increase"), ("S", "Gleich", "Same"), ("D", "Weniger", "Decrease")),
}
"""Answers that LimeSurvey knows by itself."""
POINTS = {"5": 5, "A": 5, "B": 10}
UNTRANSLATED = ("array_filter", "array_filter_exclude")


@dataclass(frozen=True, slots=True)
class Compared:
    """What a condition may compare: an answer by its codes, a number, or whether something was ticked."""

    fact: str
    kind: Literal["codes", "number", "tick", "text"]
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A question as it was taken over; `compared` by the name that LimeSurvey has for it."""

    entries: tuple[Entry, ...]
    compared: dict[str, Compared]


@dataclass(frozen=True, slots=True)
class Asking:
    question: Part
    wording: Wording
    assessed: bool

    @property
    def code(self) -> str:
        return self.question.code

    @property
    def row(self) -> Any:
        return self.question.row

    def entry(self, **more: Any) -> Entry:
        return {"id": self.code} | self.wording.named(self.question) | more

    def pair(self, part: Part) -> dict[str, str]:
        return self.wording.of(part.said, "text", part.code) or {}


def taken(question: Part, wording: Wording, assessed: bool) -> Taken | None:
    """Entries for a question; None for a mere text. Raises Refused for what has no counterpart."""
    if question.type == "X":
        return None
    if question.type not in TYPES:
        known = " ".join(sorted({*TYPES, "X"}))
        raise Refused(question.row.line, f"expected a question of the types {known}, found {question.type!r}")
    if question.row["hidden"] == "1":
        raise Refused(
            question.row.line, f"expected a question that is asked; {question.code} is always hidden"
        )
    for row in (question.row, *(part.row for part in question.parts.values())):
        if any(row[setting] for setting in UNTRANSLATED):
            raise Refused(row.line, "expected no array filter")
        if row["class"] == "SQ" and row["relevance"] not in {"", "1"}:
            raise Refused(row.line, f"expected no condition on a single row, found {row['relevance']!r}")
    return TYPES[question.type](Asking(question, wording, assessed))


# --- values ------------------------------------------------------------------------------------


def _value(part: Part, standard: int = 0) -> int:
    """The assessment value; earlier versions wrote that of an answer into the column of its condition."""
    row = part.row
    written = row["assessment_value"] or (row["relevance"] if row["class"] == "A" else "") or str(standard)
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", written):
        raise Refused(row.line, f"expected a whole number as assessment value, found {written!r}")
    return int(written)


def _valued(options: list[Entry], values: list[int]) -> Entry:
    """Options with their values, in a range that begins or ends with no points, which an open answer has.

    Rules read their codes: the fact of an option with a value would be that value.
    """
    if not any(values):
        return {"options": options}
    low, high = min(0, *values), max(0, *values)
    given = [o | {"value": v, "fact": [o["id"]]} for o, v in zip(options, values, strict=True)]
    stated = {} if (low, high) == (min(values), max(values)) else {"range": [low, high]}
    return stated | {"options": given}


def _answers(asking: Asking, scale: str = "0") -> tuple[Entry, tuple[str, ...]]:
    parts = list(asking.question.of("A", scale))
    options: list[Entry] = [{"id": part.code, "text": asking.pair(part)} for part in parts]
    values = [_value(part) for part in parts]
    if asking.row["other"] == "Y":
        options, values = [*options, {"id": "other", "text": OTHER}], [*values, 0]
    return _valued(options, values), tuple(option["id"] for option in options)


def _fixed(type_: str) -> tuple[Entry, tuple[str, ...]]:
    options: list[Entry] = [{"id": code, "text": {"de": de, "en": en}} for code, de, en in FIXED[type_]]
    return {"options": options}, tuple(option["id"] for option in options)


def _points(type_: str) -> Entry:
    numbers = range(1, POINTS[type_] + 1)
    return {
        "options": [
            {"id": str(n), "text": {"de": str(n), "en": str(n)}, "fact": {"min": n, "max": n}}
            for n in numbers
        ]
    }


# --- types -------------------------------------------------------------------------------------


def _one(asking: Asking, more: Entry, kind: Literal["codes", "number", "text"], codes: Any = ()) -> Taken:
    return Taken((asking.entry(**more),), {asking.code: Compared(asking.code, kind, codes)})


def _list(asking: Asking) -> Taken:
    options, codes = _answers(asking)
    return _one(asking, options, "codes", codes)


def _yes_no(asking: Asking) -> Taken:
    options, codes = _fixed("Y")
    return _one(asking, options, "codes", codes)


def _five(asking: Asking) -> Taken:
    return _one(asking, _points("5"), "number")


def _text(asking: Asking) -> Taken:
    return _one(asking, {"kind": "text"}, "text")


def _number(asking: Asking) -> Taken:
    columns = zip(("min_num_value_n", "max_num_value_n"), ANY_NUMBER, strict=True)
    limits = [_limit(asking, column, standard) for column, standard in columns]
    unit = asking.wording.of(asking.question.said, "suffix")
    more = {"kind": "number", "limits": limits, "scored": False} | ({"unit": unit} if unit else {})
    return _one(asking, more, "number")


def _limit(asking: Asking, column: str, standard: float) -> float:
    written = asking.row[column]
    if written and not re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{1,9})?", written):
        raise Refused(asking.row.line, f"expected a number as {column}, found {written!r}")
    return float(written) if written else standard


def _several(asking: Asking) -> Taken:
    parts = list(asking.question.of("SQ"))
    alone = set(re.split(r"[;,\s]+", asking.row["exclude_all_others"]))
    options: list[Entry] = [
        {"id": part.code, "text": asking.pair(part)} | ({"alone": True} if part.code in alone else {})
        for part in parts
    ]
    values = [_value(asking.question, standard=1) if asking.assessed or _stated(asking) else 0 for _ in parts]
    if asking.row["other"] == "Y":
        options, values = [*options, {"id": "other", "text": OTHER}], [*values, 0]
    if any(values):
        options = [option | {"value": value} for option, value in zip(options, values, strict=True)]
    ids = tuple(option["id"] for option in options)
    compared = {f"{asking.code}_{tick}": Compared(asking.code, "tick", (tick,)) for tick in ids}
    return Taken((asking.entry(kind="several", options=options),), compared)


def _stated(asking: Asking) -> bool:
    return asking.row["assessment_value"] not in {"", "0"}


def _array(asking: Asking) -> Taken:
    type_ = asking.question.type
    if type_ in POINTS:
        return _matrix(asking, _points(type_), "number")
    options, codes = _fixed(type_) if type_ in FIXED else _answers(asking)
    return _matrix(asking, options, "codes", codes)


def _matrix(
    asking: Asking,
    options: Entry,
    kind: Literal["codes", "number"],
    codes: tuple[str, ...] = (),
    side: str = "",
) -> Taken:
    """One matrix; `side` tells those of a dual scale apart, whose rows LimeSurvey calls `code_row_0`."""
    names = {f"{asking.code}_{row.code}{side}": row for row in asking.question.of("SQ")}
    rows = [{"id": name} | asking.wording.named(row) for name, row in names.items()]
    entry = asking.entry(kind="matrix", aggregate="sum", **options, rows=rows)
    entry["id"] += side.replace("_", ".")
    return Taken((entry,), {name: Compared(name, kind, codes) for name in names})


def _dual(asking: Asking) -> Taken:
    entries: list[Entry] = []
    compared: dict[str, Compared] = {}
    for scale, column in (("0", "dualscale_headerA"), ("1", "dualscale_headerB")):
        options, codes = _answers(asking, scale)
        side = _matrix(asking, options, "codes", codes, f"_{scale}")
        entries += [entry | _headed(asking, entry, column) for entry in side.entries]
        compared |= side.compared
    return Taken(tuple(entries), compared)


def _headed(asking: Asking, entry: Entry, column: str) -> Entry:
    heading = asking.wording.of(asking.question.said, column)
    if not heading:
        return {}
    rows = [row | {"text": _with(row.get("text", row["title"]), heading)} for row in entry["rows"]]
    return {"title": _with(entry["title"], heading), "rows": rows}


def _with(words: Pair, heading: Pair) -> Pair:
    return {language: f"{text} – {heading[language]}" for language, text in words.items()}


TYPES: dict[str, Callable[[Asking], Taken]] = {
    "L": _list,
    "!": _list,
    "O": _list,
    "Y": _yes_no,
    "5": _five,
    "M": _several,
    "P": _several,
    "N": _number,
    "S": _text,
    "T": _text,
    "U": _text,
    "A": _array,
    "B": _array,
    "C": _array,
    "E": _array,
    "F": _array,
    "H": _array,
    "1": _dual,
}


def has_values(entry: Entry) -> bool:
    return any("value" in option for option in entry.get("options", ()))


def begins_at_zero(entry: Entry) -> bool:
    """Whether the fewest points that an answer can give are none."""
    values = [option["value"] for option in entry["options"]]
    return bool(min([0, *values] if entry.get("kind") == "several" else values) == 0)
