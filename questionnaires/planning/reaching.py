"""The cheapest choice of rungs, one on each of several ladders, that together hold something up.

Exact by branch and bound where the tries allow: ladders are decided one after the other, a branch is left as
soon as it costs as much as the best choice so far, or would not hold with all other ladders at their top.
The second needs that higher rungs never make it worse (`steady`); otherwise all that is cheaper is tried.

Where the tries do not suffice: all ladders at their top, then each lowered as far as it still holds, those
first that are worth least for what they cost; then one lowered against another raised, while that saves.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from questionnaires.definition.tree import TOLERANCE

Rungs = tuple[int, ...]
Measure = Callable[[Rungs], tuple[bool, float]]
"""Whether these rungs hold, and what they are worth, to put the ladders in order."""


@dataclass(frozen=True, slots=True)
class Found:
    """The choice; `exact` if nothing can be cheaper."""

    rungs: Rungs
    cost: int
    exact: bool


def cheapest_sum(
    costs: Sequence[Sequence[int]], gains: Sequence[Sequence[float]], wanted: float
) -> Rungs | None:
    """The cheapest rungs whose gains sum up to what is wanted, always exact; None if not even all do.

    Of all choices on the ladders so far, those are kept that no other beats in both cost and gain.
    """
    kept: list[tuple[int, float, Rungs]] = [(0, 0.0, ())]
    for prices, worth in zip(costs, gains, strict=True):
        grown = [
            (cost + prices[rung], gain + worth[rung], (*rungs, rung))
            for cost, gain, rungs in kept
            for rung in range(len(prices))
        ]
        kept = _unbeaten(grown)
    return next((rungs for _, gain, rungs in kept if gain >= wanted - TOLERANCE), None)


def _unbeaten(choices: list[tuple[int, float, Rungs]]) -> list[tuple[int, float, Rungs]]:
    """Rising in cost and gain."""
    kept: list[tuple[int, float, Rungs]] = []
    for choice in sorted(choices, key=lambda one: (one[0], -one[1])):
        if not kept or choice[1] > kept[-1][1] + TOLERANCE:
            kept.append(choice)
    return kept


class _TooManyTries(Exception):
    pass


def cheapest(costs: Sequence[Sequence[int]], measure: Measure, *, steady: bool, tries: int) -> Found | None:
    """The cheapest rungs that hold; None if none do (or, not `steady`, if none was found in time).

    `costs[i][r]`: what rung r of ladder i costs, 0 for the lowest, rising. `tries`: how often to measure.
    """
    nothing = (0,) * len(costs)
    search = _Search(costs, measure, steady, tries)
    if search.holds(nothing):
        return Found(nothing, 0, exact=True)
    search.lower_from_top()
    try:
        search.explore(0, [0] * len(costs), 0)
        exact = True
    except _TooManyTries:
        exact = False
        search.left = tries // 2
        search.exchange()
    return None if search.best is None else Found(search.best, search.cost(search.best), exact)


class _Search:
    def __init__(self, costs: Sequence[Sequence[int]], measure: Measure, steady: bool, tries: int) -> None:
        self.costs, self.measure, self.steady, self.left = costs, measure, steady, tries
        self.top = tuple(len(ladder) - 1 for ladder in costs)
        self.measured: dict[Rungs, tuple[bool, float]] = {}
        self.best: Rungs | None = None
        self.order = list(range(len(costs)))
        """The ladders, those first that are worth most for what they cost."""

    def cost(self, rungs: Sequence[int]) -> int:
        return sum(ladder[rung] for ladder, rung in zip(self.costs, rungs, strict=True))

    def holds(self, rungs: Rungs) -> bool:
        return self._measured(rungs)[0]

    def _measured(self, rungs: Rungs) -> tuple[bool, float]:
        if rungs not in self.measured:
            self.left -= 1
            self.measured[rungs] = self.measure(rungs)
        return self.measured[rungs]

    # --- a first choice ------------------------------------------------------------------------

    def lower_from_top(self) -> None:
        """A choice that holds, if all ladders at their top do."""
        if self.holds(self.top):
            worth = {i: self._worth(i) for i in self.order}
            self.order.sort(key=lambda i: -worth[i])
            self.best = self.lowered(self.top)

    def _worth(self, ladder: int) -> float:
        """What is lost without a ladder, for each unit of its cost."""
        without = _with(self.top, ladder, 0)
        lost = self._measured(self.top)[1] - self._measured(without)[1]
        return lost / max(1, self.costs[ladder][-1])

    def lowered(self, rungs: Rungs) -> Rungs:
        """As low as they can be one by one; below them nothing holds, if higher rungs never harm."""
        for ladder in reversed(self.order):
            choices = [_with(rungs, ladder, rung) for rung in range(rungs[ladder])]
            first = bisect_left(choices, True, key=self.holds)
            rungs = choices[first] if first < len(choices) else rungs
        return rungs

    # --- exact ---------------------------------------------------------------------------------

    def explore(self, position: int, rungs: list[int], cost: int) -> None:
        """All choices with these rungs on the ladders up to `position`. Raises _TooManyTries."""
        if self.left < 0:
            raise _TooManyTries
        if self.best is not None and cost >= self.cost(self.best):
            return
        if self.holds(tuple(rungs)):
            self.best = tuple(rungs)
        elif position < len(self.order) and self._may_hold(position, rungs):
            ladder = self.order[position]
            for rung, price in enumerate(self.costs[ladder]):
                rungs[ladder] = rung
                self.explore(position + 1, rungs, cost + price)
            rungs[ladder] = 0

    def _may_hold(self, position: int, rungs: list[int]) -> bool:
        """Whether it would hold with all that is not decided at the top."""
        if not self.steady:
            return True
        hopeful = list(rungs)
        for ladder in self.order[position:]:
            hopeful[ladder] = self.top[ladder]
        return self.holds(tuple(hopeful))

    # --- better by trying ----------------------------------------------------------------------

    def exchange(self) -> None:
        """Lowers one ladder and raises another for less, as long as that is possible and tries are left."""
        while self.best is not None and (cheaper := self._exchanged(self.best)):
            self.best = self.lowered(cheaper)

    def _exchanged(self, rungs: Rungs) -> Rungs | None:
        for down in range(len(rungs)):
            for lower in range(rungs[down]):
                saved = self.costs[down][rungs[down]] - self.costs[down][lower]
                for choice in self._raised(_with(rungs, down, lower), down, saved):
                    if self.left < 0:
                        return None
                    if self.holds(choice):
                        return choice
        return None

    def _raised(self, rungs: Rungs, besides: int, saved: int) -> list[Rungs]:
        """All choices with one more ladder raised, for less than was saved."""
        return [
            _with(rungs, ladder, higher)
            for ladder in self.order
            if ladder != besides
            for higher in range(rungs[ladder] + 1, len(self.costs[ladder]))
            if self.costs[ladder][higher] - self.costs[ladder][rungs[ladder]] < saved
        ]


def _with(rungs: Rungs, ladder: int, rung: int) -> Rungs:
    return (*rungs[:ladder], rung, *rungs[ladder + 1 :])
