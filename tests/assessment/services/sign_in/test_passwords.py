"""A password: which are refused, what it opens, and what nobody finds out by trying."""

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, text

from assessment.errors import GuessablePassword, Refused, SignInUnavailable, TooManyAttempts, WrongProof
from assessment.services import sign_in
from assessment.services.policy import Kind, Reason, Role, Staff
from assessment.services.sign_in import guessable, passwords, second_step
from assessment.services.sign_in.sessions import SignedIn
from assessment.store import factors
from assessment.store.database import Database
from tests.assessment.house import MINUTE, NOW, House, mailed, signs_in
from tests.assessment.keyring import HEAD, NETWORK, comes_in, seen

ADVISOR, SENTENCE = "toni@example.org", "vier kleine Bagger graben"


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """One database will do here; what both have to do alike is in test_factors_at_once."""
    made = Database(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def advisor(database: Database) -> Staff:
    House.of(database, "Beratung Okerland", Kind.ADVICE).takes_in(ADVISOR, "Toni Beispiel", Role.ADVISOR)
    return comes_in(database, ADVISOR)


def sets(database: Database, actor: Staff, password: str = SENTENCE) -> None:
    passwords.put(database, actor=actor, password=password, letterhead=HEAD)


def tries(database: Database, password: str = SENTENCE, email: str = ADVISOR) -> SignedIn:
    return passwords.sign_in(
        database, email=email, password=password, network=NETWORK, replaces=None, now=NOW
    )


# --- which passwords are refused: no database ----------------------------------------------------


@pytest.mark.parametrize(
    "easy",
    [
        *("passwort2026!", "P@ssw0rd2024!", "Sommer2026!!", "Volkswagen123!", "Wandelkompass1!"),
        *("aaaaaaaaaaaa", "abcabcabcabc", "qwertzuiop12", "123456789012", "iloveyou1234", "  Sommer 2024 "),
        *("Toni.Beispiel1", "toni@example.org", "Okerland-2026", "0987654321qwertz"),
    ],
)
def test_what_everybody_tries_first_is_refused(easy: str) -> None:
    with pytest.raises(GuessablePassword) as refused:
        guessable.check(easy, ["Toni Beispiel", ADVISOR, "Beratung Okerland"])
    assert refused.value.reason == "guessable"


@pytest.mark.parametrize(
    "good",
    [
        *(SENTENCE, "correct horse battery staple", "kK8#mQ2vLp9x", "839201748563", "größer als ein Haus"),
        *("ein Kamel trinkt Tee", "🦔🍎🚲🌂🎈🧩🪁🧭🔑🎻🥨🧶"),
    ],
)
def test_any_kind_of_character_will_do(good: str) -> None:
    guessable.check(good, ["Toni Beispiel", ADVISOR, "Beratung Okerland"])


@pytest.mark.parametrize(
    ("length", "reason"), [(11, "too_short"), (12, None), (256, None), (257, "too_long")]
)
def test_a_password_has_twelve_to_256_characters(length: int, reason: str | None) -> None:
    password = "".join(chr(0x4E00 + 37 * place) for place in range(length))
    if reason is None:
        guessable.check(password, [])
        return
    with pytest.raises(GuessablePassword) as refused:
        guessable.check(password, [])
    assert refused.value.reason == reason


def test_the_list_holds_more_than_the_3000_words_that_are_most_common() -> None:
    assert len(guessable.common_words()) > 3000
    assert {"passwort", "password", "qwertz", "dragon"} <= guessable.common_words()


# --- what it opens -------------------------------------------------------------------------------


def test_whoever_has_set_a_password_signs_in_by_it(database: Database, advisor: Staff) -> None:
    sets(database, advisor)
    assert seen(database, tries(database).token).email == ADVISOR


def test_the_same_letters_put_together_otherwise_are_the_same_password(
    database: Database, advisor: Staff
) -> None:
    sets(database, advisor, "größer als ein Haus")
    assert tries(database, "gro\u0308ßer als ein Haus").person.email == ADVISOR


@pytest.mark.parametrize("wrong", ["", "falsch", SENTENCE.upper(), SENTENCE + " "])
def test_another_password_opens_nothing(database: Database, advisor: Staff, wrong: str) -> None:
    sets(database, advisor)
    with pytest.raises(WrongProof):
        tries(database, wrong)


def test_without_a_password_no_password_opens_anything(database: Database, advisor: Staff) -> None:
    with pytest.raises(WrongProof):
        tries(database)


def test_changing_it_ends_the_old_one_other_sessions_and_links_that_are_out(
    database: Database, advisor: Staff
) -> None:
    sets(database, advisor)
    elsewhere = tries(database)
    sets(database, advisor, "ein Kamel trinkt Tee")

    with pytest.raises(WrongProof):
        tries(database)
    assert sign_in.of_token(database, token=elsewhere.token, now=NOW) is None
    assert len(sign_in.account(database, actor=advisor).sessions) == 1


def test_once_removed_it_opens_nothing(database: Database, advisor: Staff) -> None:
    sets(database, advisor)
    assert passwords.remove(database, actor=advisor, letterhead=HEAD)
    assert not passwords.remove(database, actor=advisor, letterhead=HEAD)
    with pytest.raises(WrongProof):
        tries(database)


def test_every_change_is_told_by_mail_and_noted_without_the_password(
    database: Database, advisor: Staff
) -> None:
    sets(database, advisor)
    passwords.remove(database, actor=advisor, letterhead=HEAD)

    (_, first), (_, second) = mailed(database)[-2:]
    assert "Für Ihr Konto wurde ein neues Passwort festgelegt." in first
    assert "Das Passwort Ihres Kontos wurde entfernt." in second
    assert SENTENCE not in repr(mailed(database))


def test_only_who_has_shown_lately_who_they_are_changes_it(database: Database, advisor: Staff) -> None:
    token = signs_in(database, ADVISOR).token
    for minutes, reason in ((10, None), (11, Reason.CONFIRMATION_NEEDED)):
        actor = seen(database, token, now=NOW + minutes * MINUTE)
        if reason is None:
            sets(database, actor)
            continue
        with pytest.raises(Refused) as refused:
            sets(database, actor)
        assert refused.value.reason == reason


def test_the_password_itself_confirms_where_there_is_nothing_stronger(
    database: Database, advisor: Staff
) -> None:
    sets(database, advisor)
    later = seen(database, tries(database).token, now=NOW + 60 * MINUTE)
    given: dict[str, Any] = {"actor": later, "network": NETWORK}
    with pytest.raises(WrongProof):
        second_step.confirm_by_password(database, password="falsch falsch", **given)
    sure = second_step.confirm_by_password(database, password=SENTENCE, **given)

    assert sign_in.of_token(database, token=sure.token, now=later.now) is not None
    sets(database, seen(database, sure.token, now=later.now), "ein Kamel trinkt Tee")


# --- what nobody finds out -----------------------------------------------------------------------


def test_known_and_unknown_addresses_are_checked_by_the_same_steps(
    database: Database, advisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets(database, advisor)
    with database.writing() as connection:
        connection.execute(text("DELETE FROM attempt"))
    done: list[list[str]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: done[-1].append(call[2][:30]))
    real = PasswordHasher.verify

    def verify(*given: Any) -> Any:
        done[-1].append("verify")
        return real(*given)

    monkeypatch.setattr(PasswordHasher, "verify", verify)

    for address in (ADVISOR, "nobody@example.org"):
        done.append([])
        with pytest.raises(WrongProof):
            tries(database, "falsch falsch", address)

    assert done[0] == done[1]
    assert done[0].count("verify") == 1


def test_only_so_many_passwords_are_tried_for_an_address_and_a_link_still_works(
    database: Database, advisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sign_in.MOST, "password", 3)
    sets(database, advisor)
    for _ in range(sign_in.MOST["password"]):
        with pytest.raises(WrongProof):
            tries(database, "falsch falsch")
    with pytest.raises(TooManyAttempts):
        tries(database)
    assert signs_in(database, ADVISOR).person.email == ADVISOR


def test_where_attempts_cannot_be_counted_no_password_opens_anything(
    database: Database, advisor: Staff
) -> None:
    sets(database, advisor)
    with database.writing() as connection:
        connection.execute(text("DROP TABLE attempt"))
    with pytest.raises(SignInUnavailable):
        tries(database)


def test_it_is_kept_as_a_slow_hash_and_made_anew_when_that_gets_slower(
    database: Database, advisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> str:
        with database.reading() as connection:
            found = factors.password_for(connection, ADVISOR)
        assert found is not None
        return found.hash

    sets(database, advisor)
    assert kept().startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=3, memory_cost=19_456, parallelism=1))
    tries(database)
    assert kept().startswith("$argon2id$v=19$m=19456,t=3,p=1$")
    assert tries(database).person.email == ADVISOR
