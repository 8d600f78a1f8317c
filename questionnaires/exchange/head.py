"""The sheets of a workbook that make up the head of a questionnaire, and the lists of choices."""

from typing import Any

from questionnaires.exchange import sheets as s
from questionnaires.exchange.collecting import Collected, Path_
from questionnaires.exchange.forms import IDS, NONE
from questionnaires.exchange.opening import Row

MAX_DEPTH = 18
"""Nodes in each other; deeper ones could not be written as YAML that is read again."""


def gather(found: Collected) -> dict[str, Any]:
    """The head as plain data; what is wrong is told to `found`."""
    head = _settings(found)
    lists = {
        "checks": _listed(found, "checks", s.CHECK, ("checks",)),
        "actions": _listed(found, "actions", s.ACTION, ("actions",)),
        "profiles": _listed(found, "profiles", s.PROFILE, ("profiles",)),
        "scales": _scales(found),
        "tree": _Tree(found).roots(),
    }
    mapped = _listed(found, "follows", s.CARRIED, ("follows", "mapped"), id_="question")
    if mapped:
        head.setdefault("follows", {})["mapped"] = mapped
    for name, part in _fields(found).items():
        head.setdefault("fields", {})[name] = part
    return head | {name: parts for name, parts in lists.items() if parts}


def _settings(found: Collected) -> dict[str, Any]:
    rows = found.rows("settings")
    for row in rows[1:]:
        found.tell("settings", row, "", "expected only one row of settings")
    if not rows:
        found.tell("settings", None, "", "expected a row of settings")
        return {}
    head: dict[str, Any] = found.part("settings", rows[0], s.SETTINGS, (), also={"default_language"})
    return head


def _listed(found: Collected, sheet: str, table: s.Table, path: Path_, *, id_: str = "id") -> list[Any]:
    found.stands(path, sheet, None, "")
    parts = []
    for number, row in enumerate(found.rows(sheet)):
        parts.append(found.part(sheet, row, table, (*path, number)))
        found.is_called(parts[-1].get(id_), sheet, row, id_)
    return parts


def _fields(found: Collected) -> dict[str, Any]:
    fields = {}
    for name, rows in found.grouped("fields", "field").items():
        for row in rows[1:]:
            found.tell("fields", row, "field", f"expected {name} once")
        fields[name] = found.part("fields", rows[0], s.FIELD, ("fields", name), also={"field"})
    return fields


def _scales(found: Collected) -> dict[str, Any]:
    return {name: _scale(found, name, rows) for name, rows in found.grouped("scales", "scale").items()}


def _scale(found: Collected, name: str, rows: list[Row]) -> dict[str, Any]:
    path: Path_ = ("scales", name)
    own = {"scale", "threshold"} | {column.heading for column in s.LEVEL}
    scale: dict[str, Any] = found.part("scales", rows[0], s.SCALE, path, also=own)
    found.stands(path, "scales", rows[0], "scale")
    scale["levels"] = [
        found.part("scales", row, s.LEVEL, (*path, "levels", n), also=_all(own, n))
        for n, row in enumerate(rows)
    ]
    scale["thresholds"] = [
        found.part("scales", row, s.THRESHOLD, (*path, "thresholds", n), also=_all(own, n + 1)).get(
            "threshold"
        )
        for n, row in enumerate(rows[1:])
    ]
    for n, row in enumerate(rows[1:]):
        found.stands((*path, "thresholds", n), "scales", row, "threshold")
    if "threshold" in rows[0].values:
        found.tell("scales", rows[0], "threshold", "expected no threshold for the lowest level of a scale")
    return scale


def _all(headings: set[str], row: int) -> set[str]:
    """Range and strictness of a scale stand in its first row."""
    return headings | {column.heading for column in s.SCALE} if row == 0 else headings


# --- tree --------------------------------------------------------------------------------------


class _Tree:
    """Nests the rows of `tree`: a node names its children, which are other rows or questions."""

    def __init__(self, found: Collected) -> None:
        self.found = found
        self.rows: dict[str, Row] = {}
        for name, rows in found.grouped("tree", "id").items():
            self.rows[name] = rows[0]
            for row in rows[1:]:
                found.tell("tree", row, "id", f"expected one node with the id {name}")
        self.gates = found.grouped("gates", "node")
        self.seen: set[str] = set()

    def roots(self) -> list[Any]:
        """The nodes that are no other's child, in the order of their rows, with all below them."""
        self.found.stands(("tree",), "tree", None, "")
        inner = {child for row in self.rows.values() for child in self._children(row)}
        names = [name for name in self.rows if name not in inner]
        roots = [self._node(name, ("tree", n), 1) for n, name in enumerate(names)]
        for name, row in self.rows.items():
            if name not in self.seen and not self.found.problems:
                self.found.tell(
                    "tree", row, "id", f"expected a node that {name} stands below, found a circle"
                )
        for name, rows in self.gates.items():
            if name not in self.rows:
                self.found.tell(
                    "gates", rows[0], "node", f"expected the id of a node of tree, found {name!r}"
                )
        return roots

    def _children(self, row: Row) -> list[str]:
        """Read without telling what is wrong, which is done when the node is gathered."""
        try:
            return list(IDS.read(row.values.get("children", NONE)))
        except ValueError:
            return []

    def _node(self, name: str, path: Path_, depth: int) -> Any:
        row = self.rows[name]
        self.seen.add(name)
        node = self.found.part("tree", row, s.NODE, path)
        self.found.is_called(name, "tree", row, "id")
        if "children" in node:
            node["children"] = [
                self._node(child, (*path, "children", n), depth + 1)
                if self._fits(child, row, depth)
                else child
                for n, child in enumerate(node["children"])
            ]
        gates = [
            self.found.part("gates", gate, s.GATE, (*path, "gates", n), also={"node"})
            for n, gate in enumerate(self.gates.get(name, ()))
        ]
        for gate in self.gates.get(name, ()):
            self.found.is_called(name, "gates", gate, "node")
        return node | ({"gates": gates} if gates else {})

    def _fits(self, child: str, row: Row, depth: int) -> bool:
        """Whether a child is a node that has no place yet; one that is no node is taken for a question."""
        if child in self.seen:
            self.found.tell("tree", row, "children", f"expected {child} below one other node, found it again")
        elif child in self.rows and depth >= MAX_DEPTH:
            self.found.tell("tree", row, "children", f"expected at most {MAX_DEPTH} nodes in each other")
        return child in self.rows and child not in self.seen and depth < MAX_DEPTH
