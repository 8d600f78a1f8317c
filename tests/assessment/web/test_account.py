"""Staff come and go, by what they read; and what neither pages, cookies, headers nor logs give away."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, request

from assessment import clock, config
from assessment.services import sign_in
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from assessment.web.app import create_app
from tests.assessment.house import House
from tests.assessment.web.desks import ASK, Desk, at_desk, deliver, newest_mail, newest_token
from tests.assessment.web.visitor import Visitor

ADVISOR = "toni@example.org"
WRONG = ["", "toni", "toni@example", "to ni@example.org", "töni@example.org", "x" * 250 + "@example.org"]


@pytest.fixture
def advice(database: Database) -> House:
    return House.of(database, "Beratung Okerland", Kind.ADVICE)


@pytest.fixture
def desk(app: Flask, advice: House) -> Desk:
    return at_desk(app, advice, Role.ADVISOR, ADVISOR)


def asks(visitor: Visitor, address: str) -> Visitor:
    return visitor.open("/de/sign-in").write("email", address).press(ASK["de"])


def test_by_the_link_from_the_mail_one_comes_to_the_own_desk(desk: Desk) -> None:
    assert desk.path == "/de/work"
    assert desk.heading == "Guten Tag, Toni"
    assert "Noch hat Ihnen kein Betrieb etwas freigegeben." in desk.text


def test_the_answer_is_the_same_whether_or_not_there_is_an_account(
    app: Flask, advice: House, visitor: Visitor
) -> None:
    advice.takes_in(ADVISOR, "Toni", Role.ADVISOR)
    known, unknown = asks(visitor, ADVISOR).response, asks(visitor, "nobody@example.org").response
    assert known.status_code == unknown.status_code == 200
    assert known.data == unknown.data


def test_opening_the_link_uses_nothing_up_because_scanners_do_that(
    app: Flask, advice: House, visitor: Visitor, another_visitor: Visitor
) -> None:
    advice.takes_in(ADVISOR, "Toni", Role.ADVISOR)
    asks(visitor, ADVISOR)
    link = f"/de/sign-in/{newest_token(app)}"
    for _ in range(3):
        another_visitor.client.head(link)
        another_visitor.open(link)

    assert visitor.open(link).press("Anmelden").path == "/de/work"
    assert another_visitor.press("Anmelden").status == 404
    assert another_visitor.heading == "Dieser Link gilt nicht mehr"


def test_a_page_whose_address_is_a_secret_tells_no_referrer_and_is_not_kept(visitor: Visitor) -> None:
    headers = visitor.open("/de/sign-in/geheim").response.headers
    assert headers.get_all("Referrer-Policy") == ["no-referrer"]
    assert headers["Cache-Control"] == "no-store"
    assert visitor.open("/de/sign-in").response.headers.get_all("Referrer-Policy") == ["same-origin"]


def test_the_cookie_is_for_this_host_and_for_no_script(desk: Desk, app: Flask) -> None:
    cookie = desk.client.get_cookie("staff")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")


def test_over_https_the_cookie_has_the_prefix_of_its_host(database: Database, tmp_path: Path) -> None:
    settings = {"INSTANCE_FOLDER": str(tmp_path / "https"), "COOKIES_SECURE": "true"}
    app = create_app(config.load({f"WANDELKOMPASS_{n}": v for n, v in settings.items()}), database)
    House.of(database, "Beratung", Kind.ADVICE).takes_in(ADVISOR, "Toni", Role.ADVISOR)
    client = app.test_client()
    token = sign_in_token(app, database)
    page = client.get(f"/de/sign-in/{token}", base_url="https://localhost").text
    csrf = page.partition('name="csrf_token" type="hidden" value="')[2].partition('"')[0]
    answer = client.post(
        f"/de/sign-in/{token}",
        data={"csrf_token": csrf},
        base_url="https://localhost",
        headers={"Referer": "https://localhost/"},
    )
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "staff" in one]
    assert cookie.startswith("__Host-staff=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def sign_in_token(app: Flask, database: Database) -> str:
    visitor = Visitor(app.test_client())
    asks(visitor, ADVISOR)
    return newest_token(app)


@pytest.mark.parametrize("forged", ["x" * 43, "x.y.z", "", "é"])
def test_a_forged_cookie_is_nobody(app: Flask, forged: str) -> None:
    client = app.test_client()
    client.set_cookie("staff", forged)
    assert client.get("/de/work").status_code == 403


def test_a_token_without_our_signature_is_nobody(app: Flask, desk: Desk, database: Database) -> None:
    asks(desk, ADVISOR)
    begun = sign_in.claim(database, token=newest_token(app), network="x", now=clock.now())
    client = app.test_client()
    client.set_cookie("staff", begun.token)
    assert client.get("/de/work").status_code == 403


def test_who_rests_for_twelve_hours_is_signed_out(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = clock.now()
    for hours, status in ((11, 200), (22, 200), (35, 403)):
        now = begun + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        assert desk.open("/de/work").status == status, hours


def test_after_seven_days_everybody_signs_in_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = clock.now()
    for hours in range(0, 7 * 24 - 1, 11):
        now = begun + timedelta(hours=hours)
        monkeypatch.setattr(clock, "now", lambda now=now: now)
        assert desk.open("/de/work").status == 200
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(days=7))
    assert desk.open("/de/work").status == 403
    assert "Bitte melden Sie sich an" in desk.text


def test_signing_out_shuts_the_desk_also_for_a_copy_of_the_cookie(app: Flask, desk: Desk) -> None:
    cookie = desk.client.get_cookie("staff")
    assert cookie is not None
    desk.press("Abmelden")

    assert desk.path == "/de/sign-in"
    assert desk.open("/de/work").status == 403
    thief = app.test_client()
    thief.set_cookie("staff", cookie.value)
    assert thief.get("/de/work").status_code == 403


def test_a_sign_out_that_was_not_taken_does_not_look_like_one(desk: Desk) -> None:
    desk.page.xpath("//form[contains(@action, 'sign-out')]/input[@name='csrf_token']")[0].set("value", "x")
    desk.press("Abmelden")

    assert desk.status == 422
    assert "Wir konnten diese Seite nicht annehmen." in desk.text
    assert desk.open("/de/work").status == 200


def test_signing_out_everywhere_ends_the_other_browser_too(app: Flask, desk: Desk) -> None:
    other = Desk(app.test_client()).signs_in(app, ADVISOR)
    desk.open("/de/account")
    assert "In 2 Browsern, dieser eingeschlossen." in desk.text

    desk.press("Überall abmelden")

    assert other.open("/de/work").status == 403


def test_signing_in_gives_new_tokens_for_cookie_and_forms(app: Flask, desk: Desk) -> None:
    before = desk.client.get_cookie("staff"), set(desk.page.xpath("//input[@name='csrf_token']/@value"))
    desk.signs_in(app, ADVISOR)
    after = desk.client.get_cookie("staff"), set(desk.page.xpath("//input[@name='csrf_token']/@value"))

    assert before[0] is not None
    assert after[0] is not None
    assert before[0].value != after[0].value
    assert before[1].isdisjoint(after[1])
    thief = app.test_client()
    thief.set_cookie("staff", before[0].value)
    assert thief.get("/de/work").status_code == 403


def test_the_keys_of_companies_stay_in_the_browser_when_staff_sign_out(app: Flask, desk: Desk) -> None:
    desk.begin()
    run = desk.path.removesuffix("/company")
    desk.open("/de/work").press("Abmelden")
    assert desk.open(f"{run}/company").status == 200


@pytest.mark.two_processes
def test_too_many_requests_are_told_in_words(visitor: Visitor) -> None:
    for _ in range(sign_in.MOST["address"]):
        assert asks(visitor, "nobody@example.org").status == 200
    assert asks(visitor, "nobody@example.org").status == 429
    assert "Bitte warten Sie bis zu 15 Minuten." in visitor.text


def test_a_visitor_behind_a_trusted_proxy_is_counted_by_their_own_address(
    database: Database, tmp_path: Path
) -> None:
    settings = {"INSTANCE_FOLDER": str(tmp_path / "proxy"), "PROXIES": "1"}
    app = create_app(config.load({f"WANDELKOMPASS_{n}": v for n, v in settings.items()}), database)
    seen: list[str | None] = []
    app.before_request(lambda: seen.append(request.remote_addr))
    app.test_client().get("/healthz", headers={"X-Forwarded-For": "203.0.113.7, 198.51.100.4"})
    assert seen == ["198.51.100.4"]


@pytest.mark.parametrize("address", WRONG)
def test_what_is_no_address_is_told(visitor: Visitor, address: str) -> None:
    assert asks(visitor, address).status == 422
    assert "Fehler" in visitor.text


def test_no_line_break_gets_into_a_mail(app: Flask, advice: House, visitor: Visitor) -> None:
    advice.takes_in(ADVISOR, "Toni", Role.ADVISOR)
    asks(visitor, f"{ADVISOR}\r\nBcc: viele@example.org")
    assert visitor.status == 422


def test_the_mail_lies_in_the_folder_and_can_be_read_as_it_is(app: Flask, advice: House) -> None:
    advice.takes_in(ADVISOR, "Toni", Role.ADVISOR)
    asks(Visitor(app.test_client()), ADVISOR)
    deliver(app)

    mail = newest_mail(app)
    assert f"To: {ADVISOR}" in mail
    assert "Subject: Ihr Link zum Anmelden beim Wandelkompass" in mail
    assert "Öffnen Sie ihn und drücken Sie dort auf „Anmelden“." in mail
    assert "http://127.0.0.1:8000/de/sign-in/" in mail


def test_links_begin_with_what_the_settings_say_and_not_with_what_the_request_says(
    app: Flask, advice: House
) -> None:
    advice.takes_in(ADVISOR, "Toni", Role.ADVISOR)
    visitor = Visitor(app.test_client())
    visitor.client.environ_base["HTTP_HOST"] = "evil.example"
    asks(visitor, ADVISOR)
    deliver(app)
    assert "evil.example" not in newest_mail(app)


def test_the_mail_speaks_the_language_of_the_person(app: Flask, advice: House) -> None:
    advice.takes_in(ADVISOR, "Toni", Role.ADVISOR)
    visitor = Visitor(app.test_client(), "en")
    visitor.open("/en/sign-in").write("email", ADVISOR).press("Ask for a link")
    deliver(app)
    assert "Guten Tag," in newest_mail(app)


def test_an_invitation_makes_an_account_with_the_name_one_gives(
    app: Flask, database: Database, another_visitor: Visitor
) -> None:
    network = House.of(database, "Netzwerk", Kind.NETWORK)
    operator = at_desk(app, network, Role.OPERATOR, "op@example.org")
    operator.follow("Organisation anlegen").write("name", "Kammer Nord").choose(kind="chamber")
    operator.press("Anlegen")
    assert operator.heading == "Kammer Nord"
    operator.write("email", "neu@example.org").press("Einladen")
    assert "Die Einladung ist unterwegs." in operator.text

    another_visitor.open(f"/de/invitation/{newest_token(app)}")
    assert another_visitor.heading == "Kammer Nord"
    assert another_visitor.press("Annehmen und anmelden").status == 422
    assert another_visitor.write("name", "Kim Neu").press("Annehmen und anmelden").path == "/de/work"
    assert another_visitor.heading == "Guten Tag, Kim Neu"
    assert another_visitor.follow("Kammer Nord").status == 200
    assert "neu@example.org" in another_visitor.text

    operator.open(operator.path)
    operator.press("Wirklich entfernen: Kim Neu")
    assert "Die Person gehört nicht mehr dazu." in operator.text
    assert another_visitor.open("/de/work").status == 403


@pytest.mark.one_process
def test_neither_addresses_nor_tokens_nor_keys_reach_the_log(
    app: Flask,
    database: Database,
    advice: House,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = at_desk(app, advice, Role.ADVISOR, ADVISOR)
    secrets = {ADVISOR, newest_token(app)}
    company = Visitor(app.test_client()).begin()
    company.open(f"{company.path.removesuffix('/company')}/pause")
    key = company.page.xpath("//p[@class='code']")[0].text
    desk.press("Link für einen Betrieb erstellen")
    link = desk.page.xpath("//input[@id='advice-link']/@value")[0]
    token = link.rpartition("/")[2]
    monkeypatch.setattr("assessment.services.advising.mandates.offered", broken)
    monkeypatch.setattr("assessment.services.runs.with_key", broken)

    assert desk.client.get(f"/de/mandate/{token}").status_code == 500
    assert desk.client.get(f"/de/resume/{key}").status_code == 500

    assert re.search(r"A page failed\. .*route=/<language:lang>/mandate/<token> method=GET", caplog.text)
    assert "builtins.RuntimeError" in caplog.text
    assert [secret for secret in {*secrets, token, key} if secret in caplog.text] == []


def broken(*_words: object, **_more: object) -> None:
    raise RuntimeError(f"broken for {ADVISOR}")
