"""Time and memory of bringing a table of checks in and of writing it again, by size: memory must not grow.

    .venv/bin/python -m tests.bench.many_rows 1000 4000

Each size runs in a process of its own, on SQLite in a folder that is thrown away. Times are processor time.
"""

import csv
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from assessment import clock
from assessment.services.datasets import exporting, importing
from assessment.services.datasets.exporting import Wanted
from assessment.store import migrate
from assessment.store.database import Database
from questionnaires import library
from questionnaires.answers import DONT_KNOW

SIZES = ("1000", "4000")


def main(sizes: list[str]) -> None:
    for size in sizes:
        subprocess.run([sys.executable, "-m", "tests.bench.many_rows", "--one", size], check=True)


def one(size: int) -> None:
    with TemporaryDirectory() as folder:
        url, table = f"sqlite:///{folder}/bench.sqlite3", Path(folder) / "table.csv"
        migrate.upgrade(url)
        database = Database(url)
        _fill(table, size)
        into = _milliseconds(lambda: importing.bring_in(database, table, now=clock.now()), size)
        everything = Wanted(facts=True, everybody=True)
        out = Path(folder) / "out"
        written = _milliseconds(
            lambda: exporting.export(database, out, wanted=everything, now=clock.now()), size
        )
        database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:>8} checks: in {into:.2f} ms, out {written:.2f} ms each; at most {peak:.0f} MB")


def _milliseconds(work: Callable[[], object], size: int) -> float:
    begun = time.process_time()
    work()
    return 1000 * (time.process_time() - begun) / size


def _fill(table: Path, size: int) -> None:
    """Answers by chance to all questions with options, a tenth of them not known."""
    random, questions = Random(7), library.released("readiness").question
    choices = {id_: [option.id for option in one.options] for id_, one in questions.items() if one.options}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["run", *choices])
        for number in range(size):
            told = (DONT_KNOW if random.random() < 0.1 else random.choice(ids) for ids in choices.values())
            writer.writerow([f"m{number}", *told])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main(sys.argv[1:] or list(SIZES))
