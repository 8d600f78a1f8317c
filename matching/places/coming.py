"""First come, first served: what the proposal is compared with, and what stands in if nothing is proven."""

from collections import defaultdict

import numpy as np

from matching.places.network import Network
from matching.places.rounds import Round
from matching.places.seats import Seats
from matching.places.standing import Standing, Whole


def first_come(round_: Round, standing: Standing, network: Network) -> Whole:
    """The rows of the standing that are served when each company, on arrival, takes the best that is left.

    The same rules hold as for the proposal: limits, places, reservations, pairs fixed or excluded.
    """
    rows = network.row
    fixed = network.fixed[network.source]
    reserved = defaultdict(list)
    for quota in round_.quotas:
        reserved[quota.offer].append(quota)
    seats = [Seats(p.places, reserved[p.offer]) for p in sorted(round_.places, key=lambda p: p.offer)]
    left = network.limit.tolist()
    served = []
    for part in (fixed, ~fixed):
        columns = (standing.company[rows[part]], standing.offer[rows[part]], network.source[part])
        arriving = zip(rows[part].tolist(), *(column.tolist() for column in columns), strict=True)
        for row, company, offer, source in arriving:
            if left[source] and seats[offer].take(standing.applicants[company]):
                left[source] -= 1
                served.append(row)
    return np.array(sorted(served), np.int64)
