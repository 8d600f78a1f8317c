"""Checks that come in while the service is in use: others write meanwhile, kills leave no doubles, and what
is finished counts."""

import csv
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assessment import clock
from assessment.services import runs
from assessment.services.checks import results
from assessment.services.datasets import importing
from assessment.services.datasets.importing import Brought
from assessment.services.datasets.links import Links
from assessment.services.figures.records import records
from assessment.store import runs as runs_store
from assessment.store.database import Database
from assessment.store.runs import FollowUp, Run
from assessment.watching import Step
from questionnaires.library import cases
from reports.cohorts.records import Record
from tests.assessment.house import DAY, NOW, begun, on_sqlite
from tests.assessment.services.desk import NETWORK

ADDRESS = "https://check.example/de/resume"
BEFORE = NOW - 200 * DAY
MACHINING = cases.worked("readiness", "1.0")["machining_salzgitter"]


@pytest.fixture(autouse=True)
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 2)


def bring_in(database: Database, table: Path, **told: Any) -> Brought:
    return importing.bring_in(database, table, operator=NETWORK, now=NOW, **told)


def a_table(folder: Path, *rows: Mapping[str, str]) -> Path:
    table = folder / "table.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)
    return table


# --- stopped half-way ----------------------------------------------------------------------------


def killed_on_the_second_page(url: str, table: Path, file: Path) -> None:
    """Its links are written, its checks are not kept yet."""

    class Last(Links):
        def write(self, keys: Mapping[str, str]) -> None:
            second = self.whole > 0
            super().write(keys)
            if second:
                os.kill(os.getpid(), signal.SIGKILL)

    bring_in(Database(url), table, links=Last(file, ADDRESS))


