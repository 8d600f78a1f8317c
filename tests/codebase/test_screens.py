"""Every address keeps the rules of the house: keys for runs, tokens for forms, nothing written by reading."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.routing import Rule

from assessment.services import runs
from assessment.store.database import Database
from assessment.web.access import RULES
from questionnaires.answers import Answer
from tests.assessment.web.statements import writing
from tests.codebase.tree import ROOT

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SHUT = {"staff": {403}, "voice": {403}, "leader": {403}, "token": {401}}
"""What somebody reads who must not come in, by the kind of the rule."""
AN_ID = uuid4()
"""Of whatever else an address may name."""


@pytest.fixture
def app(application: Flask) -> Flask:
    return application


def rules(app: Flask, method: str) -> list[Rule]:
    return [
        rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and not rule.build_only
    ]


def address(app: Flask, rule: Rule, run_id: object) -> str:
    values = {"lang": "de", "run_id": run_id, "section_id": "company", "code": "0000-0000-0000-0000"}
    values |= {"token": "x" * 43, "offer_id": "retrason", "check": "short", "number": "0000-0000-0000-0000"}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(
            rule.endpoint, {name: values.get(name, AN_ID) for name in rule.arguments}
        )


def test_no_address_of_a_run_opens_without_its_key(app: Flask, database: Database) -> None:
    begun = runs.begin(database, check="short", language="de", now=NOW)
    client = app.test_client()

    for run_id in (begun.run_id, uuid4()):
        for method in ("GET", "POST"):
            for rule in rules(app, method):
                if "run_id" in rule.arguments:
                    answer = client.open(address(app, rule, run_id), method=method, data={"version": "1.0"})
                    refused = {403} if method == "GET" else {403, 422}
                    assert answer.status_code in refused, (method, rule.rule)


def test_no_form_is_taken_without_its_token(app: Flask, database: Database) -> None:
    begun = runs.begin(database, check="short", language="de", now=NOW)
    given = {"district": Answer("03102")}
    runs.save(database, run_id=begun.run_id, key=begun.key, given=given, seen={}, now=NOW)
    client = app.test_client()
    client.get(f"/de/resume/{begun.key}")
    before = runs.opened(database, run_id=begun.run_id, key=begun.key)
    data = {"version": "1.0", "district": "03101", "question": "district", "check": "full", "goal": "x"}

    for rule in rules(app, "POST"):
        answer = client.post(address(app, rule, begun.run_id), data=data | {"code": begun.key})
        shut = SHUT.get(RULES[rule.endpoint].kind, set())
        unknown = {404} if {"token", "workshop_id", "referral_id"} & rule.arguments else set()
        assert answer.status_code in {302, 422} | shut | unknown, rule.rule
        assert runs.opened(database, run_id=begun.run_id, key=begun.key) == before, rule.rule
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM run").scalar() == 1


def test_reading_never_writes(app: Flask, database: Database) -> None:
    begun = runs.begin(database, check="short", language="de", now=NOW)
    given = {"district": Answer("03102"), "E02": Answer("3")}
    runs.save(database, run_id=begun.run_id, key=begun.key, given=given, seen={}, now=NOW)
    client = app.test_client()
    client.get(f"/de/resume/{begun.key}")
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))

    for rule in rules(app, "GET"):
        client.get(address(app, rule, begun.run_id))

    assert statements
    assert writing(statements) == []


def test_every_template_is_used() -> None:
    folders = [ROOT / "assessment/web/templates", ROOT / "reports/templates"]
    templates = {path.relative_to(folder).as_posix() for folder in folders for path in folder.rglob("*.*")}
    sources = [*ROOT.glob("assessment/**/*.py"), *ROOT.glob("reports/**/*.py")]
    texts = [path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.*")]
    texts += [path.read_text(encoding="utf-8") for path in sources]
    named = {name for text in texts for name in re.findall(r"[\"']([\w./-]+\.(?:html|css|svg))[\"']", text)}

    assert templates - named == set()
