"""The second model: trees that may tell what a sum cannot, and must prove it before they count.

Boosted trees over the features and the sum itself, which may only rise with each of them: more need, a
nearer offer or a higher sum never lowers an offer. Importing scikit-learn takes a second; this module is
used when a model is made, never when a list is.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matching.learning import DIGITS, Fitted, Rows
from matching.trees import LEAF, SHARE, Combination, Node, Tree
from matching.weights import LEARNABLE

if TYPE_CHECKING:
    from matching.learning import Numbers

ROUNDS, LEAVES, IN_A_LEAF, RATE = 40, 6, 20, 0.1


@dataclass(frozen=True)
class Challenger:
    """Trees as scikit-learn learned them, beside the sum they start from."""

    model: Any
    fitted: Fitted

    def scores(self, x: "Numbers") -> "Numbers":
        """Log-odds (n,) for features (n, 7): the same as those of `combination`, for many at once."""
        total = self.fitted.scores(x)
        scores: Numbers = total + SHARE * (self.model.decision_function(_with(x, total)) - total)
        return scores

    @property
    def combination(self) -> Combination:
        """The trees as plain data. The layout of scikit-learn's nodes is its own: a test holds both equal."""
        weights = [round(float(weight), DIGITS) for weight in self.fitted.weights]
        return Combination(
            intercept=round(self.fitted.intercept, DIGITS),
            weights=dict(zip(LEARNABLE, weights, strict=True)),
            baseline=float(self.model._baseline_prediction[0][0]),
            trees=tuple(_tree(rounds[0].nodes) for rounds in self.model._predictors),
        )


def challenge(fitted: Fitted, rows: Rows) -> Challenger | None:
    """Trees on top of the sum; None where all decisions are the same and there is nothing to tell apart."""
    if len(set(rows.y.tolist())) < 2:
        return None
    from sklearn.ensemble import HistGradientBoostingClassifier

    x = _with(rows.x, fitted.scores(rows.x))
    model = HistGradientBoostingClassifier(
        learning_rate=RATE,
        max_iter=ROUNDS,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=IN_A_LEAF,
        monotonic_cst=[1] * x.shape[1],
        early_stopping=False,
        random_state=0,
    )
    return Challenger(model.fit(x, rows.y, sample_weight=rows.weights), fitted)


def _with(x: "Numbers", total: "Numbers") -> "Numbers":
    import numpy as np

    return np.column_stack([x, total])


def _tree(nodes: Any) -> Tree:
    return Tree(nodes=tuple(_node(node) for node in nodes))


def _node(node: Any) -> Node:
    return Node(
        feature=LEAF if node["is_leaf"] else int(node["feature_idx"]),
        threshold=float(node["num_threshold"]),
        left=int(node["left"]),
        right=int(node["right"]),
        value=float(node["value"]),
    )
