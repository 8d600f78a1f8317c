"""Who waits for long work may watch it: services hand the steps they are about to take through a `Watch`.

Services know no terminal. What shows a bar there is `commands.progress`; nobody watches workers and tests.
"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

Step = TypeVar("Step")


class Watch(Protocol):
    def __call__(self, steps: Iterable[Step], total: int) -> Iterable[Step]:
        """The same steps, one by one, of which there are about `total`."""
        ...


def unwatched(steps: Iterable[Step], total: int) -> Iterable[Step]:  # noqa: ARG001 - as whoever watches
    return steps
