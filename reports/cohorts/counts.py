"""The least that a number must stand for before anybody reads it.

A number stands for companies, never for one: none at all may be told, and then five or more.
"""

from collections.abc import Mapping

LEAST = 5
"""Companies below which no number is told."""


def told(number: int) -> int | None:
    """The number, unless it stands for too few: none at all may be told."""
    return None if 0 < number < LEAST else number


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
