"""What lies outside of the database goes with the check and the account; and once a day what is too old."""

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from assessment import clock, config
from assessment.background.jobs import DONE, ReportQueue
from assessment.config import Settings
from assessment.mail import posts
from assessment.outside import Leftovers
from assessment.services.checks.report_files import Wanted

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
QUARTER_PAST = datetime(2026, 11, 22, 9, 17, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return config.load({"WANDELKOMPASS_INSTANCE_FOLDER": str(tmp_path)})


@pytest.fixture
def outside(settings: Settings, queue: ReportQueue) -> Leftovers:
    return Leftovers(settings, queue)


def mails_in(settings: Settings) -> set[str]:
    return {path.name for path in posts.folder_of(settings).glob("*")}


def mailed(settings: Settings, recipient: str = "toni@example.org") -> UUID:
    mail_id = uuid4()
    post, words = posts.of(settings), {"subject": "Grüße", "text": "Hallo"}
    post.send(mail_id=str(mail_id), recipient=recipient, handing_over=lambda: None, **words)
    return mail_id


def test_the_mails_and_orders_of_a_check_go_and_those_of_others_stay(
    settings: Settings, queue: ReportQueue, outside: Leftovers
) -> None:
    run_id, other = uuid4(), uuid4()
    queue.beat()
    for one in (run_id, other):
        assert queue.order(Wanted(one, "de", "screen", "5e" * 32))
    mine, theirs = mailed(settings), mailed(settings)

    outside.forget_run(run_id, [mine, uuid4()])

    assert mails_in(settings) == {f"{theirs}.eml"}
    assert (queue.orders_of(run_id), len(queue.orders_of(other))) == ([], 1)


def test_the_mails_to_somebody_whose_account_goes_do_so_too(settings: Settings, outside: Leftovers) -> None:
    mailed(settings, "Toni@example.org")
    kim = mailed(settings, "kim@example.org")

    outside.forget_address("toni@example.org")

    assert mails_in(settings) == {f"{kim}.eml"}


def test_old_mails_and_forgotten_drafts_go_by_their_age(settings: Settings, outside: Leftovers) -> None:
    assert outside.forget_mails(NOW) == 0, "a folder that is not there is no mistake"
    old, new = mailed(settings), mailed(settings)
    draft = posts.folder_of(settings) / "tmpdraft"
    draft.write_text("half a mail")
    for name, days in ((f"{old}.eml", 31), ("tmpdraft", 31), (f"{new}.eml", 29)):
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(posts.folder_of(settings) / name, (moment, moment))

    limit = NOW - timedelta(days=30)
    assert outside.forget_mails(limit, only_count=True) == 2
    assert outside.forget_mails(limit) == 2
    assert mails_in(settings) == {f"{new}.eml"}


def test_a_queue_that_cannot_be_read_keeps_nobody_from_erasing(
    settings: Settings, queue: ReportQueue, outside: Leftovers, caplog: pytest.LogCaptureFixture
) -> None:
    (settings.instance_folder / "queue.sqlite3").write_text("no database at all")

    outside.forget_run(uuid4(), [])

    assert queue.orders_of(uuid4()) == []
    assert "could not be erased. error=sqlite3.DatabaseError" in caplog.text


# --- once a day ----------------------------------------------------------------------------------


def test_a_worker_does_its_duties_once_a_day_however_many_workers_there_are(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    workers = [ReportQueue(settings, daily={"retention": partial(done.append, name)}) for name in ("a", "b")]
    for hours in (0, 1, 24, 25):
        monkeypatch.setattr(clock, "now", partial(NOW.__add__, timedelta(hours=hours)))
        for worker in workers:
            (task,) = worker.huey.read_periodic(QUARTER_PAST)
            worker.huey.execute(task)

    assert done == ["a", "a"]
    notes = [name for name in workers[0].huey.all_results() if name.startswith(DONE)]
    assert notes == ["done:retention:2026-11-23"]
    assert workers[0].huey.read_periodic(QUARTER_PAST + timedelta(minutes=1)) == []
    for worker in workers:
        worker.close()


def test_a_duty_that_a_killed_worker_had_begun_is_done_by_another_on_the_same_day(settings: Settings) -> None:
    done: list[str] = []
    killed = ReportQueue(settings)
    killed.huey.put(f"{DONE}retention:{clock.day(clock.now())}", "elsewhere/1/5e")
    killed.close()

    worker = ReportQueue(settings, daily={"retention": partial(done.append, "done")})
    for _ in range(2):
        (task,) = worker.huey.read_periodic(QUARTER_PAST)
        worker.huey.execute(task)
    worker.close()

    assert done == ["done"]


def test_a_duty_that_failed_is_tried_again_and_neither_hinders_another_nor_is_taken_for_an_order(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[int] = []
    done: list[str] = []

    def fails() -> None:
        tried.append(1)
        raise RuntimeError("no database")

    worker = ReportQueue(settings, daily={"first": fails, "second": partial(done.append, "second")})
    for _ in range(2):
        (task,) = worker.huey.read_periodic(QUARTER_PAST)
        worker.huey.enqueue(task)
        worker.take_up()
        worker.huey.execute(worker.huey.dequeue())
    assert len(tried) == 2
    assert done == ["second"]
    assert "A daily duty has failed, and is tried again in an hour. duty=first" in caplog.text
    worker.close()
