"""How commands end: with a sentence and a number, never with a stack trace."""

import io
import re
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from sqlalchemy import text

from assessment.commands import asking, opening, progress
from assessment.store import migrate
from assessment.store.database import Database
from questionnaires.commands import DONE, FOUND, INTERRUPTED, REFUSED, Refusal
from tests.assessment.commands.conftest import Line


@pytest.mark.parametrize("words", ["backup at.wk", "doctor", "receipts", "retention", "export runs at"])
def test_who_asks_in_the_wrong_place_is_told_so_and_nothing_is_made_there(
    wandelkompass: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str
) -> None:
    file = tmp_path / "nowhere/at.sqlite3"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WANDELKOMPASS_INSTANCE_FOLDER", str(file.parent))
    monkeypatch.setenv("WANDELKOMPASS_DATABASE_URL", f"sqlite:///{file}")
    ended = wandelkompass(*words.split())
    assert (ended.code, ended.out, file.parent.exists()) == (REFUSED, "", False)
    assert ended.err == (
        f"There is no installation here: {file} is empty. WANDELKOMPASS_INSTANCE_FOLDER and "
        "WANDELKOMPASS_DATABASE_URL say where it is; `wandelkompass serve` or `wandelkompass migrate` "
        "makes a new one.\n"
    )


def test_a_database_that_does_not_answer_is_said_in_a_sentence(
    wandelkompass: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.sqlite3"
    broken.write_text("no database")
    monkeypatch.setenv("WANDELKOMPASS_DATABASE_URL", f"sqlite:///{broken}")
    ended = wandelkompass("receipts")
    assert ended.code == REFUSED
    assert ended.err == (
        "The database cannot be used: file is not a database. WANDELKOMPASS_DATABASE_URL says where it is.\n"
    )
    found = wandelkompass("doctor")
    assert found.code == FOUND
    assert found.lines[1] == ended.err.strip()
    assert found.lines[2].startswith("BAD   Database: It does not answer. Please see whether it runs")
    assert "{" not in found.err
    monkeypatch.setenv("WANDELKOMPASS_DATABASE_URL", "postgresql://somebody:secret@127.0.0.1:1/nothing")
    ended = wandelkompass("user", "list")
    assert (ended.code, "Connection refused" in ended.err, "secret" in ended.err) == (REFUSED, True, False)


def test_a_folder_that_cannot_be_used_is_named(
    wandelkompass: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("WANDELKOMPASS_INSTANCE_FOLDER", str(tmp_path / "file/instance"))
    ended = wandelkompass("receipts")
    assert ended.code == REFUSED
    assert ended.err == (
        f"{tmp_path}/file/instance cannot be made: Not a directory. "
        "WANDELKOMPASS_INSTANCE_FOLDER says where it is.\n"
    )


def test_no_backup_leaves_out_what_a_newer_version_keeps(
    wandelkompass: Line, database: Database, tmp_path: Path
) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ended = wandelkompass("backup", str(tmp_path / "at.wk"))
    assert (ended.code, (tmp_path / "at.wk").exists()) == (REFUSED, False)
    assert "The database is newer than this version of Wandelkompass" in ended.err


def test_the_version_is_told(wandelkompass: Line) -> None:
    told = wandelkompass("--version")
    assert (told.code, told.out.split()[0]) == (DONE, "wandelkompass")
    assert re.fullmatch(r"\d+\.\d+\.\d+", told.out.split()[1])


def test_whoever_stops_a_command_sees_no_stack_trace(
    wandelkompass: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(migrate, "upgrade", stopped)
    ended = wandelkompass("migrate")
    assert (ended.code, ended.err) == (INTERRUPTED, "Interrupted.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "required: {serve,"),
        (["user"], "required: {list,invite,end,sign-out}"),
        (["export", "bananas", "here"], "invalid choice: 'bananas'"),
        (["backup"], "required: FILE"),
        (["retention", "--wet-run"], "unrecognized arguments: --wet-run"),
    ],
)
def test_wrong_usage_is_told_with_what_was_expected(wandelkompass: Line, words: list[str], said: str) -> None:
    ended = wandelkompass(*words)
    assert (ended.code, said in ended.err) == (REFUSED, True)


def test_what_erases_asks_first_and_does_nothing_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(Refusal, match=r"Really\? Nothing was changed: add --yes to do it\."):
        asking.make_sure(Namespace(yes=False), "Really?")
    asking.make_sure(Namespace(yes=True), "Really?")

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(Refusal, match=r"^Nothing was changed\.$"):
        asking.make_sure(Namespace(yes=False), "Really?")


def test_long_work_is_shown_on_a_terminal_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    work, loud, quiet = range(3), Namespace(quiet=False), Namespace(quiet=True)
    assert list(progress.bar(loud, "Rows")(work, 3)) == [0, 1, 2]
    assert capsys.readouterr() == ("", "")

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(progress.bar(quiet, "Rows")(work, 3)) == [0, 1, 2]
    assert capsys.readouterr() == ("", "")
    assert list(progress.bar(loud, "Rows")(work, 3)) == [0, 1, 2]
    shown = capsys.readouterr()
    assert (shown.out, "Rows" in shown.err, "100%" in shown.err) == ("", True, True)


def test_a_mistake_of_ours_is_told_as_what_it_is() -> None:
    assert opening.reason_of(ZeroDivisionError("a bug")) is None
