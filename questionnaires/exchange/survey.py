"""The sheet `survey` as sections with their questions: rows in groups, and in groups of rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaires.exchange import relevant
from questionnaires.exchange import sheets as s
from questionnaires.exchange.cells import Cell
from questionnaires.exchange.collecting import Collected, Path_
from questionnaires.exchange.forms import NONE, WORD, YES
from questionnaires.exchange.lists import Lists
from questionnaires.exchange.opening import Row
from questionnaires.exchange.refusals import found_instead
from questionnaires.exchange.relevant import Known

SHEET = "survey"
Plain = dict[str, Any]


@dataclass(frozen=True)
class Twice:
    """A question whose routing is said in `relevant` and in `ask_if`, which must mean the same."""

    question: str
    expression: str
    cell: Cell


class Survey:
    """Goes through the rows from top to bottom."""

    def __init__(self, found: Collected, lists: Lists) -> None:
        self.found = found
        self.lists = lists
        self.reasons = found.grouped("reasons", "question")
        self.sections: list[Plain] = []
        self.section: Plain | None = None
        self.group: Plain | None = None
        self.open: list[Row] = []
        """The rows whose groups are open, the outer one first."""
        self.unclosed = False
        """Whether a group was left open, so that nobody can tell what the rows below mean."""
        self.twice: list[Twice] = []
        self.ids: dict[str, str] = {}
        """What each question is called in the sheet."""
        self.known = _known(found)

    def gather(self) -> list[Plain]:
        """The sections as plain data; what is wrong is told to `found`."""
        row = None
        for row in self.found.rows(SHEET):
            type_ = _type(row)
            step = {s.BEGIN: self._begin, s.END: self._end}.get(type_, self._row)
            step(row)
            if self.unclosed:
                return self.sections
        if self.section is not None:
            self._tell(row, "type", f"expected {s.END} after the last row")
        if not self.sections:
            self._tell(None, "", f"expected a section: a row {s.BEGIN}, questions, a row {s.END}")
        for question, rows in self.reasons.items():
            expected = f"expected the id of a question of survey, found {question!r}"
            self.found.tell("reasons", rows[0], "question", expected)
        return self.sections

    def _tell(self, row: Row | None, heading: str, message: str) -> None:
        self.found.tell(SHEET, row, heading, message)

    # --- groups ---

    def _begin(self, row: Row) -> None:
        if self.section is None:
            self._begin_section(row)
        elif self.group is not None or _is_section(row):
            self._leave_open(row)
        else:
            self._begin_group(row)
        self.open.append(row)

    def _leave_open(self, row: Row) -> None:
        """Only the first row is told that cannot be in the group above it: all below follow from that."""
        begun = self.open[-1]
        what = "section" if _is_section(row) else "group"
        still = f"{begun.values.get('name')} (row {begun.number}) is open"
        self._tell(row, "type", f"a new {what} begins while {still}; is its {s.END} missing?")
        self.unclosed = True

    def _begin_section(self, row: Row) -> None:
        path: Path_ = ("sections", len(self.sections))
        section = self._part(row, s.SECTION, path, also={"type", "name", "id"})
        self.section = section | {"id": self._id(row, path, "sections"), "questions": []}
        self.found.stands((*path, "questions"), SHEET, row, "name", named="questions")
        self.sections.append(self.section)

    def _begin_group(self, row: Row) -> None:
        kind = row.values.get("kind")
        if kind not in s.GROUPS:
            expected = f"expected {' or '.join(s.GROUPS)} for a group in a section"
            self._tell(row, "kind", f"{expected}, found {kind!r}" if kind else f"{expected}, found none")
            kind = s.GROUPS[0]
        path = self._entry_path()
        group = self._entry(row, kind, path, also={"kind", "appearance"})
        if row.values.get("appearance", "table-list") != "table-list":
            self._tell(row, "appearance", f"expected table-list, found {row.values['appearance']!r}")
        self.found.stands((*path, _inner(kind)), SHEET, row, "name", named=_inner(kind))
        self.group = self._added(group | {"kind": kind})

    def _end(self, row: Row) -> None:
        self.found.nothing_else(SHEET, row, {"type", "name"})
        self.open = self.open[:-1]
        if self.group is not None:
            self.group = None
        elif self.section is not None:
            self.section = None
        else:
            self._tell(row, "type", f"expected {s.BEGIN} before {s.END}")

    # --- questions ---

    def _row(self, row: Row) -> None:
        type_, _, list_ = _type(row).partition(" ")
        if type_ not in s.KINDS or (list_ and type_ not in {s.ONE, s.MANY}):
            known = ", ".join((s.BEGIN, s.END, *s.KINDS))
            self._tell(row, "type", found_instead(f"expected one of {known}", row.values.get("type")))
        elif self.section is None:
            self._tell(row, "type", f"expected {s.BEGIN} first: every question stands in a section")
        elif self.group is not None:
            self._inner(row, type_, list_)
        else:
            path = self._entry_path()
            kind = s.KINDS[type_]
            entry = self._entry(row, kind, path)
            options = self._listed(row, list_, path) if type_ in {s.ONE, s.MANY} else {}
            self._added(entry | {"kind": kind} | options)

    def _entry_path(self, more: int = 0) -> Path_:
        """Where the next entry of the section will stand, or the one before it."""
        entries = self.section["questions"] if self.section else []
        return ("sections", len(self.sections) - 1, "questions", len(entries) + more)

    def _added(self, entry: Plain) -> Plain:
        if self.section:
            self.section["questions"].append(entry)
        return entry

    def _entry(
        self, row: Row, kind: str, path: Path_, also: frozenset[str] | set[str] = frozenset()
    ) -> Plain:
        own = {"type", "name", "id", "required", "relevant"} | also
        entry = self._part(row, s.entry(kind), path, also=own)
        entry["id"] = self._id(row, path)
        self._labelled(entry, row, path)
        self._routed(entry, row, path)
        return entry

    def _inner(self, row: Row, type_: str, list_: str) -> None:
        """A row of a matrix, or one of the ratings of an item."""
        group = self.group or {}
        path = self._entry_path(-1)
        if type_ != s.ONE:
            self._tell(row, "type", f"expected {s.ONE} in a group of rows, found {type_}")
        options = self._listed(row, list_, path)
        if _options(group, options) != _options(options, options):
            self._tell(row, "type", "expected the same list for all rows of a group")
        group |= options
        inner = group.setdefault(_inner(group["kind"]), [])
        inner.append(
            self._rating(row, group, (*path, "ratings", len(inner)))
            if group["kind"] == "rated"
            else self._matrix_row(row, (*path, "rows", len(inner)))
        )

    def _matrix_row(self, row: Row, path: Path_) -> Plain:
        part = self._part(row, s.ROW, path, also={"type", "name", "id"})
        part["id"] = self._id(row, path)
        self._labelled(part, row, path)
        return part

    def _rating(self, row: Row, group: Plain, path: Path_) -> Plain:
        part = self._part(row, s.RATING, path, also={"type", "name", "id"})
        id_, prefix = self._id(row, path), f"{group['id']}."
        if not id_.startswith(prefix):
            self._tell(row, "name", f"expected a name that begins with {prefix} for a rating, found {id_!r}")
        return part | {"id": id_.removeprefix(prefix)}

    # --- parts of a row ---

    def _part(self, row: Row, table: s.Table, path: Path_, *, also: set[str]) -> Plain:
        part: Plain = self.found.part(SHEET, row, table, path, also=also)
        self.found.stands(path, SHEET, row, "name", named="")
        return part

    def _id(self, row: Row, path: Path_, kind: str = SHEET) -> str:
        heading = "id" if "id" in row.values else "name"
        self.found.stands((*path, "id"), SHEET, row, heading)
        id_ = self.found.value(SHEET, row, s.Column(heading, ("id",), WORD))
        if heading not in row.values:
            self._tell(row, heading, "expected a name, found none")
        self.found.is_called(id_, SHEET, row, heading, kind)
        self.ids[str(id_)] = str(row.values.get("name"))
        return id_ or ""

    def _labelled(self, part: Plain, row: Row, path: Path_) -> None:
        """The label is the question as it is asked; where no title stands beside it, it is also the title."""
        label = part.pop("label", {})
        key = "text" if "title" in part else "title"
        if label or key == "title":
            part[key] = label
        for language, name in s.LANGUAGES.items():
            self.found.stands((*path, key, language), SHEET, row, f"label::{name}")
        self._because(part, path)

    def _because(self, part: Plain, path: Path_) -> None:
        rows = self.reasons.pop(part["id"], None)
        if rows is None:
            return
        here: Path_ = (*path, "not_applicable")
        empty = len(rows) == 1 and rows[0].values.get("name") == NONE
        part["not_applicable"] = (
            []
            if empty
            else [
                self.found.part("reasons", row, s.REASON, (*here, n), also={"question"})
                for n, row in enumerate(rows)
            ]
        )

    def _routed(self, entry: Plain, row: Row, path: Path_) -> None:
        required = self.found.value(SHEET, row, s.Column("required", ("required",), YES))
        if required:
            self._tell(row, "required", "expected nothing or no: every question may be left open")
        written = row.values.get("relevant")
        if written is None:
            return
        try:
            rule = relevant.read(str(written), self.known)
        except ValueError as error:
            self._tell(row, "relevant", str(error))
            return
        if "ask_if" in row.values:
            self.twice.append(Twice(entry["id"], str(written), self.found.cell(SHEET, row, "relevant")))
        else:
            entry["ask_if"] = rule
            self.found.stands((*path, "ask_if"), SHEET, row, "relevant")

    def _listed(self, row: Row, name: str, path: Path_) -> Plain:
        """The options of a question by the name of their list; none for a list that is not there."""
        for key in ("options", "levels"):
            self.found.stands((*path, key), SHEET, row, "type")
        options = self.lists.of(name, path)
        if options is None:
            expected = "expected the name of a list of the sheet choices after the type"
            self._tell(row, "type", f"{expected}, found {name!r}" if name else f"{expected}, found none")
        return {"options": []} if options is None else dict(options)


def _is_section(row: Row) -> bool:
    """Whether a group has only what a section has, and not what makes it a group of rows."""
    return set(row.values) <= {"type", "name", "id"} | {column.heading for column in s.SECTION}


def _inner(kind: str) -> str:
    return "ratings" if kind == "rated" else "rows"


def _options(part: Mapping[str, Any], default: Mapping[str, Any]) -> Any:
    found = {key: part[key] for key in ("options", "levels") if key in part}
    return found or default


def _type(row: Row) -> str:
    """The type as it is usually written: `begin group` is also understood."""
    written = " ".join(str(row.values.get("type", "")).split())
    return {"begin group": s.BEGIN, "end group": s.END}.get(written, written)


def _known(found: Collected) -> dict[str, Known]:
    """What stands behind the names of the sheet. Rows of a matrix teach rules the fact of their matrix."""
    known: dict[str, Known] = {}
    for row in found.rows(SHEET):
        kind = _type(row).partition(" ")[0]
        name = row.values.get("name")
        if kind in s.KINDS and name is not None:
            fact = row.values.get("fact") or row.values.get("id") or name
            known[str(name)] = Known(str(fact), kind == s.MANY)
    return known
