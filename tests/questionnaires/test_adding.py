"""Sums are the same on every version of Python."""

from hypothesis import given
from hypothesis import strategies as st

from questionnaires.adding import added


def test_what_rounding_loses_stays_lost() -> None:
    """The built-in sum gives 0 up to Python 3.11 and 2 from 3.12 on."""
    assert added([1e16, 1.0, 1.0, -1e16]) == 0.0


def test_nothing_adds_up_to_0() -> None:
    assert added(()) == 0


@given(numbers=st.lists(st.floats(-1e6, 1e6)))
def test_numbers_are_added_one_after_the_other(numbers: list[float]) -> None:
    total = 0.0
    for number in numbers:
        total += number
    assert added(numbers) == total
