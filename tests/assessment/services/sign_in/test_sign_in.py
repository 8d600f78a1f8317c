"""Coming in by a link: who gets one, what it is good for, and what nobody may find out by it."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from assessment.errors import NoSuchLink, SignInUnavailable, TooManyAttempts
from assessment.services import sign_in
from assessment.services.policy import Kind, Role
from assessment.store import audit
from assessment.store.database import Database
from tests.assessment.house import DAY, HOUR, MINUTE, NOW, House, asks, mailed, signs_in, token_in

ADVISOR = "toni@example.org"
NETWORK = "192.0.2.1"


@pytest.fixture(autouse=True)
def advice(database: Database) -> House:
    house = House.of(database, "Beratung", Kind.ADVICE)
    house.takes_in(ADVISOR, "Toni", Role.ADVISOR)
    return house


def test_a_link_by_mail_opens_a_session_that_says_who_it_is(database: Database) -> None:
    signed_in = signs_in(database, ADVISOR)

    found = sign_in.of_token(database, token=signed_in.token, now=NOW + DAY)
    assert found is not None
    assert (found.name, [seat.role for seat in found.seats]) == ("Toni", [Role.ADVISOR])


def test_the_address_is_the_same_in_any_case_and_with_blanks_around(database: Database) -> None:
    asks(database, f"  {ADVISOR.upper()} ")
    assert [receiver for receiver, _ in mailed(database)] == [ADVISOR]


def test_nobody_without_an_account_gets_a_mail(database: Database) -> None:
    asks(database, "nobody@example.org")
    assert mailed(database) == []


def test_known_and_unknown_addresses_cost_the_same_statements_but_for_the_mail(database: Database) -> None:
    asked: list[list[str]] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(*call: object) -> None:
        asked[-1].append(" ".join(str(call[2]).split()[:3]))

    for address in (ADVISOR, "nobody@example.org"):
        asked.append([])
        asks(database, address)

    assert [statement for statement in asked[0] if statement != "INSERT INTO mail"] == asked[1]


def test_a_link_works_once(database: Database) -> None:
    asks(database, ADVISOR)
    token = token_in(mailed(database)[0][1])
    sign_in.claim(database, token=token, network=NETWORK, now=NOW)

    with pytest.raises(NoSuchLink):
        sign_in.claim(database, token=token, network=NETWORK, now=NOW)


@pytest.mark.parametrize("late", [timedelta(minutes=15), DAY])
def test_a_link_is_worth_nothing_after_a_quarter_of_an_hour(database: Database, late: timedelta) -> None:
    asks(database, ADVISOR)
    token = token_in(mailed(database)[0][1])

    with pytest.raises(NoSuchLink):
        sign_in.claim(database, token=token, network=NETWORK, now=NOW + late)


def test_only_the_newest_link_opens_anything(database: Database) -> None:
    asks(database, ADVISOR)
    asks(database, ADVISOR, now=NOW + MINUTE)
    first, second = (token_in(told) for _, told in mailed(database))

    with pytest.raises(NoSuchLink):
        sign_in.claim(database, token=first, network=NETWORK, now=NOW + MINUTE)
    assert sign_in.claim(database, token=second, network=NETWORK, now=NOW + MINUTE).person.email == ADVISOR


@pytest.mark.parametrize("token", ["", "x" * 43, "../../etc", "ä" * 43])
def test_a_guessed_link_opens_nothing(database: Database, token: str) -> None:
    with pytest.raises(NoSuchLink):
        sign_in.claim(database, token=token, network=NETWORK, now=NOW)


def test_an_invitation_is_no_link_to_sign_in(database: Database) -> None:
    operator = House.of(database, "Netzwerk", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    House.of(database, "Kammer", Kind.CHAMBER).invites(operator, "new@example.org", Role.CHAMBER_OFFICER)

    with pytest.raises(NoSuchLink):
        sign_in.claim(database, token=token_in(mailed(database)[0][1]), network=NETWORK, now=NOW)


def test_of_two_who_use_a_link_at_the_same_moment_one_comes_in(database: Database) -> None:
    asks(database, ADVISOR)
    token, start = token_in(mailed(database)[0][1]), threading.Barrier(2)
    came: list[bool] = []

    def tries() -> None:
        start.wait()
        try:
            sign_in.claim(database, token=token, network=NETWORK, now=NOW)
        except NoSuchLink:
            came.append(False)
        else:
            came.append(True)

    both = [threading.Thread(target=tries) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(came) == [False, True]


# --- limits --------------------------------------------------------------------------------------


def test_an_address_is_mailed_only_so_often(database: Database) -> None:
    for _ in range(sign_in.MOST["address"]):
        asks(database, ADVISOR)

    with pytest.raises(TooManyAttempts):
        asks(database, ADVISOR, network="198.51.100.9")
    assert len(mailed(database)) == sign_in.MOST["address"]


def test_asking_many_times_at_the_same_moment_does_not_get_past_the_limit(database: Database) -> None:
    start, refused = threading.Barrier(8), []

    def tries(number: int) -> None:
        start.wait()
        try:
            asks(database, ADVISOR, network=f"192.0.2.{number}")
        except TooManyAttempts:
            refused.append(number)

    everybody = [threading.Thread(target=tries, args=(number,)) for number in range(8)]
    for one in everybody:
        one.start()
    for one in everybody:
        one.join()

    assert len(refused) == 8 - sign_in.MOST["address"]
    assert len(mailed(database)) == sign_in.MOST["address"]


def test_an_unknown_address_meets_the_same_limit(database: Database) -> None:
    for _ in range(sign_in.MOST["address"]):
        asks(database, "nobody@example.org")
    with pytest.raises(TooManyAttempts):
        asks(database, "nobody@example.org")


def test_one_network_address_asks_only_so_often_for_whomever(database: Database) -> None:
    for number in range(sign_in.MOST["network"]):
        asks(database, f"somebody{number}@example.org")
    with pytest.raises(TooManyAttempts):
        asks(database, ADVISOR)
    asks(database, ADVISOR, network="198.51.100.9")


def test_who_was_refused_may_try_again_after_a_while(database: Database) -> None:
    for _ in range(sign_in.MOST["address"]):
        asks(database, ADVISOR)

    asks(database, ADVISOR, now=NOW + sign_in.WINDOW)


def test_whoever_uses_up_the_attempts_of_somebody_does_not_shut_them_out(database: Database) -> None:
    for minute in range(sign_in.MOST["address"]):
        asks(database, ADVISOR, network="203.0.113.66", now=NOW + minute * MINUTE)
    with pytest.raises(TooManyAttempts):
        asks(database, ADVISOR, now=NOW + sign_in.WINDOW - MINUTE)

    last = token_in(mailed(database)[-1][1])
    came_in = sign_in.claim(database, token=last, network=NETWORK, now=NOW + sign_in.WINDOW - MINUTE)
    assert came_in.person.email == ADVISOR


def test_links_cannot_be_tried_without_end(database: Database) -> None:
    for number in range(sign_in.MOST["claim"]):
        with pytest.raises(NoSuchLink):
            sign_in.claim(database, token=str(number), network=NETWORK, now=NOW)
    with pytest.raises(TooManyAttempts):
        sign_in.claim(database, token="x", network=NETWORK, now=NOW)


def test_where_attempts_cannot_be_counted_nobody_comes_in(database: Database) -> None:
    asks(database, ADVISOR)
    token = token_in(mailed(database)[0][1])
    with database.writing() as connection:
        connection.execute(text("DROP TABLE attempt"))

    with pytest.raises(SignInUnavailable):
        asks(database, ADVISOR)
    with pytest.raises(SignInUnavailable):
        sign_in.claim(database, token=token, network=NETWORK, now=NOW)
    assert len(mailed(database)) == 1


# --- sessions ------------------------------------------------------------------------------------


def test_signing_in_again_ends_the_session_that_the_browser_had(database: Database) -> None:
    before = signs_in(database, ADVISOR)
    asks(database, ADVISOR, now=NOW + MINUTE)
    token = token_in(mailed(database)[-1][1])

    after = sign_in.claim(database, token=token, network=NETWORK, replaces=before.token, now=NOW + MINUTE)

    assert after.token != before.token
    assert sign_in.of_token(database, token=before.token, now=NOW + MINUTE) is None
    assert sign_in.of_token(database, token=after.token, now=NOW + MINUTE) is not None


def test_a_session_ends_after_seven_days_at_the_latest(database: Database) -> None:
    token = signs_in(database, ADVISOR).token
    assert sign_in.of_token(database, token=token, now=NOW + 7 * DAY - MINUTE) is not None
    assert sign_in.of_token(database, token=token, now=NOW + 7 * DAY) is None


def test_signing_out_ends_this_session_and_no_other(database: Database) -> None:
    here, there = signs_in(database, ADVISOR), signs_in(database, ADVISOR, now=NOW + HOUR)

    sign_in.sign_out(database, token=here.token, now=NOW + HOUR)

    assert sign_in.of_token(database, token=here.token, now=NOW + HOUR) is None
    assert sign_in.of_token(database, token=there.token, now=NOW + HOUR) is not None


def test_signing_out_everywhere_ends_all(database: Database) -> None:
    tokens = [signs_in(database, ADVISOR, now=NOW + number * HOUR).token for number in range(3)]
    actor = sign_in.of_token(database, token=tokens[0], now=NOW + 3 * HOUR)
    assert actor is not None

    assert len(sign_in.account(database, actor=actor).sessions) == 3
    assert sign_in.sign_out_everywhere(database, actor=actor) == 3
    assert [sign_in.of_token(database, token=token, now=NOW + 3 * HOUR) for token in tokens] == [None] * 3


def test_neither_tokens_nor_network_addresses_lie_in_the_tables(
    database: Database, tables: Callable[..., str]
) -> None:
    signed_in = signs_in(database, ADVISOR)
    asks(database, ADVISOR)

    kept = tables("link", "staff_session", "attempt")
    assert signed_in.token not in kept
    assert token_in(mailed(database)[-1][1]) not in kept
    assert NETWORK not in kept


def test_what_nobody_can_use_any_more_is_forgotten(database: Database, tables: Callable[..., str]) -> None:
    signs_in(database, ADVISOR)
    asks(database, ADVISOR)
    sign_in.tidy(database, now=NOW + 8 * DAY)
    assert tables("link", "staff_session", "attempt") == "[[], [], []]"


def test_the_audit_log_knows_who_came_and_went(database: Database) -> None:
    signed_in = signs_in(database, ADVISOR)
    sign_in.sign_out(database, token=signed_in.token, now=NOW + HOUR)

    with database.reading() as connection:
        noted = audit.entries(connection)
    assert [(action, person) for action, person, _, _ in noted] == [
        ("signed_in", signed_in.person.id),
        ("signed_out", signed_in.person.id),
    ]
