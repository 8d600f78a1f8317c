"""What machines and operators are told of the installation, and who is told."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assessment import config
from assessment.__main__ import main
from assessment.config import Settings
from assessment.operating import doctor, figures, machine, rendering, state, words
from assessment.operating.doctor import CHECKS, Grade
from assessment.operating.machine import Folder
from assessment.operating.state import Offers, Orders, Outbox, State, Systems
from assessment.services.sign_in.sealing import sealed
from assessment.store import factors, people
from assessment.store.database import Database
from tests.assessment.house import NOW

HOUR = timedelta(hours=1)
WELL = State(
    now=NOW,
    newest="0016",
    stands="0016",
    newer=False,
    writable=True,
    database_time=NOW,
    last_change=NOW - HOUR,
    last_seen=NOW - HOUR,
    outbox=Outbox(0, None, 0),
    orders=Orders(0, None, worker=True),
    offers=Offers(97, 20),
    operators=1,
    free=50_000_000_000,
    size=100_000_000_000,
    last_backup=NOW - HOUR,
    folder=Folder(shut=True),
    key_fits=None,
    systems=Systems(0, None),
)
PUBLIC = {
    "PUBLIC_URL": "https://check.example",
    "COOKIES_SECURE": "true",
    "PROXIES": "1",
    "SECRET_KEY": "k" * 40,
    "MAIL_SERVER": "smtps://mail.example",
    "MAIL_FROM": "kompass@example.org",
    "CONTACT_EMAIL": "kontakt@example.org",
    "IMPRINT_URL": "https://example.org/impressum",
    "PRIVACY_URL": "https://example.org/datenschutz",
}


def settings(**changed: str) -> Settings:
    chosen = {name: value for name, value in (PUBLIC | changed).items() if value}
    return config.load({f"WANDELKOMPASS_{name}": value for name, value in chosen.items()})


def told(chosen: Settings | None = None, **changed: Any) -> dict[str, Grade]:
    """The codes of what is not good, with their grades."""
    found = doctor.findings(chosen or settings(), replace(WELL, **changed))
    return {finding.code: finding.grade for finding in found if finding.grade != Grade.GOOD}


def test_where_all_is_well_nothing_is_to_be_done() -> None:
    assert told() == {}
    assert doctor.grade(doctor.findings(settings(), WELL)) == Grade.GOOD


@pytest.mark.parametrize(
    ("changed", "code", "grade"),
    [
        ({"stands": None}, "database_silent", Grade.BAD),
        ({"stands": ""}, "database_empty", Grade.BAD),
        ({"stands": "0009"}, "migrations_missing", Grade.BAD),
        ({"stands": "0099", "newer": True}, "database_newer", Grade.WARNING),
        ({"writable": False}, "database_read_only", Grade.BAD),
        ({"free": 900_000_000}, "space_short", Grade.BAD),
        ({"database_time": NOW + HOUR}, "clocks_apart", Grade.BAD),
        ({"last_change": NOW + HOUR}, "clock_went_back", Grade.BAD),
        ({"last_seen": NOW + HOUR}, "clock_went_back", Grade.BAD),
        ({"last_seen": NOW - timedelta(days=15)}, "clock_leapt", Grade.BAD),
        ({"folder": None}, "folder_read_only", Grade.BAD),
        ({"folder": Folder(shut=False)}, "folder_open", Grade.BAD),
        ({"folder": Folder(shut=True, apart=HOUR)}, "folder_apart", Grade.BAD),
        ({"key_fits": False}, "key_another", Grade.BAD),
        ({"outbox": None}, "mail_unknown", Grade.BAD),
        ({"outbox": Outbox(3, NOW - HOUR, 0)}, "mail_stuck", Grade.BAD),
        ({"outbox": Outbox(0, None, 1)}, "mail_stuck", Grade.BAD),
        ({"outbox": Outbox(0, None, 0, unconfirmed=2)}, "mail_unconfirmed", Grade.WARNING),
        ({"orders": None}, "queue_silent", Grade.WARNING),
        ({"orders": Orders(0, None, worker=False)}, "no_worker", Grade.WARNING),
        ({"orders": Orders(2, NOW - HOUR, worker=True)}, "reports_stuck", Grade.BAD),
        ({"offers": None}, "catalogue_unknown", Grade.BAD),
        ({"offers": Offers(97, 60)}, "catalogue_stale", Grade.WARNING),
        ({"operators": 0}, "no_operator", Grade.WARNING),
        ({"last_backup": None}, "no_backup", Grade.WARNING),
        ({"last_backup": NOW - timedelta(days=8)}, "backup_old", Grade.WARNING),
    ],
)
def test_what_does_not_do_its_work_is_found(changed: dict[str, Any], code: str, grade: Grade) -> None:
    assert told(**changed) == {code: grade}


@pytest.mark.parametrize(
    ("chosen", "code", "grade"),
    [
        ({"MAIL_SERVER": ""}, "mail_in_folder", Grade.WARNING),
        ({"MAIL_FROM": ""}, "sender_missing", Grade.BAD),
        ({"CHECKS_PER_ADDRESS": "0"}, "limit_off", Grade.WARNING),
        ({"PUBLIC_URL": "", "HOST": "0.0.0.0"}, "no_address", Grade.BAD),
        ({"PUBLIC_URL": "http://check.example", "COOKIES_SECURE": ""}, "not_encrypted", Grade.BAD),
        ({"COOKIES_SECURE": ""}, "cookies_open", Grade.BAD),
        ({"PROXIES": ""}, "no_proxy", Grade.WARNING),
        ({"IMPRINT_URL": ""}, "duties_missing", Grade.WARNING),
    ],
)
def test_what_the_settings_lack_is_found(chosen: dict[str, str], code: str, grade: Grade) -> None:
    assert told(settings(**chosen)) == {code: grade}


def test_a_key_that_others_can_read_is_found_with_the_command_that_mends_it(tmp_path: Path) -> None:
    chosen = settings(SECRET_KEY="", INSTANCE_FOLDER=str(tmp_path))
    config.signing_key(chosen)
    assert told(chosen) == {}

    (tmp_path / "secret_key").chmod(0o644)

    (found,) = (one for one in doctor.findings(chosen, WELL) if one.code == "key_open")
    assert words.said(found).en.endswith(f"chmod 600 {tmp_path}/secret_key")


def test_every_finding_has_words_and_every_word_a_finding() -> None:
    source = "".join(Path(module.__file__ or "").read_text() for module in (doctor,))
    source += (Path(doctor.__file__).parent / "rendering.py").read_text()
    known = words.words()
    assert [code for code in known.said if f'"{code}"' not in source] == []
    assert {check(settings(), WELL).about for check in CHECKS} == set(known.about)


# --- the machine itself --------------------------------------------------------------------------


class Resting:
    """A queue with nothing in it, and no worker."""

    def waiting_since(self) -> list[datetime]:
        return []

    def is_served(self) -> bool:
        return False


def test_what_does_not_answer_is_a_finding_and_no_error(tmp_path: Path) -> None:
    gone = Database(f"sqlite:///{tmp_path}/nowhere/at/all.sqlite3")
    read = state.read(gone, settings(INSTANCE_FOLDER=str(tmp_path)), Resting(), NOW)

    assert (read.stands, read.writable, read.outbox, read.operators) == (None, False, None, None)
    assert not state.ready(gone)


def test_a_new_database_is_ready_once_it_has_its_tables(database: Database, tmp_path: Path) -> None:
    empty = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
    assert state.ready(database)
    assert not state.ready(empty)
    empty.close()

    read = state.read(database, settings(INSTANCE_FOLDER=str(tmp_path)), Resting(), NOW)
    assert (read.writable, read.outbox, read.orders) == (
        True,
        Outbox(0, None, 0),
        Orders(0, None, worker=False),
    )


def test_the_command_says_what_mends_it_and_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WANDELKOMPASS_INSTANCE_FOLDER", str(tmp_path))
    assert main(["migrate"]) == 0
    monkeypatch.setenv("WANDELKOMPASS_PUBLIC_URL", "http://check.example")
    assert main(["doctor"]) == 1
    assert "BAD   Address: " in capsys.readouterr().out

    monkeypatch.delenv("WANDELKOMPASS_PUBLIC_URL")
    assert main(["backup", str(tmp_path / "a")]) == 0
    assert main(["doctor"]) == 0
    printed = capsys.readouterr().out
    assert "ok    Reports: Renderer and fonts are there." in printed
    assert "ok    Backup: The last one is 0 days old." in printed


def test_a_report_in_another_font_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "FONT", b"No-Such-Font")
    assert rendering.findings(settings(MAIL_SERVER=""))[0].code == "other_font"


def test_a_key_that_does_not_open_what_was_sealed_last_is_noticed(database: Database) -> None:
    with database.writing() as connection:
        assert machine.key_fits(connection, settings()) is None
        person = people.added(connection, email="toni@example.org", name="Toni", language="de", moment=NOW).id
        seal = sealed("secret", key=config.signing_key(settings()), owner=person)
        factors.propose_code(connection, person, sealed=seal, now=NOW)

        assert machine.key_fits(connection, settings()) is True
        assert machine.key_fits(connection, settings(SECRET_KEY="a" * 40)) is False


def test_a_folder_that_others_look_into_or_nobody_writes_into_is_told_from_a_good_one(tmp_path: Path) -> None:
    chosen = settings(INSTANCE_FOLDER=str(tmp_path))
    assert machine.folder(chosen).shut
    assert machine.folder(chosen).apart < timedelta(seconds=30)
    tmp_path.chmod(0o755)
    assert not machine.folder(chosen).shut
    with pytest.raises(OSError, match="No such file"):
        machine.folder(settings(INSTANCE_FOLDER=str(tmp_path / "nowhere")))


def test_figures_are_counted_only_where_there_is_a_token_and_read_only_with_it(
    database: Database, tmp_path: Path
) -> None:
    silent, watched = (
        settings(INSTANCE_FOLDER=str(tmp_path), METRICS_TOKEN=token) for token in ("", "t" * 40)
    )
    figures.Counting(silent).page("runs", 200, 0.02)
    assert not figures.folder_of(silent).exists()

    counting = figures.Counting(watched)
    for status in (200, 200, 404):
        counting.page("runs", status, 0.02)
    with counting.report():
        pass

    read = figures.told(database, watched, Resting()).decode()
    assert 'wandelkompass_page_seconds_count{part="runs",status="2xx"} 2.0' in read
    assert "wandelkompass_report_seconds_count 1.0" in read
    assert "wandelkompass_ready 1.0" in read
    assert "wandelkompass_worker_alive 0.0" in read
    another = figures.folder_of(watched) / "histogram_another-machine-7.db"
    another.touch()
    figures.begin_anew(watched)
    assert another.exists()
    os.utime(another, (0, 0))
    figures.begin_anew(watched)
    assert not another.exists()
    assert "page_seconds" not in figures.told(database, watched, Resting()).decode()
