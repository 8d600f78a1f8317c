"""Who begins too many checks reads what to do; and addresses are those of houses."""

from datetime import datetime

import pytest
from flask import Flask

from assessment import clock
from assessment.web import coming_in
from assessment.web.context import SETTINGS
from tests.assessment.web.visitor import Visitor


def test_who_has_begun_very_many_checks_reads_where_it_goes_on(app: Flask, visitor: Visitor) -> None:
    app.extensions[SETTINGS] = app.extensions[SETTINGS].model_copy(update={"checks_per_address": 1})
    for _ in range(2):  # at the machine itself there is no limit
        assert visitor.begin("short").status == 200
    visitor.client.environ_base |= {"REMOTE_ADDR": "203.0.113.9"}
    assert visitor.begin("short").status == 200

    for page in ("/de/", "/de/paper"):
        visitor.open(page).press(value="short")
        assert visitor.status == 429
        assert visitor.heading == "Von hier aus wurden heute sehr viele Checks begonnen"
        assert "Bitte versuchen Sie es morgen wieder" in visitor.text
        assert visitor.page.xpath("//main//a[contains(@href, '/resume')]")
    assert 0 < int(visitor.response.headers["Retry-After"]) <= 25 * 3600


@pytest.mark.parametrize(
    ("address", "house"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no:address", "no:address"),
    ],
)
def test_of_a_long_address_counts_what_a_house_is_given(app: Flask, address: str, house: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert coming_in.network() == house


@pytest.mark.parametrize(
    ("moment", "hours"), [("2026-03-28T12:00Z", 11), ("2026-10-25T00:00+02:00", 25), ("2026-07-01T21:59Z", 0)]
)
def test_the_day_ends_at_midnight_where_the_companies_are_also_when_clocks_change(
    moment: str, hours: int
) -> None:
    assert clock.until_midnight(datetime.fromisoformat(moment)) // 3600 == hours
