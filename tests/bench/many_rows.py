"""Time and memory of bringing a table of checks in and of writing it again, by size: memory must not grow.

    .venv/bin/python -m tests.bench.many_rows 1000 4000

First so many checks with a question left open, then a tenth as many that are finished: these get a result,
which costs more than all the rest. `held` is the longest that one transaction kept others from writing. Each
size runs in a process of its own, on SQLite in a folder that is thrown away. Times are processor time.
"""

import csv
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from sqlalchemy import event
from sqlalchemy.engine import Connection

from assessment import clock
from assessment.services.datasets import exporting, importing
from assessment.services.datasets.exporting import Wanted
from assessment.store import migrate
from assessment.store.database import Database
from questionnaires import library
from questionnaires.answers import DONT_KNOW
from reports.report import Operator

SIZES = ("1000", "4000")
SHARE_FINISHED = 10
EVERYTHING = Wanted(facts=True, everybody=True)


def main(sizes: list[str]) -> None:
    for size in sizes:
        subprocess.run([sys.executable, "-m", "tests.bench.many_rows", "--one", size], check=True)


def one(size: int) -> None:
    few = size // SHARE_FINISHED
    with TemporaryDirectory() as folder:
        url, table = f"sqlite:///{folder}/bench.sqlite3", Path(folder) / "table.csv"
        migrate.upgrade(url)
        database = Database(url)
        held, now = _held(database), clock.now()
        bring_in = partial(importing.bring_in, database, table, operator=Operator(name="Bench"), now=now)
        _fill(table, size, left_open=1)
        into = _milliseconds(bring_in) / size
        _fill(table, few)
        finished = _milliseconds(bring_in) / few
        out = partial(exporting.export, database, Path(folder) / "out", wanted=EVERYTHING, now=now)
        written = _milliseconds(out) / (size + few)
        database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:>8} checks: in {into:.2f} ms, with a result {finished:.1f} ms, out {written:.2f} ms each; "
        f"held {1000 * max(held):.0f} ms; at most {peak:.0f} MB"
    )


def _held(database: Database) -> list[float]:
    """Will hold the seconds that each transaction took that writes."""
    begun, took = [0.0], [0.0]

    def begin(_: Connection) -> None:
        begun[0] = time.process_time()

    def commit(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            took.append(time.process_time() - begun[0])

    event.listen(database.engine, "begin", begin)
    event.listen(database.engine, "commit", commit)
    return took


def _milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun)


def _fill(table: Path, size: int, left_open: int = 0) -> None:
    """Answers by chance to all questions with options but so many, a tenth of them not known."""
    random, questions = Random(7), library.released("readiness").question
    choices = {id_: [option.id for option in one.options] for id_, one in questions.items() if one.options}
    choices = dict([*choices.items()][left_open:])
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run", *choices])
        for number in range(size):
            told = (DONT_KNOW if random.random() < 0.1 else random.choice(ids) for ids in choices.values())
            writer.writerow([f"m{left_open}-{number}", *told])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main(sys.argv[1:] or list(SIZES))
