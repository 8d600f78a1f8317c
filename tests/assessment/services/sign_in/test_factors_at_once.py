"""What can be used once is used once, on both databases, whoever is quicker; all goes with the account."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from assessment.errors import AssessmentError, WrongProof
from assessment.services import people, sign_in
from assessment.services.policy import Kind, Role, Staff
from assessment.services.privacy import own_data
from assessment.services.sign_in import one_time_codes, passkeys, passwords, second_step
from assessment.store import factors, other_accounts
from assessment.store.database import Database
from tests.assessment.house import MINUTE, NOW, House, signs_in
from tests.assessment.keyring import (
    HEAD,
    KEY,
    NETWORK,
    SITE,
    adds_passkey,
    comes_in,
    makes_recovery_codes,
    sets_up_app,
)

SECONDS = count(1)
"""So that mails have an order."""
ADVISOR, SENTENCE, ISSUER = "toni@example.org", "vier kleine Bagger graben", "https://house.example"


@pytest.fixture
def advisor(database: Database) -> Staff:
    House.of(database, "Beratung", Kind.ADVICE).takes_in(ADVISOR, "Toni", Role.ADVISOR)
    return comes_in(database, ADVISOR)


def at_once(*attempts: Callable[[], object]) -> list[bool]:
    """Which of these succeed when all begin at the same moment."""
    start, came = threading.Barrier(len(attempts)), []

    def tries(attempt: Callable[[], object]) -> None:
        start.wait()
        try:
            attempt()
        except AssessmentError:
            came.append(False)
        else:
            came.append(True)

    threads = [threading.Thread(target=tries, args=(attempt,)) for attempt in attempts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(came)


def by_code(database: Database, code: str, after: timedelta = MINUTE) -> Callable[[], object]:
    half = signs_in(database, ADVISOR, now=NOW + next(SECONDS) * timedelta(seconds=1))
    given: dict[str, Any] = {"network": NETWORK, "key": KEY, "letterhead": HEAD, "now": NOW + after}
    return lambda: second_step.by_code(database, token=half.token, code=code, **given)


def test_of_two_who_use_a_code_at_the_same_moment_one_comes_in(database: Database, advisor: Staff) -> None:
    app = sets_up_app(database, advisor)
    recovery = makes_recovery_codes(database, advisor)[0]
    for code in (app.at(NOW + MINUTE), recovery):
        assert at_once(by_code(database, code), by_code(database, code)) == [False, True]


def test_of_two_answers_to_a_challenge_one_counts(database: Database, advisor: Staff) -> None:
    device = adds_passkey(database, advisor)
    given: dict[str, Any] = {"site": SITE, "network": NETWORK, "now": NOW}
    options = json.loads(passkeys.options_to_sign_in(database, **given))
    answers = [device.signs(options) for _ in range(2)]
    came = at_once(
        *(
            lambda answer=answer: passkeys.sign_in(database, credential=answer, replaces=None, **given)
            for answer in answers
        )
    )
    assert came == [False, True]


def test_whoever_comes_back_comes_back_once(database: Database) -> None:
    departure = other_accounts.DepartureRow("nonce", "verifier", None)
    with database.writing() as connection:
        kept: dict[str, Any] = {"state_hash": b"s" * 32, "departure": departure}
        other_accounts.put_departure(connection, **kept, expires_at=NOW + MINUTE)

    def comes_back() -> None:
        with database.writing() as connection:
            if other_accounts.claim_departure(connection, b"s" * 32, NOW) is None:
                raise WrongProof

    assert at_once(comes_back, comes_back) == [False, True]


def test_a_password_changed_at_the_same_moment_wins_over_signing_in(
    database: Database, advisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords.put(database, actor=advisor, password=SENTENCE, letterhead=HEAD)
    real = passwords._proven

    def changed_meanwhile(found: factors.PasswordRow | None, password: str) -> factors.PasswordRow:
        row = real(found, password)
        passwords.put(database, actor=advisor, password="ein Kamel trinkt Tee", letterhead=HEAD)
        return row

    monkeypatch.setattr(passwords, "_proven", changed_meanwhile)
    given: dict[str, Any] = {"email": ADVISOR, "password": SENTENCE, "network": NETWORK, "now": NOW}
    with pytest.raises(WrongProof):
        passwords.sign_in(database, replaces=None, **given)


def sets_up_everything(database: Database, actor: Staff) -> None:
    passwords.put(database, actor=actor, password=SENTENCE, letterhead=HEAD)
    sets_up_app(database, actor)
    makes_recovery_codes(database, actor)
    adds_passkey(database, actor)
    passkeys.options_to_confirm(database, actor=actor, site=SITE)
    with database.writing() as connection:
        owner: dict[str, Any] = {"person_id": actor.person_id, "issuer": ISSUER, "subject": "toni"}
        other_accounts.put(connection, **owner, now=NOW)


def test_what_is_stored_can_be_taken_along_without_what_opens_the_account(
    database: Database, advisor: Staff
) -> None:
    sets_up_everything(database, advisor)
    document = json.loads(own_data.written(own_data.of_person(database, actor=advisor)))
    (passkey,), (other,) = document["passkey"], document["other_account"]
    assert (passkey["name"], other["issuer"]) == ("Telefon", ISSUER)
    assert not {"credential_id", "public_key"} & set(passkey)
    assert not {"sealed_secret"} & set(document["one_time_code"][0])
    assert "argon2" not in json.dumps(document)


def test_everything_goes_with_the_account(
    database: Database, advisor: Staff, tables: Callable[..., str]
) -> None:
    sets_up_everything(database, advisor)
    operator = House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    seat: dict[str, Any] = {"organisation_id": advisor.seats[0].organisation_id, "role": Role.ADVISOR}
    people.remove(database, actor=operator, person_id=advisor.person_id, **seat)

    names = ("password", "one_time_code", "recovery_code", "passkey", "passkey_challenge", "other_account")
    assert tables(*names, "staff_session") == repr([[]] * 7)


def test_what_nobody_can_use_any_more_is_forgotten(
    database: Database, advisor: Staff, tables: Callable[..., str]
) -> None:
    one_time_codes.propose(database, actor=advisor, key=KEY)
    passkeys.options_to_confirm(database, actor=advisor, site=SITE)
    departure = other_accounts.DepartureRow("nonce", "verifier", None)
    with database.writing() as connection:
        kept: dict[str, Any] = {"state_hash": b"s" * 32, "departure": departure}
        other_accounts.put_departure(connection, **kept, expires_at=NOW + MINUTE)
    sign_in.tidy(database, now=NOW + 60 * MINUTE)
    assert tables("one_time_code", "passkey_challenge", "departure") == repr([[]] * 3)
