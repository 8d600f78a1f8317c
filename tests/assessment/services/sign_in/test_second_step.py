"""The second step: codes that are good once, codes for an emergency, sessions that are half of one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest

from assessment.errors import Refused, TooManyAttempts, WrongProof
from assessment.services import people, policy, sign_in
from assessment.services.policy import Action, Kind, Reason, Role, Staff
from assessment.services.sign_in import one_time_codes, own, rescue, second_step
from assessment.services.sign_in.sessions import SignedIn
from assessment.store import audit
from assessment.store.database import Database
from tests.assessment.house import DAY, MINUTE, NOW, House, mailed, on_sqlite, signs_in, token_in
from tests.assessment.keyring import HEAD, KEY, NETWORK, comes_in, makes_recovery_codes, seen, sets_up_app

pytestmark = on_sqlite  # what both have to do alike is in test_factors_at_once

ADVISOR = "toni@example.org"
SPAN = timedelta(seconds=30)


@pytest.fixture
def advisor(database: Database) -> Staff:
    House.of(database, "Beratung", Kind.ADVICE).takes_in(ADVISOR, "Toni", Role.ADVISOR)
    return comes_in(database, ADVISOR)


@pytest.fixture
def app(database: Database, advisor: Staff) -> pyotp.TOTP:
    return sets_up_app(database, advisor)


def gives(database: Database, half: SignedIn, code: str, *, after: timedelta = MINUTE) -> SignedIn:
    return second_step.by_code(
        database, token=half.token, code=code, network=NETWORK, key=KEY, letterhead=HEAD, now=NOW + after
    )


def test_after_the_link_only_the_code_opens_the_account(database: Database, app: pyotp.TOTP) -> None:
    half = signs_in(database, ADVISOR)
    assert half.half
    assert sign_in.of_token(database, token=half.token, now=NOW) is None

    whole = gives(database, half, app.at(NOW + MINUTE))
    assert seen(database, whole.token, now=NOW + MINUTE).email == ADVISOR
    assert whole.token != half.token
    assert sign_in.of_token(database, token=half.token, now=NOW + MINUTE) is None


def test_an_invitation_does_not_get_past_the_second_step(
    database: Database, app: pyotp.TOTP, advisor: Staff
) -> None:
    operator = House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    House.of(database, "Kammer", Kind.CHAMBER).invites(operator, ADVISOR, Role.CHAMBER_OFFICER)
    token = token_in(mailed(database)[-1][1])
    words = {"name": "Toni", "language": "de", "network": NETWORK}
    assert people.accept_invitation(database, token=token, replaces=None, now=NOW, **words).half


def test_an_app_opens_nothing_until_it_has_shown_a_right_code(database: Database, advisor: Staff) -> None:
    assert one_time_codes.propose(database, actor=advisor, key=KEY)
    with pytest.raises(WrongProof):
        one_time_codes.confirm(database, actor=advisor, code="000000", key=KEY, letterhead=HEAD)
    assert not signs_in(database, ADVISOR).half


def test_the_code_that_set_the_app_up_is_used_up(database: Database, app: pyotp.TOTP) -> None:
    half = signs_in(database, ADVISOR)
    with pytest.raises(WrongProof):
        gives(database, half, app.at(NOW), after=timedelta())


def test_a_code_is_good_once(database: Database, app: pyotp.TOTP) -> None:
    code = app.at(NOW + MINUTE)
    gives(database, signs_in(database, ADVISOR), code)
    with pytest.raises(WrongProof):
        gives(database, signs_in(database, ADVISOR), code)


@pytest.mark.parametrize(("spans", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(
    database: Database, app: pyotp.TOTP, spans: int, *, opens: bool
) -> None:
    half, now = signs_in(database, ADVISOR), 4 * MINUTE
    code = app.at(NOW + now + spans * SPAN)
    if opens:
        assert not gives(database, half, f" {code[:3]} {code[3:]} ", after=now).half
        return
    with pytest.raises(WrongProof):
        gives(database, half, code, after=now)


@pytest.mark.parametrize("wrong", ["", "12345", "1234567", "abcdef", "１２３４５６", "0000-0000-0000-0000"])
def test_what_is_no_code_opens_nothing(database: Database, app: pyotp.TOTP, wrong: str) -> None:
    with pytest.raises(WrongProof):
        gives(database, signs_in(database, ADVISOR), wrong)


def test_codes_are_guessed_only_so_often_also_with_new_links(database: Database, app: pyotp.TOTP) -> None:
    first, half = signs_in(database, ADVISOR), signs_in(database, ADVISOR)
    for number in range(sign_in.MOST["code"] - 1):  # one was the code that set the app up
        with pytest.raises(WrongProof):
            gives(database, (first, half)[number % 2], "000000")
    with pytest.raises(TooManyAttempts):
        gives(database, half, app.at(NOW + MINUTE))


def test_a_half_session_lasts_ten_minutes_and_ends_with_leaving(database: Database, app: pyotp.TOTP) -> None:
    half = signs_in(database, ADVISOR)
    with pytest.raises(Refused) as refused:
        gives(database, half, app.at(NOW + 10 * MINUTE), after=10 * MINUTE)
    assert refused.value.reason == Reason.SIGN_IN_NEEDED
    left = signs_in(database, ADVISOR)
    sign_in.sign_out(database, token=left.token, now=NOW)
    assert sign_in.half_of(database, token=left.token, now=NOW) is None


def test_a_whole_session_is_no_half_one_and_a_foreign_token_is_nobody(
    database: Database, advisor: Staff, app: pyotp.TOTP
) -> None:
    whole = gives(database, signs_in(database, ADVISOR), app.at(NOW + MINUTE))
    for token in (whole.token, "x" * 43, ""):
        with pytest.raises(Refused):
            second_step.by_code(
                database,
                token=token,
                code=app.at(NOW + 2 * MINUTE),
                network=NETWORK,
                key=KEY,
                letterhead=HEAD,
                now=NOW + 2 * MINUTE,
            )


# --- codes for an emergency ----------------------------------------------------------------------


def test_a_recovery_code_opens_once_is_told_by_mail_and_is_typed_as_one_likes(
    database: Database, advisor: Staff, app: pyotp.TOTP
) -> None:
    codes = makes_recovery_codes(database, advisor)
    assert len(set(codes)) == 10

    first, second = signs_in(database, ADVISOR), signs_in(database, ADVISOR)
    gives(database, first, codes[0].lower().replace("-", " "))
    assert "wurde ein Notfallcode benutzt" in mailed(database)[-1][1]
    with pytest.raises(WrongProof):
        gives(database, second, codes[0])
    assert own.ways_in(database, actor=advisor).proofs.recovery_codes == 9


def test_a_new_set_ends_the_old_one_and_codes_of_others_open_nothing(
    database: Database, advisor: Staff, app: pyotp.TOTP
) -> None:
    old = makes_recovery_codes(database, advisor)
    makes_recovery_codes(database, advisor)
    House.of(database, "Labor", Kind.PROVIDER).takes_in("kim@example.org", "Kim", Role.PROVIDER_CONTACT)
    kim = comes_in(database, "kim@example.org")
    sets_up_app(database, kim)
    for code in (old[0], makes_recovery_codes(database, kim)[0]):
        with pytest.raises(WrongProof):
            gives(database, signs_in(database, ADVISOR), code)


def test_without_a_second_step_there_are_no_recovery_codes(database: Database, advisor: Staff) -> None:
    assert makes_recovery_codes(database, advisor) == []
    sets_up_app(database, advisor)
    makes_recovery_codes(database, advisor)
    one_time_codes.remove(database, actor=advisor, letterhead=HEAD)
    assert own.ways_in(database, actor=advisor).proofs.recovery_codes == 0
    assert not signs_in(database, ADVISOR).half


# --- sure again, and roles that must -------------------------------------------------------------


def test_a_code_confirms_later_the_session_goes_on_with_another_token_and_an_end(
    database: Database, advisor: Staff, app: pyotp.TOTP
) -> None:
    begun = gives(database, signs_in(database, ADVISOR), app.at(NOW + MINUTE))
    later = seen(database, begun.token, now=NOW + DAY)
    assert policy.decide(later, Action.CHANGE_SIGN_IN).reason == Reason.CONFIRMATION_NEEDED

    with_code: dict[str, Any] = {
        "code": app.at(later.now),
        "network": NETWORK,
        "key": KEY,
        "letterhead": HEAD,
    }
    sure = second_step.confirm_by_code(database, actor=later, **with_code)

    assert sign_in.of_token(database, token=begun.token, now=later.now) is None
    again = seen(database, sure.token, now=later.now)
    assert policy.decide(again, Action.CHANGE_SIGN_IN).allowed
    assert sure.ends_at == begun.ends_at


def test_a_role_that_must_have_a_second_step_can_do_nothing_else_before(
    database: Database, advisor: Staff
) -> None:
    token = signs_in(database, ADVISOR).token
    for demanded, reason in (((), None), (("operator",), None), (("advisor",), Reason.SECOND_FACTOR_NEEDED)):
        actor = seen(database, token, demanded=demanded)
        assert policy.decide(actor, Action.OFFER_ADVICE).reason == reason
        assert policy.decide(actor, Action.CHANGE_SIGN_IN).allowed
    sets_up_app(database, seen(database, token))
    assert policy.decide(seen(database, token, demanded=("advisor",)), Action.OFFER_ADVICE).allowed


def test_who_has_lost_everything_comes_in_by_a_link_once_the_operator_has_taken_it_off(
    database: Database, advisor: Staff, app: pyotp.TOTP
) -> None:
    code = makes_recovery_codes(database, advisor)[0]
    half = signs_in(database, ADVISOR)
    assert not rescue.take_off_second_step(database, email="no@example.org", letterhead=HEAD, now=NOW)
    assert rescue.take_off_second_step(database, email=f" {ADVISOR} ", letterhead=HEAD, now=NOW)

    assert "Der Betreiber hat den zweiten Schritt von Ihrem Konto genommen" in mailed(database)[-1][1]
    assert sign_in.of_token(database, token=advisor_token(database), now=NOW) is not None
    with pytest.raises(Refused):
        gives(database, half, code)


def advisor_token(database: Database) -> str:
    begun = signs_in(database, ADVISOR)
    assert not begun.half
    return begun.token


# --- what is kept --------------------------------------------------------------------------------


def test_neither_the_secret_nor_recovery_codes_lie_in_the_tables(
    database: Database, advisor: Staff, app: pyotp.TOTP, tables: Callable[..., str]
) -> None:
    codes = makes_recovery_codes(database, advisor)
    kept = tables("one_time_code", "recovery_code", "audit_entry", "mail")
    assert app.secret not in kept
    assert not any(code in kept for code in codes)


def test_with_another_signing_key_no_code_fits_but_recovery_codes_do(
    database: Database, advisor: Staff, app: pyotp.TOTP
) -> None:
    code, other = makes_recovery_codes(database, advisor)[0], "another signing key of 32 characters"
    given: dict[str, Any] = {"network": NETWORK, "key": other, "letterhead": HEAD, "now": NOW + MINUTE}
    half = signs_in(database, ADVISOR)
    with pytest.raises(WrongProof):
        second_step.by_code(database, token=half.token, code=app.at(NOW + MINUTE), **given)
    assert not second_step.by_code(database, token=half.token, code=code, **given).half


def test_the_audit_log_tells_the_steps(database: Database, advisor: Staff, app: pyotp.TOTP) -> None:
    gives(database, signs_in(database, ADVISOR), app.at(NOW + MINUTE))
    with database.reading() as connection:
        told = sorted(action for action, *_ in audit.entries(connection))
    assert told == ["codes_on", "first_step", "signed_in", "signed_in"]
