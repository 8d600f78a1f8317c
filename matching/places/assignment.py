"""What a proposal says: who gets a place, who waits and why, and what one more place would be worth."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.places.rounds import Pair, Round
from matching.reasons import Plain

REASONS: Mapping[str, tuple[str, ...]] = {
    "place_full": ("places",),
    "quota_reserved": ("groups", "free"),
    "served_elsewhere": ("offers", "better"),
    "not_wished": ("named",),
    "beyond_top": ("top",),
    "excluded": (),
}
"""Why a company waits, with arguments.

`free` places of an offer are left to the groups; 0 if members took all of them who are worth less. `better`:
whether the company prefers every place it has. `named`: how many other offers it put in an order.
"""


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    arguments: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A company on the waiting list of an offer, what a place would be worth, the main reason first."""

    company: str
    worth: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Assigned:
    """A place that is proposed; `worth` is the utility after the weights and discounts of the round."""

    company: str
    offer: str
    worth: float
    fixed: bool


@dataclass(frozen=True)
class Assignment:
    """The proposal for a round. `assigned` is sorted by offer, then by arrival of the companies."""

    round: Round
    fixed: frozenset[Pair]
    excluded: frozenset[Pair]
    assigned: tuple[Assigned, ...]
    prices: Mapping[str, float]
    """By offer: what exactly one more open place would add to the total. Empty if nothing is proven."""
    total: float
    first_come: float
    """The total if companies had chosen one after the other as they arrived, under the same rules."""
    optimal: bool
    """Whether it is proven that no distribution has a higher total."""

    @property
    def pairs(self) -> frozenset[Pair]:
        return frozenset((assigned.company, assigned.offer) for assigned in self.assigned)
