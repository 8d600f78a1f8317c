"""The wishes of a round as columns, in one order whatever order they came in.

Companies stand in the order of their arrival, then by id; the wishes of a company in its own order, then by
worth, then by id of the offer. A wish is worth utility x weight of those never served x discount of later
wishes, counted in millionths: whole numbers, so that two distributions are equal or not, never almost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.places.rounds import NEVER_SERVED, Applicant, Round, Wish

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

UNIT = 1_000_000
"""A utility of 1. Proofs need whole numbers; a millionth is far below what a utility can tell."""

_NO_ORDER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Standing:
    """Row by row a wish: `company` and `offer` are positions in `applicants` and `offers`."""

    applicants: tuple[Applicant, ...]
    offers: tuple[str, ...]
    wishes: tuple[Wish, ...]
    company: Whole
    offer: Whole
    worth: Whole
    rank: Whole
    """0 is what its company wants most."""
    wished: Flags
    """False where the company named an order for others only."""


def standing(round_: Round) -> Standing:
    applicants = _applicants(round_)
    offers = tuple(sorted(places.offer for places in round_.places))
    number = {applicant.company: n for n, applicant in enumerate(applicants)}
    position = {offer: n for n, offer in enumerate(offers)}
    company = _column([number[wish.company] for wish in round_.wishes])
    offer = _column([position[wish.offer] for wish in round_.wishes])
    order = _column([_NO_ORDER if wish.order is None else wish.order for wish in round_.wishes])
    worth = _worth(round_, applicants, company, order)
    rows = np.lexsort((offer, -worth, order, company))
    company, order = company[rows], order[rows]
    first = np.searchsorted(company, company)
    return Standing(
        applicants,
        offers,
        tuple([round_.wishes[row] for row in rows.tolist()]),
        company,
        offer[rows],
        worth[rows],
        np.arange(len(rows)) - first,
        (order != _NO_ORDER) | (order[first] == _NO_ORDER),
    )


def _column(values: Sequence[int]) -> Whole:
    return np.array(values, np.int64)


def _applicants(round_: Round) -> tuple[Applicant, ...]:
    known = {applicant.company: applicant for applicant in round_.applicants}
    companies = {wish.company for wish in round_.wishes}
    found = [known.get(company) or Applicant(company) for company in companies]
    return tuple(sorted(found, key=lambda applicant: (applicant.arrived, applicant.company)))


def _worth(round_: Round, applicants: Sequence[Applicant], company: Whole, order: Whole) -> Whole:
    terms = round_.terms
    weights = np.array([terms.never_served if NEVER_SERVED in a.groups else 1.0 for a in applicants])
    utility = np.array([wish.utility for wish in round_.wishes], float)
    later = np.where(order == _NO_ORDER, 0, order - 1)
    worth: Whole = np.rint(UNIT * utility * weights[company] * terms.later_wish**later).astype(np.int64)
    return worth
