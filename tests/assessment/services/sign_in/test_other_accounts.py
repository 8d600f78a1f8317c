"""Signing in with an account elsewhere: real HTTP, real signatures, and all that can be wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import OctKey, RSAKey

from assessment.errors import NoAccount, NoSuchLink, OtherAccountRefused, OtherAccountUnavailable
from assessment.services import people
from assessment.services.policy import Kind, Role, Staff
from assessment.services.sign_in import other_accounts, own
from assessment.services.sign_in.provider import Provider
from assessment.services.sign_in.sessions import SignedIn
from assessment.store import people as store
from assessment.store.database import Database
from tests.assessment import oidc_provider
from tests.assessment.house import MINUTE, NOW, House, mailed, on_sqlite, token_in
from tests.assessment.keyring import HEAD, NETWORK, comes_in, seen, sets_up_app
from tests.assessment.oidc_provider import CLIENT, SECRET, OidcProvider

pytestmark = on_sqlite  # what both have to do alike is in test_factors_at_once

ADVISOR = "toni@example.org"
TONI = {"sub": "t-1", "email": ADVISOR, "email_verified": True, "name": "Toni  Beispiel"}


@pytest.fixture(scope="module")
def server() -> Iterator[OidcProvider]:
    with oidc_provider.running() as provider:
        yield provider


@dataclass
class Elsewhere:
    """The provider, and we as it knows us."""

    database: Database
    server: OidcProvider
    house: Provider
    took: timedelta = field(default_factory=timedelta)

    def signs_in(self, invitation: str | None = None, **wrong: Any) -> SignedIn:
        """Leaves, signs in there, comes back; `wrong`: what the provider does as it should not."""
        self.server.wrong = wrong
        code, state = self.server.signs_in(self.leaves(invitation))
        return self.arrives(code, state)

    def leaves(self, invitation: str | None = None) -> str:
        given: dict[str, Any] = {"invitation": invitation, "network": NETWORK, "now": NOW}
        return other_accounts.leave(self.database, self.house, **given)[0]

    def arrives(self, code: str, state: str) -> SignedIn:
        given: dict[str, Any] = {"language": "de", "network": NETWORK, "letterhead": HEAD}
        return other_accounts.arrive(
            self.database, self.house, state=state, code=code, replaces=None, now=NOW + self.took, **given
        )


@pytest.fixture
def elsewhere(database: Database, server: OidcProvider) -> Elsewhere:
    back = "https://check.example/sign-in/elsewhere"
    server.back, server.now, server.says, server.wrong = back, NOW, dict(TONI), {}
    return Elsewhere(database, server, Provider(server.issuer, CLIENT, SECRET, back))


@pytest.fixture
def advisor(database: Database) -> Staff:
    home = House.of(database, "Beratung", Kind.ADVICE)
    return home.takes_in(ADVISOR, "Toni", Role.ADVISOR)


def test_whoever_the_provider_knows_by_a_checked_address_comes_in(
    database: Database, elsewhere: Elsewhere, advisor: Staff
) -> None:
    begun = elsewhere.signs_in()
    assert seen(database, begun.token).person_id == advisor.person_id
    assert "mit Ihrem Konto bei Ihrer Organisation verbunden" in mailed(database)[-1][1]


def test_the_account_there_stays_theirs_when_the_address_changes_and_the_mail_comes_once(
    database: Database, elsewhere: Elsewhere, advisor: Staff
) -> None:
    elsewhere.signs_in()
    elsewhere.server.says |= {"email": "married@example.org", "email_verified": False}
    assert elsewhere.signs_in().person.email == ADVISOR
    assert len(mailed(database)) == 1


def test_nobody_gets_an_account_by_having_one_elsewhere(database: Database, elsewhere: Elsewhere) -> None:
    with pytest.raises(NoAccount):
        elsewhere.signs_in()
    with database.reading() as connection:
        assert store.by_email(connection, ADVISOR) is None


def test_an_address_that_is_given_to_somebody_new_does_not_open_the_account(
    elsewhere: Elsewhere, advisor: Staff
) -> None:
    elsewhere.signs_in()
    elsewhere.server.says["sub"] = "t-2"
    with pytest.raises(OtherAccountRefused) as refused:
        elsewhere.signs_in()
    assert refused.value.reason == "sub"


UNTRUE: dict[str, tuple[dict[str, Any], str]] = {
    "another nonce": ({"nonce": "x"}, "nonce"),
    "no nonce": ({"nonce": None}, "missing_claim"),
    "another audience": ({"aud": "somebody"}, "invalid_claim"),
    "several audiences without ours in charge": ({"aud": [CLIENT, "x"]}, "azp"),
    "another in charge": ({"azp": "somebody"}, "azp"),
    "another issuer": ({"iss": "https://evil.example"}, "invalid_claim"),
    "no subject": ({"sub": None}, "missing_claim"),
    "an endless subject": ({"sub": "x" * 256}, "sub"),
    "a number as subject": ({"sub": 7}, "invalid_claim"),
    "an address that nobody has checked": ({"email_verified": False}, "email_verified"),
    "an address checked in words": ({"email_verified": "true"}, "email_verified"),
    "no word on the address": ({"email_verified": None}, "email_verified"),
    "a token that has ended": ({"exp": int(NOW.timestamp()) - 61}, "expired_token"),
    "a token from tomorrow": ({"iat": int(NOW.timestamp()) + 86_400}, "invalid_claim"),
    "a token without end": ({"exp": None}, "missing_claim"),
}


@pytest.mark.parametrize(("claims", "reason"), UNTRUE.values(), ids=UNTRUE)
def test_nobody_is_believed_with(
    elsewhere: Elsewhere, advisor: Staff, claims: dict[str, Any], reason: str
) -> None:
    with pytest.raises(OtherAccountRefused) as refused:
        elsewhere.signs_in(claims=claims)
    assert refused.value.reason == reason


@pytest.fixture(scope="module")
def stranger() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


def test_a_signature_of_somebody_else_is_worth_nothing(
    elsewhere: Elsewhere, advisor: Staff, stranger: RSAKey
) -> None:
    forged: dict[str, dict[str, Any]] = {
        "bad_signature": {"key": stranger},
        "invalid_key_id": {"key": stranger, "kid": "unknown"},
        "unsupported_algorithm": {"key": OctKey.import_key(SECRET)},
        "id_token": {"id_token": "left out"},
    }
    for reason, wrong in forged.items():
        with pytest.raises(OtherAccountRefused) as refused:
            elsewhere.signs_in(**wrong)
        assert refused.value.reason == reason, reason


def test_a_new_key_of_the_provider_is_asked_for_when_it_is_first_met(
    elsewhere: Elsewhere, advisor: Staff
) -> None:
    elsewhere.signs_in()
    elsewhere.server.changes_key()
    elsewhere.took = 2 * MINUTE
    assert elsewhere.signs_in().person.email == ADVISOR
    elsewhere.server.asked.clear()
    assert elsewhere.signs_in().person.email == ADVISOR
    assert elsewhere.server.asked == ["/token"]


def test_who_comes_back_must_have_left_lately_and_comes_back_once(
    elsewhere: Elsewhere, advisor: Staff
) -> None:
    code, state = elsewhere.server.signs_in(elsewhere.leaves())
    assert elsewhere.arrives(code, state).person.email == ADVISOR
    for attempt in (state, "x" * 43, ""):
        with pytest.raises(OtherAccountRefused) as refused:
            elsewhere.arrives(code, attempt)
        assert refused.value.reason == "state"
    code, state = elsewhere.server.signs_in(elsewhere.leaves())
    elsewhere.took = other_accounts.AWAY
    with pytest.raises(OtherAccountRefused):
        elsewhere.arrives(code, state)


def test_a_code_that_was_caught_is_worth_nothing_in_another_browser(
    elsewhere: Elsewhere, advisor: Staff
) -> None:
    caught, _ = elsewhere.server.signs_in(elsewhere.leaves())
    _, state = elsewhere.server.signs_in(elsewhere.leaves())
    with pytest.raises(OtherAccountRefused) as refused:
        elsewhere.arrives(caught, state)
    assert refused.value.reason == "invalid_grant"


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "ftp://evil.example"},
        {"authorization_endpoint": None},
    ],
)
def test_a_provider_that_tells_of_somebody_else_is_not_followed(
    elsewhere: Elsewhere, advisor: Staff, about: dict[str, Any]
) -> None:
    with pytest.raises(OtherAccountUnavailable):
        elsewhere.signs_in(about=about)


def test_a_provider_that_does_not_answer_is_told_apart(database: Database) -> None:
    house = Provider("http://127.0.0.1:9", CLIENT, SECRET, "https://check.example/sign-in/elsewhere")
    with pytest.raises(OtherAccountUnavailable):
        other_accounts.leave(database, house, invitation=None, network=NETWORK, now=NOW)


def test_a_second_step_is_asked_for_as_after_a_link(
    database: Database, elsewhere: Elsewhere, advisor: Staff
) -> None:
    sets_up_app(database, comes_in(database, ADVISOR))
    assert elsewhere.signs_in().half


def invited(database: Database, address: str = ADVISOR) -> str:
    operator = House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    House.of(database, "Kammer", Kind.CHAMBER).invites(operator, address, Role.CHAMBER_OFFICER)
    return token_in(mailed(database)[-1][1])


def test_an_invitation_can_be_accepted_that_way_by_the_address_it_went_to(
    database: Database, elsewhere: Elsewhere
) -> None:
    token = invited(database)
    actor = seen(database, elsewhere.signs_in(token).token)
    assert (actor.name, [seat.role for seat in actor.seats]) == ("Toni Beispiel", [Role.CHAMBER_OFFICER])
    with pytest.raises(NoSuchLink):
        people.invitation(database, token=token, now=NOW)
    with pytest.raises(NoSuchLink):
        elsewhere.signs_in(token)


def test_an_invitation_of_somebody_else_is_not_used_up(database: Database, elsewhere: Elsewhere) -> None:
    token = invited(database, "kim@example.org")
    with pytest.raises(OtherAccountRefused):
        elsewhere.signs_in(token)
    assert people.invitation(database, token=token, now=NOW).email == "kim@example.org"


def test_the_account_page_shows_it_and_removes_it(
    database: Database, elsewhere: Elsewhere, advisor: Staff
) -> None:
    actor = seen(database, elsewhere.signs_in().token)
    (account,) = own.ways_in(database, actor=actor).other_accounts
    assert account.issuer == elsewhere.server.issuer
    assert other_accounts.remove(database, actor=actor, account_id=account.id, letterhead=HEAD)
    assert not other_accounts.remove(database, actor=actor, account_id=account.id, letterhead=HEAD)
    assert own.ways_in(database, actor=actor).other_accounts == ()
