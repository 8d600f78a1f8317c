"""Bad paths: a clear page, nothing lost, no stack trace."""

import re
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, text

from assessment.web.context import DATABASE
from tests.assessment.web.visitor import Visitor


def test_an_unknown_page_says_so_in_the_language_of_the_address(
    visitor: Visitor, english_visitor: Visitor
) -> None:
    assert visitor.open("/de/gibt-es-nicht").status == 404
    assert visitor.heading == "Diese Seite gibt es nicht"
    assert english_visitor.open("/en/nowhere").heading == "This page does not exist"


def test_a_wrong_link_leads_to_the_code(visitor: Visitor) -> None:
    visitor.open("/de/resume/AAAA-BBBB-CCCC-DDDD")

    assert visitor.status == 404
    assert visitor.heading == "Diesen Check finden wir nicht"
    assert visitor.page.xpath("//main//a[contains(@href, '/resume')]")


def test_somebody_else_s_address_opens_nothing(visitor: Visitor, another_visitor: Visitor) -> None:
    visitor.begin("short").choose(district="03157").press(value="next")

    for path in (visitor.path, re.sub(r"[^/]+$", "result", visitor.path), f"/de/check/{uuid4()}/company"):
        assert another_visitor.open(path).status == 403
        assert another_visitor.heading == "Dieser Browser kennt den Check nicht"


def test_an_unknown_section_is_not_found(visitor: Visitor) -> None:
    visitor.begin("short")

    assert visitor.open(visitor.path.replace("company", "kitchen")).status == 404


def test_an_option_that_nobody_offered_is_refused_at_its_question(visitor: Visitor) -> None:
    visitor.begin("short").choose(employees="50-99")
    option = visitor.page.xpath("//input[@name='district'][1]")[0]
    option.set("value", "99999")
    visitor.choose(district="99999").press(value="next")

    assert visitor.status == 422
    assert "Diese Antwort gibt es hier nicht" in visitor.text
    assert visitor.chosen("employees") == "50-99"


def test_a_note_of_200_kilobytes_is_refused_and_kept(visitor: Visitor) -> None:
    text = "Ä" * 100_000
    visitor.begin("short").press(value="next")
    visitor.choose(E01="3").write("E01-note", text).press(value="next")

    assert visitor.status == 422
    assert "1.000 Zeichen" in visitor.text
    assert text in visitor.response.text
    assert visitor.chosen("E01") == "3"


def test_a_goal_of_200_kilobytes_is_refused_and_kept(visitor: Visitor) -> None:
    visitor.begin("short")
    while not visitor.path.endswith("/answers"):
        visitor.press(value="next")
    text = "Wir suchen neue Kunden. " * 9_000

    visitor.write("goal", text).press("Ergebnis ansehen")

    assert visitor.status == 422
    assert "2.000 Zeichen" in visitor.text
    assert text.strip() in visitor.response.text


def test_a_form_of_two_megabytes_is_refused_with_a_page(visitor: Visitor) -> None:
    visitor.begin("short").press(value="next").write("E01-note", "x" * 2_000_000).press(value="next")

    assert visitor.status == 413
    assert visitor.heading == "Das ist zu viel Text"


def test_a_form_without_token_can_be_sent_again_and_keeps_what_was_chosen(visitor: Visitor) -> None:
    visitor.begin("short").choose(district="03157").write("csrf_token", "stale").press(value="next")

    assert visitor.status == 422
    assert "noch einmal ab" in visitor.text
    assert visitor.chosen("district") == "03157"
    assert visitor.press(value="next").status == 200


@pytest.mark.parametrize("address", ["begin", "resume"])
def test_a_form_in_another_format_is_refused_with_a_page(visitor: Visitor, address: str) -> None:
    visitor._read(visitor.client.post(f"/de/{address}", json={"check": "short"}))

    assert visitor.status == 415
    assert visitor.heading == "Dieses Format können wir nicht lesen"


def test_a_check_that_does_not_exist_cannot_be_begun(visitor: Visitor) -> None:
    visitor.open("/de/")
    visitor.page.xpath("//button[@value='short']")[0].set("value", "endless")

    assert visitor.press(value="endless").status == 422


