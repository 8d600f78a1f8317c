"""The operator's commands on old data, in this process: what they print, and what is left."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assessment.__main__ import main
from assessment.services import runs
from assessment.store.database import Database
from questionnaires.commands import REFUSED


def test_the_operator_sees_what_is_too_old_erases_it_and_what_a_backup_brings_back(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WANDELKOMPASS_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("WANDELKOMPASS_INSTANCE_FOLDER", str(tmp_path))
    begun = runs.begin(
        Database(sqlite_url), check="short", language="de", now=datetime(2024, 1, 1, tzinfo=UTC)
    )

    assert main(["retention", "--dry-run"]) == 0
    assert "      1  checks that nobody has touched" in capsys.readouterr().out
    main(["receipts"])
    assert capsys.readouterr().out == ""
    assert main(["retention"]) == REFUSED
    assert "leapt ahead by more than 14 days since 2024-01-01" in capsys.readouterr().err
    assert main(["retention", "--clock-is-right"]) == 0
    main(["receipts"])
    beside_the_backup = capsys.readouterr().out.splitlines()[-1]
    assert str(begun.run_id) not in beside_the_backup

    monkeypatch.setattr("sys.stdin", io.StringIO(beside_the_backup))
    assert main(["erase-again"]) == 0
    assert "      0  checks and accounts" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{beside_the_backup}\nsomething else"))
    assert main(["erase-again"]) == REFUSED
    assert "This is no receipt, so nothing was erased: something else" in capsys.readouterr().err
