"""How much of long texts and long lists a form of the report shows, so that the printed one stays short.

Nothing is lost by it: what is printed in part stands whole on the page and in the tables, and says so.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.planned import UNFINISHED, Planned


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is shown: characters of the company's `goal`, of a `note` and of a `reason`, questions on
    which `views` differ, entries of its plan, further offers, and kinds of offers that do not fit. In a plan
    of more entries than `steps`, no first step is told that the report has told before."""

    goal: int = sys.maxsize
    note: int = sys.maxsize
    reason: int = sys.maxsize
    views: int = sys.maxsize
    entries: int = sys.maxsize
    steps: int = sys.maxsize
    further: int = 12
    misfits: int = sys.maxsize


ON_SCREEN = Limits()
PRINTED = Limits(goal=180, note=110, reason=180, views=5, entries=8, steps=4, further=8, misfits=4)
FULLER = replace(PRINTED, note=60, entries=5)
"""For a report with both comparisons, which take more than a page."""


def printed(*, since: bool, benchmark: bool) -> Limits:
    """What is printed of a report with these comparisons: with an earlier check, with other companies."""
    return FULLER if since and benchmark else PRINTED


def excerpt(words: str, most: int) -> str:
    """The words, or as many whole ones of them as `most` characters hold, and an ellipsis."""
    if len(words) <= most:
        return words
    begun, _, _ = words[:most].rpartition(" ")
    return (begun or words[: most - 2]).rstrip(" ,;:.–-") + " …"


def pressing(entries: Sequence[Planned], most: int) -> tuple[Planned, ...]:
    """So many entries of the plan in its order, those that are still to be done before all others."""
    kept = {entry.id for entry in sorted(entries, key=lambda entry: entry.state not in UNFINISHED)[:most]}
    return tuple(entry for entry in entries if entry.id in kept)
