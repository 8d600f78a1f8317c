"""A questionnaire as the rows of the sheets of a workbook."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from questionnaires.definition import Questionnaire
from questionnaires.exchange import expressing, plain
from questionnaires.exchange import sheets as s
from questionnaires.exchange.expressing import Sources
from questionnaires.exchange.forms import NONE, WORD

Row = dict[str, str | float]
Plain = dict[str, Any]


def rows(questionnaire: Questionnaire) -> dict[str, list[Row]]:
    """The rows of every sheet. Raises ValueError for a part that no column holds."""
    head = plain.head(questionnaire)
    survey = _Survey(questionnaire, head)
    for section in plain.sections(questionnaire):
        survey.section(section)
    return {name: [] for name in s.SHEETS} | {
        "survey": survey.survey,
        "choices": [*survey.choices, *_shared(head.pop("lists", {}))],
        "reasons": survey.reasons,
        **_tree(head.pop("tree")),
        **_head(head),
    }


def spread(table: s.Table, part: Plain) -> Row:
    """A part over the columns of its table; all of it must find a place."""
    row: Row = {}
    for column in table:
        value = _taken(part, column.key)
        if value is not None:
            row[column.heading] = column.form.write(value)
    if part:
        raise ValueError(f"expected only what a workbook has a column for, found {', '.join(part)}")
    return row


def _taken(part: Plain, key: s.Key) -> Any:
    if len(key) == 1:
        return part.pop(key[0], None)
    inner = part.get(key[0], {})
    value = _taken(inner, key[1:])
    if not inner:
        part.pop(key[0], None)
    return value


# --- survey, choices, reasons ------------------------------------------------------------------


class _Survey:
    """The rows of the sheets `survey`, `choices` and `reasons`, section by section."""

    def __init__(self, questionnaire: Questionnaire, head: Plain) -> None:
        self.survey: list[Row] = []
        self.choices: list[Row] = []
        self.reasons: list[Row] = []
        self.lists = set(head.get("lists", {}))
        self.sources, self.section_names = sources(questionnaire)
        self.questionnaire = questionnaire

    def section(self, section: Plain) -> None:
        entries = section.pop("questions")
        name = _named(section["id"], self.section_names[section.pop("id")])
        self._add(s.BEGIN, name | spread(s.SECTION, section))
        for entry in entries:
            self._entry(entry)
        self._add(s.END, {"name": name["name"]})

    def _add(self, type_: str, row: Row) -> None:
        own: Row = {"type": type_}
        self.survey.append(own | row)

    def _entry(self, entry: Plain) -> None:
        kind = entry.pop("kind", "single")
        id_ = entry["id"]
        listed = self._list(id_, entry)
        types = s.TYPES | {"single": f"{s.ONE} {listed}", "several": f"{s.MANY} {listed}"}
        rows, ratings = entry.pop("rows", []), entry.pop("ratings", [])
        group: Row = {"kind": kind, "appearance": "table-list"} if kind in s.GROUPS else {}
        routed = self._routed(entry)
        row = self._row(s.entry(kind), entry) | routed | group
        self._add(types.get(kind, s.BEGIN), row)
        for inner in rows:
            self._add(types["single"], self._row(s.ROW, inner))
        for rating in ratings:
            name = self._name(f"{id_}.{rating.pop('id')}")
            self._add(types["single"], name | spread(s.RATING, rating))
        if group:
            self._add(s.END, {"name": row["name"]})

    def _row(self, table: s.Table, part: Plain) -> Row:
        """A question or a row: XLSForm has one label, the text where there is one."""
        id_ = part.pop("id")
        if "text" in part:
            part["label"] = part.pop("text")
        else:
            part["label"] = part.pop("title")
        self._because(id_, part.pop("not_applicable", None))
        return self._name(id_) | spread(table, part)

    def _name(self, id_: str) -> Row:
        return _named(id_, self.sources.names[id_])

    def _because(self, question: str, reasons: list[Plain] | None) -> None:
        about: Row = {"question": question}
        if reasons == []:
            self.reasons.append(about | {"name": NONE})
        self.reasons += [about | spread(s.REASON, reason) for reason in reasons or ()]

    def _routed(self, entry: Plain) -> Row:
        """`relevant` where it can be said; `ask_if` stays where that would not say it all."""
        rule = self._rule(entry["id"])
        expression = expressing.write(rule, self.sources) if rule else None
        if rule is None or expression is None:
            return {}
        if expressing.says_it_all(expression, rule, self.sources):
            del entry["ask_if"]
        return {"relevant": expression}

    def _rule(self, id_: str) -> Any:
        part = self.questionnaire.group.get(id_) or self.questionnaire.question[id_]
        return part.ask_if

    def _list(self, id_: str, entry: Plain) -> str:
        """The name of the list of a question; its own choices are added to the sheet."""
        if isinstance(entry.get("options"), str):
            return str(entry.pop("options"))
        if "options" not in entry and "levels" not in entry:
            return ""
        name = _free(id_, self.lists)
        self.lists.add(name)
        for number, text in enumerate(entry.pop("levels", None) or ()):
            level: Row = {"list_name": name, "name": str(number), "list": s.LEVELS}
            self.choices.append(level | spread(s.LEVEL, text))
        own: Row = {"list_name": name}
        self.choices += [own | spread(s.OPTION, option) for option in entry.pop("options", ())]
        return name


def _shared(lists: Mapping[str, Any]) -> list[Row]:
    found: list[Row] = []
    for name, options in lists.items():
        own: Row = {"list_name": name, "list": s.SHARED}
        found += [own | spread(s.OPTION, option) for option in options] or [own | {"name": NONE}]
    return found


# --- names -------------------------------------------------------------------------------------


def sources(questionnaire: Questionnaire) -> tuple[Sources, dict[str, str]]:
    """What questions and sections are called in `survey`: by their id, unless XLSForm knows no such name."""
    questions = questionnaire.question
    parts = _unique([*questions, *questionnaire.group], set())
    pages = _unique(list(questionnaire.section), {name.casefold() for name in parts.values()})
    by_fact = questions | {q.fact_name: q for q in questions.values() if q.fact_name}
    return Sources(by_fact, parts), pages


def _unique(ids: Iterable[str], taken: set[str]) -> dict[str, str]:
    names = {}
    for id_ in ids:
        plain_name = re.sub(r"[^A-Za-z0-9_.-]", "_", id_)
        names[id_] = _free(plain_name if plain_name[0].isalpha() else f"_{plain_name}", taken)
        taken.add(names[id_].casefold())
    return names


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found.casefold() in taken or found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def _named(id_: str, name: str) -> Row:
    return {"name": name} if name == id_ else {"name": name, "id": id_}


# --- the head ----------------------------------------------------------------------------------


def _head(head: Plain) -> dict[str, list[Row]]:
    scales = head.pop("scales", {})
    fields = head.get("fields", {})
    named = {name: fields.pop(name) for name in list(fields) if name != "cut"}
    mapped = head.get("follows", {}).pop("mapped", [])
    return {
        "checks": [spread(s.CHECK, check) for check in head.pop("checks")],
        "scales": [row for name, scale in scales.items() for row in _scale(name, scale)],
        "fields": [{"field": name} | spread(s.FIELD, field) for name, field in named.items()],
        "actions": [spread(s.ACTION, action) for action in head.pop("actions", ())],
        "profiles": [spread(s.PROFILE, profile) for profile in head.pop("profiles", ())],
        "follows": [spread(s.CARRIED, carried) for carried in mapped],
        "settings": [{"default_language": s.LANGUAGES["de"]} | spread(s.SETTINGS, head)],
    }


def _scale(name: str, scale: Plain) -> list[Row]:
    """A row for each level, with the threshold that it begins at."""
    own = {"scale": WORD.write(name)}
    levels = [own | spread(s.LEVEL, level) for level in scale.pop("levels")]
    begins = [{}, *(spread(s.THRESHOLD, {"threshold": limit}) for limit in scale.pop("thresholds"))]
    first, *others = [level | begin for level, begin in zip(levels, begins, strict=True)]
    return [first | spread(s.SCALE, scale), *others]


def _tree(roots: Sequence[Plain]) -> dict[str, list[Row]]:
    nodes: list[Row] = []
    gates: list[Row] = []
    for root in roots:
        _branch(root, nodes, gates)
    return {"tree": nodes, "gates": gates}


def _branch(node: Plain, nodes: list[Row], gates: list[Row]) -> None:
    """A node and, below it, those that it has as children."""
    children = [child for child in node["children"] if isinstance(child, dict)]
    own = node | {"children": [c["id"] if isinstance(c, dict) else c for c in node["children"]]}
    gates += [{"node": node["id"]} | spread(s.GATE, gate) for gate in own.pop("gates", ())]
    nodes.append(spread(s.NODE, own))
    for child in children:
        _branch(child, nodes, gates)
