"""Passkeys: a device of the right person, for this site, for this challenge, once."""

import json
from dataclasses import replace
from typing import Any

import pytest

from assessment.errors import Refused, TooManyAttempts, WrongProof
from assessment.services import policy, sign_in
from assessment.services.policy import Action, Kind, Reason, Role, Staff
from assessment.services.sign_in import own, passkeys
from assessment.services.sign_in.sessions import SignedIn
from assessment.store.database import Database
from tests.assessment.house import DAY, MINUTE, NOW, House, mailed, on_sqlite, signs_in
from tests.assessment.keyring import (
    HEAD,
    NETWORK,
    SITE,
    UP,
    Device,
    adds_passkey,
    comes_in,
    makes_recovery_codes,
    seen,
)

pytestmark = on_sqlite  # what both have to do alike is in test_factors_at_once

ADVISOR = "toni@example.org"
ASKS: dict[str, Any] = {"site": SITE, "network": NETWORK, "now": NOW}


@pytest.fixture
def advisor(database: Database) -> Staff:
    House.of(database, "Beratung", Kind.ADVICE).takes_in(ADVISOR, "Toni", Role.ADVISOR)
    return comes_in(database, ADVISOR)


@pytest.fixture
def device(database: Database, advisor: Staff) -> Device:
    return adds_passkey(database, advisor)


def shows(database: Database, device: Device, **told: Any) -> SignedIn:
    options = json.loads(passkeys.options_to_sign_in(database, **ASKS))
    return passkeys.sign_in(database, credential=device.signs(options, **told), replaces=None, **ASKS)


def registers(database: Database, actor: Staff, **told: Any) -> None:
    options = json.loads(passkeys.options_to_register(database, actor=actor, site=SITE))
    made = Device().makes(options, **told)
    passkeys.register(database, actor=actor, site=SITE, name="", credential=made, letterhead=HEAD)


def test_a_passkey_alone_opens_the_account_also_where_a_second_step_is_asked(
    database: Database, device: Device
) -> None:
    assert signs_in(database, ADVISOR).half
    begun = shows(database, device)
    assert not begun.half
    assert seen(database, begun.token).email == ADVISOR


def test_the_browser_is_asked_to_check_the_owner_and_to_keep_the_passkey(
    database: Database, advisor: Staff, device: Device
) -> None:
    options = json.loads(passkeys.options_to_register(database, actor=advisor, site=SITE))
    asked = options["authenticatorSelection"]
    assert (asked["residentKey"], asked["userVerification"]) == ("required", "required")
    assert (options["rp"]["id"], options["attestation"]) == ("check.example", "none")
    assert len(options["excludeCredentials"]) == 1
    assert ADVISOR not in json.dumps(options["user"]["id"])
    to_sign_in = json.loads(passkeys.options_to_sign_in(database, **ASKS))
    assert to_sign_in["userVerification"] == "required"
    assert to_sign_in.get("allowCredentials", []) == []


WRONG: dict[str, dict[str, Any]] = {
    "another site's origin": {"origin": "https://evil.example"},
    "an open line": {"origin": "http://check.example"},
    "another site's key": {"site": "evil.example"},
    "an owner who was not checked": {"flags": UP},
}
WRONG_SIGNED: dict[str, dict[str, Any]] = WRONG | {
    "a count that does not rise": {"count": 0},
    "a wrong signature": {"signature": b"0" * 70},
    "another owner": {"user": b"u" * 16},
}


@pytest.mark.parametrize("told", WRONG.values(), ids=WRONG)
def test_no_passkey_is_taken_in_with(database: Database, advisor: Staff, told: dict[str, Any]) -> None:
    with pytest.raises(WrongProof):
        registers(database, advisor, **told)
    assert own.ways_in(database, actor=advisor).passkeys == ()


@pytest.mark.parametrize("told", WRONG_SIGNED.values(), ids=WRONG_SIGNED)
def test_nobody_comes_in_with(database: Database, device: Device, told: dict[str, Any]) -> None:
    device.count = 5
    shows(database, device)
    with pytest.raises(WrongProof):
        shows(database, device, **told)


def test_an_answer_is_good_for_one_challenge_one_purpose_and_five_minutes(
    database: Database, advisor: Staff, device: Device
) -> None:
    options = json.loads(passkeys.options_to_sign_in(database, **ASKS))
    late = ASKS | {"now": NOW + 5 * MINUTE}
    with pytest.raises(WrongProof):
        passkeys.sign_in(database, credential=device.signs(options), replaces=None, **late)
    passkeys.sign_in(database, credential=device.signs(options), replaces=None, **ASKS)
    with pytest.raises(WrongProof):
        passkeys.sign_in(database, credential=device.signs(options), replaces=None, **ASKS)

    for_confirming = json.loads(passkeys.options_to_confirm(database, actor=advisor, site=SITE))
    with pytest.raises(WrongProof):
        passkeys.sign_in(database, credential=device.signs(for_confirming), replaces=None, **ASKS)


