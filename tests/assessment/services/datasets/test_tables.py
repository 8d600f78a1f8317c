"""Checks written as tables and brought in again, on both databases."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assessment.services import runs
from assessment.services.checks import results
from assessment.services.datasets import codebook, exporting, importing
from assessment.services.datasets.exporting import Wanted
from assessment.services.datasets.importing import Brought
from assessment.services.datasets.links import Links
from assessment.services.datasets.problems import Unfit
from assessment.services.figures import benchmarks
from assessment.services.runs import Begun
from assessment.store import audit, follow_ups
from assessment.store import datasets as store
from assessment.store import runs as runs_store
from assessment.store.database import Database
from questionnaires import library
from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer
from tests.assessment.house import Elsewhere, on_sqlite
from tests.assessment.services.desk import NETWORK

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
BEFORE = NOW - timedelta(days=400)
QUESTIONNAIRE = library.released("readiness")
ALL = Wanted(facts=True, everybody=True)
TABLE = "readiness-1.0.csv"
GAP = next(
    (id_, question.not_applicable[0].id)
    for id_, question in QUESTIONNAIRE.question.items()
    if question.not_applicable and not question.ask_if
)


@dataclass
class Firms:
    """Companies with their checks, and the tables that are made of them."""

    database: Database
    folder: Path

    def begins(self, answers: Mapping[str, Answer], *, now: datetime = NOW) -> Begun:
        begun = runs.begin(self.database, check="full", language="de", now=now)
        self.answers(begun, answers, now=now)
        return begun

    def answers(self, begun: Begun, answers: Mapping[str, Answer], *, now: datetime = NOW) -> None:
        runs.save(self.database, run_id=begun.run_id, key=begun.key, given=answers, seen={}, now=now)

    def agrees(self, begun: Begun) -> None:
        benchmarks.agree(self.database, run_id=begun.run_id, key=begun.key, text_version="1", now=BEFORE)

    def written(self, name: str, wanted: Wanted = ALL) -> list[dict[str, str]]:
        exporting.export(self.database, self.folder / name, wanted=wanted, now=NOW)
        with (self.folder / name / TABLE).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def bring_in(self, name: str, *, dry: bool = False) -> tuple[int, int, int]:
        found = self.takes(self.folder / name / TABLE, dry=dry)
        return found.new, found.here, found.erased

    def takes(self, table: Path, **told: Any) -> Brought:
        return importing.bring_in(self.database, table, operator=NETWORK, now=NOW, **told)


@pytest.fixture
def firms(database: Database, tmp_path: Path) -> Firms:
    return Firms(database, tmp_path)


def some_answers() -> dict[str, Answer]:
    asked = {"district": Answer("03101"), "employees": Answer("10-49"), "E01": Answer("2", note="bei Kim")}
    return asked | {"E02": Answer(DONT_KNOW), GAP[0]: Answer(NOT_APPLICABLE, GAP[1])}


def without(rows: list[dict[str, str]], *columns: str) -> list[dict[str, str]]:
    kept = [{name: cell for name, cell in row.items() if name not in columns} for row in rows]
    return sorted(kept, key=lambda row: sorted(row.items()))


def test_what_was_written_comes_in_again_elsewhere_as_it_was(
    firms: Firms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 2)
    firsts = [firms.begins(some_answers(), now=BEFORE) for _ in range(4)]
    again = firms.begins({"E01": Answer("3")})
    own = {"run_id": again.run_id, "key": again.key}
    results.finish(firms.database, **own, goal="", operator=NETWORK, now=NOW)  # type: ignore[arg-type]
    with firms.database.writing() as connection:
        follow_ups.follow(
            connection, run_id=again.run_id, earlier_id=firsts[0].run_id, earlier_day=BEFORE.date()
        )
    rows = firms.written("out")
    for begun in (*firsts, again):
        with firms.database.writing() as connection:
            runs_store.erase(connection, begun.run_id)  # another machine, without receipts

    assert firms.bring_in("out", dry=True) == (5, 0, 0)
    assert firms.bring_in("out") == (5, 0, 0)
    assert firms.bring_in("out") == (0, 5, 0)
    back = firms.written("back")
    assert without(back, "run", "follows") == without(rows, "run", "follows")
    (follower,) = (row for row in back if row["follows"])
    assert follower["follows"] in {row["run"] for row in back}
    assert [row["run"] for row in back if row["finished"]] == [follower["run"]]


def test_a_table_brought_in_where_it_came_from_doubles_nothing_and_revives_nobody(firms: Firms) -> None:
    gone, _ = firms.begins(some_answers()), firms.begins({})
    firms.written("out")
    runs.erase(firms.database, run_id=gone.run_id, key=gone.key, now=NOW, outside=Elsewhere())

    assert firms.bring_in("out") == (0, 1, 1)


@on_sqlite
def test_a_row_says_of_every_question_how_it_stands_with_it(firms: Firms) -> None:
    firms.begins(some_answers())
    (row,) = firms.written("out")

    assert (row["E01"], row["E01_state"]) == ("2", "answered")
    assert (row["E02"], row["E02_state"]) == ("", "dont_know")
    assert (row[GAP[0]], row[f"{GAP[0]}_state"]) == ("", f"not_applicable.{GAP[1]}")
    assert (row["E03"], row["E03_state"]) == ("", "open")
    assert row["begun"] == "2026-11-22"
    assert (row["exposure_value"], row["exposure_coverage"]) == ("", "0.0769")


@on_sqlite
def test_only_who_has_agreed_is_in_a_table_and_nothing_that_names_a_company(firms: Firms) -> None:
    firms.agrees(firms.begins(some_answers()))
    firms.begins(some_answers())
    (row,) = firms.written("out", Wanted())
    everything = "".join(file.read_text(encoding="utf-8") for file in (firms.folder / "out").iterdir())

    assert row["begun"] == "2026-Q4"
    assert not {"district", "employees", "sector", "membership"} & row.keys()
    assert "Kim" not in everything
    assert "03101" not in (firms.folder / "out" / TABLE).read_text()
    assert len(firms.written("all", Wanted(everybody=True))) == 2


@on_sqlite
def test_the_codebook_explains_every_column_and_every_code(firms: Firms) -> None:
    firms.begins(some_answers())
    (row,) = firms.written("out")
    with (firms.folder / "out/readiness-1.0-codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        explained = {(line["variable"], line["value"]) for line in csv.DictReader(file)}

    assert list(row) == list(dict.fromkeys(row))
    assert {variable for variable, _ in explained} == set(row)
    coded = {name: cell for name, cell in row.items() if cell and (name in QUESTIONNAIRE.question)}
    states = {name: cell for name, cell in row.items() if name.endswith("_state")}
    assert set((coded | states).items()) <= explained


@on_sqlite
def test_tables_are_whole_or_not_there_and_the_log_knows_of_them(
    firms: Firms, monkeypatch: pytest.MonkeyPatch
) -> None:
    firms.begins(some_answers())

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(codebook, "lines", stopped)
        with pytest.raises(KeyboardInterrupt):
            firms.written("out")
    assert not [path for path in firms.folder.iterdir() if path.is_dir()]
    firms.written("out")
    with pytest.raises(FileExistsError, match="is there already"):
        firms.written("out")
    with firms.database.reading() as connection:
        assert [entry[0] for entry in audit.entries(connection)] == ["checks_exported"]


@on_sqlite
def test_links_open_what_came_in_and_without_them_nobody_does(firms: Firms) -> None:
    firms.begins(some_answers())
    firms.written("out")
    table = firms.folder / "out" / TABLE
    table.write_text(re.sub(r"^[0-9a-f]{32}", "paper-1", table.read_text(), flags=re.MULTILINE))
    links = firms.folder / "links.csv"
    firms.takes(table, source="fair", links=Links(links, "https://check.example/de/resume"))
    (line,) = links.read_text(encoding="utf-8").splitlines()[1:]
    opened = runs.with_key(firms.database, typed=line.rpartition("/")[2])

    run = runs.opened(firms.database, run_id=opened.run_id, key=opened.key)
    assert run.answers["E01"] == Answer("2")
    assert firms.takes(table, source="fair").here == 1
    assert firms.takes(table, source="post").new == 1


@on_sqlite
def test_where_links_cannot_be_written_nothing_comes_in(firms: Firms) -> None:
    table = firms.folder / "paper.csv"
    table.write_text("run,E01\n1,2\n")
    with pytest.raises(FileNotFoundError):
        firms.takes(table, links=Links(firms.folder / "nowhere" / "links.csv", "https://check.example"))
    assert firms.takes(table).new == 1


@on_sqlite
def test_one_row_that_does_not_fit_keeps_all_others_out(firms: Firms) -> None:
    firms.begins(some_answers())
    firms.begins(some_answers())
    rows = firms.written("out")
    table = firms.folder / "bad.csv"
    table.write_text(f"run,E01\n{rows[0]['run'][:8]},2\nx,nine\n")
    with pytest.raises(Unfit, match=r"line 3, column E01: expected one of 0, 1, 2, 3, 4, dont_know"):
        firms.takes(table)
    assert len(firms.written("again")) == 2
