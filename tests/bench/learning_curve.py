"""Does learning pay, and does it ever harm? `python -m tests.bench.learning_curve [--seeds N]`.

In made-up worlds with a hidden utility (`hidden_truth`), companies are shown lists, some decide, and models
learn from that. Measured is nDCG@10 of the order of all eligible offers for companies nobody learned from,
the gain of an offer being how likely it really helps. The lists that are decided about are those of the
gated model, with its exploration place.

    experts   the weights in the content, never changed
    prior     logistic regression drawn towards them, always in force
    gated     the same with second model and replay gate, as the product does it; back to the experts where
              the card says that what is in force turned out worse than they
    nothing   the same regression drawn towards 0 instead, as weakly as usual

A point is held to lie below the experts if the mean difference over the seeds, paired by seed, is more than
two of its standard errors below 0.
"""

import argparse
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import sqrt

import numpy as np

from matching.acceptance import Acceptance, acceptance
from matching.catalogue import released
from matching.exploration import Exploring
from matching.feedback import Event, Shown, decisions
from matching.learned import Learned
from matching.learning import as_learned, fit, learn, training_rows
from matching.model_card import Model
from matching.proposing import propose
from matching.weights import LEARNABLE, Feature
from tests.bench.hidden_truth import FIRST_DAY, TRUTHS, Company, Numbers, Truth, World, companies

AMOUNTS = (0, 5, 10, 20, 50, 100, 200)
JUDGED = 100
EXPERT = released().weights
LEARNERS = ("experts", "prior", "gated", "nothing")
NOTHING = 1.0
"""Strength of the prior at 0: what libraries do when nothing is said."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--truths", type=int, nargs="*", help="which of them, counted from 0; all by default")
    options = parser.parse_args()
    truths = [TRUTHS[number] for number in options.truths or range(len(TRUTHS))]
    curves = np.array([_curves(truths, seed) for seed in range(options.seeds)])
    below = [point for number, truth in enumerate(truths) for point in _told(truth.name, curves[:, number])]
    print(f"points below the experts: {', '.join(below) or 'none'}")
    return len(below)


def _curves(truths: Sequence[Truth], seed: int) -> list[list[list[float]]]:
    """nDCG by truth, amount and learner, with the same companies for each truth."""
    everyone = companies(max(AMOUNTS) + JUDGED, seed)
    return [_curve(World(truth, seed, everyone)) for truth in truths]


def _curve(world: World) -> list[list[float]]:
    """nDCG by amount and learner."""
    learning, judged = world.companies[: max(AMOUNTS)], world.companies[max(AMOUNTS) :]
    known = _Known(world)
    curve = []
    for before, amount in zip((0, *AMOUNTS), AMOUNTS, strict=False):
        for number in range(before, amount):
            known.ask(learning[number], number)
        known.retrain()
        models = (None, learn(known.events, EXPERT), known.learned, _from_nothing(known.events))
        curve.append([_quality(world, judged, model) for model in models])
    return curve


@dataclass
class _Known:
    """What the network has seen so far, and the model in force."""

    world: World
    events: list[Event] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    model: Model | None = None

    @property
    def learned(self) -> Learned | None:
        return self.model.learned if self.model else None

    def ask(self, company: Company, number: int) -> None:
        exploring = None
        if self.learned:
            counts: dict[str, int] = {}
            for place in self.shown:
                counts[place.offer] = counts.get(place.offer, 0) + 1
            exploring = Exploring(self.learned.acceptance, counts, self.world.seed)
        shown, events = self.world.decisions(company, number, self.learned, exploring)
        self.shown += shown
        self.events += events

    def retrain(self) -> None:
        day = FIRST_DAY + timedelta(len(self.shown))
        proposed = propose(self.events, self.shown, released(), self.model, day, self.world.seed)
        if proposed.card.passed:
            self.model = proposed
        elif proposed.card.fall_back:
            self.model = None


def _from_nothing(events: Sequence[Event]) -> Learned:
    zero: dict[Feature, float] = dict.fromkeys(LEARNABLE, 0.0)
    blank = EXPERT.changed(zero, 0.0)
    decided = decisions(events)
    counts = acceptance(decided)
    rows = training_rows(decided, counts)
    return as_learned(fit(rows, blank, prior=NOTHING), rows, counts, blank)


def _quality(world: World, judged: Sequence[Company], learned: Learned | None) -> float:
    """Mean nDCG over the companies that any offer helps at all."""
    found = [(world.helps(company), _scores(company, learned)) for company in judged]
    return float(np.mean([_ndcg(helps, scores) for helps, scores in found if helps.any()]))


def _scores(company: Company, learned: Learned | None) -> Numbers:
    counts = learned.acceptance if learned else Acceptance()
    zero = np.zeros(len(company.offers))
    x = {f: company.x.get(f, zero) for f in LEARNABLE}
    x["acceptance"] = np.array([counts.log_odds(o.offer.id, o.served) for o in company.offers])
    weights = learned.weights if learned else EXPERT.numbers
    total: Numbers = sum((weights[f] * x[f] for f in LEARNABLE), zero)
    if learned and learned.combination:
        rows: list[dict[Feature, float]] = [
            {f: float(x[f][place]) for f in LEARNABLE} for place in range(len(zero))
        ]
        total = total + [learned.combination.added(row) for row in rows]
    return total


def _ndcg(gains: Numbers, scores: Numbers, k: int = 10) -> float:
    """Offers come in the order of the experts: shuffled, so that ties help nobody."""
    lot = np.random.default_rng(len(gains)).permutation(len(gains))
    order = lot[np.argsort(-scores[lot].round(9), kind="stable")][:k]
    discount = 1 / np.log2(np.arange(2, len(order) + 2))
    return float((gains[order] * discount).sum() / (np.sort(gains)[::-1][:k] * discount).sum())


def _told(name: str, curves: Numbers) -> list[str]:
    """Prints one world; the points below the experts by name."""
    seeds = len(curves)
    error: Callable[[Numbers], Numbers] = lambda values: values.std(axis=0, ddof=1) / sqrt(seeds)  # noqa: E731
    gains = curves - curves[:, :, :1]
    print(f"\n{name}: nDCG@10 +- standard error (difference to the experts +- its own)")
    print(f"{'companies':>10}" + "".join(f"{learner:>28}" for learner in LEARNERS))
    below = []
    for row, amount in enumerate(AMOUNTS):
        line = f"{amount:>10}"
        for column, learner in enumerate(LEARNERS):
            values, differences = curves[:, row, column], gains[:, row, column]
            mean, noise = differences.mean(), error(differences)
            line += f"  {values.mean():.3f}+-{error(values):.3f} ({mean:+.3f}+-{noise:.3f})"
            if learner in ("prior", "gated") and mean + 2 * noise < -1e-9:
                below.append(f"{learner} after {amount} ({name})")
        print(line, flush=True)
    return below


if __name__ == "__main__":
    warnings.simplefilter("error")
    sys.exit(main())
