"""What is there after kills, compared with what people were told: answers, reports, jobs and mails."""

import time
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Executable, select

from assessment import config
from assessment.background.jobs import ReportQueue
from assessment.services.mails import LEASE
from assessment.store.database import Database
from assessment.store.outbox import UNCONFIRMED, Mail
from assessment.store.report_files import ReportFile
from assessment.store.runs import StoredAnswer
from tests.bench.post_office import arrived

DRAINED = LEASE.total_seconds() + 180
"""Seconds after which whatever a killed process had taken is due again, and done."""
Given = dict[UUID, dict[str, str]]


class Told(NamedTuple):
    """What a walker was told. `mailed`: where a link goes; `run`: whose report it has held in its hands."""

    answers: Given
    mailed: str | None = None
    run: UUID | None = None


class Outcome(NamedTuple):
    """`lost`: acknowledged answers that are not there. `broken`: walks that could not go on. `open_jobs`:
    what is ordered and not done; `unkept`: what was handed out while no worker was there to keep it.
    `missing`: addresses to which no mail came although one was announced."""

    walks: int
    broken: int
    killed: Counter[str]
    answers: int
    lost: int
    reports: int
    unkept: int
    open_jobs: int
    mails: int
    twice: int
    unconfirmed: int
    waiting: int
    missing: int

    def __str__(self) -> str:
        killed = ", ".join(f"{number} {name}" for name, number in self.killed.items())
        return (
            f"{self.walks} walks ({self.broken} could not go on), "
            f"{sum(self.killed.values())} kills: {killed}\n"
            f"{self.answers} answers acknowledged, {self.lost} lost\n"
            f"{self.reports} reports handed out, {self.unkept} of them made at the click, "
            f"{self.open_jobs} jobs left open\n"
            f"{self.mails} mails written, {self.twice} arrived twice, {self.unconfirmed} without a word, "
            f"{self.waiting} still waiting; {self.missing} people got none"
        )


def wait_until_all_is_done(folder: Path, url: str) -> None:
    """Or until nothing gets less any more: a busy machine needs long for many reports."""
    left, since = None, time.monotonic()
    while left != (0, 0) and time.monotonic() - since < DRAINED:
        now = (_waiting(url), _orders(folder, url))
        if now != left:
            left, since = now, time.monotonic()
        time.sleep(2)


def _waiting(url: str) -> int:
    """Mails that have not left."""
    return sum(mail.sent_at is None for mail in _mails(url))


def _mails(url: str) -> list[Any]:
    return _rows(url, select(Mail.id, Mail.sent_at, Mail.last_error))


def _rows(url: str, statement: Executable) -> list[Any]:
    database = Database(url)
    with database.reading() as connection:
        found = list(connection.execute(statement))
    database.close()
    return found


def _orders(folder: Path, url: str) -> int:
    chosen = {"WANDELKOMPASS_INSTANCE_FOLDER": str(folder), "WANDELKOMPASS_DATABASE_URL": url}
    queue = ReportQueue(config.load(chosen))
    found = len(queue.waiting_since())
    queue.close()
    return found


def judged(folder: Path, url: str, walks: list[tuple[Told, bool]], killed: Counter[str]) -> Outcome:
    told = [one for one, _ in walks]
    mails, came = _mails(url), arrived(folder / "mails.txt")
    files = {row[0] for row in _rows(url, select(ReportFile.run_id))}
    wanted = [one.run for one in told if one.run]
    return Outcome(
        walks=len(told),
        broken=sum(not whole for _, whole in walks),
        killed=killed,
        answers=sum(len(answers) for one in told for answers in one.answers.values()),
        lost=_lost(url, told),
        reports=len(wanted),
        unkept=len(set(wanted) - files),
        open_jobs=_orders(folder, url),
        mails=len(mails),
        twice=sum(number > 1 for number in came.by_id.values()),
        unconfirmed=sum(mail.last_error == UNCONFIRMED for mail in mails),
        waiting=sum(mail.sent_at is None for mail in mails),
        missing=sum(came.by_address[one.mailed] == 0 for one in told if one.mailed),
    )


def _lost(url: str, told: list[Told]) -> int:
    rows = _rows(url, select(StoredAnswer.run_id, StoredAnswer.question, StoredAnswer.choice))
    kept = {(run_id, question): choice for run_id, question, choice in rows}
    given = [
        (run_id, question, choice)
        for one in told
        for run_id, answers in one.answers.items()
        for question, choice in answers.items()
    ]
    return sum(kept.get((run_id, question)) != choice for run_id, question, choice in given)
