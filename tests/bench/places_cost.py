"""What the best distribution of places costs, and what it gains: `python -m tests.bench.places_cost`.

10,000 companies with 20 wishes each for 500 offers, some of them popular and short of places. In one run:
seconds of a proposal from values to values (goal: at most 2), the total of the proposal in units of first
come, first served (goal: at least 1.15), and the time in units of a plain greedy distribution. Loading scipy
is told apart: it happens once in the life of a process.
"""

import argparse
import sys
import time
from statistics import median

import numpy as np

from matching.places.proposing import assign
from matching.places.rounds import Applicant, Places, Quota, Round, Terms, Wish
from matching.places.waiting import waiting_lists
from tests.bench.measuring import timed

WISHES = 20
SECONDS, GAIN = 2.0, 1.15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--companies", type=int, default=10_000)
    parser.add_argument("--offers", type=int, default=500)
    parser.add_argument("--places", type=float, default=0.6, help="places, in units of the companies")
    parser.add_argument("--limit", type=int, default=1)
    parser.add_argument("--tenths", action="store_true", help="utilities in tenths: many are equally good")
    parser.add_argument("--quotas", action="store_true", help="a fifth of the places for small companies")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    round_ = a_round(options)
    loading, _ = timed(load, time.perf_counter)
    greedily = [timed(lambda: greedy(round_), time.perf_counter) for _ in range(options.rounds)]
    assigned = [timed(lambda: assign(round_), time.perf_counter) for _ in range(options.rounds)]
    waiting, _ = timed(lambda: waiting_lists(assigned[0][1]), time.perf_counter)
    seconds, simple = (median(each[0] for each in runs) for runs in (assigned, greedily))
    proposal = assigned[0][1]
    gain = proposal.total / proposal.first_come
    print(f"{len(round_.wishes)} pairs, {len(proposal.assigned)} places given, optimal: {proposal.optimal}")
    print(f"scipy loaded in {loading:.2f} s, once")
    print(f"proposal {seconds:.2f} s, waiting lists {waiting:.2f} s more when asked for")
    print(f"plain greedy {simple:.2f} s; the proposal takes {seconds / simple:.1f} times as long")
    print(f"total {proposal.total:.1f}, {proposal.total / greedily[0][1]:.3f} times plain greedy")
    print(f"and {gain:.3f} times first come, first served ({proposal.first_come:.1f})")
    return 0 if proposal.optimal and seconds <= SECONDS and gain >= GAIN else 1


def load() -> None:
    import scipy.optimize
    import scipy.sparse.csgraph  # noqa: F401


def greedy(round_: Round) -> float:
    """The most a plain loop would do: the best pair that is still possible, again and again."""
    left = {places.offer: places.places for places in round_.places}
    free = dict.fromkeys((wish.company for wish in round_.wishes), round_.terms.limit)
    total = 0.0
    for wish in sorted(round_.wishes, key=lambda wish: -wish.utility):
        if left[wish.offer] and free[wish.company]:
            left[wish.offer] -= 1
            free[wish.company] -= 1
            total += wish.utility
    return total


def a_round(options: argparse.Namespace) -> Round:
    """Offers are wished for as Zipf's law says, the popular ones are liked more, and all are of like size.

    Log-odds of the utility: how good an offer is, and how well it fits this company, both normal.
    """
    chance = np.random.default_rng(options.seed)
    popularity = 1 / np.arange(1, options.offers + 1) ** 0.8
    share = popularity / popularity.sum()
    liking = chance.normal(0, 1, options.offers) + np.linspace(1, 0, options.offers)
    names = [f"offer{n:04}" for n in range(options.offers)]
    wishes = []
    for company in range(options.companies):
        offers = chance.choice(options.offers, min(WISHES, options.offers), replace=False, p=share)
        odds = liking[offers] - 1.5 + chance.normal(0, 1, len(offers))
        utility = np.round(1 / (1 + np.exp(-odds)), 1 if options.tenths else 9)
        wishes += [
            Wish(f"company{company:05}", names[offer], value)
            for offer, value in zip(offers.tolist(), utility.tolist(), strict=True)
        ]
    seats = chance.multinomial(
        int(options.companies * options.places), np.full(options.offers, 1 / options.offers)
    )
    small = chance.random(options.companies) < 0.3
    return Round(
        tuple(wishes),
        tuple(Places(name, number) for name, number in zip(names, seats.tolist(), strict=True)),
        tuple(
            Applicant(f"company{n:05}", frozenset({"small"} if is_small else ()), arrived)
            for n, (is_small, arrived) in enumerate(
                zip(small.tolist(), chance.permutation(options.companies).tolist(), strict=True)
            )
        ),
        tuple(Quota(name, "small", share=0.2) for name in names) if options.quotas else (),
        Terms(limit=options.limit),
    )


if __name__ == "__main__":
    sys.exit(main())
