"""Some companies against all offers: verdicts, then the terms of the utility added one after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.bulk.circuit import FALSE, TRUE, UNKNOWN, Small
from matching.bulk.companies import Codes, Companies, Floats
from matching.bulk.index import Index
from matching.features import scaled, similarities
from matching.profile import Profile
from matching.weights import LEARNABLE, Feature

Flags = NDArray[np.bool_]

UNFIT = -np.inf
"""Log-odds of an offer that a company may not use or does not see."""


@dataclass(frozen=True, slots=True)
class Term:
    """One feature; `codes` tells which row of `table` is that of a company, without it they are in order."""

    table: Floats
    codes: Codes | None = None

    def times(self, weight: float) -> Floats:
        weighted = self.table * weight
        return weighted if self.codes is None else weighted.take(self.codes, axis=0)


class Block:
    """Companies few enough for their numbers to stay near the processor; arrays are (companies, offers)."""

    def __init__(self, index: Index, profiles: Sequence[Profile]) -> None:
        self.index, self.companies = index, Companies(profiles)
        self.shape = (len(profiles), len(index.offers))
        self.verdict, self.opened = self._judged()
        self.eligible: Flags = (self.verdict != FALSE) & index.shown

    def _judged(self) -> tuple[Small, Small]:
        """The least of all conditions, and how many of them are open."""
        truths = np.ascontiguousarray(self.index.circuit.truths(self.companies).T)
        verdict, opened = np.full(self.shape, TRUE, np.int8), np.zeros(self.shape, np.int8)
        for nodes in self.index.nodes.columns:
            found, here = truths.take(nodes, axis=1), verdict[:, : len(nodes)]
            np.minimum(here, found, out=here)
            opened[:, : len(nodes)] += found == UNKNOWN
        back = self.index.nodes.back
        return verdict.take(back, axis=1), opened.take(back, axis=1)

    @cached_property
    def gaps(self) -> Floats:
        return self.companies.gaps(self.index.need)

    @cached_property
    def largest(self) -> Floats:
        """How much of its gaps the offer covers that covers most of them, shape (companies, 1)."""
        covered = np.where(self.eligible, self.index.covered(self.gaps), 0.0)
        found: Floats = covered.max(axis=1, initial=0.0, keepdims=True)
        return found

    @cached_property
    def goals(self) -> list[dict[str, float]]:
        """For each company the similarity of its offers to its goal; empty without a goal that is met."""
        return [self._goal(row, profile.goal) for row, profile in enumerate(self.companies.profiles)]

    def _goal(self, row: int, goal: str | None) -> dict[str, float]:
        if not goal:
            return {}
        eligible = [self.index.offers[number].id for number in np.flatnonzero(self.eligible[row])]
        return similarities(goal, self.index.catalogue, eligible)

    def needs(self, row: int) -> dict[str, float]:
        """The needs of one company as shares."""
        gap = {gap.need: gap.gap for gap in self.companies.profiles[row].needs}
        return scaled(gap, float(self.largest[row, 0]))

    @cached_property
    def terms(self) -> dict[Feature, Term]:
        """Every feature that can be told for any of the companies; 0 where it cannot."""
        found: dict[Feature, Term] = {}
        for feature, told in TERMS.items():
            term = told(self, found)
            if term is not None:
                found[feature] = term
        return found

    @cached_property
    def log_odds(self) -> Floats:
        total = np.zeros(self.shape)
        for feature, term in self.terms.items():
            total += term.times(self.index.weights[feature])
        total += self.index.words.bias
        total[~self.eligible] = UNFIT
        return total


# --- the features ------------------------------------------------------------------------------

Found = dict[Feature, Term]


def _needs(block: Block, _: Found) -> Term | None:
    if not block.largest.any():
        return None
    told = block.largest > 0
    return Term(
        block.index.covered(np.divide(block.gaps, block.largest, where=told, out=np.zeros_like(block.gaps)))
    )


def _goal(block: Block, _: Found) -> Term | None:
    if not any(block.goals):
        return None
    found = np.zeros(block.shape)
    for row, goal in enumerate(block.goals):
        found[row, block.eligible[row]] = list(goal.values()) or 0.0
    return Term(found)


def _of_fact(feature: Feature, name: str) -> Callable[[Block, Found], Term]:
    def told(block: Block, _: Found) -> Term:
        column = block.companies.fact(name)
        return Term(np.stack([block.index.by_fact(feature, name, v) for v in column.values]), column.codes)

    return told


def _specificity(block: Block, _: Found) -> Term:
    return Term((1 / block.index.named)[np.newaxis])


def _settledness(block: Block, _: Found) -> Term:
    return Term(1 - block.opened / block.index.criteria)


def _acceptance(block: Block, _: Found) -> Term | None:
    """Few offers have been decided about: these are asked one by one."""
    learned = block.index.learned
    if learned is None or not learned.acceptance.offers:
        return None
    found = np.zeros(block.shape)
    decided = [n for n, offer in enumerate(block.index.offers) if offer.id in learned.acceptance.offers]
    for row in range(block.shape[0]):
        needs = block.needs(row)
        for number in decided:
            offer = block.index.offers[number]
            served = [need for need in offer.needs if need in needs]
            found[row, number] = learned.acceptance.log_odds(offer.id, served)
    return Term(found)


def _combination(block: Block, before: Found) -> Term | None:
    """Trees are walked offer by offer."""
    learned = block.index.learned
    if learned is None or learned.combination is None:
        return None
    found = np.zeros(block.shape)
    others = {
        f: np.broadcast_to(term.times(1.0), block.shape) for f, term in before.items() if f in LEARNABLE
    }
    for row, number in np.argwhere(block.eligible).tolist():
        x = {feature: float(values[row, number]) for feature, values in others.items()}
        found[row, number] = learned.combination.added(x)
    return Term(found)


TERMS: dict[Feature, Callable[[Block, Found], Term | None]] = {
    "needs": _needs,
    "goal": _goal,
    "sector": _of_fact("sector", "sector"),
    "nearness": _of_fact("nearness", "district"),
    "specificity": _specificity,
    "settledness": _settledness,
    "acceptance": _acceptance,
    "combination": _combination,
}
"""The same features as in `features.VALUES`, in the same order."""
