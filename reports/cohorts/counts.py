"""The least that a number must stand for before anybody reads it.

A number stands for companies, never for one: none at all may be told, and then five or more.
"""

from collections.abc import Mapping

LEAST = 5
"""Companies below which no number is told."""
STEP = LEAST
"""Companies between two numbers that are told of a counter which moves while somebody watches it."""


def told(number: int) -> int | None:
    """The number, unless it stands for too few: none at all may be told."""
    return None if 0 < number < LEAST else number


def told_in_steps(number: int) -> int | None:
    """The least that a live counter stands at: None while that is nobody or too few, then 5, 10, 15, ...

    Between two looks it moves by five or not at all, so whoever mails one company cannot watch that company
    begin, and two counters side by side do not tell how few make up their difference.
    """
    return number - number % STEP or None


def close(number: int, other: int) -> bool:
    """Whether two numbers lie so near each other that their difference would tell of too few."""
    return told(abs(number - other)) is None


def told_apart(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Numbers that add up to a known one: never is exactly one of them hidden."""
    found = {name: told(number) for name, number in counts.items()}
    hidden = [name for name, number in found.items() if number is None]
    shown = sorted((number, name) for name, number in found.items() if number)
    if len(hidden) == 1 and shown:
        found[shown[0][1]] = None
    return found
