"""What a company tells, types or opens never reaches a log: not on its way, and not when something breaks."""

import logging
import re

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assessment.services import runs
from assessment.store.database import Database
from tests.assessment.web.visitor import Visitor

NOTE, GOAL, TITLE = "Geheime Notiz 4711", "Geheimes Ziel 0815", "Geheimer Schritt 2342"
NAME, EMAIL, MESSAGE = "Geheimmetall GmbH", "chef@geheim.example", "Geheimer Wortlaut eines Fehlers"


def walk(visitor: Visitor) -> str:
    """From the first question to the exchange; the key of the run."""
    visitor.begin("short").choose(district="03102", employees="50-99").press(value="next")
    visitor.choose(E01="3").write("E01-note", NOTE).press(value="next")
    run = re.sub(r"[^/]+$", "", visitor.path)
    visitor.open(f"{run}answers").write("goal", GOAL).press("Ergebnis ansehen")
    visitor.open(f"{run}plan/new").write("title", TITLE).press("Speichern")
    visitor.open(f"{run}partners/consent").tick("y").write("name", NAME).write("address", EMAIL)
    visitor.press("Einwilligen und Vorschläge ansehen")
    visitor.open(f"{run}pause")
    key: str = visitor.page.xpath("//p[@class='code']")[0].text
    return key


def break_things(app: Flask, visitor: Visitor, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails with the words in its hands: an address, a form, a service, a database."""
    visitor.client.get(f"/de/nowhere/{EMAIL}?note={NOTE}")
    visitor.client.post("/de/resume", data={"code": f"{key}x", "note": NOTE})
    visitor.client.post("/de/begin", json={"note": NOTE})
    visitor.client.post("/de/begin", data={"note": NOTE * 100_000})

    def broken(*_words: object, **_more: object) -> None:
        raise RuntimeError(f"{MESSAGE}: {NOTE} {EMAIL}")

    for place in ("runs.with_key", "runs.opened", "runs.checks"):
        monkeypatch.setattr(f"assessment.services.{place}", broken)
    assert visitor.client.get(f"/de/resume/{key}").status_code == 500
    assert visitor.client.get("/de/").status_code == 500


def test_neither_answers_nor_names_nor_keys_reach_the_log(
    app: Flask,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = Visitor(app.test_client())
    key = walk(visitor)
    break_things(app, visitor, key, monkeypatch)

    told = caplog.text + "".join(capfd.readouterr())
    assert "Exception at /<language:lang>/resume/<code> [GET]" in told
    secrets = (NOTE, GOAL, TITLE, NAME, EMAIL, MESSAGE, key, key.replace("-", ""))
    assert [secret for secret in secrets if secret in told] == []


def test_what_a_database_refuses_is_told_without_the_row(
    app: Flask, database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_words: object, **_more: object) -> None:
        with database.writing() as connection:
            connection.execute(text("INSERT INTO answer (note) VALUES (:note)"), {"note": NOTE})

    monkeypatch.setattr(runs, "checks", refuses)
    with pytest.raises(DBAPIError):
        refuses()
    assert app.test_client().get("/de/").status_code == 500
    assert "IntegrityError" in caplog.text
    assert NOTE not in caplog.text


def test_who_tries_doors_is_noted_by_the_rule_of_the_address(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    client = app.test_client()
    client.get(f"/de/check/{'0' * 8}-0000-4000-8000-{'0' * 12}/result")
    client.get("/de/resume/AAAA-BBBB-CCCC-DDDD")
    client.get("/de/work")
    assert "Refused at /<language:lang>/check/<uuid:run_id>/result [GET]: KeyNeeded" in caplog.text
    assert "Refused at /<language:lang>/resume/<code> [GET]: NoSuchRun" in caplog.text
    assert "Refused at /<language:lang>/work [GET]: sign_in_needed" in caplog.text
    assert "AAAA" not in caplog.text
