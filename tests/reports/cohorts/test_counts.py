"""What is told of a counter that moves while somebody watches it."""

from reports.cohorts.counts import told_in_steps


def test_a_live_counter_is_told_in_steps_of_five() -> None:
    told = [told_in_steps(number) for number in range(12)]
    assert told == [None, None, None, None, None, 5, 5, 5, 5, 5, 10, 10]
