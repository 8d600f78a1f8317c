"""What a company can let a chamber see: single things, each by itself."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class Item(StrEnum):
    """That it took part, under the name it types: without it nobody would know of whom the rest speaks. Then
    whom to ask, what it needs most, how it stands, and how far its plan is."""

    PARTICIPATION = "participation"
    CONTACT = "contact"
    NEEDS = "needs"
    RESULT = "result"
    PROGRESS = "progress"


PERIODS: Mapping[int, timedelta] = {
    3: timedelta(days=91),
    6: timedelta(days=182),
    12: timedelta(days=365),
    24: timedelta(days=730),
}
"""How long, by months."""
USUAL = 12
NEEDS_SHOWN = 5
"""The strongest needs of a company; the rest is of no use to whoever wants to help."""
