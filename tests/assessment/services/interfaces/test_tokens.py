"""Tokens: who makes them, what they open, and when they open nothing any more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from assessment.errors import InterfaceUnavailable, Refused, TokenRefused, TooMany, TooManyRequests
from assessment.services.interfaces import coming_in, tokens
from assessment.services.policy import Kind, Reason, Role, Scope
from assessment.store import batches
from assessment.store.database import Database
from tests.assessment.house import DAY, MINUTE, NOW, House, on_sqlite
from tests.assessment.systems import a_keeper, a_token, comes_in


@pytest.fixture
def chamber(database: Database) -> House:
    return House.of(database, "Kammer", Kind.CHAMBER)


def test_a_token_brings_in_the_system_of_its_organisation_with_its_scopes(
    database: Database, chamber: House
) -> None:
    system = comes_in(database, a_token(database, chamber, Scope.READ_RESULTS))
    assert (system.organisation_id, system.kind) == (chamber.id, Kind.CHAMBER)
    assert system.scopes == {Scope.READ_RESULTS}


def test_neither_the_token_nor_more_than_its_last_day_is_kept(
    database: Database, chamber: House, tables: Callable[..., str]
) -> None:
    token = a_token(database, chamber)
    comes_in(database, token, now=NOW + 2 * DAY)
    comes_in(database, token, now=NOW + 2 * DAY + MINUTE)
    (row,) = tokens.board(database, actor=a_keeper(database, chamber), organisation_id=chamber.id).tokens
    assert row.used_on == (NOW + 2 * DAY).date()
    assert token not in tables("api_token", "audit_entry")


@on_sqlite
def test_a_token_ends_with_its_time_and_at_once_when_it_is_revoked(
    database: Database, chamber: House
) -> None:
    officer = a_keeper(database, chamber)
    short = a_token(database, chamber, days=30, actor=officer)
    comes_in(database, short, now=NOW + 30 * DAY - MINUTE)
    with pytest.raises(TokenRefused):
        comes_in(database, short, now=NOW + 30 * DAY)
    token = a_token(database, chamber, actor=officer)
    mine: dict[str, Any] = {"actor": officer, "organisation_id": chamber.id}
    for row in tokens.board(database, **mine).tokens:
        assert tokens.revoke(database, **mine, token_id=row.id)
        assert not tokens.revoke(database, **mine, token_id=row.id)
    with pytest.raises(TokenRefused):
        comes_in(database, token)


@on_sqlite
def test_a_house_gives_only_the_scopes_that_suit_it_and_twenty_tokens(
    database: Database, chamber: House
) -> None:
    officer = a_keeper(database, chamber)
    with pytest.raises(Refused) as refused:
        a_token(database, chamber, Scope.WRITE_REFERRALS, actor=officer)
    assert refused.value.reason == Reason.ROLE_NOT_HERE
    for _ in range(tokens.MOST):
        a_token(database, chamber, actor=officer)
    with pytest.raises(TooMany):
        a_token(database, chamber, actor=officer)


@on_sqlite
def test_a_chamber_keeps_its_own_tokens_and_the_operator_those_of_all(
    database: Database, chamber: House
) -> None:
    other = House.of(database, "Andere Kammer", Kind.CHAMBER)
    officer = a_keeper(database, chamber)
    with pytest.raises(Refused) as refused:
        a_token(database, other, actor=officer)
    assert refused.value.reason == Reason.OTHER_ORGANISATION
    advisor = chamber.takes_in("advisor@example.org", "Toni", Role.ADVISOR)
    with pytest.raises(Refused):
        tokens.board(database, actor=advisor, organisation_id=chamber.id)
    assert [one.name for one in tokens.houses(database, actor=officer).houses] == ["Kammer"]
    provider = House.of(database, "Labor", Kind.PROVIDER)
    operator = a_keeper(database, provider)
    assert comes_in(database, a_token(database, provider, actor=operator)).scopes == {Scope.WRITE_REFERRALS}


def test_who_asks_too_often_waits_by_token_and_by_network(
    database: Database, chamber: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming_in, "MOST", {"api_token": 3, "api_network": 5})
    token = a_token(database, chamber)
    for _ in range(coming_in.MOST["api_token"]):
        comes_in(database, token)
    with pytest.raises(TooManyRequests) as refused:
        comes_in(database, token)
    assert refused.value.seconds == 60
    comes_in(database, token, now=NOW + MINUTE)

    later = NOW + 5 * MINUTE
    for _ in range(coming_in.MOST["api_network"]):
        with pytest.raises(TokenRefused):
            comes_in(database, "wk_guessed", now=later, network="198.51.100.7")
    with pytest.raises(TooManyRequests):
        comes_in(database, token, now=later, network="198.51.100.7")
    comes_in(database, token, now=later)


@on_sqlite
def test_where_requests_cannot_be_counted_no_system_comes_in(database: Database, chamber: House) -> None:
    token = a_token(database, chamber)
    with database.writing() as connection:
        connection.execute(text("DROP TABLE attempt"))
    with pytest.raises(InterfaceUnavailable):
        comes_in(database, token)


@on_sqlite
def test_what_is_over_is_forgotten(database: Database, chamber: House, tables: Callable[..., str]) -> None:
    a_token(database, chamber, days=30)
    ended = [
        sum(batches.write(database, one) for one in coming_in.forget(NOW + timedelta(days=days)))
        for days in (394, 396)
    ]
    assert ended == [0, 1]
    assert tables("api_token") == "[[]]"
