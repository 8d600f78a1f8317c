"""The queue and its worker, as it stands in a file and as it stands in PostgreSQL."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from huey.exceptions import HueyException
from pypdf import PdfReader
from sqlalchemy import text

from assessment import clock, config
from assessment.background import alive, jobs
from assessment.background.jobs import ReportQueue
from assessment.config import Settings
from assessment.services import runs
from assessment.services.checks import report_files, results
from assessment.services.checks.report_files import Wanted
from assessment.services.runs import Begun
from assessment.store.database import Database
from questionnaires.library import cases
from tests.assessment import house
from tests.server import ROOT, command

ANSWERS = cases.worked("readiness", "1.0")["machining_salzgitter"].answers
MINUTES = 180
"""Nothing here measures speed: a worker on a busy machine takes what it takes."""


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    given = {"DATABASE_URL": database_url, "INSTANCE_FOLDER": str(tmp_path)}
    return config.load({f"WANDELKOMPASS_{name}": value for name, value in given.items()})


@pytest.fixture
def wanted() -> Wanted:
    return Wanted(uuid4(), "de", "screen", "5e" * 32)


def waiting(queue: ReportQueue) -> int:
    return int(queue.huey.pending_count())


def take(queue: ReportQueue, work: Callable[[Wanted], object]) -> None:
    """What a worker does with the next order."""
    queue.work = work
    queue.huey.execute(queue.huey.dequeue())


def test_without_a_sign_of_life_nothing_is_ordered(queue: ReportQueue, wanted: Wanted) -> None:
    assert not queue.order(wanted)
    assert waiting(queue) == 0


def test_a_worker_that_fell_silent_counts_as_dead(
    queue: ReportQueue, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.beat()
    assert queue.order(wanted)

    later = clock.now() + alive.SILENCE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert not queue.order(replace(wanted, language="en"))
    assert not queue.expects(wanted)


def test_the_same_is_ordered_once(queue: ReportQueue, wanted: Wanted) -> None:
    queue.beat()

    assert queue.order(wanted)
    assert queue.order(wanted)
    assert queue.order(replace(wanted, variant="archive"))
    assert waiting(queue) == 2


def test_an_order_is_expected_until_it_is_done(queue: ReportQueue, wanted: Wanted) -> None:
    queue.beat()
    queue.order(wanted)
    done: list[Wanted] = []
    assert queue.expects(wanted)

    take(queue, done.append)

    assert done == [wanted]
    assert not queue.expects(wanted)


def test_an_order_that_fails_is_expected_no_longer(queue: ReportQueue, wanted: Wanted) -> None:
    def fail(wanted: Wanted) -> None:
        raise ValueError(wanted)

    queue.beat()
    queue.order(wanted)
    take(queue, fail)

    assert not queue.expects(wanted)


def test_the_queue_knows_nothing_of_a_company_but_the_number_of_its_run(
    queue: ReportQueue, wanted: Wanted
) -> None:
    queue.beat()
    queue.order(wanted)
    (message,) = queue.huey.storage.enqueued_items()

    said = [part for part in json.loads(bytes(message)) if part not in (None, 0, {}, [])]

    assert said[1:] == [
        "wandelkompass.render_report",
        [str(wanted.run_id), wanted.language, wanted.variant, wanted.key],
    ]


def die_at(queue: ReportQueue) -> None:
    """A worker takes the next order out of the queue and is killed."""
    queue.huey.dequeue()


def test_what_a_killed_worker_had_begun_is_taken_up_once(queue: ReportQueue, wanted: Wanted) -> None:
    queue.beat()
    queue.order(wanted)
    queue.order(replace(wanted, language="en"))
    die_at(queue)

    queue.take_up()
    queue.take_up()

    assert waiting(queue) == 2


def test_what_a_worker_is_at_is_left_to_it_until_it_falls_silent(
    queue: ReportQueue, settings: Settings, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = ReportQueue(settings, lambda _order: taken_up())
    monkeypatch.setattr(other, "me", "elsewhere/1/5e")
    later = clock.now() + 2 * alive.GONE
    found: list[int] = []

    def taken_up() -> None:
        queue.take_up()
        found.append(waiting(queue))
        monkeypatch.setattr(clock, "now", lambda: later)
        queue.take_up()
        found.append(waiting(queue))

    other.beat()
    other.order(wanted)
    other.huey.execute(other.huey.dequeue())
    other.close()

    assert found == [0, 1]


def test_an_order_that_another_version_of_the_code_named_otherwise_is_done_all_the_same(
    queue: ReportQueue, wanted: Wanted
) -> None:
    queue.beat()
    queue.order(wanted)
    (message,) = queue.huey.storage.enqueued_items()
    assert queue.huey.storage.dequeue()
    queue.huey.storage.enqueue(bytes(message).replace(b"wandelkompass.", b"assessment.jobs."))

    queue.take_up()
    done: list[Wanted] = []
    with pytest.raises(HueyException):
        take(queue, done.append)
    take(queue, done.append)

    assert done == [wanted]
    assert not queue.expects(wanted)


def test_an_order_that_may_be_on_its_way_is_left_alone_by_those_who_look_every_few_seconds(
    queue: ReportQueue, wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue.beat()
    queue.order(wanted)
    die_at(queue)
    queue.take_up(after=alive.SILENCE)
    assert waiting(queue) == 0

    later = clock.now() + 2 * alive.SILENCE
    monkeypatch.setattr(clock, "now", lambda: later)
    queue.take_up(after=alive.SILENCE)
    assert waiting(queue) == 1


def test_a_worker_of_our_own_machine_is_known_to_have_ended_at_once() -> None:
    mine = alive.new_name()
    machine, process, number = mine.split("/")

    assert not alive.has_ended(mine, mine)
    assert alive.has_ended(f"{machine}/{process}/of-a-container-before", mine)
    assert alive.has_ended(f"{machine}/{2**22 + 1}/{number}", mine)
    assert not alive.has_ended(f"{machine}/1/{number}", mine)
    assert not alive.has_ended(f"elsewhere/{2**22 + 1}/{number}", mine)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_who_open_the_queue_first_at_the_same_moment_both_get_it(
    queue: ReportQueue, settings: Settings
) -> None:
    """One is just making the tables and has not committed, while the other begins."""
    url = settings.database_url.replace("+psycopg", "")
    with (
        psycopg.connect(url) as first,
        psycopg.connect(url, autocommit=True) as looking,
        ThreadPoolExecutor(1) as pool,
    ):
        first.execute("CREATE TABLE huey_kv (queue text, key text, value bytea, PRIMARY KEY (queue, key))")
        second = pool.submit(queue.beat)
        wait_until(lambda: looking.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone())
        first.commit()
        second.result(MINUTES)

    assert queue.is_served()


def test_an_order_that_kills_every_worker_is_given_up(queue: ReportQueue, wanted: Wanted) -> None:
    queue.beat()
    queue.order(wanted)
    for _ in range(jobs.ATTEMPTS):
        die_at(queue)
        queue.take_up()

    assert waiting(queue) == 0
    assert not queue.expects(wanted)


def test_a_queue_that_cannot_be_read_is_told_to_the_log_alone(
    tmp_path: Path, wanted: Wanted, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "queue.sqlite3").write_text("This is no database." * 100)
    queue = ReportQueue(config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path)}))

    assert not queue.order(wanted)
    assert not queue.expects(wanted)
    assert "The queue for reports is down." in caplog.text


def test_a_database_that_does_not_answer_holds_nobody_up(wanted: Wanted, tmp_path: Path) -> None:
    url = f"postgresql://nobody@/nothing?host={tmp_path}"
    queue = ReportQueue(config.load({"WANDELKOMPASS_DATABASE_URL": url}))

    assert not queue.order(wanted)


# --- with processes of their own ---------------------------------------------------------------


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    made = Database(settings.database_url)
    yield made
    made.close()


@pytest.fixture
def begun(database: Database) -> Begun:
    return house.begun(database, ANSWERS, now=clock.now())


def ordered(queue: ReportQueue, database: Database, begun: Begun, settings: Settings) -> Wanted:
    shown = results.shown(
        database,
        run_id=begun.run_id,
        key=begun.key,
        operator=results.operator_of(settings),
        now=clock.now(),
    )
    wanted = report_files.wanted_of(shown, "de")
    assert queue.order(wanted)
    return wanted


AT_WORK_FOR_EVER = """
from time import sleep
from assessment import config
from assessment.background.jobs import ReportQueue
queue = ReportQueue(config.load(), lambda wanted: sleep(3600))
queue.beat()
queue.run()
"""


@contextmanager
def process(settings: Settings, *program: str) -> Iterator[subprocess.Popen[bytes]]:
    """Python with a program, or without one a worker."""
    words, environment = command(
        "worker", database_url=settings.database_url, instance_folder=str(settings.instance_folder)
    )
    words = [words[0], *program] if program else words
    with subprocess.Popen(words, env=environment, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.terminate()


def wait_until(condition: Callable[[], object]) -> None:
    until = time.monotonic() + MINUTES
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def rows(database: Database) -> list[bytes]:
    with database.reading() as connection:
        return [bytes(row[0]) for row in connection.execute(text("SELECT content FROM report_file"))]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_worker_killed_at_work_leaves_the_report_to_the_next_one(
    queue: ReportQueue, database: Database, begun: Begun, settings: Settings, tmp_path: Path
) -> None:
    """On SQLite a worker that follows a killed one is seen at work in test_server."""
    with ExitStack() as workers:
        first = workers.enter_context(process(settings, "-c", AT_WORK_FOR_EVER))
        wait_until(queue.is_served)
        wanted = ordered(queue, database, begun, settings)
        wait_until(lambda: waiting(queue) == 0)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert rows(database) == []

        second = workers.enter_context(process(settings))
        wait_until(lambda: rows(database))
        wait_until(lambda: not queue.huey.storage.has_data_for_key(jobs._name(wanted)))
        second.terminate()
        assert second.wait(MINUTES) == 0

    (document,) = rows(database)
    (tmp_path / "report.pdf").write_bytes(document)
    assert len(PdfReader(tmp_path / "report.pdf").pages) > 4


def test_an_order_for_an_erased_run_ends_without_a_trace(
    queue: ReportQueue, database: Database, begun: Begun, settings: Settings
) -> None:
    queue.beat()
    wanted = ordered(queue, database, begun, settings)
    runs.erase(database, run_id=begun.run_id, key=begun.key, now=clock.now())

    take(
        queue,
        lambda order: report_files.make(
            database, order, operator=results.operator_of(settings), now=clock.now()
        ),
    )

    assert rows(database) == []
    assert not queue.expects(wanted)
    assert waiting(queue) == 0