def test_a_wrong_answer_uses_its_challenge_up(database: Database, device: Device) -> None:
    options = json.loads(passkeys.options_to_sign_in(database, **ASKS))
    for answer in (device.signs(options, signature=b"0" * 70), device.signs(options)):
        with pytest.raises(WrongProof):
            passkeys.sign_in(database, credential=answer, replaces=None, **ASKS)


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "null", '{"id": "x", "rawId": "x", "response": {}}', "\x00"]
)
def test_what_no_browser_sends_opens_nothing(database: Database, device: Device, sent: str) -> None:
    with pytest.raises(WrongProof):
        passkeys.sign_in(database, credential=sent, replaces=None, **ASKS)


def test_a_passkey_that_nobody_has_registered_opens_nothing(database: Database, device: Device) -> None:
    with pytest.raises(WrongProof):
        shows(database, replace(Device(), user=device.user))


def test_nobody_takes_in_the_passkey_of_somebody_else(
    database: Database, advisor: Staff, device: Device
) -> None:
    House.of(database, "Labor", Kind.PROVIDER).takes_in("kim@example.org", "Kim", Role.PROVIDER_CONTACT)
    kim = comes_in(database, "kim@example.org")
    options = json.loads(passkeys.options_to_register(database, actor=kim, site=SITE))
    with pytest.raises(WrongProof):
        passkeys.register(
            database, actor=kim, site=SITE, name="", credential=device.makes(options), letterhead=HEAD
        )


def test_several_have_names_and_are_removed_one_by_one_by_their_owner_only(
    database: Database, advisor: Staff, device: Device
) -> None:
    second = adds_passkey(database, advisor, "Büro")
    by_name = {row.name: row.id for row in own.ways_in(database, actor=advisor).passkeys}
    assert set(by_name) == {"Telefon", "Büro"}

    House.of(database, "Labor", Kind.PROVIDER).takes_in("kim@example.org", "Kim", Role.PROVIDER_CONTACT)
    kim = comes_in(database, "kim@example.org")
    assert not passkeys.remove(database, actor=kim, passkey_id=by_name["Telefon"], letterhead=HEAD)
    assert passkeys.remove(database, actor=advisor, passkey_id=by_name["Telefon"], letterhead=HEAD)
    with pytest.raises(WrongProof):
        shows(database, device)
    assert shows(database, second).person.email == ADVISOR
    assert "Ein Passkey wurde aus Ihrem Konto entfernt." in mailed(database)[-1][1]


def test_with_the_last_passkey_recovery_codes_go(database: Database, advisor: Staff, device: Device) -> None:
    makes_recovery_codes(database, advisor)
    (row,) = own.ways_in(database, actor=advisor).passkeys
    passkeys.remove(database, actor=advisor, passkey_id=row.id, letterhead=HEAD)
    assert own.ways_in(database, actor=advisor).proofs.recovery_codes == 0
    assert not signs_in(database, ADVISOR).half


def test_a_passkey_confirms_who_somebody_is_but_only_their_own(
    database: Database, advisor: Staff, device: Device
) -> None:
    begun = shows(database, device)
    later = seen(database, begun.token, now=NOW + DAY)
    with pytest.raises(Refused) as refused:
        passkeys.options_to_register(database, actor=later, site=SITE)
    assert refused.value.reason == Reason.CONFIRMATION_NEEDED

    House.of(database, "Labor", Kind.PROVIDER).takes_in("kim@example.org", "Kim", Role.PROVIDER_CONTACT)
    foreign = adds_passkey(database, comes_in(database, "kim@example.org"))
    for shown in (foreign, device):
        options = json.loads(passkeys.options_to_confirm(database, actor=later, site=SITE))
        given: dict[str, Any] = {"credential": shown.signs(options), "site": SITE, "network": NETWORK}
        if shown is foreign:
            with pytest.raises(WrongProof):
                passkeys.confirm(database, actor=later, **given)
    sure = passkeys.confirm(database, actor=later, **given)
    assert policy.decide(seen(database, sure.token, now=later.now), Action.CHANGE_SIGN_IN).allowed


def test_challenges_are_not_given_out_without_end(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sign_in.MOST, "claim", 2)
    for _ in range(2):
        passkeys.options_to_sign_in(database, **ASKS)
    with pytest.raises(TooManyAttempts):
        passkeys.options_to_sign_in(database, **ASKS)
