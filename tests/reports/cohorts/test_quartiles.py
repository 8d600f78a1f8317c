"""Where companies stand, told so that none can be seen in it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reports.cohorts.quartiles import FEWEST, in_steps
from reports.cohorts.records import Record
from reports.cohorts.statistics import Population, statistics
from tests.reports.cohorts.populations import FIRST_DAY, FRAME, companies


def with_exposure(*shares: float | None, **values: object) -> list[Record]:
    found = companies(len(shares), 1)
    return [replace(one, exposure=share, **values) for one, share in zip(found, shares, strict=True)]  # type: ignore[arg-type]


def told(records: list[Record]) -> Population:
    found = statistics(records, FRAME, FIRST_DAY)
    assert found is not None
    assert found.known is not None
    return found.known


def exposure(population: Population) -> tuple[int, int, int] | None:
    found = [one for one in population.quartiles if (one.value, one.table) == ("exposure", ())]
    return (found[0].low, found[0].middle, found[0].high) if found else None


def test_ten_companies_with_a_value_are_the_fewest() -> None:
    assert exposure(told(with_exposure(*[0.5] * FEWEST))) == (50, 50, 50)
    assert exposure(told(with_exposure(*[0.5] * (FEWEST - 1), None))) is None


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0.0, 0.5, 1.0), (25, 50, 75)),
        ((0.52, 0.52, 0.53), (50, 50, 55)),
        ((-0.02, -0.1, -0.1), (-10, -10, -5)),
    ],
)
def test_quartiles_are_told_in_steps_of_five(shares: tuple[float, ...], expected: tuple[int, ...]) -> None:
    assert in_steps(shares) == expected


def test_a_group_of_enterprises_that_is_more_than_half_is_not_told() -> None:
    ours = with_exposure(*[0.5] * 6, group="one")
    others = [replace(one, company=f"other-{one.company}") for one in with_exposure(*[0.5] * 6)]
    assert exposure(told(ours + others)) == (50, 50, 50)
    assert exposure(told(ours + others[:5])) is None


def test_fewer_than_five_newcomers_leave_what_was_told_of_their_district() -> None:
    day = FIRST_DAY + timedelta(days=91)
    town = with_exposure(*[0.2] * 20, district="03101")
    first = statistics(town, FRAME, FIRST_DAY)
    assert first is not None
    fresh = companies(9, 2, day=day)
    newcomers = [replace(one, exposure=1.0, district="03101") for one in fresh[:4]]
    elsewhere = [replace(one, exposure=1.0, district="03103") for one in fresh[4:]]
    second = statistics(town + newcomers + elsewhere, FRAME, day, [first])
    assert second is not None
    assert second.known is not None
    there = [one for one in second.known.quartiles if (one.value, one.codes) == ("exposure", ("03101",))]
    assert all((one.middle, one.as_of) == (20, FIRST_DAY) for one in there)
    assert exposure(second.known) == (20, 20, 100)
