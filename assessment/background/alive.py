"""Which worker has begun something, and whether it still lives: by its signs, on our machine by looking.

A worker is named by its machine, its process and a random number, since processes are numbered anew in every
container.
"""

import os
from datetime import datetime, timedelta
from functools import cache
from socket import gethostname
from uuid import uuid4

SILENCE, GONE = timedelta(seconds=10), timedelta(minutes=1)
"""How long without a sign of life workers are waited for, and how long one is left what it has begun: clocks
of two machines differ, and a page makes the report itself by then."""


def new_name() -> str:
    """For a worker of this process."""
    return "/".join((*_here(), uuid4().hex))


def is_fresh(sign: str | None, now: datetime, silence: timedelta = SILENCE) -> bool:
    """Whether a sign was given lately; one from the future is none: the clock went back."""
    return sign is not None and abs(now - datetime.fromisoformat(sign)) < silence


def has_ended(worker: str, asking: str) -> bool:
    """Whether there is no such worker any more, as far as `asking` can see: it sees its own machine."""
    machine, process, _number = worker.split("/")
    if machine != _here()[0]:
        return False
    if process == _here()[1]:
        return worker != asking
    return not _runs(int(process))


def _here() -> tuple[str, str]:
    return _machine(), str(os.getpid())


@cache
def _machine() -> str:
    return gethostname().replace("/", "-")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
