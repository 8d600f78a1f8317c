"""What calls for a look: every offer once, the most urgent first."""

from datetime import date
from typing import Any

import pytest

from matching import catalogue
from matching.eligibility import shown
from matching.freshness import CALLS, board, entry
from tests.matching.builders import TODAY, a_catalogue, an_offer


@pytest.mark.parametrize(
    ("status", "calls", "hidden"),
    [
        ({"valid_until": date(2026, 11, 21)}, "past", "end_passed"),
        ({"valid_until": date(2026, 11, 21), "end": "announced"}, "past", None),
        ({"valid_until": date(2026, 5, 21), "end": "announced"}, "past", "end_passed"),
        ({"state": "unclear"}, "unclear", "unclear"),
        ({"confidence": "low"}, "unclear", "low_confidence"),
        ({"valid_until": TODAY}, "ends_soon", None),
        ({"valid_until": date(2027, 2, 22)}, "ends_soon", None),
        ({"valid_until": date(2027, 2, 23)}, "sourced", None),
        ({"confirmed_on": date(2025, 11, 21)}, "lapsed", None),
        ({"confirmed_on": date(2025, 11, 22)}, "lapses_soon", None),
        ({"confirmed_on": date(2026, 2, 21)}, "lapses_soon", None),
        ({"confirmed_on": date(2026, 2, 22)}, "confirmed", None),
        ({"as_of": "2024-11-21"}, "old", None),
        ({"as_of": "2024-11-22"}, "sourced", None),
        ({"as_of": None}, "old", None),
        ({"state": "ended", "valid_until": date(2020, 1, 1)}, "over", "ended"),
    ],
)
def test_an_entry_calls_for_what_its_status_says(
    status: dict[str, Any], calls: str, hidden: str | None
) -> None:
    found = entry(an_offer(status=status), TODAY)

    assert (found.calls, found.hidden) == (calls, hidden)


def test_the_next_end_and_the_longest_without_a_look_stand_first() -> None:
    offers = a_catalogue(
        an_offer("later", status={"valid_until": date(2027, 1, 31)}),
        an_offer("next", status={"valid_until": date(2026, 12, 31)}),
        an_offer("young", status={"as_of": "2023"}),
        an_offer("oldest", status={"as_of": "2012"}),
    )
    assert [found.offer.id for found in board(offers, TODAY)] == ["next", "later", "oldest", "young"]


def test_every_real_offer_stands_on_the_board_once_and_hidden_ones_say_why() -> None:
    found = board(catalogue.released(), TODAY)

    assert sorted(one.offer.id for one in found) == sorted(catalogue.released().offer)
    assert [CALLS.index(one.calls) for one in found] == sorted(CALLS.index(one.calls) for one in found)
    assert all(one.hidden for one in found if not shown(one.offer))
