"""Passwords, codes, passkeys and other accounts, by what a person reads; and what stays shut without them."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask, session

from assessment import clock
from assessment.services.policy import Kind, Role
from assessment.services.sign_in.sites import Site
from assessment.store.database import Database
from assessment.web.coming_in import site
from assessment.web.context import SETTINGS
from tests.assessment import oidc_provider
from tests.assessment.house import House, mailed, token_in
from tests.assessment.keyring import SITE, Device
from tests.assessment.oidc_provider import CLIENT, SECRET, OidcProvider
from tests.assessment.web.desks import Desk, at_desk, newest_token
from tests.assessment.web.visitor import Visitor

ADVISOR, SENTENCE = "toni@example.org", "vier kleine Bagger graben"
LOCAL = {"site": "localhost", "origin": "http://localhost:8000"}


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> "Moment":
    moved = Moment()
    monkeypatch.setattr(clock, "now", lambda: moved.now)
    return moved


class Moment:
    """Now, which a test can move."""

    def __init__(self) -> None:
        self.now: datetime = clock.now()

    def passes(self, **span: int) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def desk(app: Flask, database: Database, moment: Moment) -> Desk:
    return at_desk(app, House.of(database, "Beratung Okerland", Kind.ADVICE), Role.ADVISOR, ADVISOR)


@pytest.fixture
def authenticator(desk: Desk, moment: Moment) -> pyotp.TOTP:
    """An app that has been set up on the screens, half a minute ago."""
    desk.open("/de/account").press("App einrichten")
    app = pyotp.TOTP(desk.page.xpath("//code")[0].text_content().replace(" ", ""))
    desk.write("code", app.at(moment.now)).press("App in Betrieb nehmen")
    moment.passes(seconds=60)
    return app


def signs_out(desk: Desk) -> Desk:
    return desk.open("/de/account").press("Abmelden")


def test_a_password_is_set_used_and_removed(desk: Desk) -> None:
    desk.open("/de/account").follow("Passwort festlegen").write("password", "passwort2026!")
    assert desk.press("Passwort speichern").status == 422
    assert "Dieses Passwort ist leicht zu erraten" in desk.text
    assert "passwort2026!" not in desk.response.text
    desk.write("password", SENTENCE).press("Passwort speichern")
    assert "Ihr Passwort gilt ab jetzt. In anderen Browsern sind Sie jetzt abgemeldet." in desk.text

    signs_out(desk).follow("Mit Passwort anmelden").write("email", ADVISOR).write("password", SENTENCE)
    assert desk.press("Anmelden").path == "/de/work"

    desk.open("/de/account").press("Wirklich entfernen: Passwort")
    assert "Ihr Passwort ist entfernt." in desk.text


def test_a_wrong_password_and_an_unknown_address_read_the_same(desk: Desk, visitor: Visitor) -> None:
    read = []
    for address in (ADVISOR, "nobody@example.org"):
        visitor.open("/de/sign-in/password").write("email", address).write("password", "falsch falsch")
        assert visitor.press("Anmelden").status == 422
        read.append(visitor.text)
    assert read[0] == read[1]
    assert "Adresse und Passwort passen nicht zusammen." in read[0]


def test_after_the_link_the_code_is_asked_for_and_nothing_opens_before(
    app: Flask, desk: Desk, authenticator: pyotp.TOTP, moment: Moment
) -> None:
    signs_out(desk).signs_in(app, ADVISOR)
    assert (desk.path, desk.heading) == ("/de/sign-in/second", "Der zweite Schritt")
    for shut in ("/de/work", "/de/account", "/de/account/password"):
        assert desk.open(shut).status == 403
    assert desk.open("/de/sign-in").path == "/de/sign-in/second"

    assert desk.write("code", "000000").press("Anmelden").status == 422
    assert "Dieser Code passt nicht." in desk.text
    assert desk.write("code", authenticator.at(moment.now)).press("Anmelden").path == "/de/work"


def test_a_cookie_planted_before_a_step_is_worth_nothing_after_it(
    app: Flask, desk: Desk, authenticator: pyotp.TOTP, moment: Moment
) -> None:
    cookies = []
    signs_out(desk).signs_in(app, ADVISOR)
    cookies.append(desk.client.get_cookie("staff"))
    desk.write("code", authenticator.at(moment.now)).press("Anmelden")
    cookies.append(desk.client.get_cookie("staff"))
    moment.passes(minutes=11)
    desk.open("/de/account/confirm").write("code", authenticator.at(moment.now)).press("Bestätigen")
    assert desk.open("/de/account/password").path == "/de/account/password"

    for cookie in cookies:
        assert cookie is not None
        thief = Visitor(app.test_client())
        thief.client.set_cookie("staff", cookie.value)
        assert thief.open("/de/work").status == 403
        assert thief.open("/de/sign-in/second").path == "/de/sign-in"


def test_recovery_codes_are_shown_once_and_stand_in_for_the_app(
    app: Flask, desk: Desk, authenticator: pyotp.TOTP
) -> None:
    assert "Sie haben keine. Wenn Ihr Gerät verloren geht" in desk.open("/de/account").text
    codes = [code.text_content() for code in desk.press("Codes erstellen").page.xpath("//ol//code")]
    assert len(codes) == 10
    assert "10 übrig" in desk.open("/de/account").text
    assert codes[0] not in desk.response.text

    signs_out(desk).signs_in(app, ADVISOR).write("code", codes[0].lower()).press("Anmelden")
    assert desk.path == "/de/work"
    assert "9 übrig" in desk.open("/de/account").text


def test_the_picture_for_the_app_is_there_until_it_is_in_use(desk: Desk, moment: Moment) -> None:
    picture = "/de/account/app/picture.svg"
    assert desk.open(picture).status == 404
    desk.open("/de/account").press("App einrichten")
    shown = desk.client.get(picture)
    assert (shown.mimetype, shown.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert "style=" not in shown.text
    app = pyotp.TOTP(desk.page.xpath("//code")[0].text_content().replace(" ", ""))
    desk.write("code", app.at(moment.now)).press("App in Betrieb nehmen")
    assert desk.open(picture).status == 404
    assert "eine neue App" not in desk.open("/de/account/app").text


def test_after_ten_minutes_one_shows_again_who_one_is_and_goes_on_from_there(
    app: Flask, desk: Desk, moment: Moment
) -> None:
    moment.passes(minutes=11)
    assert desk.open("/de/account").status == 200
    desk.follow("Passwort festlegen")
    assert desk.heading == "Bitte bestätigen Sie, dass Sie es sind"
    desk.press("Link anfordern")
    assert desk.open(f"/de/sign-in/{newest_token(app)}").press("Anmelden").path == "/de/account"
    desk.follow("Passwort festlegen").write("password", SENTENCE).press("Passwort speichern")
    assert "Ihr Passwort gilt ab jetzt." in desk.text

    moment.passes(minutes=11)
    desk.open("/de/account").press("Wirklich entfernen: Passwort")
    assert (desk.status, desk.heading) == (403, "Bitte bestätigen Sie, dass Sie es sind")
    desk.open("/de/account/password").write("password", SENTENCE).press("Bestätigen")
    assert desk.path == "/de/account/password"


def test_nobody_is_led_to_another_site_after_confirming(desk: Desk, moment: Moment) -> None:
    desk.open("/de/account/password").write("password", SENTENCE).press("Passwort speichern")
    moment.passes(minutes=11)
    desk.open("/de/account/confirm?then=//evil.example").write("password", SENTENCE).press("Bestätigen")
    assert desk.path == "/de/account"


def test_a_role_that_must_have_a_second_step_is_led_to_set_one_up_before_anything_else(
    app: Flask, desk: Desk, moment: Moment
) -> None:
    settings = app.extensions[SETTINGS]
    demanding = settings.model_copy(update={"second_factor_for": "operator, advisor"})
    app.extensions[SETTINGS] = demanding
    assert desk.open("/de/work").path == "/de/account"
    assert "Bitte richten Sie einen zweiten Schritt ein" in desk.text
    desk.press("App einrichten")
    app_code = pyotp.TOTP(desk.page.xpath("//code")[0].text_content().replace(" ", ""))
    desk.write("code", app_code.at(moment.now)).press("App in Betrieb nehmen")
    assert desk.open("/de/work").path == "/de/work"


def test_a_passkey_is_registered_and_opens_the_account_without_an_address(app: Flask, desk: Desk) -> None:
    device = Device()
    desk.open("/de/account/passkeys/new")
    made = device.makes(asked(desk, "/de/account/passkeys/options"), **LOCAL)
    desk.write("name", "Mein Telefon").write("credential", made)
    sends(desk, "/de/account/passkeys")
    assert "Mit dem neuen Passkey können Sie sich ab jetzt anmelden." in desk.text
    assert "Mein Telefon" in desk.text

    stranger = Visitor(app.test_client())
    stranger.open("/de/sign-in")
    signed = device.signs(asked(stranger, "/de/sign-in/passkey/options"), **LOCAL)
    assert sends(stranger.write("credential", signed), "/de/sign-in/passkey").path == "/de/work"
    again = Visitor(app.test_client())
    assert sends(again.open("/de/sign-in").write("credential", signed), "/de/sign-in/passkey").status == 422
    assert "Diesen Passkey kennen wir nicht (mehr)." in again.text


def asked(visitor: Visitor, address: str) -> dict[str, object]:
    """What the script asks for, with the token of the form."""
    token = visitor.page.xpath("//form[@data-passkey]//input[@name='csrf_token']/@value")[0]
    answer = visitor.client.post(address, data={"csrf_token": token})
    assert answer.status_code == 200
    found: dict[str, object] = json.loads(answer.text)
    return found


def sends(visitor: Visitor, address: str) -> Visitor:
    """Sends the form of a passkey as the script does."""
    form = visitor.page.xpath("//form[@action=$address]", address=address)[0]
    fields = {field.get("name"): field.get("value", "") for field in form.xpath(".//input[@name]")}
    return visitor._read(visitor.client.post(address, data=fields, follow_redirects=True))


def test_where_passkeys_are_good_follows_the_public_address(app: Flask) -> None:
    places = {
        None: Site("localhost", "http://localhost:8000"),
        "https://check.example": SITE,
        "https://check.example:8443/": Site("check.example", "https://check.example:8443"),
        "https://[2001:db8::1]": Site("localhost", "http://localhost"),
    }
    settings = app.extensions[SETTINGS]
    for address, expected in places.items():
        app.extensions[SETTINGS] = settings.model_copy(update={"public_url": address})
        with app.test_request_context():
            assert site() == expected, address


def test_the_page_to_sign_in_says_what_goes_without_a_script(visitor: Visitor) -> None:
    page = visitor.open("/de/sign-in").response.text
    assert "Passkeys brauchen JavaScript." in page
    assert '<button type="button" class="kern-btn kern-btn--secondary" hidden>' in page
    assert "Single Sign-on" not in page


# --- an account elsewhere ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server() -> Iterator[OidcProvider]:
    with oidc_provider.running() as provider:
        yield provider


@pytest.fixture
def provider(app: Flask, server: OidcProvider, moment: Moment) -> OidcProvider:
    settings = app.extensions[SETTINGS]
    chosen = {"oidc_issuer": server.issuer, "oidc_client_id": CLIENT, "oidc_name": "Kammerkonto"}
    secret = settings.model_validate({**chosen, "oidc_client_secret": SECRET}).oidc_client_secret
    known = settings.model_copy(update=chosen | {"oidc_client_secret": secret})
    app.extensions[SETTINGS] = app.jinja_env.globals["settings"] = known
    server.back, server.now, server.wrong = "http://127.0.0.1:8000/sign-in/elsewhere", moment.now, {}
    server.says = {"sub": "t-1", "email": ADVISOR, "email_verified": True, "name": "Toni Beispiel"}
    return server


def leaves(visitor: Visitor, words: str = "Mit Kammerkonto anmelden") -> str:
    visitor.press(words)
    address: str = visitor.page.xpath("//main//a/@href")[0]
    assert visitor.response.headers["Refresh"] == f"0; url={address}"
    assert visitor.response.headers["Referrer-Policy"] == "no-referrer"
    return address


def test_one_comes_in_with_an_account_elsewhere_by_pressing_a_button(
    desk: Desk, visitor: Visitor, provider: OidcProvider
) -> None:
    code, state = provider.signs_in(leaves(visitor.open("/de/sign-in")))
    visitor.open(f"/sign-in/elsewhere?{oidc_provider.query(code, state)}")
    assert visitor.heading == "Noch ein Schritt"
    assert visitor.open("/de/work").status == 403

    visitor.open(f"/sign-in/elsewhere?{oidc_provider.query(code, state)}").press("Anmelden")
    assert (visitor.path, visitor.heading) == ("/de/work", "Guten Tag, Toni")
    assert "Kammerkonto" in visitor.open("/de/account").text
    assert "Die Verbindung ist entfernt." in visitor.press("Wirklich entfernen: Kammerkonto").text


def test_the_way_back_opens_nothing_in_another_browser(
    desk: Desk, visitor: Visitor, another_visitor: Visitor, provider: OidcProvider
) -> None:
    code, state = provider.signs_in(leaves(visitor.open("/de/sign-in")))
    another_visitor.open(f"/sign-in/elsewhere?{oidc_provider.query(code, state)}").press("Anmelden")
    assert (another_visitor.status, another_visitor.heading) == (403, "Diese Anmeldung hat nicht geklappt")


def test_who_was_refused_there_reads_so(desk: Desk, visitor: Visitor, provider: OidcProvider) -> None:
    leaves(visitor.open("/de/sign-in"))
    visitor.open("/sign-in/elsewhere?error=access_denied&state=x")
    assert visitor.heading == "Diese Anmeldung hat nicht geklappt"


def test_an_invitation_is_accepted_with_an_account_elsewhere(
    app: Flask, database: Database, desk: Desk, visitor: Visitor, provider: OidcProvider
) -> None:
    chamber = House.of(database, "Kammer Nord", Kind.CHAMBER)
    operator = House.of(database, "Netz", Kind.NETWORK).takes_in("op@example.org", "Op", Role.OPERATOR)
    chamber.invites(operator, "neu@example.org", Role.CHAMBER_OFFICER)
    provider.says |= {"sub": "n-1", "email": "neu@example.org", "name": "Neu Hier"}
    token = next(token_in(text) for receiver, text in mailed(database) if receiver == "neu@example.org")
    address = leaves(visitor.open(f"/de/invitation/{token}"), "Mit Kammerkonto annehmen")
    code, state = provider.signs_in(address)
    visitor.open(f"/sign-in/elsewhere?{oidc_provider.query(code, state)}").press("Anmelden")
    assert visitor.heading == "Guten Tag, Neu Hier"
    assert "Kammer Nord" in visitor.text
    with app.test_request_context():
        assert "elsewhere" not in session


@pytest.mark.one_process
def test_the_log_tells_that_somebody_was_refused_and_neither_who_nor_by_what(
    desk: Desk, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.open("/de/sign-in/password").write("email", ADVISOR).write("password", "falsch falsch")
    visitor.press("Anmelden")
    assert "wrong password" in caplog.text
    assert "toni" not in caplog.text
    assert "falsch" not in caplog.text
