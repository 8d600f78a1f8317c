"""How long something takes and how much memory a process has had."""

import resource
import time
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def timed(work: Callable[[], Result], clock: Callable[[], float] = time.process_time) -> tuple[float, Result]:
    """Seconds by the clock, of processor time if no other is named, and what came out."""
    start = clock()
    result = work()
    return clock() - start, result


def peak() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
