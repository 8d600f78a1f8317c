"""What a second model adds to the sum of the weighted features: many small decision trees, as plain data.

    added = share (baseline + leaves reached - (intercept + sum_k w_k x_k))       in log-odds

Learning the trees needs scikit-learn (`challenger`); reading them needs nothing, so that a page is not
slower for it, and a model can be stored and read again as JSON.
"""

from collections.abc import Mapping
from math import fsum
from typing import Self

from pydantic import model_validator

from matching.weights import LEARNABLE, Feature
from questionnaires.text import Frozen

SHARE = 0.5
"""The two models count the same: the sum tells apart what ends in the same leaf."""

LEAF = -1


class Node(Frozen):
    """Left if the value is at most the threshold. The feature after the last one is the sum itself."""

    feature: int
    threshold: float
    left: int
    right: int
    value: float


class Tree(Frozen):
    nodes: tuple[Node, ...]

    @model_validator(mode="after")
    def _leads_downwards(self) -> Self:
        for place, node in enumerate(self.nodes):
            inner = node.feature != LEAF
            if inner and not place < min(node.left, node.right) <= max(node.left, node.right) < len(
                self.nodes
            ):
                raise ValueError(f"expected node {place} to lead to later ones")
        return self

    def value(self, row: list[float]) -> float:
        node = self.nodes[0]
        while node.feature != LEAF:
            node = self.nodes[node.left if row[node.feature] <= node.threshold else node.right]
        return node.value


class Combination(Frozen):
    """The trees, and the sum that was their last feature."""

    intercept: float
    weights: dict[Feature, float]
    baseline: float
    trees: tuple[Tree, ...]

    def added(self, x: Mapping[Feature, float]) -> float:
        """What is added to the log-odds of an offer with these features; an absent one counts as 0."""
        row = [x.get(feature, 0.0) for feature in LEARNABLE]
        weighted = fsum(self.weights[f] * value for f, value in zip(LEARNABLE, row, strict=True))
        total = self.intercept + weighted
        return SHARE * (self.log_odds([*row, total]) - total)

    def log_odds(self, row: list[float]) -> float:
        return self.baseline + fsum(tree.value(row) for tree in self.trees)
