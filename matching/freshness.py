"""Which entries of a catalogue call for a look, and why: the most urgent first."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from matching.catalogue import Catalogue
from matching.eligibility import CONFIRMED_FOR, GRACE, Withholding, withheld
from matching.lint import STALE
from matching.months import later
from matching.offers import Offer

SOON = 3
"""Months before an end, or before a confirmation runs out, in which it is time to ask."""

Calls = Literal[
    "past", "unclear", "ends_soon", "lapsed", "old", "lapses_soon", "sourced", "confirmed", "over"
]
CALLS: tuple[Calls, ...] = get_args(Calls)
"""What calls for a look, by urgency; the last two call for nothing.

past         its last day is over, but nobody has said whether it goes on
unclear      hidden from companies until somebody asks: state or source are not certain
ends_soon    its last day comes within three months
lapsed       confirmed, but more than twelve months ago
old          never confirmed, and its source is older than two years or has no date
lapses_soon  confirmed, and within three months that is twelve months ago
sourced      never confirmed, with a source of the last two years
confirmed    confirmed within twelve months
over         it has ended
"""

TO_DO = CALLS[:-2]


@dataclass(frozen=True, slots=True)
class Entry:
    """An offer on the board. `hidden`: why companies do not see it; None where they do."""

    offer: Offer
    calls: Calls
    hidden: Withholding | Literal["end_passed"] | None


def board(catalogue: Catalogue, today: date) -> tuple[Entry, ...]:
    """Every offer once: the most urgent first, of equals what has gone longest without a look."""
    entries = [entry(offer, today) for offer in catalogue.offers]
    return tuple(
        sorted(entries, key=lambda e: (CALLS.index(e.calls), _due(e), e.offer.status.since, e.offer.id))
    )


def entry(offer: Offer, today: date) -> Entry:
    return Entry(offer, _calls(offer, today), withheld(offer) or _passed(offer, today))


def _due(found: Entry) -> date:
    """Ends in their own order, so that the next one stands first."""
    by_end = found.calls in {"past", "ends_soon"}
    return (found.offer.status.valid_until or date.max) if by_end else date.max


def _calls(offer: Offer, today: date) -> Calls:
    status = offer.status
    if status.state == "ended":
        return "over"
    if status.valid_until and status.valid_until < today:
        return "past"
    if status.state == "unclear" or status.confidence == "low":
        return "unclear"
    if status.valid_until and status.valid_until <= later(today, months=SOON):
        return "ends_soon"
    return _trust(offer, today)


def _trust(offer: Offer, today: date) -> Calls:
    status = offer.status
    if status.confirmed_on is None:
        known = status.since != date.min and later(status.since, months=STALE) >= today
        return "sourced" if known else "old"
    if later(status.confirmed_on, months=CONFIRMED_FOR) < today:
        return "lapsed"
    return "lapses_soon" if later(status.confirmed_on, months=CONFIRMED_FOR - SOON) < today else "confirmed"


def _passed(offer: Offer, today: date) -> Literal["end_passed"] | None:
    end = offer.status.valid_until
    if end is None or end >= today:
        return None
    gone = offer.status.end == "final" or later(end, months=GRACE) < today
    return "end_passed" if gone else None
