"""From a round to a proposal, and from a proposal to the next one. Nothing is assigned by itself.

numpy and scipy are loaded by the first round that is assigned, not by importing this module.
"""

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from matching.places.assignment import Assigned, Assignment
from matching.places.conflicts import check
from matching.places.rounds import Pair, Round

if TYPE_CHECKING:
    from matching.places.network import Network
    from matching.places.standing import Standing, Whole


def assign(round_: Round, *, fixed: Set[Pair] = frozenset(), excluded: Set[Pair] = frozenset()) -> Assignment:
    """The distribution with the highest total; of equals, the one that favours who came first.

    Raises CannotAssign with all conflicts, if the round contradicts itself or no distribution can keep what
    is fixed.
    """
    from matching.places.coming import first_come
    from matching.places.network import network
    from matching.places.standing import UNIT, standing

    check(round_, fixed, excluded)
    wishes = standing(round_)
    flows = network(round_, wishes, fixed, excluded)
    coming = first_come(round_, wishes, flows)
    best = _best(wishes, flows)
    rows, prices = best or (coming, {})
    by_offer = sorted(rows.tolist(), key=lambda row: (wishes.offer[row], row))
    return Assignment(
        round=round_,
        fixed=frozenset(fixed),
        excluded=frozenset(excluded),
        assigned=tuple(_assigned(wishes, row, fixed) for row in by_offer),
        prices=prices,
        total=int(wishes.worth[rows].sum()) / UNIT,
        first_come=int(wishes.worth[coming].sum()) / UNIT,
        optimal=best is not None,
    )


def adjust(
    assignment: Assignment, *, fixed: Set[Pair] | None = None, excluded: Set[Pair] | None = None
) -> Assignment:
    """The same round assigned again with other pairs fixed or excluded; what is not given stays as it was."""
    return assign(
        assignment.round,
        fixed=assignment.fixed if fixed is None else fixed,
        excluded=assignment.excluded if excluded is None else excluded,
    )


def _best(wishes: "Standing", flows: "Network") -> "tuple[Whole, Mapping[str, float]] | None":
    """Rows served and prices by offer; None unless it is proven that nothing is better."""
    from matching.places import optimum, residual
    from matching.places.canonical import first_of_equals
    from matching.places.standing import UNIT

    solution = optimum.best(flows)
    if solution is None:
        return None
    changes = residual.residual(flows, solution)
    if not residual.proven(changes):
        return None
    more = residual.one_more(changes)[: len(wishes.offers)]
    prices = dict(zip(wishes.offers, (more / UNIT).tolist(), strict=True))
    return flows.row[flows.pair[first_of_equals(changes)]], prices


def _assigned(wishes: "Standing", row: int, fixed: Set[Pair]) -> Assigned:
    from matching.places.standing import UNIT

    wish = wishes.wishes[row]
    pair = (wish.company, wish.offer)
    return Assigned(*pair, int(wishes.worth[row]) / UNIT, pair in fixed)
