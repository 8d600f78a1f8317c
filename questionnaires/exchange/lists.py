"""The sheet `choices`: the lists of the head, the levels of a question, and its own options."""

from collections.abc import Mapping
from typing import Any

from questionnaires.exchange import sheets as s
from questionnaires.exchange.collecting import Collected, Path_
from questionnaires.exchange.forms import NONE
from questionnaires.exchange.opening import Row


class Lists:
    """The lists of `choices`: those of the head, levels, and a question's own options."""

    def __init__(self, found: Collected) -> None:
        self.found = found
        self.rows = found.grouped("choices", "list_name")
        self.kinds = {name: self._kind(rows) for name, rows in self.rows.items()}
        self.used: set[str] = set()

    def shared(self) -> dict[str, Any]:
        """The lists of the head by name."""
        return {
            name: self._options(name, ("lists", name))
            for name, kind in self.kinds.items()
            if kind == s.SHARED
        }

    def of(self, name: str, path: Path_) -> Mapping[str, Any] | None:
        """How a question states this list: by name, as levels or as options. None for an unknown one."""
        if name not in self.rows:
            return None
        self.used.add(name)
        if self.kinds[name] == s.SHARED:
            return {"options": name}
        if self.kinds[name] == s.LEVELS:
            return {"levels": self._levels(name, (*path, "levels"))}
        return {"options": self._options(name, (*path, "options"))}

    def refuse_unused(self) -> None:
        for name, rows in self.rows.items():
            if name not in self.used and self.kinds[name] != s.SHARED:
                expected = f"expected a question with the list {name}, or {s.SHARED} as list"
                self.found.tell("choices", rows[0], "list_name", expected)

    def _kind(self, rows: list[Row]) -> str:
        kinds = [str(row.values.get("list", "")).strip() for row in rows]
        for row, kind in zip(rows, kinds, strict=True):
            if kind not in {"", s.SHARED, s.LEVELS} or kind != kinds[0]:
                expected = f"{s.SHARED}, {s.LEVELS} or nothing, the same for the whole list"
                self.found.tell("choices", row, "list", f"expected {expected}, found {kind!r}")
        return kinds[0]

    def _options(self, name: str, path: Path_) -> list[Any]:
        rows = self.rows[name]
        if len(rows) == 1 and rows[0].values.get("name") == NONE:
            return []
        also = {"list_name", "list"}
        return [
            self.found.part("choices", row, s.OPTION, (*path, n), also=also) for n, row in enumerate(rows)
        ]

    def _levels(self, name: str, path: Path_) -> list[Any]:
        also = {"list_name", "list", "name"}
        for number, row in enumerate(self.rows[name]):
            if str(row.values.get("name", "")).strip() != str(number):
                given = row.values.get("name")
                self.found.tell(
                    "choices", row, "name", f"expected {number} as name of this level, found {given!r}"
                )
        return [
            self.found.part("choices", row, s.LEVEL, (*path, n), also=also)
            for n, row in enumerate(self.rows[name])
        ]
