"""Reports as files, on SQLite and on PostgreSQL: made once, found by their content, gone with the run."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import text

from assessment.services import runs
from assessment.services.checks import report_files, results
from assessment.services.checks.report_files import BeingMade, TooMany, Wanted
from assessment.services.checks.results import Shown
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.library import cases
from questionnaires.text import Language
from reports import pdf
from reports.report import Operator, Report

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
OPERATOR = Operator(name="ReTraSON")
ANSWERS = cases.worked("readiness", "1.0")["machining_salzgitter"].answers


class Workers:
    """A queue that remembers what was ordered; `make` is what happens to an order at once."""

    def __init__(self, database: Database, *, at_work: bool = True, prompt: bool = False) -> None:
        self.database, self.at_work, self.prompt = database, at_work, prompt
        self.orders: list[Wanted] = []

    def order(self, wanted: Wanted) -> bool:
        self.orders.append(wanted)
        return self.at_work and (not self.prompt or make(self.database, wanted))

    def orders_of(self, run_id: UUID) -> list[Wanted]:
        return []

    def forget(self, run_id: UUID) -> None:
        """Nothing of it stands on a list."""

    def expects(self, wanted: Wanted) -> bool:
        return self.at_work and wanted in self.orders


@pytest.fixture(autouse=True)
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    """Rendering is tested with the reports; here it is quick, and told."""
    made: list[Report] = []

    def render(report: Report, code: Language, variant: pdf.Variant = "screen") -> bytes:
        made.append(report)
        return f"%PDF {code} {variant} {len(report.model_dump_json())}".encode()

    monkeypatch.setattr(pdf, "render", render)
    monkeypatch.setattr(report_files, "MOMENT", 0.05)
    monkeypatch.setattr(report_files, "GLANCE", 0.01)
    return made


@pytest.fixture
def begun(database: Database) -> Begun:
    begun = runs.begin(database, check="short", language="de", now=NOW)
    runs.save(database, run_id=begun.run_id, key=begun.key, given=ANSWERS, seen={}, now=NOW)
    return begun


@pytest.fixture
def shown(database: Database, begun: Begun) -> Shown:
    return results.finish(database, run_id=begun.run_id, key=begun.key, goal="", operator=OPERATOR, now=NOW)


@pytest.fixture
def wanted(shown: Shown) -> Wanted:
    return report_files.wanted_of(shown, "de")


def make(database: Database, wanted: Wanted, now: datetime = NOW) -> bool:
    return report_files.make(database, wanted, operator=OPERATOR, now=now)


def files(database: Database) -> list[tuple[str, str, str]]:
    with database.reading() as connection:
        found = connection.execute(text("SELECT language, variant, content_key FROM report_file"))
        return sorted((language, variant, key) for language, variant, key in found)


def test_a_file_made_before_the_click_is_handed_out_without_asking_anybody(
    database: Database, shown: Shown, wanted: Wanted, rendered: list[Report]
) -> None:
    assert make(database, wanted)
    workers = Workers(database)

    content = report_files.handed_out(database, workers, wanted, shown.report)

    assert content.startswith(b"%PDF de screen")
    assert rendered == [shown.report]
    assert workers.orders == []


def test_a_file_that_comes_within_a_moment_is_waited_for(
    database: Database, shown: Shown, wanted: Wanted
) -> None:
    workers = Workers(database, prompt=True)

    assert report_files.handed_out(database, workers, wanted, shown.report).startswith(b"%PDF")
    assert workers.orders == [wanted]


def test_a_file_that_takes_longer_is_on_its_way(database: Database, shown: Shown, wanted: Wanted) -> None:
    workers = Workers(database)

    with pytest.raises(BeingMade):
        report_files.handed_out(database, workers, wanted, shown.report)
    with pytest.raises(BeingMade):
        report_files.handed_out(database, workers, wanted, shown.report, asked=1)
    assert workers.orders == [wanted]


def test_what_workers_have_given_up_is_made_at_once(
    database: Database, shown: Shown, wanted: Wanted, rendered: list[Report]
) -> None:
    assert report_files.handed_out(database, Workers(database), wanted, shown.report, asked=1)
    assert rendered == [shown.report]


def test_nobody_waits_for_ever(database: Database, shown: Shown, wanted: Wanted) -> None:
    workers = Workers(database)
    workers.orders.append(wanted)

    assert report_files.handed_out(database, workers, wanted, shown.report, asked=report_files.PATIENCE)


def test_without_workers_it_is_made_at_once_and_not_kept(
    database: Database, shown: Shown, wanted: Wanted, rendered: list[Report]
) -> None:
    nobody = Workers(database, at_work=False)

    assert report_files.handed_out(database, nobody, wanted, shown.report).startswith(b"%PDF")
    assert rendered == [shown.report]
    assert files(database) == []


@pytest.fixture
def crowd() -> Iterator[None]:
    """As many as may are having their reports made during their clicks."""
    with ExitStack() as stack:
        while report_files.AT_ONCE.acquire(blocking=False):
            stack.callback(report_files.AT_ONCE.release)
        yield


def test_only_so_many_are_made_at_once(database: Database, shown: Shown, wanted: Wanted, crowd: None) -> None:
    with pytest.raises(TooMany):
        report_files.handed_out(database, Workers(database, at_work=False), wanted, shown.report)


def test_doing_a_job_twice_makes_one_file(database: Database, wanted: Wanted, rendered: list[Report]) -> None:
    assert make(database, wanted)
    assert not make(database, wanted)

    assert files(database) == [("de", "screen", wanted.key)]
    assert len(rendered) == 1


def test_two_workers_at_the_same_job_leave_one_file(database: Database, wanted: Wanted) -> None:
    workers = [Thread(target=make, args=(database, wanted)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert files(database) == [("de", "screen", wanted.key)]


def test_languages_and_variants_stand_side_by_side(database: Database, shown: Shown) -> None:
    orders = [report_files.wanted_of(shown, "de", "archive"), report_files.wanted_of(shown, "en")]

    assert all(make(database, order) for order in orders)
    assert [file[:2] for file in files(database)] == [("de", "archive"), ("en", "screen")]


def test_a_job_for_answers_that_have_changed_since_makes_nothing(
    database: Database, begun: Begun, shown: Shown, wanted: Wanted, rendered: list[Report]
) -> None:
    runs.save(
        database,
        run_id=begun.run_id,
        key=begun.key,
        given={"E01": Answer("0")},
        seen=shown.run.written_at,
        now=NOW,
    )

    assert not make(database, wanted)
    assert rendered == []


def test_the_file_to_changed_answers_replaces_the_earlier_one(
    database: Database, begun: Begun, shown: Shown, wanted: Wanted
) -> None:
    make(database, wanted)
    change = {"E01": Answer("0")}
    seen = shown.run.written_at
    runs.save(database, run_id=begun.run_id, key=begun.key, given=change, seen=seen, now=NOW)
    again = results.shown(database, run_id=begun.run_id, key=begun.key, operator=OPERATOR, now=NOW)
    newer = report_files.wanted_of(again, "de")

    assert make(database, newer)
    assert files(database) == [("de", "screen", newer.key)]


def test_an_interim_report_is_made_too_on_the_day_it_was_ordered(database: Database, begun: Begun) -> None:
    interim = results.shown(database, run_id=begun.run_id, key=begun.key, operator=OPERATOR, now=NOW)
    wanted = report_files.wanted_of(interim, "de")

    assert not make(database, wanted, NOW + timedelta(days=1))
    assert make(database, wanted)


def test_the_file_is_made_while_answers_are_looked_over(
    database: Database, begun: Begun, rendered: list[Report]
) -> None:
    workers = Workers(database, prompt=True)
    run = runs.opened(database, run_id=begun.run_id, key=begun.key)
    report_files.order_early(database, workers, run, "de", operator=OPERATOR, now=NOW)

    finished = results.finish(
        database, run_id=begun.run_id, key=begun.key, goal="", operator=OPERATOR, now=NOW
    )

    assert report_files.handed_out(database, workers, report_files.wanted_of(finished, "de"), finished.report)
    assert rendered == [finished.report]


def test_open_questions_let_nothing_be_made_early(database: Database) -> None:
    begun = runs.begin(database, check="short", language="de", now=NOW)
    few = {"E01": Answer("1")}
    runs.save(database, run_id=begun.run_id, key=begun.key, given=few, seen={}, now=NOW)
    run, workers = runs.opened(database, run_id=begun.run_id, key=begun.key), Workers(database)

    report_files.order_early(database, workers, run, "de", operator=OPERATOR, now=NOW)

    assert workers.orders == []


def test_what_is_there_is_not_ordered_again(database: Database, shown: Shown, wanted: Wanted) -> None:
    make(database, wanted)
    workers = Workers(database)

    report_files.order(database, workers, shown, "de")
    report_files.order(database, workers, shown, "en")

    assert [order.language for order in workers.orders] == ["en"]


def test_a_job_for_an_erased_run_makes_nothing(
    database: Database, begun: Begun, wanted: Wanted, rendered: list[Report]
) -> None:
    runs.erase(database, run_id=begun.run_id, key=begun.key, now=NOW)

    assert not make(database, wanted)
    assert rendered == []


def test_a_run_erased_while_its_report_is_made_leaves_no_file(
    database: Database, begun: Begun, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erase(report: Report, code: Language, variant: pdf.Variant) -> bytes:
        runs.erase(database, run_id=begun.run_id, key=begun.key, now=NOW)
        return b"%PDF"

    monkeypatch.setattr(pdf, "render", erase)

    assert not make(database, wanted)
    assert files(database) == []


def test_erasing_a_run_takes_its_files_along(database: Database, begun: Begun, wanted: Wanted) -> None:
    make(database, wanted)
    runs.erase(database, run_id=begun.run_id, key=begun.key, now=NOW)

    assert files(database) == []


def test_another_edition_of_the_templates_makes_another_file(
    shown: Shown, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "edition", lambda: "the next release")

    assert report_files.wanted_of(shown, "de").key != wanted.key


def test_a_job_of_another_edition_makes_nothing(database: Database, wanted: Wanted) -> None:
    assert not make(database, replace(wanted, key="0" * 64))
