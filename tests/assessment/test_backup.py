"""Everything comes back, on the same database and on the other one; what was erased since does not."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from assessment import config
from assessment.__main__ import main
from assessment.backup import archive, restoring, sealing, tables
from assessment.backup.archive import Broken
from assessment.services import runs
from assessment.services.figures import benchmarks
from assessment.services.privacy import own_data, receipts
from assessment.store import belongings, consents
from assessment.store import runs as store
from assessment.store.database import Database
from questionnaires.answers import Answer
from questionnaires.commands import REFUSED
from tests.assessment.house import NOW, Elsewhere, a_company
from tests.assessment.rows import Filled

OTHER = {"sqlite": "postgresql_url", "postgresql": "sqlite_url"}
KEY, PASSPHRASE = "k" * 40, "Harz & Heide & Oker"


def rows_of(database: Database) -> Mapping[str, list[str]]:
    """All rows of all tables that a backup keeps, as they are read."""
    with database.reading() as connection:
        read = {table.name: connection.execute(select(table)).all() for table in tables.kept()}
    return {name: sorted(repr(tuple(map(_in_utc, row))) for row in found) for name, found in read.items()}


def _in_utc(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a guess costs is not tested here; each would take a third of a second."""
    monkeypatch.setattr(sealing, "COST", 2)


def kept(database: Database, folder: Path, *, passphrase: str | None = None) -> Path:
    path = folder / "everything.backup"
    archive.write(database, path, signing_key=KEY, passphrase=passphrase, now=NOW)
    return path


def restored(path: Path, url: str, **more: Any) -> restoring.Restored:
    return restoring.restored(path, url, outside=Elsewhere(), **{"passphrase": None} | more)


def erase(database: Database, run: runs.Begun) -> None:
    runs.erase(database, run_id=run.run_id, key=run.key, outside=Elsewhere(), now=NOW)


@pytest.fixture
def either(database_url: str) -> Iterator[Database]:
    """On SQLite, and on PostgreSQL."""
    made = Database(database_url)
    yield made
    made.close()


def fill(database: Database) -> None:
    """A row in every table that may hang on a check."""
    company = a_company(database)
    with database.writing() as connection:
        connection.execute(belongings.tables()["answer"].delete())
        unfolded = frozenset(own_data.UNFOLDED)
        Filled(connection, "run", {"run": company.run_id}, unfolded=unfolded).fill()


