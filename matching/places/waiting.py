"""Who waits for a place of an offer, in which order, and why: codes with arguments.

First those who may still get more than they have, then those who have all they may, then those who are not
considered; within each the higher worth, then who came first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from matching.places.assignment import REASONS, Assignment, Reason, Waiting
from matching.places.standing import UNIT, standing
from matching.reasons import Plain

_STAGES = {"served_elsewhere": 1, "not_wished": 2, "beyond_top": 2, "excluded": 2}
"""Where a main reason puts a company; any other leaves it at the head."""


@dataclass(slots=True)
class _Offer:
    """An offer as it is filled: how many places, who has them."""

    places: int
    groups: tuple[str, ...]
    taken: int = 0
    lowest: dict[str, int] = field(default_factory=dict)
    """By group with a reservation: what its member of lowest worth is worth."""


def waiting_lists(assignment: Assignment) -> Mapping[str, tuple[Waiting, ...]]:
    """By offer, every wish that gets no place, in order. It may be long: ask for it when it is read."""
    desk = _Desk(assignment)
    found = defaultdict(list)
    for row in desk.waiting:
        reasons = desk.reasons(row)
        stage = _STAGES.get(reasons[0].code, 0)
        found[desk.offer[row]].append((stage, -desk.worth[row], row, reasons))
    return {
        name: tuple(
            Waiting(desk.standing.wishes[row].company, -worth / UNIT, reasons)
            for _, worth, row, reasons in sorted(found[offer], key=lambda entry: entry[:3])
        )
        for offer, name in enumerate(desk.standing.offers)
    }


class _Desk:
    """All that is asked again and again while the lists are made. Rows are those of the standing."""

    def __init__(self, assignment: Assignment) -> None:
        self._round, self._excluded = assignment.round, assignment.excluded
        self._known: dict[tuple[Plain, ...], Reason] = {}
        self.standing = standing(assignment.round)
        self.offer: list[int] = self.standing.offer.tolist()
        self.worth: list[int] = self.standing.worth.tolist()
        self._company: list[int] = self.standing.company.tolist()
        self._rank: list[int] = self.standing.rank.tolist()
        self._wished: list[bool] = self.standing.wished.tolist()
        self._members = [frozenset(applicant.groups) for applicant in self.standing.applicants]
        self._named = Counter(self._company[row] for row, w in enumerate(self.standing.wishes) if w.order)
        pairs = assignment.pairs
        served = [(wish.company, wish.offer) in pairs for wish in self.standing.wishes]
        self.waiting = [row for row, has in enumerate(served) if not has]
        self._places: defaultdict[int, list[int]] = defaultdict(list)
        self._offers = self._empty()
        for row in (row for row, has in enumerate(served) if has):
            self._seat(row)

    def reasons(self, row: int) -> tuple[Reason, ...]:
        if out := self._not_considered(row):
            return (out,)
        held = self._places[self._company[row]]
        if len(held) < self._round.terms.limit:
            return tuple(self._no_place(row))
        elsewhere = self._elsewhere(row, held)
        return (elsewhere,) if elsewhere.arguments["better"] else (elsewhere, *self._taken(row))

    def _reason(self, code: str, *values: Plain) -> Reason:
        """One value for all who wait for the same reason: there may be hundreds of thousands."""
        key = (code, *values)
        if key not in self._known:
            self._known[key] = Reason(code, dict(zip(REASONS[code], values, strict=True)))
        return self._known[key]

    def _empty(self) -> list[_Offer]:
        groups = defaultdict(list)
        for quota in sorted(self._round.quotas, key=lambda quota: quota.group):
            groups[quota.offer].append(quota.group)
        places = {each.offer: each.places for each in self._round.places}
        return [_Offer(places[name], tuple(groups[name])) for name in self.standing.offers]

    def _seat(self, row: int) -> None:
        offer = self._offers[self.offer[row]]
        offer.taken += 1
        self._places[self._company[row]].append(row)
        for group in self._groups(row).intersection(offer.groups):
            offer.lowest[group] = min(self.worth[row], offer.lowest.get(group, self.worth[row]))

    def _groups(self, row: int) -> frozenset[str]:
        return self._members[self._company[row]]

    def _not_considered(self, row: int) -> Reason | None:
        wish = self.standing.wishes[row]
        if (wish.company, wish.offer) in self._excluded:
            return self._reason("excluded")
        if not self._wished[row]:
            return self._reason("not_wished", self._named[self._company[row]])
        if self._rank[row] >= self._round.terms.top:
            return self._reason("beyond_top", self._round.terms.top)
        return None

    def _elsewhere(self, row: int, held: list[int]) -> Reason:
        offers = tuple([self.standing.wishes[place].offer for place in held])
        return self._reason("served_elsewhere", offers, held[-1] < row)

    def _taken(self, row: int) -> Iterator[Reason]:
        offer = self._offers[self.offer[row]]
        return self._no_place(row) if offer.taken >= offer.places else iter(())

    def _no_place(self, row: int) -> Iterator[Reason]:
        """Reserved places that are free come first; then that all are taken, by reservation or not."""
        offer = self._offers[self.offer[row]]
        others = [group for group in offer.groups if group not in self._groups(row)]
        if free := offer.places - offer.taken:
            yield self._reason("quota_reserved", tuple(others), free)
            return
        yield self._reason("place_full", offer.places)
        lower = tuple(group for group in others if offer.lowest.get(group, self.worth[row]) < self.worth[row])
        if lower:
            yield self._reason("quota_reserved", lower, 0)
