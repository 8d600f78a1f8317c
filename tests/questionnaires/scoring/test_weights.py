"""What each part weighs in its node, so that the value is the mean by these weights."""

import pytest
from hypothesis import given

from questionnaires.scoring.joining import weights
from tests.questionnaires.builders import Part, built, mean, scored
from tests.questionnaires.trees import SUMS, trees


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (mean("4 1@3 dk"), [1, 3]),
        (mean(mean("4 dk", weight=2), mean("1 1")), [1, 1]),
        (mean(mean("4@0.5 dk"), mean("dk", weight=8)), [1 / 3]),
        (mean(mean("dk dk", missing="zero"), mean("dk", missing="zero", weight=3)), [1, 3]),
        (mean("4@2 1*wide 2*below", aggregate="sum"), [8, 10, 4]),
        (mean(mean("4@2"), mean("2*below 1*within"), aggregate="leaf_sum"), [8, 4, 5]),
        (mean("4@2 1*wide 2*within", aggregate="points_ratio"), [8, 10, 5]),
        (mean(mean("4@2"), mean("1 1", weight=9), aggregate="leaf_mean"), [2, 1, 1]),
    ],
)
def test_a_part_weighs_what_its_way_of_joining_makes_of_its_weight(tree: Part, expected: list[float]) -> None:
    """By coverage in a mean, by its range in a sum, by its most points in a ratio; stand-ins by weight."""
    parts = [part for part in scored(tree).parts if part.value is not None]
    assert weights(built(tree).roots[0], parts) == pytest.approx(expected)


def test_a_ratio_may_be_of_less_than_one_point() -> None:
    assert scored(mean("2@0.2", aggregate="points_ratio")).value == pytest.approx(0.5)


@given(trees(aggregates=("mean", "sum", "points_ratio", "leaf_mean", "leaf_sum"), kinds=("", "wide")))
def test_the_value_is_the_mean_by_what_each_part_weighs(tree: Part) -> None:
    """Held within what its open answers allow; of sums, where all is answered, since there a part that is
    missing adds no points, although it might have."""
    questionnaire = built(tree)
    for found in scored(tree).walk():
        counted = [part for part in found.parts if part.value is not None]
        if found.value is None or not counted:
            continue
        node = questionnaire.node[found.id]
        if node.aggregate not in SUMS or len(counted) == len(found.parts):
            by = weights(node, counted)
            total = sum(weight * (part.value or 0.0) for weight, part in zip(by, counted, strict=True))
            held = min(max(total / sum(by), found.lower), found.upper)
            assert found.value == pytest.approx(held, abs=1e-9)
