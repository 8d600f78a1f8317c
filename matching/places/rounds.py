"""What a round of assigning is made of: wishes, places, reservations and the terms that hold for all."""

from collections.abc import Set
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

Pair = tuple[str, str]
"""A company and an offer, by their ids."""

NEVER_SERVED = "never_served"
"""The group of companies that no offer has helped yet: it can be given more weight, and places of its own."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A company that may use an offer, with its utility in [0, 1].

    `order` is the company's own: 1 is what it wants first. If it named an order for any of its pairs, those
    without are not wished; if it named none, all are.
    """

    company: str
    offer: str
    utility: float
    order: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.utility <= 1:
            raise ValueError(f"{self.company}, {self.offer}: expected a utility in [0, 1]: {self.utility}")
        if self.order is not None and self.order < 1:
            raise ValueError(f"{self.company}, {self.offer}: expected an order from 1: {self.order}")


@dataclass(frozen=True, slots=True)
class Applicant:
    """What counts of a company besides its wishes. `arrived` is any number that grows with time."""

    company: str
    groups: Set[str] = frozenset()
    arrived: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """How many companies an offer can take in this round."""

    offer: str
    places: int

    def __post_init__(self) -> None:
        if self.places < 0:
            raise ValueError(f"{self.offer}: expected places from 0, not {self.places}")


@dataclass(frozen=True, slots=True)
class Quota:
    """Places of an offer that only a group may take, as a number or as a share in [0, 1].

    Members may take open places as well. What is reserved stays free if no member wants it. A share is at
    least met: 30 % of 5 places are 2.
    """

    offer: str
    group: str
    places: int | None = None
    share: float | None = None

    def __post_init__(self) -> None:
        if (self.places is None) == (self.share is None):
            raise ValueError(f"{self.offer}, {self.group}: expected either places or a share")
        if (self.places or 0) < 0 or not 0 <= (self.share or 0) <= 1:
            raise ValueError(f"{self.offer}, {self.group}: expected places from 0 or a share in [0, 1]")

    def reserved(self, places: int) -> int:
        """How many of so many places are the group's; the share counts as it is written in decimals."""
        return ceil(Fraction(repr(self.share)) * places) if self.places is None else self.places


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every company of a round."""

    limit: int = 1
    """Places a company gets at most, never two at one offer."""
    top: int = 50
    """Wishes of a company that are considered, in its own order, then by utility."""
    never_served: float = 1.0
    """How many times the wishes of a company count that was never served."""
    later_wish: float = 0.9
    """What a wish counts, compared with the one that its company ranks just before it."""

    def __post_init__(self) -> None:
        if self.limit < 1 or self.top < 1:
            raise ValueError("expected a limit and a top from 1")
        if not 0 <= self.never_served <= 1_000 or not 0 <= self.later_wish <= 1:
            raise ValueError("expected a weight up to 1000 for those never served, up to 1 for later wishes")


@dataclass(frozen=True, slots=True)
class Round:
    """All that a proposal depends on. The order within each tuple means nothing.

    A company without an entry in `applicants` belongs to no group and arrived at 0.
    """

    wishes: tuple[Wish, ...]
    places: tuple[Places, ...]
    applicants: tuple[Applicant, ...] = ()
    quotas: tuple[Quota, ...] = ()
    terms: Terms = field(default_factory=Terms)
