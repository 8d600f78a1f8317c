"""Which check of a table began with the answers of which earlier one. Pure.

A pair is written together with whichever of the two comes in last, in any order: so an import that stops
half-way leaves nothing out that the next one would not find.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date
from uuid import UUID

from assessment import clock
from assessment.services.datasets.reading import Read

Pair = tuple[UUID, UUID, date]
"""A check, the one it began with, and the day on which that one counts as it stood."""


class Following:
    """`id_of` says which check a mark means, `here` which ones were here before the table."""

    def __init__(self, id_of: Callable[[str], UUID], here: Collection[UUID]) -> None:
        self.id_of, self.here = id_of, here
        self.came: set[UUID] = set()
        self.days: dict[UUID, date] = {}
        self.waiting: dict[UUID, list[UUID]] = defaultdict(list)

    def pairs(self, rows: Collection[Read], came: Collection[UUID]) -> Iterator[Pair]:
        """The pairs that are whole now. `rows` are those of the table that are here now, a few of them in its
        order; `came` the ones among them that were not."""
        self.came |= set(came)
        self.days |= {self.id_of(row.mark): clock.day(row.changed_at) for row in rows}
        for run_id in came:
            for follower in self.waiting.pop(run_id, ()):
                yield follower, run_id, self.days[run_id]
        for row in rows:
            if row.follows:
                yield from self._pair(self.id_of(row.mark), self.id_of(row.follows), clock.day(row.begun_at))

    def _pair(self, run_id: UUID, earlier: UUID, begun: date) -> Iterator[Pair]:
        if earlier not in self.came and earlier not in self.here:
            self.waiting[earlier].append(run_id)
        elif self.came & {run_id, earlier}:  # else both were here, and so was what they are to each other
            yield run_id, earlier, self.days.get(earlier, begun)
