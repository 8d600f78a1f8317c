"""Reading a table of checks: what fits, and what is said of all that does not. Pure, but for the file."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assessment.services.datasets import cells, problems, reading
from assessment.services.datasets.problems import Unfit
from assessment.services.datasets.reading import Read
from questionnaires import library
from questionnaires.answers import DONT_KNOW, NOT_APPLICABLE, Answer

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
QUESTIONNAIRE = library.released("readiness")
E01 = QUESTIONNAIRE.question["E01"]


def read(folder: Path, *lines: str) -> list[Read]:
    file = folder / "table.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return list(reading.rows(file, questionnaire="readiness", now=NOW))


def objections(folder: Path, *lines: str) -> list[str]:
    with pytest.raises(Unfit) as refused:
        read(folder, *lines)
    return str(refused.value).splitlines()


def test_a_table_filled_from_paper_needs_a_mark_and_answers_only(tmp_path: Path) -> None:
    (first, second) = read(
        tmp_path,
        "run;district;E01;T06",
        "1;03101;2;dont_know",
        "2;;;not_applicable.no_production_or_logistics",
    )

    assert (first.mark, first.check, first.language, first.begun_at) == ("1", "full", "de", NOW)
    assert first.answers == {"district": Answer("03101"), "E01": Answer("2"), "T06": Answer(DONT_KNOW)}
    assert second.answers == {"T06": Answer(NOT_APPLICABLE, "no_production_or_logistics")}


def test_everything_wrong_is_told_by_line_and_column_with_what_was_expected(tmp_path: Path) -> None:
    said = objections(
        tmp_path,
        "run,check,begun,district,E01,E01_state,e02",
        "a,full,2026-Q1,3101,7,,",
        "a,ful,31.12.2025,03101,,answerd,",
        "b,full,2027-01-01,03101,2,dont_know,",
        "=1+1,full,,,,,",
        "c,full",
    )

    assert said[0] == "line 1, column e02: expected a question of readiness@1.0; is E02 meant?"
    assert said[1].startswith("line 2, column district: expected one of 03101, 03102, ")
    assert said[1].endswith(", found '3101'")
    assert said[2] == "line 2, column E01: expected one of 0, 1, 2, 3, 4, dont_know, found '7'"
    assert "line 3, column run: expected each mark once, found 'a' as in line 2" in said
    assert "line 3, column check: expected one of short, full, found 'ful'" in said
    assert any(one.startswith("line 3, column begun: expected a day (2026-03-31)") for one in said)
    assert any(one.startswith("line 3, column E01_state: expected one of answered, ") for one in said)
    assert "line 4, column begun: expected nothing later than today, found '2027-01-01'" in said
    assert "line 4, column E01: expected an empty cell, since it is dont_know, found '2'" in said
    assert said[-2].startswith("line 5, column run: expected a mark of up to 80 letters, digits")
    assert said[-1] == "line 6: expected 7 cells, found 2"


def test_nothing_is_handed_out_once_something_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("run,E01\n1,2\n2,9\n3,2\n")
    found = []
    with pytest.raises(Unfit):
        found += list(reading.rows(tmp_path / "table.csv", questionnaire="readiness", now=NOW))
    assert found == []


def test_a_table_without_marks_or_of_something_else_is_refused_at_once(tmp_path: Path) -> None:
    assert objections(tmp_path, "name,E01", "x,2") == [
        "line 1, column run: expected this column, the mark of each check; found name, E01"
    ]
    assert objections(tmp_path, "run,questionnaire,version", "1,samm,", "2,readiness,9.9") == [
        "line 2, column questionnaire: expected readiness, found 'samm'",
        "line 3, column version: expected one of 1.0, found '9.9'",
    ]
    (tmp_path / "table.csv").write_bytes(b"run,E01\n\xff,2\n")
    with pytest.raises(Unfit, match="expected UTF-8"):
        list(reading.rows(tmp_path / "table.csv", questionnaire="readiness", now=NOW))


def test_one_mistake_all_over_a_table_is_not_told_without_end(tmp_path: Path) -> None:
    said = objections(tmp_path, "run,E01", *(f"{number},9" for number in range(2 * problems.MOST)))
    assert (len(said), said[-1]) == (problems.MOST + 1, "… and more")


def test_what_is_settled_or_not_asked_is_no_answer() -> None:
    assert cells.answer(E01, "2", "settled") is None
    assert cells.answer(E01, "", "routed_past") is None
    assert cells.answer(E01, "", "") is None
    assert cells.answer(E01, "2", "taken_over") == Answer("2")
    with pytest.raises(cells.Unreadable, match="expected an empty cell, since it is open, found '2'"):
        cells.answer(E01, "2", "open")


def test_a_quarter_stands_for_its_first_day() -> None:
    assert cells.day("2026-Q4") == date(2026, 10, 1)
