"""The click on the report: there, coming, or made at once; with what a person reads meanwhile."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from pypdf import PdfReader

from assessment import clock
from assessment.background import alive
from assessment.background.jobs import ReportQueue
from assessment.services.checks import report_files
from assessment.services.checks.report_files import Wanted
from assessment.services.checks.results import operator_of
from assessment.store.database import Database
from assessment.web.context import QUEUE, SETTINGS
from questionnaires.library import cases
from questionnaires.text import Language
from reports import pdf
from reports.report import Report
from tests.assessment import house
from tests.assessment.web.visitor import Visitor

ANSWERS = cases.worked("readiness", "1.0")["machining_salzgitter"].answers
CLICK = "Bericht als PDF"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendering is tested with the reports; a click here waits no second."""

    def render(report: Report, code: Language, variant: pdf.Variant = "screen") -> bytes:
        return f"%PDF {code} {variant}".encode()

    monkeypatch.setattr(pdf, "render", render)
    monkeypatch.setattr(report_files, "MOMENT", 0)


@pytest.fixture
def queue(app: Flask) -> Iterator[ReportQueue]:
    """The application's queue, with a worker that is there and does nothing."""
    made: ReportQueue = app.extensions[QUEUE]
    made.beat()
    yield made
    made.close()


@pytest.fixture
def at_result(visitor: Visitor, database: Database) -> Visitor:
    begun = house.begun(database, ANSWERS, now=clock.now())
    visitor.open(f"/de/resume/{begun.key}")
    return opened(visitor, f"/de/check/{begun.run_id}/result")


def opened(visitor: Visitor, address: str) -> Visitor:
    """As a browser does: the answer is closed when all of it has come."""
    visitor.open(address)
    visitor.response.close()
    return visitor


def orders(queue: ReportQueue) -> list[Wanted]:
    return [Wanted(UUID(run), *rest) for run, *rest in (task.args for task in queue.huey.pending())]


def work(app: Flask, database: Database, queue: ReportQueue) -> None:
    """What a worker does with everything that has been ordered."""
    queue.work = lambda wanted: report_files.make(
        database, wanted, operator=operator_of(app.extensions[SETTINGS]), now=clock.now()
    )
    while task := queue.huey.dequeue():
        queue.huey.execute(task)


def test_who_opens_the_result_finds_the_report_ready(
    app: Flask, database: Database, queue: ReportQueue, at_result: Visitor
) -> None:
    work(app, database, queue)
    at_result.follow(CLICK)

    assert at_result.response.mimetype == "application/pdf"
    first = PdfReader(io.BytesIO(at_result.response.data)).pages[0].extract_text()
    assert "Salzgitter" in first


@pytest.mark.usefixtures("quick")
def test_the_report_is_ordered_in_the_language_of_the_page(queue: ReportQueue, at_result: Visitor) -> None:
    opened(at_result, at_result.path.replace("/de/", "/en/", 1))

    assert [order.language for order in orders(queue)] == ["de", "en"]


@pytest.mark.usefixtures("quick")
def test_who_looks_over_all_answers_has_the_report_made_already(
    app: Flask, database: Database, queue: ReportQueue, at_result: Visitor
) -> None:
    work(app, database, queue)
    opened(at_result, at_result.path.replace("/result", "/answers"))
    work(app, database, queue)

    at_result.press("Ergebnis ansehen").response.close()

    assert orders(queue) == []
    assert at_result.follow(CLICK).response.data == b"%PDF de screen"


@pytest.mark.usefixtures("quick")
def test_a_report_that_is_coming_is_said_to_and_asked_for_again(
    app: Flask, database: Database, queue: ReportQueue, at_result: Visitor
) -> None:
    at_result.follow(CLICK)

    assert at_result.status == 202
    assert at_result.heading == "Ihr Bericht wird gerade erstellt"
    assert "Danach öffnet sich der Bericht von selbst" in at_result.text
    pause, address = re.fullmatch(r"(\d); url=(.+)", at_result.response.headers["Refresh"]).groups()  # type: ignore[union-attr]
    assert pause == "2"
    assert at_result.page.xpath("//main//a[@href=$address]", address=address)

    assert at_result.follow("Bericht öffnen").status == 202
    work(app, database, queue)
    assert at_result.follow("Bericht öffnen").response.data == b"%PDF de screen"


@pytest.mark.usefixtures("quick")
def test_from_a_report_that_is_coming_one_gets_back_to_the_result(
    queue: ReportQueue, at_result: Visitor
) -> None:
    assert at_result.follow(CLICK).follow("Zurück zum Ergebnis").heading == "Ihr Ergebnis"


@pytest.mark.usefixtures("quick")
def test_in_english_it_is_coming_too(queue: ReportQueue, at_result: Visitor) -> None:
    at_result.open(at_result.path.replace("/de/", "/en/", 1).replace("/result", "/report.pdf"))

    assert at_result.heading == "Your report is being made"


@pytest.mark.usefixtures("quick")
def test_without_a_worker_the_report_is_made_at_the_click(at_result: Visitor) -> None:
    assert at_result.follow(CLICK).response.data == b"%PDF de screen"


@pytest.mark.usefixtures("quick")
def test_a_worker_that_has_died_keeps_nobody_waiting(
    queue: ReportQueue, at_result: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + 2 * alive.SILENCE
    monkeypatch.setattr(clock, "now", lambda: later)

    assert at_result.follow(CLICK).response.data == b"%PDF de screen"


@pytest.mark.usefixtures("quick")
def test_an_unreadable_queue_changes_nothing_a_visitor_sees(
    app: Flask, visitor: Visitor, database: Database
) -> None:
    folder: Path = app.extensions[SETTINGS].instance_folder
    (folder / "queue.sqlite3").write_text("This is no database." * 100)
    begun = house.begun(database, ANSWERS, now=clock.now())
    visitor.open(f"/de/resume/{begun.key}")

    opened(visitor, f"/de/check/{begun.run_id}/result")

    assert visitor.heading == "Ihr Ergebnis"
    assert visitor.follow(CLICK).response.data == b"%PDF de screen"


@pytest.mark.one_process
@pytest.mark.usefixtures("quick")
def test_too_many_clicks_at_once_are_asked_for_patience(
    at_result: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_files.AT_ONCE, "acquire", lambda **options: False)

    at_result.follow(CLICK)

    assert at_result.status == 503
    assert at_result.heading == "Gerade werden viele Berichte erstellt"
    assert at_result.response.headers["Retry-After"] == "2"
    assert at_result.page.xpath("//a[normalize-space()='Noch einmal versuchen']")


@pytest.mark.usefixtures("quick")
def test_a_browser_that_has_the_report_is_not_sent_it_again(at_result: Visitor) -> None:
    address = at_result.path.replace("/result", "/report.pdf")
    first = at_result.client.get(address)

    again = at_result.client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache, private"
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert at_result.client.get(address + "?variant=archive").headers["ETag"] != first.headers["ETag"]


@pytest.mark.usefixtures("quick")
def test_the_variant_for_records_stays_chosen_while_it_is_coming(
    app: Flask, database: Database, queue: ReportQueue, at_result: Visitor
) -> None:
    at_result.open(at_result.path.replace("/result", "/report.pdf?variant=archive"))
    assert at_result.status == 202
    work(app, database, queue)

    assert at_result.follow("Bericht öffnen").response.data == b"%PDF de archive"
    assert urlsplit(at_result.response.request.url).query.startswith("asked=1")