def test_a_form_of_an_unknown_version_says_that_the_page_is_old(visitor: Visitor) -> None:
    visitor.begin("short").write("version", "0.1").press(value="next")

    assert visitor.status == 400
    assert visitor.heading == "Diese Seite ist veraltet"


def test_a_code_that_is_none_stays_in_its_field(visitor: Visitor) -> None:
    visitor.open("/de/resume").press()

    assert visitor.status == 422
    assert "Bitte geben Sie Ihren Code ein." in visitor.text


def test_a_page_fetched_where_only_forms_are_taken_says_so(visitor: Visitor) -> None:
    assert visitor.open("/de/begin").status == 405
    assert visitor.heading == "So lässt sich diese Seite nicht aufrufen"


def test_an_error_inside_is_a_page_without_a_trace(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("assessment.services.runs.checks", broken)
    visitor.open("/de/")

    assert visitor.status == 500
    assert visitor.heading == "Bei uns ist etwas schiefgegangen"
    assert "secret detail" not in visitor.response.text


def test_a_check_that_was_begun_in_a_newer_version_is_told_as_an_update_that_is_going_on(
    visitor: Visitor, application: Flask
) -> None:
    visitor.begin("short")
    with application.extensions[DATABASE].writing() as connection:
        connection.execute(text("UPDATE run SET version = '99.0'"))

    visitor.open(visitor.path)

    assert (visitor.status, visitor.response.headers["Retry-After"]) == (503, "30")
    assert visitor.heading == "Wir bringen diese Seiten gerade auf den neuesten Stand"


def test_what_older_code_cannot_read_on_a_newer_database_is_told_likewise(
    visitor: Visitor, application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with application.extensions[DATABASE].writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    monkeypatch.setattr("assessment.services.runs.checks", lambda: next(iter(())))

    assert visitor.open("/de/").status == 503
    assert visitor.heading == "Wir bringen diese Seiten gerade auf den neuesten Stand"


def test_two_people_see_each_other_and_the_later_one_chooses(
    visitor: Visitor, another_visitor: Visitor
) -> None:
    visitor.begin("short").choose(district="03157").press("Später weitermachen")
    link = visitor.page.xpath("string(//input[@id='resume-link']/@value)")
    visitor.open(another_visitor.open(link).path).choose(district="03101").press(value="next")

    another_visitor.choose(district="03102", employees="50-99").press(value="next")

    assert another_visitor.status == 409
    assert "Stadt Braunschweig" in another_visitor.text
    assert another_visitor.chosen("district") == "03102"
    another_visitor.press(value="next")
    assert another_visitor.status == 200
    assert visitor.open(re.sub(r"[^/]+$", "company", another_visitor.path)).chosen("district") == "03102"


def test_every_answer_forbids_inline_code_and_third_parties(visitor: Visitor) -> None:
    visitor.open("/de/")
    policy = visitor.response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not visitor.page.xpath("//*[@style] | //style | //script[not(@src)]")
    assert not visitor.page.xpath(
        "//*[starts-with(@src, 'http') or starts-with(@href, 'http')][self::script or self::link]"
    )


@pytest.mark.one_process
@pytest.mark.only_sqlite
@pytest.mark.parametrize("trouble", ["query_only=ON", "max_page_count=1"], ids=["read-only", "full"])
def test_a_database_that_takes_nothing_is_told_and_loses_nothing(
    visitor: Visitor, application: Flask, trouble: str
) -> None:
    visitor.begin("short").choose(district="03157").press(value="next")
    before = visitor.path.replace("exposure_market", "company")
    engine = application.extensions[DATABASE].engine
    engine.dispose()

    @event.listens_for(engine, "connect")
    def refuse(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA {trouble}")

    for field in visitor.page.xpath("//textarea[contains(@name, '-note')]"):
        question = field.get("name").removesuffix("-note")
        choice = visitor.page.xpath(f"//input[@name='{question}']/@value")[0]
        visitor.choose(**{question: choice}).write(f"{question}-note", "x" * 990)
    visitor.press(value="next")
    assert (visitor.status, visitor.heading) == (503, "Wir können gerade nichts speichern")
    assert visitor.response.headers["Retry-After"] == "60"

    event.remove(engine, "connect", refuse)
    engine.dispose()
    assert visitor.open(before).chosen("district") == "03157"
