"""What happened is told to the systems that want to know: once, signed, and again when it did not arrive."""

import hmac
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from assessment.errors import Refused, TooMany
from assessment.services.interfaces import delivering, tokens, webhooks
from assessment.services.interfaces.calling import Unreached
from assessment.services.interfaces.delivering import PAUSES
from assessment.services.policy import Kind, Role, Staff
from assessment.services.referrals.states import Step
from assessment.store import people
from assessment.store import webhooks as store
from assessment.store.database import Database
from assessment.store.webhooks import DeliveryRow
from tests.assessment.house import DAY, MINUTE, NOW, House, on_sqlite
from tests.assessment.services.referring import HOUSE, SECRETS, Case
from tests.assessment.systems import Receiver, a_keeper

KEY = "k" * 32
URL = "https://crm.example/hooks"


@pytest.fixture
def provider(database: Database) -> House:
    house = House.of(database, "Labor", Kind.PROVIDER)
    house.takes_in("lab@example.org", "Alex", Role.PROVIDER_CONTACT)
    with database.writing() as connection:
        people.be_house(connection, house.id, HOUSE)
    return house


@pytest.fixture
def operator(database: Database, provider: House) -> Staff:
    return a_keeper(database, provider)


@pytest.fixture
def secret(database: Database, provider: House, operator: Staff) -> str:
    return webhooks.add(database, actor=operator, organisation_id=provider.id, url=URL, key=KEY)


def goes_round(database: Database, receiver: Receiver, now: datetime) -> int:
    return delivering.deliver(database, receiver.call, key=KEY, now=now)


def seen(database: Database, operator: Staff, house: House) -> tuple[DeliveryRow, ...]:
    """As the desk shows it."""
    return tokens.board(database, actor=operator, organisation_id=house.id).deliveries


def tried(database: Database, operator: Staff, house: House) -> None:
    (hook,) = tokens.board(database, actor=operator, organisation_id=house.id).webhooks
    assert webhooks.try_out(database, actor=operator, organisation_id=house.id, webhook_id=hook.id)


def test_each_step_of_a_referral_is_told_once_and_names_no_company(database: Database, secret: str) -> None:
    case, receiver = Case.of(database).sent(), Receiver()
    case.provider(Step.OPEN, Step.ACCEPT)

    assert [goes_round(database, receiver, NOW + n * MINUTE) for n in range(3)] == [3, 0, 0]
    told = [json.loads(body) for _, body, _ in receiver.got]
    assert [one["type"] for one in told] == ["referral.status"] * 3
    assert [one["data"]["referral"]["state"] for one in told] == ["sent", "seen", "accepted"]
    assert {one["data"]["referral"]["id"] for one in told} == {str(case.id)}
    assert not any(word in str(receiver.got) for word in SECRETS)


@on_sqlite
def test_a_message_is_signed_with_the_secret_that_only_the_receiver_knows(
    database: Database, secret: str, operator: Staff, provider: House, tables: Callable[..., str]
) -> None:
    receiver = Receiver()
    tried(database, operator, provider)
    goes_round(database, receiver, NOW)
    ((url, body, headers),) = receiver.got
    signed = hmac.new(secret.encode(), f"{int(NOW.timestamp())}.".encode() + body, "sha256").hexdigest()
    assert (url, headers["Wandelkompass-Signature"]) == (URL, f"t={int(NOW.timestamp())},v1={signed}")
    assert json.loads(body)["id"] == headers["Wandelkompass-Delivery"]
    assert secret not in tables("webhook")


def test_what_does_not_arrive_is_tried_again_with_growing_pauses_and_given_up(
    database: Database, secret: str, operator: Staff, provider: House
) -> None:
    receiver, now = Receiver(["no_answer", 302, 500]), NOW
    tried(database, operator, provider)
    for pause in PAUSES:
        assert goes_round(database, receiver, now) == 0
        assert goes_round(database, receiver, now + pause - MINUTE / 2) == 0
        now += pause
    assert len(receiver.got) == len(PAUSES)
    (waiting,) = seen(database, operator, provider)
    assert (waiting.given_up_at, waiting.status, waiting.problem) == (None, 500, None)
    goes_round(database, receiver, now)
    goes_round(database, receiver, now + 30 * DAY)
    assert len(receiver.got) == len(PAUSES) + 1
    assert seen(database, operator, provider)[0].given_up_at == now


@on_sqlite
def test_an_address_that_is_gone_is_not_asked_again_and_one_that_fails_rests_for_the_round(
    database: Database, secret: str, operator: Staff, provider: House
) -> None:
    receiver = Receiver([410])
    tried(database, operator, provider)
    tried(database, operator, provider)
    goes_round(database, receiver, NOW)
    assert len(receiver.got) == 1
    assert sorted((one.given_up_at is None, one.attempts) for one in seen(database, operator, provider)) == [
        (False, 1),
        (True, 0),
    ]


@on_sqlite
def test_of_what_was_delivered_only_the_fact_stays_and_that_for_its_days(
    database: Database, secret: str, tables: Callable[..., str]
) -> None:
    case = Case.of(database).sent()
    goes_round(database, Receiver(), NOW)
    assert str(case.id) not in tables("webhook_delivery")
    with database.writing() as connection:
        assert connection.execute(store.forget_before(NOW)).rowcount == 0
        assert connection.execute(store.forget_before(NOW + MINUTE)).rowcount == 1


@on_sqlite
def test_with_another_signing_key_nothing_leaves(
    database: Database, secret: str, operator: Staff, provider: House
) -> None:
    receiver = Receiver()
    tried(database, operator, provider)
    assert delivering.deliver(database, receiver.call, key="x" * 32, now=NOW) == 0
    assert receiver.got == []
    assert seen(database, operator, provider)[0].problem == "sealed"


@on_sqlite
def test_a_house_has_five_addresses_and_another_house_touches_none_of_them(
    database: Database, provider: House, operator: Staff
) -> None:
    mine: dict[str, Any] = {"actor": operator, "organisation_id": provider.id, "key": KEY}
    for _ in range(webhooks.MOST):
        webhooks.add(database, **mine, url=URL)
    with pytest.raises(TooMany):
        webhooks.add(database, **mine, url=URL)
    hook = tokens.board(database, actor=operator, organisation_id=provider.id).webhooks[0]
    chamber = House.of(database, "Kammer", Kind.CHAMBER)
    officer = a_keeper(database, chamber)
    with pytest.raises(Refused):
        webhooks.remove(database, actor=officer, organisation_id=provider.id, webhook_id=hook.id)
    own: dict[str, Any] = {"actor": officer, "organisation_id": chamber.id, "webhook_id": hook.id}
    assert not webhooks.remove(database, **own)
    assert not webhooks.try_out(database, **own)
    with pytest.raises(Unreached):
        webhooks.add(database, **mine, url="http://crm.example/hooks")
