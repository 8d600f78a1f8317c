"""What a company tells, types or opens never reaches a log: not on its way, and not when something breaks."""

import json
import logging
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from assessment import config, logs
from assessment.background import postman
from assessment.background.jobs import ReportQueue
from assessment.logs import EVENTS, Event, Formatter
from assessment.services import runs
from assessment.store.database import Database
from assessment.web import numbering
from assessment.web.context import DATABASE, SETTINGS
from tests.assessment.web.visitor import Visitor
from tests.codebase.tree import files

pytestmark = [pytest.mark.one_process, pytest.mark.only_sqlite]
"""It reads the log of its own process, with the words of one database's driver."""

NOTE, GOAL, TITLE = "Geheime Notiz 4711", "Geheimes Ziel 0815", "Geheimer Schritt 2342"
NAME, EMAIL, MESSAGE = "Geheimmetall GmbH", "chef@geheim.example", "Geheimer Wortlaut eines Fehlers"
BROWSER, REFERRER = "Geheimer Browser 9", "https://geheim.example/intern"
HEADERS = {"User-Agent": BROWSER, "Referer": REFERRER}


class Written:
    """What the processes of this test have written, as they write it for machines and for people."""

    def __init__(self, captured: pytest.LogCaptureFixture) -> None:
        self.captured = captured

    @property
    def lines(self) -> list[dict[str, Any]]:
        form = Formatter("web", as_json=True)
        return [json.loads(form.format(record)) for record in self.captured.records]

    @property
    def text(self) -> str:
        people = Formatter("web", as_json=False)
        told = [json.dumps(line, ensure_ascii=False) for line in self.lines]
        return "\n".join([*told, *map(people.format, self.captured.records), self.captured.text])

    def of(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> Written:
    caplog.set_level(logging.DEBUG)
    return Written(caplog)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    client = app.test_client()
    client.environ_base |= {"HTTP_USER_AGENT": BROWSER, "HTTP_REFERER": REFERRER}
    return Visitor(client)


def walk(visitor: Visitor) -> str:
    """From the first question to the exchange; the key of the run."""
    visitor.begin("short").choose(district="03102", employees="50-99").press(value="next")
    visitor.choose(E01="3").write("E01-note", NOTE).press(value="next")
    run = re.sub(r"[^/]+$", "", visitor.path)
    visitor.open(f"{run}exposure_market")
    as_it_was = visitor.response, visitor.page
    visitor.choose(E01="2").write("E01-note", f"{NOTE} 2").press(value="next")
    visitor.response, visitor.page = as_it_was
    visitor.choose(E01="1").write("E01-note", f"{NOTE} 3").press(value="next")
    visitor.open(f"{run}answers").write("goal", GOAL).press("Ergebnis ansehen")
    visitor.open(f"{run}plan/new").write("title", TITLE).press("Speichern")
    visitor.open(f"{run}partners/consent").tick("y").write("name", NAME).write("address", EMAIL)
    visitor.press("Einwilligen und Vorschläge ansehen")
    visitor.open(f"{run}pause")
    key: str = visitor.page.xpath("//p[@class='code']")[0].text
    return key


def fails_with(error: type[Exception], *, cause: Exception | None = None) -> Callable[..., None]:
    def broken(*_words: object, **_more: object) -> None:
        raise error(f"{MESSAGE}: {NOTE} {EMAIL}") from cause

    return broken


def break_things(app: Flask, visitor: Visitor, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails with the words in its hands: an address, a form, a service, a database, a job, a mail."""
    visitor.client.get(f"/de/nowhere/{EMAIL}?note={NOTE}")
    visitor.client.get(f"/de/resume/{key}x")
    visitor.client.post("/de/resume", data={"code": f"{key}x", "note": NOTE})
    visitor.client.post("/de/begin", json={"note": NOTE})
    visitor.client.post("/de/begin", data={"note": NOTE * 100_000})
    visitor.client.open("/de/", method="GEHEIM")

    for place in ("runs.with_key", "runs.opened"):
        monkeypatch.setattr(f"assessment.services.{place}", fails_with(RuntimeError))
    assert visitor.client.get(f"/de/resume/{key}").status_code == 500
    down = OperationalError(f"SELECT '{NOTE}'", {"note": NOTE}, sqlite3.OperationalError(NOTE))
    monkeypatch.setattr("assessment.services.runs.checks", lambda: (_ for _ in ()).throw(down))
    assert visitor.client.get("/de/").status_code == 503
    monkeypatch.setattr("assessment.services.mails.deliver", fails_with(OSError, cause=ValueError(EMAIL)))
    assert postman.deliver(app.extensions[SETTINGS], app.extensions[DATABASE]) == 0


def test_neither_answers_nor_names_nor_keys_reach_the_log(
    app: Flask,
    visitor: Visitor,
    written: Written,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    key = walk(visitor)
    break_things(app, visitor, key, monkeypatch)

    (failed,) = written.of("exception")
    assert (failed["route"], failed["error"]) == (
        "/<language:lang>/resume/<code>",
        "builtins.RuntimeError",
    )
    assert failed["way"][-2].startswith("tests/assessment/web/test_log.py:")
    assert {line["status"] for line in written.of("request")} >= {200, 302, 404, 405, 409, 413, 415, 500, 503}
    assert {line["event"] for line in written.lines} >= {"database_refuses", "mails_failed", "refused"}
    told = written.text + "".join(capfd.readouterr())
    secrets = (NOTE, GOAL, TITLE, NAME, EMAIL, MESSAGE, BROWSER, REFERRER, key, key.replace("-", ""))
    assert [secret for secret in (*secrets, "geheim", "Geheim", "GEHEIM") if secret in told] == []


def test_what_a_database_refuses_is_told_without_the_row(
    app: Flask, database: Database, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_words: object, **_more: object) -> None:
        with database.writing() as connection:
            connection.execute(text("INSERT INTO answer (note) VALUES (:note)"), {"note": NOTE})

    monkeypatch.setattr(runs, "checks", refuses)
    with pytest.raises(DBAPIError):
        refuses()
    assert app.test_client().get("/de/").status_code == 500
    assert "sqlite3.IntegrityError" in written.of("exception")[0]["way"]
    assert NOTE not in written.text


def test_who_tries_doors_is_noted_by_the_rule_of_the_address(app: Flask, written: Written) -> None:
    client = app.test_client()
    client.get(f"/de/check/{'0' * 8}-0000-4000-8000-{'0' * 12}/result")
    client.get("/de/resume/AAAA-BBBB-CCCC-DDDD")
    client.get("/de/work")
    assert [(line["route"], line["reason"]) for line in written.of("refused")] == [
        ("/<language:lang>/check/<uuid:run_id>/result", "KeyNeeded"),
        ("/<language:lang>/resume/<code>", "NoSuchRun"),
        ("/<language:lang>/work", "sign_in_needed"),
    ]
    assert "AAAA" not in written.text


def test_a_report_that_fails_is_told_without_what_stands_in_it(
    app: Flask, written: Written, application: Flask
) -> None:
    queue = ReportQueue(app.extensions[SETTINGS], work=fails_with(RuntimeError))
    queue._do("00000000-0000-4000-8000-000000000000", "de", "full", NOTE)
    queue.close()
    assert [line["error"] for line in written.of("report_failed")] == ["builtins.RuntimeError"]
    assert "Geheim" not in written.text


# --- the number of a request ---------------------------------------------------------------------


def test_an_error_page_names_the_number_under_which_the_log_has_it(
    visitor: Visitor, written: Written
) -> None:
    visitor.open("/de/resume/AAAA-BBBB-CCCC-DDDD")

    number = visitor.response.headers[numbering.HEADER]
    assert f"Nennen Sie uns bitte den Fehler 404 und diese Nummer: {number}" in visitor.text
    assert [line["request"] for line in written.lines] == [number, number]
    visitor.open("/de/")
    assert visitor.response.headers[numbering.HEADER] != number
    assert logs.REQUEST.get() == ""


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, "3f0c9a7e51d24b0e8d1f6a2b7c9d0e1f", True),
        (1, "7c9e6679-7425-40de-944b-e07fc1f90ae7", True),
        (1, EMAIL, False),
        (1, "Geheim-Metall", False),
        (0, "3f0c9a7e51d24b0e8d1f6a2b7c9d0e1f", False),
    ],
)
def test_a_number_is_taken_from_a_trusted_proxy_if_it_can_be_nothing_else(
    app: Flask, proxies: int, given: str, taken: bool
) -> None:
    app.extensions[SETTINGS] = app.extensions[SETTINGS].model_copy(update={"proxies": proxies})
    answer = app.test_client().get("/healthz", headers={numbering.HEADER: given})
    assert (answer.headers[numbering.HEADER] == given) is taken


# --- lines ---------------------------------------------------------------------------------------


def record(message: object, *words: object, file: str = __file__) -> logging.LogRecord:
    return logging.LogRecord("library", logging.WARNING, file, 1, message, words, None)


def line(told: logging.LogRecord) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Formatter("worker", as_json=True).format(told))
    return found


def test_of_a_library_the_words_of_its_code_are_told_and_numbers() -> None:
    assert line(record("Worker %s of %s has ended", 17, EMAIL))["words"] == "Worker 17 of … has ended"
    assert line(record(f"Invalid request from {EMAIL}"))["words"] == "…"
    assert line(record("%d pages", EMAIL))["words"] == "…"
    over_lines = record(
        "The body of an answer without one "
        "was %s", EMAIL)  # fmt: skip
    assert line(over_lines)["words"] == "The body of an answer without one was …"
    assert line(record("%(who)s has ended", {"who": EMAIL}))["words"] == "…"
    message = EmailMessage()
    message["To"] = EMAIL
    assert EMAIL not in str(line(record(message)))


def test_what_the_master_of_the_web_processes_says_is_told_as_it_says_it() -> None:
    composed = record(
        "Worker (pid:%s) was sent %s!" + " Perhaps?", 17, "SIGKILL", file="/x/gunicorn/arbiter.py"
    )
    assert line(composed)["words"] == "Worker (pid:17) was sent SIGKILL! Perhaps?"
    way = record(
        "Exception during worker exit:\n%s", f"Traceback\nValueError: {EMAIL}", file="/x/gunicorn/arbiter.py"
    )
    assert line(way)["words"] == "Exception during worker exit:"
    assert line(record("Connection in use: %s", "('', 80)", file="/x/gunicorn/sock.py"))["words"].endswith(
        "('', 80)"
    )


@pytest.mark.parametrize("module", ["arbiter", "sock"])
def test_what_is_told_word_for_word_knows_no_requests(module: str) -> None:
    code = Path(import_module(f"gunicorn.{module}").__file__ or "")
    assert code.as_posix().endswith(logs.OF_NO_VISITOR)
    names = set(re.findall(r"\w+", code.read_text(encoding="utf-8")))
    assert names & {"req", "request", "uri", "headers", "recv", "handle_error"} == set()


def test_what_a_web_process_quotes_of_a_request_is_left_out() -> None:
    worker = import_module("gunicorn.workers.base").__file__ or ""
    invalid = f"Invalid request from ip={EMAIL}: Invalid HTTP request line: {NOTE!r}"
    assert line(record(invalid, file=worker))["words"] == "…"
    unread = record("Error handling request %s %s", "GET", f"/de/resume/{NOTE}", file=worker)
    assert line(unread)["words"] == "Error handling request … …"


def test_of_an_error_in_a_library_kind_and_way_are_told() -> None:
    told = record("A task failed")
    try:
        fails_with(ValueError, cause=KeyError(EMAIL))()
    except ValueError:
        told.exc_info = sys.exc_info()
    found = line(told)
    assert found["error"] == "builtins.ValueError"
    assert found["way"][0] == "builtins.KeyError"
    assert EMAIL not in str(found)


def test_what_has_not_the_form_of_its_field_is_left_out() -> None:
    told = Event("refused", route=f"/de/{EMAIL}", method=NOTE, reason=NAME, duty=EMAIL, end=NOTE)
    assert set(told.facts.values()) == {"…"}


def test_people_read_the_same_on_a_line_and_the_way_to_an_error_below(written: Written) -> None:
    failed = record(Event("duty_failed", duty="retention", error=OSError(EMAIL)))
    told = Formatter("worker", as_json=False).format(failed).splitlines()
    words = "A daily duty has failed, and is tried again in an hour."
    assert told[0].endswith(f"warning {words} duty=retention error=builtins.OSError")
    assert told[1] == "    builtins.OSError"


def codes() -> Iterator[str]:
    for path in files("assessment/*.py"):
        yield from re.findall(r"\bEvent\(\s*\"(\w+)\"", path.read_text(encoding="utf-8"))


def test_every_event_has_words_and_every_word_an_event() -> None:
    assert set(codes()) == set(EVENTS)


def test_a_process_writes_to_whatever_standard_error_is_and_libraries_only_warnings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = logging.getLogger()
    before = (root.handlers, root.level)
    try:
        logs.begin(
            config.load({"WANDELKOMPASS_LOG_LEVEL": "info", "WANDELKOMPASS_LOG_FORMAT": "json"}), "web"
        )
        logs.begin(config.load({"WANDELKOMPASS_LOG_LEVEL": "info"}), "web")  # no terminal: for machines
        logging.getLogger("fontTools").info("for nobody")
        logging.getLogger("assessment.background.jobs").info(Event("queue_down"))
    finally:
        root.handlers = before[0]
        root.setLevel(before[1])
    (told,) = capsys.readouterr().err.splitlines()
    assert json.loads(told)["words"] == EVENTS["queue_down"]
