"""What is known of many companies, as columns: a small number for each fact, the gap of each need."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.eligibility import counting_links
from matching.profile import Profile
from questionnaires.conditions import Fact, Range

Codes = NDArray[np.intp]
Floats = NDArray[np.float64]

OWN_SIZE, LINKED_SIZE = "employees of its own", "employees with those of linked companies"
"""Two readings of the headcount, beside the facts as they were stated; no fact has such a name."""


@dataclass(frozen=True, slots=True)
class Column:
    """One fact: its `values` as they occur, and for each company the place of its own, shape (companies,)."""

    codes: Codes
    values: tuple[Fact | None, ...]

    @classmethod
    def of(cls, facts: Iterable[Fact | None]) -> "Column":
        """Most companies chose among the same options: equal facts are told by identity first."""
        stated = list(facts)
        places: dict[Fact | None, int] = {}
        different = {id(fact): fact for fact in stated}
        place = {id_: places.setdefault(fact, len(places)) for id_, fact in different.items()}
        codes = [place[id_] for id_ in map(id, stated)]
        return cls(np.array(codes, np.intp), tuple(places))


class Companies:
    """Companies in a row. A fact becomes a column when it is first asked for."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = profiles
        self._columns: dict[str, Column] = {}

    def __len__(self) -> int:
        return len(self.profiles)

    def fact(self, name: str) -> Column:
        if name not in self._columns:
            read = READINGS.get(name)
            stated = (profile.facts.get(name) for profile in self.profiles)
            self._columns[name] = read(self) if read else Column.of(stated)
        return self._columns[name]

    def gaps(self, places: Mapping[str, int]) -> Floats:
        """The gap of each company in the needs with these places; 0 where it has none."""
        found = np.zeros((len(self), len(places)))
        for row, profile in enumerate(self.profiles):
            gaps = {places[gap.need]: gap.gap for gap in profile.needs if gap.need in places}
            found[row, list(gaps)] = list(gaps.values())
        return found


def _own_size(companies: Companies) -> Column:
    """The headcount, unknown where it is no number."""
    stated = companies.fact("employees")
    return Column(stated.codes, tuple(v if isinstance(v, Range) else None for v in stated.values))


def _linked_size(companies: Companies) -> Column:
    stated, group = companies.fact("employees"), companies.fact("group")
    values = tuple(
        counting_links({"employees": size, "group": kind}).get("employees")
        for size in stated.values
        for kind in group.values
    )
    return Column(stated.codes * len(group.values) + group.codes, values)


READINGS: dict[str, Callable[[Companies], Column]] = {OWN_SIZE: _own_size, LINKED_SIZE: _linked_size}