def test_every_row_comes_back_on_the_other_database(
    either: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    fill(either)
    url = request.getfixturevalue(OTHER[either.engine.dialect.name])

    found = restored(kept(either, tmp_path), url)

    other = Database(url)
    after = rows_of(other)
    other.close()
    assert after == rows_of(either)
    assert sum(map(len, after.values())) == found.manifest.rows > 20
    assert (found.signing_key, found.erased) == (KEY, 0)


def test_a_backup_shows_one_moment_whatever_is_written_meanwhile(either: Database, tmp_path: Path) -> None:
    """Somebody changes a run and its answer in one transaction, again and again."""
    company, stop = a_company(either), Event()
    paths = [tmp_path / f"{number}.backup" for number in range(4)]
    writer = Thread(target=_change_until, args=(either, company.run_id, stop))
    writer.start()
    try:
        for path in paths:
            archive.write(either, path, signing_key=None, passphrase=None, now=NOW)
    finally:
        stop.set()
        writer.join()

    seen = [_revisions(path) for path in paths]
    assert all(run == answer for run, answer in seen)
    assert len(set(seen)) > 1


def _change_until(database: Database, run_id: UUID, stop: Event) -> None:
    while not stop.is_set():
        with database.writing() as connection:
            run = store.by_id(connection, run_id, to_change=True)
            assert run is not None
            changed = store.change(connection, run, NOW)
            store.put_answers(connection, run_id, changed.revision, {"district": Answer("03102")}, NOW)


def _revisions(path: Path) -> tuple[int, int]:
    """Of the run, and of its newest answer, as a backup has them."""
    with archive.opened(path, None) as content:
        rows = {name: list(map(json.loads, archive.lines(content, name))) for name in ("run", "answer")}
    return rows["run"][0]["revision"], max(answer["revision"] for answer in rows["answer"])


def test_who_erased_a_check_does_not_find_it_again_after_a_restore(
    database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    stays, goes = a_company(database), a_company(database)
    path = kept(database, tmp_path)
    erase(database, goes)

    found = restored(path, sqlite_url, replace=True)

    assert found.erased == 1
    with database.reading() as connection:
        assert tables.counted(connection, tables.named("run")) == {"run": 1}
    assert runs.opened(database, run_id=stays.run_id, key=stays.key).id == stays.run_id


def test_what_was_taken_back_does_not_hold_again_after_a_restore(
    database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    company = a_company(database)
    now: dict[str, Any] = {"run_id": company.run_id, "key": company.key, "now": NOW}
    benchmarks.agree(database, **now, text_version="1")
    path = kept(database, tmp_path)
    benchmarks.take_back(database, **now)

    restored(path, sqlite_url, replace=True)

    with database.reading() as connection:
        assert [one.stands(NOW) for one, _, _ in consents.of_run(connection, company.run_id)] == [False]


def test_receipts_lie_beside_the_backup_until_all_is_back(
    database: Database, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up after the old database was given up: the second try still erases again."""
    goes = a_company(database)
    a_company(database)
    path = kept(database, tmp_path)
    erase(database, goes)
    fill, tries = restoring._fill, iter((True, True, False))  # the trial, the real one

    def fails_in_the_end(*given: Any) -> None:
        fill(*given)
        if next(tries) and str(given[2]) == sqlite_url:
            raise OSError("No space left on device")

    monkeypatch.setattr(restoring, "_fill", fails_in_the_end)
    with pytest.raises(OSError, match="No space"):
        restored(path, sqlite_url, replace=True)
    beside = Path(f"{path}.receipts")
    told = beside.read_text().splitlines()
    monkeypatch.undo()

    assert restored(path, sqlite_url, replace=True, told=told).erased == 1
    assert not beside.exists()


def test_receipts_kept_elsewhere_erase_again_on_a_new_machine(
    database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    company = a_company(database)
    path = kept(database, tmp_path)
    erase(database, company)
    told = list(receipts.lines(database))

    new = f"{sqlite_url}.new"

    assert restored(path, new, told=told).erased == 1


def test_what_is_there_is_given_up_only_when_told_and_only_for_a_whole_backup(
    database: Database, sqlite_url: str, tmp_path: Path
) -> None:
    a_company(database)
    path = kept(database, tmp_path)
    before = rows_of(database)

    with pytest.raises(restoring.NotEmpty, match="--replace"):
        restored(path, sqlite_url)
    (tmp_path / "cut.backup").write_bytes(path.read_bytes()[:-200])
    with pytest.raises(Broken, match="no backup, or is damaged"):
        restored(tmp_path / "cut.backup", sqlite_url, replace=True)

    assert rows_of(database) == before


def test_a_table_that_was_changed_afterwards_is_named(database: Database, tmp_path: Path) -> None:
    a_company(database)
    path, forged = kept(database, tmp_path), tmp_path / "forged.backup"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"" if name == "run.jsonl" else old.read(name))

    with pytest.raises(Broken, match="The table run is not as it was written"):
        restoring.proved(forged, None)
    assert restoring.proved(path, None).rows > 1


def test_an_encrypted_backup_tells_nothing_and_opens_with_its_passphrase_alone(
    database: Database, tmp_path: Path
) -> None:
    fill(database)
    path = kept(database, tmp_path, passphrase=PASSPHRASE)
    content = path.read_bytes()
    assert content.startswith(sealing.MAGIC)
    assert b"jsonl" not in content
    assert path.stat().st_mode & 0o777 == 0o600

    assert restoring.proved(path, PASSPHRASE).rows > 20
    for wrong, words in ((None, "is encrypted"), ("Harz", "another one, or the file is damaged")):
        with pytest.raises(Broken, match=words):
            restoring.proved(path, wrong)
    for damaged in (content[:-1], content[:60], content[:80] + b"x" + content[81:], content + b"\0\0\0\1x"):
        path.write_bytes(damaged)
        with pytest.raises(Broken, match="damaged"):
            restoring.proved(path, PASSPHRASE)


def test_pieces_keep_their_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sealing, "PIECE", 100)
    with (tmp_path / "sealed").open("w+b") as file:
        sealer = sealing.Sealer(file, PASSPHRASE)
        sealer.write(bytes(range(250)))
        sealer.close()
        file.seek(0)
        sealed = file.read()
        start, piece = len(sealing.MAGIC) + sealing.SALT + sealing.NONCE, sealing.LENGTH + 100 + 16
        first, second = sealed[start : start + piece], sealed[start + piece : start + 2 * piece]
        file.seek(0)
        assert b"".join(sealing.opened(file, PASSPHRASE)) == bytes(range(250))

        file.seek(start)
        file.write(second + first)
        file.seek(0)
        with pytest.raises(sealing.Unopened):
            list(sealing.opened(file, PASSPHRASE))


def test_the_commands_say_what_they_did_and_what_they_refuse(
    database: Database,
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WANDELKOMPASS_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("WANDELKOMPASS_INSTANCE_FOLDER", str(tmp_path / "here"))
    a_company(database)
    file, secret = str(tmp_path / "a.backup"), tmp_path / "passphrase"
    secret.write_text(f"{PASSPHRASE}\n")
    sealed = ["--passphrase-file", str(secret)]

    assert main(["backup", file, *sealed]) == 0
    assert main(["verify", file, *sealed]) == 0
    assert "is whole" in capsys.readouterr().out
    for refused, words in (
        (["backup", file], "is there already"),
        (["verify", file], "is encrypted"),
        (["restore", file, *sealed], "add --replace"),
        (["restore", str(tmp_path / "none")], "No such file"),
        (["backup", f"{file}2", "--passphrase-file", str(tmp_path / "none")], "cannot be read"),
    ):
        assert main(refused) == REFUSED
        assert words in capsys.readouterr().err

    signing_key = config.signing_key(config.load())
    monkeypatch.setenv("WANDELKOMPASS_INSTANCE_FOLDER", str(tmp_path / "there"))
    monkeypatch.setenv("WANDELKOMPASS_DATABASE_URL", f"sqlite:///{tmp_path}/there.sqlite3")
    assert main(["restore", file, *sealed]) == 0
    assert "rows are back" in capsys.readouterr().out
    assert config.signing_key(config.load()) == signing_key
