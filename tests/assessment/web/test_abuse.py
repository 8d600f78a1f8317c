"""What somebody with bad intentions tries, and reads: nothing more than anybody, and never an error of ours.

Much of it is tested where it belongs; `assessment/SECURITY.md` names the places. Here stands what concerns
all addresses alike, walked from the map of addresses, so that a new one is tried as well.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from assessment import config
from assessment.services import runs
from assessment.services.policy import Kind, Role
from assessment.store.database import Database
from assessment.web.app import create_app
from assessment.web.context import DATABASE
from tests.assessment.house import House, a_company
from tests.assessment.web.desks import at_desk
from tests.assessment.web.visitor import Visitor

NUL = "a\x00b"
LONG = "x" * 5_000
AN_ID = uuid4()
FILE = re.compile(r"\.\w+$")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def app(application: Flask) -> Flask:
    return application


@pytest.fixture
def begun(database: Database) -> runs.Begun:
    return a_company(database)


@pytest.fixture
def company(app: Flask, begun: runs.Begun) -> FlaskClient:
    client = app.test_client()
    client.get(f"/de/resume/{begun.key}")
    return client


def rules(app: Flask, method: str) -> Iterator[Rule]:
    return (
        rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and not rule.build_only
    )


def pages(app: Flask) -> Iterator[Rule]:
    """What is read on a screen, without the files, which take long to make."""
    return (rule for rule in rules(app, "GET") if not FILE.search(rule.rule))


def address(app: Flask, rule: Rule, run_id: object, word: str) -> str:
    """The address with `word` wherever it takes any text."""
    ids = {name: AN_ID for name in rule.arguments if name.endswith("_id")}
    texts = {name: word for name in rule.arguments if name not in ids}
    known: dict[str, object] = texts | ids | {"run_id": run_id, "lang": "de"}
    known |= {name: word for name in ("section_id", "offer_id") if name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(
            rule.endpoint, {name: known[name] for name in rule.arguments}
        )


# --- headers -------------------------------------------------------------------------------------


def answers(app: Flask, company: FlaskClient, begun: runs.Begun) -> dict[str, TestResponse]:
    """One of each kind."""
    run = f"/de/check/{begun.run_id}"
    return {
        "page": company.get("/de/"),
        "redirect": company.get("/"),
        "data": company.get(f"{run}/result.json"),
        "workbook": company.get(f"{run}/plan.xlsx"),
        "style": company.get("/accent.css"),
        "file": company.get("/static/app.css"),
        "font or script": company.get("/static/app.js"),
        "not there": company.get("/de/nowhere"),
        "no such file": company.get("/static/nowhere.js"),
        "refused": app.test_client().get(f"{run}/result"),
        "wrong method": company.get("/de/begin"),
        "wrong format": company.post("/de/begin", json={}),
        "too much": company.post("/de/begin", data={"check": "x" * 2_000_000}),
        "receipt": company.get("/de/erased/0000-0000-0000-0000"),
    }


def test_every_kind_of_answer_carries_the_headers(
    app: Flask, company: FlaskClient, begun: runs.Begun
) -> None:
    for kind, answer in answers(app, company, begun).items():
        for name, value in HEADERS.items():
            assert answer.headers.get(name, "").startswith(value), (kind, name)
        assert "unsafe" not in answer.headers["Content-Security-Policy"], kind
        assert "Access-Control-Allow-Origin" not in answer.headers, kind
        assert answer.headers.get("Content-Type") or answer.status_code == 302, kind
        answer.close()


def test_what_is_about_somebody_is_kept_by_no_cache(
    app: Flask, company: FlaskClient, begun: runs.Begun
) -> None:
    found = answers(app, company, begun)
    public = {"file", "font or script"}
    assert {kind for kind, one in found.items() if "no-store" not in one.headers["Cache-Control"]} == public
    for answer in found.values():
        answer.close()


def test_over_https_browsers_keep_to_it_and_both_cookies_are_tied_to_the_host(
    database: Database, tmp_path: Path
) -> None:
    settings = {"INSTANCE_FOLDER": str(tmp_path / "https"), "COOKIES_SECURE": "true"}
    app = create_app(config.load({f"WANDELKOMPASS_{n}": v for n, v in settings.items()}), database)
    client = app.test_client()
    for path in ("/de/", "/static/app.css", "/de/nowhere"):
        answer = client.get(path, base_url="https://localhost")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        answer.close()
    fresh = app.test_client().get("/de/", base_url="https://localhost")
    (cookie,) = fresh.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_no_page_holds_inline_code_or_calls_somebody_else(
    app: Flask, company: FlaskClient, begun: runs.Begun
) -> None:
    own = "//*[@style] | //style | //script[not(@src)] | //*[@*[starts-with(name(), 'on')]]"
    foreign = "//*[self::script or self::img or self::iframe or self::object]/@src | //link/@href"
    for rule in pages(app):
        answer = company.get(address(app, rule, begun.run_id, "company"))
        page = html.document_fromstring(answer.text or "<p>")
        assert page.xpath(own) == [], rule.rule
        assert [one for one in page.xpath(foreign) if not one.startswith(("/", "data:"))] == [], rule.rule


# --- odd values ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", [NUL, LONG, "../../config.py", "%2e%2e%2fsecret_key", "'; DROP TABLE run; --"]
)
def test_no_word_in_an_address_is_an_error_of_ours(
    app: Flask, company: FlaskClient, begun: runs.Begun, word: str
) -> None:
    for rule in rules(app, "GET"):
        if rule.arguments - {"lang", "run_id"}:
            answer = company.get(
                address(app, rule, begun.run_id, word), query_string={"did": word, "then": word}
            )
            assert answer.status_code < 500, rule.rule


def test_no_nul_and_no_long_word_in_a_form_is_an_error_of_ours_on_postgresql(
    app: Flask, postgresql_url: str
) -> None:
    app.extensions[DATABASE] = database = Database(postgresql_url)
    begun = a_company(database)
    visitor = Visitor(app.test_client()).open(f"/de/resume/{begun.key}")
    visitor.open(f"/de/check/{begun.run_id}/pause")
    token = Visitor(visitor.client).open("/de/resume").page.xpath("//input[@name='csrf_token']/@value")[0]
    names = (
        "code",
        "email",
        "name",
        "title",
        "owner",
        "note",
        "goal",
        "company_name",
        "address",
        "reference",
    )
    for word in (NUL, LONG):
        for rule in rules(app, "POST"):
            data = dict.fromkeys(names, word) | {"csrf_token": token, "version": "1.0", "then": word}
            answer = visitor.client.post(address(app, rule, begun.run_id, word), data=data)
            assert answer.status_code < 500, (rule.rule, word[:3])
            if "delete" in rule.rule:
                begun = a_company(database)
                visitor.open(f"/de/resume/{begun.key}")
    database.close()


def test_a_form_of_very_many_parts_is_refused(company: FlaskClient) -> None:
    parts = {f"part{number}": "x" for number in range(2_000)}
    answer = company.post("/de/begin", data=parts, content_type="multipart/form-data")
    assert answer.status_code == 413


# --- ways that are none --------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND"])
def test_methods_that_nobody_needs_are_refused(app: Flask, company: FlaskClient, method: str) -> None:
    for path in ("/de/", "/de/begin", "/static/app.css"):
        answer = company.open(path, method=method)
        assert answer.status_code in {404, 405}, path
        assert "TRACE" not in answer.headers.get("Allow", "")
        answer.close()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../config.py",
        "/static/%2e%2e/config.py",
        "/static/..%2f..%2fconfig.py",
        "/static//etc/passwd",
        "/static/report/../../report.py",
        "/.git/config",
        "/.env",
        "/static/",
        "/instance/secret_key",
    ],
)
def test_no_file_beside_ours_is_served_and_no_folder_is_listed(company: FlaskClient, path: str) -> None:
    answer = company.get(path)
    assert answer.status_code == 404
    assert "SECRET" not in answer.text


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example"])
def test_nobody_is_sent_to_another_house(
    app: Flask, company: FlaskClient, begun: runs.Begun, there: str
) -> None:
    token = Visitor(company).open("/de/resume").page.xpath("//input[@name='csrf_token']/@value")[0]
    away = {"then": there, "next": there, "url": there}
    for rule in (one for one in rules(app, "POST") if "delete" not in one.rule):
        answer = company.post(
            address(app, rule, begun.run_id, "company"),
            query_string=away,
            data=away | {"csrf_token": token},
            headers={"Referer": there, "X-Forwarded-Host": "evil.example", "X-Original-URL": there},
        )
        assert not re.search("evil|javascript", answer.headers.get("Location", "")), rule.rule


def test_nobody_is_sent_to_another_house_by_reading(app: Flask, company: FlaskClient) -> None:
    for rule in (one for one in pages(app) if "run_id" not in one.arguments):
        place = address(app, rule, AN_ID, "evil.example")
        answer = company.get(place, query_string={"then": "//evil.example", "next": "//evil.example"})
        assert not re.match("(https?:)?//(?!localhost)", answer.headers.get("Location", "")), rule.rule


def test_a_link_to_keep_begins_with_the_settings_and_not_with_what_a_request_says(
    database: Database, tmp_path: Path, begun: runs.Begun
) -> None:
    settings = {"INSTANCE_FOLDER": str(tmp_path / "public"), "PUBLIC_URL": "https://check.example"}
    app = create_app(config.load({f"WANDELKOMPASS_{n}": v for n, v in settings.items()}), database)
    client = app.test_client()
    client.get(f"/de/resume/{begun.key}", headers={"Host": "evil.example"})
    page = client.get(f"/de/check/{begun.run_id}/pause", headers={"Host": "evil.example"}).text
    assert f"https://check.example/de/resume/{begun.key}" in page
    assert "evil.example" not in page


def test_nobody_forges_their_address_where_no_proxy_is_trusted(app: Flask) -> None:
    with app.test_request_context(headers={"X-Forwarded-For": "203.0.113.7", "Forwarded": "for=203.0.113.7"}):
        from flask import request

        assert request.remote_addr is None


@pytest.mark.parametrize("cookie", ["x", "eyJrZXlzIjp7fX0.x.y", "é"])
def test_a_forged_cookie_opens_no_check(app: Flask, begun: runs.Begun, cookie: str) -> None:
    client = app.test_client()
    client.set_cookie("session", cookie)
    assert client.get(f"/de/check/{begun.run_id}/result").status_code == 403


# --- what is typed is text -----------------------------------------------------------------------


def test_what_somebody_types_is_shown_as_text_on_every_page_and_in_the_report(
    app: Flask, database: Database
) -> None:
    evil = "<img src=file:///etc/passwd onerror=alert(1)><script>alert(1)</script>{{ 7*7 }}"
    visitor = Visitor(app.test_client()).begin("short").choose(district="03102").press(value="next")
    visitor.choose(E01="3").write("E01-note", evil)
    run = re.sub(r"[^/]+$", "", visitor.path)
    visitor.press(value="next")
    visitor.open(f"{run}answers").write("goal", evil).press("Ergebnis ansehen")
    visitor.open(f"{run}plan/new").write("title", evil).press("Speichern")
    for page in ("answers", "result", "plan", "report.html", "report-file.html", "exposure", "delete"):
        told = visitor.client.get(f"{run}{page}").text
        assert "<img src=file" not in told, page
        assert "<script>alert" not in told, page
        assert "49" not in re.findall(r"alert\(1\)&lt;/script&gt;(\d+)", told), page


def test_who_is_signed_in_and_sends_odd_values_gets_no_error_of_ours(app: Flask, database: Database) -> None:
    desk = at_desk(app, House.of(database, "Netz", Kind.NETWORK), Role.OPERATOR, "op@example.org")
    token = desk.open("/de/work").page.xpath("//input[@name='csrf_token']/@value")[0]
    names = ("name", "email", "source", "title", "reason", "person", "role", "kind", "organisation")
    data = dict.fromkeys(names, NUL) | {"csrf_token": token}
    for rule in rules(app, "POST"):
        if "run_id" not in rule.arguments and rule.endpoint.split(".")[0] not in {
            "runs",
            "account",
            "privacy",
        }:
            answer = desk.client.post(address(app, rule, AN_ID, LONG), data=data)
            assert answer.status_code < 500, rule.rule