def test_what_a_killed_import_left_out_comes_in_by_the_same_one_and_nothing_twice(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    follows = {"a": "e", "b": "", "c": "a", "d": "b", "e": "", "f": "nobody"}
    table = a_table(
        tmp_path, *({"run": one, "follows": earlier, "E01": "2"} for one, earlier in follows.items())
    )
    file = tmp_path / "links.csv"
    importer = multiprocessing.get_context("fork").Process(
        target=killed_on_the_second_page, args=(database_url, table, file)
    )
    importer.start()
    importer.join()
    assert importer.exitcode == -signal.SIGKILL
    promised = file.read_bytes()
    file.write_bytes(promised + b"e,https://che")  # torn by the kill

    assert bring_in(database, table, links=Links(file, ADDRESS)) == Brought(new=4, here=2)
    assert bring_in(database, table, links=Links(file, ADDRESS)) == Brought(here=6)
    assert file.read_bytes().startswith(promised)
    links = dict(csv.reader(file.read_text(encoding="utf-8").splitlines()[1:]))
    assert list(links) == list(follows)
    run = {one: runs.with_key(database, typed=link.rpartition("/")[2]).run_id for one, link in links.items()}
    with database.reading() as connection:
        pairs = connection.execute(select(FollowUp.run_id, FollowUp.earlier_id)).all()
    assert set(map(tuple, pairs)) == {(run["a"], run["e"]), (run["c"], run["a"]), (run["d"], run["b"])}


@on_sqlite
def test_an_import_that_fails_half_way_says_how_many_are_in(database: Database, tmp_path: Path) -> None:
    def until_the_fourth(steps: Iterable[Step], total: int) -> Iterator[Step]:
        for number, step in enumerate(steps):
            if number == total - 2:
                raise OSError("the disk has gone")
            yield step

    table = a_table(tmp_path, *({"run": str(one), "E01": "2"} for one in range(5)))
    with pytest.raises(importing.Unfinished) as stopped:
        bring_in(database, table, watch=until_the_fourth)
    assert stopped.value.found == Brought(new=2)
    assert bring_in(database, table) == Brought(new=3, here=2)


@on_sqlite
def test_companies_write_between_two_pages_of_an_import(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    elsewhere, here = Database(database_url), []

    def begin(steps: Iterable[Step], total: int) -> Iterator[Step]:
        for step in steps:
            runs.begin(elsewhere, check="short", language="de", now=NOW)
            with elsewhere.reading() as connection:
                here.append(len(connection.execute(select(Run.id)).all()))
            yield step

    table = a_table(tmp_path, *({"run": str(one), "E01": "2"} for one in range(5)))
    bring_in(database, table, watch=begin)
    elsewhere.close()
    assert here == [1, 2, 2 + 3, 2 + 4, 4 + 5]


def test_a_check_whose_earlier_one_is_erased_meanwhile_comes_in_without_it(
    database: Database, tmp_path: Path
) -> None:
    def erase(steps: Iterable[Step], total: int) -> Iterator[Step]:
        for number, step in enumerate(steps):
            if number == 2:
                with database.writing() as connection:
                    for run_id in runs_store.all_ids(connection):
                        runs_store.erase(connection, run_id)
            yield step

    table = a_table(tmp_path, *({"run": one, "follows": "a", "E01": "2"} for one in "abc"))
    assert bring_in(database, table, watch=erase) == Brought(new=3)
    with database.reading() as connection:
        assert connection.execute(select(FollowUp.run_id)).all() == []


# --- finished ------------------------------------------------------------------------------------


def a_row(name: str, **told: str) -> dict[str, str]:
    """A check in which nothing is left open."""
    answers = {id_: answer.choice for id_, answer in MACHINING.answers.items() if not answer.reason}
    gaps = {id_: f"{one.choice}.{one.reason}" for id_, one in MACHINING.answers.items() if one.reason}
    return {"run": name, "check": MACHINING.check, "begun": str(clock.day(BEFORE)), **answers, **gaps} | told


def counted(database: Database) -> list[Record]:
    with database.one_moment() as connection:
        return list(records(connection, clock.day(NOW)))


@on_sqlite
def test_a_finished_check_counts_like_one_that_was_finished_here(database: Database, tmp_path: Path) -> None:
    by_hand = begun(database, MACHINING.answers, check=MACHINING.check, now=BEFORE)
    own = {"run_id": by_hand.run_id, "key": by_hand.key}
    results.finish(database, **own, goal="", operator=NETWORK, now=BEFORE)  # type: ignore[arg-type]
    file = tmp_path / "links.csv"
    found = bring_in(database, a_table(tmp_path, a_row("1")), links=Links(file, ADDRESS))

    assert (found.new, found.finished) == (1, 1)
    alike = [replace(one, company="") for one in counted(database)]
    assert alike[0] == alike[1]
    assert alike[0].finished_on == clock.day(BEFORE)
    came = runs.with_key(database, typed=file.read_text(encoding="utf-8").strip().rpartition("/")[2])
    assert results.is_kept(database, runs.opened(database, run_id=came.run_id, key=came.key))


@on_sqlite
def test_a_check_is_finished_where_the_table_says_so_and_else_if_nothing_is_open(
    database: Database, tmp_path: Path
) -> None:
    opened = a_row("open") | {"E01": ""}
    assert bring_in(database, a_table(tmp_path, a_row("done"), opened)) == Brought(new=2, finished=1)
    said = (a_row("none", finished=""), opened | {"run": "day", "finished": "2026-10-02"})
    nothing = {"run": "empty", "finished": "2026-10-02"}
    assert bring_in(database, a_table(tmp_path, *said, nothing)) == Brought(new=3, finished=1)
    days = [one.finished_on for one in counted(database)]
    assert sorted(day for day in days if day) == [clock.day(BEFORE), date(2026, 10, 2)]


# --- the file of links ---------------------------------------------------------------------------


def test_a_file_that_holds_anything_but_links_of_this_service_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    for written in ("other", "run,link\r\n1,https://elsewhere.example/1\r\n", "run,link\r\n1\r\n"):
        file.write_text(written, encoding="utf-8", newline="")
        with pytest.raises(FileExistsError, match="holds no links of this service"):
            Links(file, ADDRESS)
        assert file.read_bytes() == written.encode()
