"""The places of one offer, taken one after the other: open ones and those reserved for groups."""

from collections.abc import Sequence

from matching.places.rounds import Applicant, Quota

OPEN = None


class Seats:
    """Those seated move between kinds of places to let one more in, and never leave."""

    def __init__(self, places: int, quotas: Sequence[Quota]) -> None:
        self._free: dict[str | None, int] = {q.group: q.reserved(places) for q in quotas}
        self._free[OPEN] = places - sum(self._free.values())
        self._left = places
        self._seated: dict[str | None, list[Applicant]] = {kind: [] for kind in self._free}

    def take(self, applicant: Applicant) -> bool:
        """Whether a place could be found."""
        found = self._left > 0 and self._seat(applicant, set())
        self._left -= found
        return found

    def _seat(self, applicant: Applicant, tried: set[str | None]) -> bool:
        usable = [kind for kind in self._free if kind is OPEN or kind in applicant.groups]
        for kind in usable:
            if self._free[kind]:
                self._free[kind] -= 1
                self._seated[kind].append(applicant)
                return True
        return any(self._make_room(kind, applicant, tried) for kind in usable if kind not in tried)

    def _make_room(self, kind: str | None, applicant: Applicant, tried: set[str | None]) -> bool:
        tried.add(kind)
        seated = self._seated[kind]
        for place, other in enumerate(seated):
            if self._seat(other, tried):
                seated[place] = applicant
                return True
        return False
