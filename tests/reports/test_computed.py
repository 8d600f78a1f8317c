"""The reader's own numbers lead to the values that are shown, with pencil and paper."""

import pytest

from reports.computed import apart, arithmetic
from tests.reports.builders import SPARSE, UNCERTAIN, WORKED, a_report


@pytest.mark.parametrize("case", WORKED)
def test_the_sums_lead_to_value_and_bounds(case: str) -> None:
    for standing in a_report(case).parts:
        sums = arithmetic(standing)

        assert sums.levels / sums.applicable / 4 == pytest.approx(standing.lower)
        assert sums.reachable / sums.applicable / 4 == pytest.approx(standing.upper)
        assert sums.answered / sums.applicable == pytest.approx(standing.coverage)
        if standing.value is not None:
            assert sums.levels / sums.answered / 4 == pytest.approx(standing.value)


def test_what_does_not_apply_counts_on_neither_side() -> None:
    flagged = next(area for area in a_report(SPARSE).areas if area.flagged)

    assert arithmetic(flagged).applicable == flagged.counts.applicable
    assert flagged.counts.not_applicable > 0
    assert arithmetic(flagged).open == 0


def test_weights_are_summed_where_questions_weigh_differently() -> None:
    area = a_report(UNCERTAIN).areas[1]
    heavy = area.items[0].model_copy(update={"weight": 3.0})
    weighted = area.model_copy(update={"items": (heavy, *area.items[1:])})

    assert arithmetic(weighted).applicable == arithmetic(area).applicable + 2


def test_the_distance_is_what_the_shown_values_differ_by() -> None:
    assert apart(0.7, 0.775) == 0.3
    assert apart(0.501, 0.574) == 0.3
    assert apart(0.5, 0.5) == 0
