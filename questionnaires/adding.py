"""Adding up numbers: plainly, one after the other, as any version of Python and numpy do it alike.

The built-in `sum` keeps track of what rounding loses from Python 3.12 on, so that the last digit of a stored
result would depend on where it was computed.
"""

from collections.abc import Iterable
from functools import reduce
from operator import add


def added(numbers: Iterable[float]) -> float:
    return reduce(add, numbers, 0.0)
