"""Points are rounded as decimals, node by node, and never by default (scoring.md 1, trap 6)."""

import pytest

from questionnaires.definition.tree import Rounding
from questionnaires.scoring.joining import ROUNDINGS, rounded
from questionnaires.scoring.scorecard import Score
from tests.questionnaires.builders import (
    mean,
    scored,
)


def near(value: float) -> object:
    return pytest.approx(value, abs=1e-12)


def bounds(found: Score) -> tuple[float | None, float, float]:
    """In points, so that they read as in the published rules."""
    return (found.points, found.in_points(found.lower), found.in_points(found.upper))


@pytest.mark.parametrize(
    ("points", "digits", "truncated", "half_away", "half_even"),
    [
        (2.675, 2, 2.67, 2.68, 2.68),
        (2.665, 2, 2.66, 2.67, 2.66),
        (-0.5, 0, 0.0, -1.0, 0.0),
        (0.5, 0, 0.0, 1.0, 0.0),
        (1.5, 0, 1.0, 2.0, 2.0),
        (-2.675, 2, -2.67, -2.68, -2.68),
        (2.9999, 1, 2.9, 3.0, 3.0),
        (0.1 + 0.2, 1, 0.3, 0.3, 0.3),
        (1.15, 1, 1.1, 1.2, 1.2),
        (3.0, 0, 3.0, 3.0, 3.0),
    ],
)
def test_points_are_rounded_as_decimals(
    points: float, digits: int, truncated: float, half_away: float, half_even: float
) -> None:
    """Trap 6: truncated (CISO Assistant), half away from zero (CSET), half even."""
    found = [rounded(points, Rounding(mode=mode, digits=digits)) for mode in ROUNDINGS]  # type: ignore[arg-type]
    assert found == [truncated, half_away, half_even]


def test_a_node_is_rounded_before_its_parent_reads_it() -> None:
    """2.5 and 1.25 of 4 become 2 and 1: their mean is 1.5."""
    cut = {"mode": "truncate"}
    found = scored(mean(mean("4 1", rounding=cut), mean("2 1 1 1", rounding=cut)))
    assert (found.points, [child.points for child in found.children]) == (1.5, [2, 1])
    assert scored(mean(mean("4 1"), mean("2 1 1 1"))).points == near(1.875)


def test_bounds_are_rounded_in_the_same_way() -> None:
    found = scored(mean("4 4 dk", rounding={"mode": "half_away"}, missing="exclude"))
    assert bounds(found) == (4, 3, 4)


def test_rounding_never_leaves_the_range() -> None:
    found = scored(mean("4 4", range=(0, 0.6), rounding={"mode": "half_away"}))
    assert found.value == 1.0


def test_points_below_zero_are_rounded_too() -> None:
    """-1 and 0.25 of -2 to 2 points: -0.375, towards zero."""
    assert scored(mean("1*below 3*below", rounding={"mode": "truncate", "digits": 1})).points == near(-0.3)


def test_nothing_is_rounded_by_default() -> None:
    assert scored(mean("1 1 2")).points == near(4 / 3)


def test_thirds_that_are_rounded_agree_however_they_were_added_up() -> None:
    one = scored(mean("1@0.1 1@0.2 2@0.3", rounding={"mode": "truncate", "digits": 1}))
    other = scored(mean("2@0.3 1@0.2 1@0.1", rounding={"mode": "truncate", "digits": 1}))
    assert one.points == other.points == near(1.5)
