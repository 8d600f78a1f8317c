"""The sheet `choices`: the lists of the head, the levels of a question, and its own options."""

from collections.abc import Mapping
from typing import Any

from questionnaires.exchange import sheets as s
from questionnaires.exchange.collecting import Collected, Path_
from questionnaires.exchange.forms import NONE
from questionnaires.exchange.opening import Row
from questionnaires.exchange.refusals import found_instead


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
        if name not in self.used:
            self._points_for_all_or_none(name)
        self.used.add(name)
        if self.kinds[name] == s.SHARED:
            self.found.leaning[path] = ("lists", name)
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
        """What one row says of the list, it says of all of them."""
        given = [(row, str(row.values["list"]).strip()) for row in rows if "list" in row.values]
        for row, kind in given:
            if kind not in {s.SHARED, s.LEVELS} or kind != given[0][1]:
                expected = f"{s.SHARED}, {s.LEVELS} or nothing, the same for the whole list"
                self.found.tell("choices", row, "list", f"expected {expected}, found {kind!r}")
        return given[0][1] if given else ""

    def _options(self, name: str, path: Path_) -> list[Any]:
        rows = self.rows[name]
        if len(rows) == 1 and rows[0].values.get("name") == NONE:
            return []
        also = {"list_name", "list"}
        return [
            self.found.part("choices", row, s.OPTION, (*path, n), also=also) for n, row in enumerate(rows)
        ]

    def _points_for_all_or_none(self, name: str) -> None:
        """Told in the row without points, and not of all questions that are asked with this list."""
        rows = self.rows[name]
        if self.kinds[name] == s.LEVELS or not any("points" in row.values for row in rows):
            return
        for row in rows:
            if row.values.get("kind", "level") == "level" and "points" not in row.values:
                expected = "expected points for every choice of the list or for none"
                self.found.tell(
                    "choices", row, "points", f"{expected}, found none for {row.values.get('name')}"
                )

    def _levels(self, name: str, path: Path_) -> list[Any]:
        also = {"list_name", "list", "name"}
        for number, row in enumerate(self.rows[name]):
            if str(row.values.get("name", "")).strip() != str(number):
                given = row.values.get("name")
                said = found_instead(f"expected {number} as name of this level", given)
                self.found.tell("choices", row, "name", said)
        return [
            self.found.part("choices", row, s.LEVEL, (*path, n), also=also)
            for n, row in enumerate(self.rows[name])
        ]
