"""Dates and trust: what happens to offers while the clock moves on."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.eligibility import judge, shown, withheld
from matching.months import later
from matching.offers import Offer
from matching.ranking import match
from matching.reasons import Criterion
from tests.matching.builders import a_catalogue, a_company, a_supplier, an_offer

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def found(offer: Offer, today: date, criterion: str) -> Criterion:
    return next(c for c in judge(offer, a_supplier().facts, today).criteria if c.id == criterion)


NEVER_SHOWN = {
    "ended": an_offer("ended", status={"state": "ended"}),
    "unclear": an_offer("unclear", status={"state": "unclear"}),
    "low_confidence": an_offer("low", status={"confidence": "low"}),
    "not_for_companies": an_offer("carriers", for_companies=False),
}


@settings(deadline=None)
@given(DAYS)
def test_ended_unclear_and_doubtful_offers_are_never_shown(today: date) -> None:
    matches = match(a_catalogue(*NEVER_SHOWN.values()), a_supplier().profile, today)
    assert (matches.first, matches.further, matches.excluded) == ((), (), ())
    assert {w.offer.id: w.reason for w in matches.withheld} == {o.id: why for why, o in NEVER_SHOWN.items()}


def test_what_is_withheld_keeps_its_verdict() -> None:
    matches = match(a_catalogue(*NEVER_SHOWN.values()), a_supplier().profile, date(2026, 11, 22))
    last = {withheld.offer.id: withheld.verdict.criteria[-1] for withheld in matches.withheld}
    for state in ("ended", "unclear"):
        assert (last[state].reason, last[state].arguments) == (f"status_{state}", {"as_of": "2026-03"})


@pytest.mark.parametrize(("why", "offer"), NEVER_SHOWN.items())
def test_the_catalogue_says_why_an_offer_is_withheld(why: str, offer: Offer) -> None:
    assert (withheld(offer), shown(offer)) == (why, False)


@settings(deadline=None)
@given(DAYS, st.sampled_from(["2016-03", "2024", "2025-11-07", None]))
def test_a_sourced_offer_is_shown_with_its_date_and_an_open_status(today: date, as_of: str | None) -> None:
    offer = an_offer(status={"as_of": as_of})
    status = found(offer, today, "status")
    assert (status.value, status.reason, status.arguments) == (None, "status_sourced", {"as_of": as_of})
    assert [m.offer.id for m in match(a_catalogue(offer), a_company().profile, today).first] == [offer.id]


@settings(deadline=None)
@given(DAYS, DAYS)
def test_a_confirmation_holds_for_twelve_months(confirmed: date, today: date) -> None:
    offer = an_offer(status={"confirmed_on": confirmed})
    fresh = confirmed <= today <= later(confirmed, months=12)
    assert found(offer, today, "status").value is (True if fresh else None)


def test_a_confirmation_runs_out_with_its_anniversary() -> None:
    offer = an_offer(status={"confirmed_on": "2026-02-28", "as_of": "2025"})
    last = found(offer, date(2027, 2, 28), "status")
    assert (last.reason, last.arguments) == ("status_confirmed", {"confirmed_on": "2026-02-28"})
    after = found(offer, date(2027, 3, 1), "status")
    assert after.reason == "status_confirmed_long_ago"
    assert after.arguments == {"confirmed_on": "2026-02-28", "as_of": "2025"}


def test_a_confirmation_of_tomorrow_confirms_nothing_today() -> None:
    offer = an_offer(status={"confirmed_on": "2026-11-23"})
    assert found(offer, date(2026, 11, 22), "status").reason == "status_sourced"


@settings(deadline=None)
@given(DAYS, DAYS)
def test_a_final_end_that_has_passed_is_not_met(end: date, today: date) -> None:
    offer = an_offer(status={"valid_until": end, "end": "final"})
    assert found(offer, today, "end").value is (today <= end)


@settings(deadline=None)
@given(DAYS, DAYS)
def test_an_announced_end_stays_open_for_six_months(end: date, today: date) -> None:
    offer = an_offer(status={"valid_until": end, "end": "announced"})
    expected = True if today <= end else None if today <= later(end, months=6) else False
    assert found(offer, today, "end").value is expected


@pytest.mark.parametrize(
    ("today", "reason"),
    [
        (date(2026, 12, 31), "end_ahead"),
        (date(2027, 1, 1), "end_announced_passed"),
        (date(2027, 6, 30), "end_announced_passed"),
        (date(2027, 7, 1), "end_announced_long_passed"),
    ],
)
def test_the_network_is_asked_about_before_it_is_left_out(today: date, reason: str) -> None:
    network = an_offer(status={"valid_until": "2026-12-31", "end": "announced"})
    told = found(network, today, "end")
    assert (told.reason, told.arguments["valid_until"]) == (reason, "2026-12-31")
    matches = match(a_catalogue(network), a_company().profile, today)
    excluded = reason == "end_announced_long_passed"
    assert (len(matches.first), len(matches.excluded)) == ((0, 1) if excluded else (1, 0))


def test_an_end_tells_its_day_and_whether_it_may_move() -> None:
    offer = an_offer(status={"valid_until": "2026-12-31", "end": "announced"})
    assert found(offer, date(2026, 11, 22), "end").arguments == {
        "valid_until": "2026-12-31",
        "announced": True,
    }


def test_an_offer_without_an_end_has_no_criterion_for_it() -> None:
    assert "end" not in [c.id for c in judge(an_offer(), {}, date(2026, 11, 22)).criteria]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 6, 15), 6, date(2026, 12, 15)),
    ],
)
def test_months_end_where_the_calendar_ends(day: date, months: int, expected: date) -> None:
    assert later(day, months=months) == expected


@settings(deadline=None)
@given(DAYS)
def test_twelve_months_are_a_year(day: date) -> None:
    assert later(day, months=12) - day in (timedelta(365), timedelta(366))
