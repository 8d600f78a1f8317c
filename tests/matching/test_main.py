import json
from pathlib import Path
from typing import Any

import pytest

from matching.__main__ import main
from questionnaires.library.cases import worked

CASE = next(iter(worked("readiness", "1.0").values()))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(CASE.given), encoding="utf-8")
    return file


def test_check_prints_warnings_and_the_revision(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--today", "2026-11-22"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("97 offers, revision ")
    assert all(line.startswith("warning: ") for line in lines[:-1])


def matched(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert main(["match", *arguments, "--check", CASE.check, "--today", "2026-11-22"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_match_prints_offers_with_their_reasons(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = matched(capsys, str(answers))
    assert (found["check"], found["today"]) == (CASE.check, "2026-11-22")
    assert len(found["first"]) == 5
    assert found["first"][0]["criteria"]["status"]["reason"] == "status_sourced"
    assert found["needs"][0]["sources"]
    listed = [len(found[part]) for part in ("first", "further", "excluded", "withheld")]
    assert sum(listed) == 97


def test_match_reads_a_goal(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = matched(capsys, str(answers), "--goal", "Roboter in der Montage")
    assert "goal" in found["first"][0]["contributions"]
    assert found["notices"] == []


def test_match_works_on_the_day_of_the_call(answers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", str(answers), "--check", CASE.check]) == 0
    assert json.loads(capsys.readouterr().out)["today"]


@pytest.mark.parametrize(
    ("content", "arguments", "said"),
    [
        ('{"E99": "1"}', [], "E99: unknown question"),
        ('{"E02": "9"}', [], "E02: no option '9'"),
        ("{", [], "Expecting property name"),
        ("{}", ["--check", "endless"], "unknown check 'endless'"),
    ],
)
def test_what_cannot_be_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, arguments: list[str], said: str
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(content, encoding="utf-8")
    assert main(["match", str(file), *arguments]) == 2
    assert said in capsys.readouterr().err
