"""Content and tables from the command line: what is printed, how it ends, where it says no."""

import csv
import errno
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from assessment import authoring
from assessment.authoring import checking, releasing
from assessment.authoring.checking import Checked
from assessment.services import runs
from assessment.services.datasets import importing
from assessment.services.datasets.links import Links
from assessment.store.database import Database
from matching import catalogue
from questionnaires.commands import FOUND, REFUSED
from questionnaires.library.source import ContentError, Place, Problem
from tests.assessment.commands.conftest import Line

WRONG = Problem(Place(Path("offer.yaml"), 7), "expected a date, found 'soon'")
OLD = Problem(Place(Path("old.yaml"), 3), "known to be true on 2021-01-01, more than 24 months ago")


def content_is(monkeypatch: pytest.MonkeyPatch, *problems: Problem) -> None:
    def broken() -> Checked:
        raise ContentError(problems)

    good = partial(Checked, "3 offers", (), (OLD,))
    checks = [("catalogue", good), *([("samm@2.1", broken)] if problems else [])]
    monkeypatch.setattr(checking, "checks", lambda _: checks)


def test_what_is_wrong_in_content_is_named_and_ends_with_one(
    wandelkompass: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    content_is(monkeypatch)
    good = wandelkompass("check-content")
    assert (good.code, good.out) == (0, "catalogue: 3 offers; to be looked at: 1\n")

    content_is(monkeypatch, WRONG)
    found = wandelkompass("check-content", "--warnings")
    assert found.code == FOUND
    assert found.lines[1:] == [f"warning: {OLD}", "samm@2.1: to be mended", str(WRONG)]
    assert found.err == "Found to be mended: 1.\n"


def test_nothing_is_released_while_anything_is_wrong_or_in_an_installed_package(
    wandelkompass: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(releasing, "REVISIONS", tmp_path / "revisions.yaml")
    content_is(monkeypatch, WRONG)
    refused = wandelkompass("release", "catalogue")
    assert (refused.code, refused.err) == (REFUSED, f"{WRONG}\nNothing was released.\n")
    content_is(monkeypatch)
    refused = wandelkompass("release", str(tmp_path))
    assert (refused.code, "questionnaire.yaml:1: expected this file" in refused.err) == (REFUSED, True)

    monkeypatch.setattr(authoring, "HOME", tmp_path)
    for words in (("release", "catalogue"), ("import", "catalogue", str(catalogue.CONTENT))):
        refused = wandelkompass(*words)
        assert (refused.code, "This is an installed package" in refused.err) == (REFUSED, True)


def test_the_catalogue_of_this_checkout_differs_in_nothing_from_itself(
    wandelkompass: Line, tmp_path: Path
) -> None:
    out = str(tmp_path / "out")
    assert wandelkompass("export", "catalogue", out, "--as-released").out.startswith(f"{out}: 97 offers")
    assert wandelkompass("import", "catalogue", out).out == "Nothing differs.\n"
    assert "is there already" in wandelkompass("export", "catalogue", out, "--as-released").err


def test_checks_go_out_as_a_table_and_come_in_with_links(
    wandelkompass: Line, database: Database, tmp_path: Path
) -> None:
    runs.begin(database, check="full", language="de", now=datetime(2026, 11, 22, tzinfo=UTC))
    out, links = tmp_path / "out", tmp_path / "links.csv"
    assert wandelkompass("export", "runs", str(out)).out == f"{out}/readiness-1.0.csv: 0 of 1 checks\n"
    assert "is there already" in wandelkompass("export", "runs", str(out)).err

    table = tmp_path / "paper.csv"
    table.write_text("run;E01\n1;2\n2;dont_know\n")
    words = ("import", "runs", str(table), "--source", "fair")
    assert wandelkompass(*words, "--dry-run").lines[0] == "      2  would be new"
    assert wandelkompass(*words, "--links", str(links)).lines[0] == "      2  are new"
    assert wandelkompass(*words, "--links", str(links)).lines == [
        "      0  are new",
        "      0  of them are finished, with a result",
        "      2  are here already, and stay as they are",
        "      0  have been erased, and stay so",
    ]
    with links.open(newline="") as file:
        (first, _) = csv.DictReader(file)
    assert (first["run"], "/de/resume/" in first["link"], links.stat().st_mode & 0o777) == ("1", True, 0o600)

    table.write_text("run;E01\n3;viel\n")
    refused = wandelkompass(*words)
    assert refused.code == REFUSED
    assert refused.err.startswith(f"{table}, line 2, column E01: expected one of 0, 1, 2, 3, 4")
    assert refused.err.endswith("Nothing was brought in.\n")


def test_an_import_that_was_stopped_says_how_many_are_in_and_what_brings_in_the_rest(
    wandelkompass: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Links, keys: Mapping[str, str]) -> None:
        if self.whole:
            raise OSError(errno.ENOSPC, "No space left on device", str(self.file))
        write(self, keys)

    monkeypatch.setattr(importing, "AT_ONCE", 2)
    table, links, write = tmp_path / "paper.csv", tmp_path / "links.csv", Links.write
    table.write_text("run,E01\n1,2\n2,2\n3,2\n")
    words = ("import", "runs", str(table), "--links", str(links))
    with monkeypatch.context() as patched:
        patched.setattr(Links, "write", full)
        stopped = wandelkompass(*words)
    assert (stopped.code, stopped.err.splitlines()) == (
        REFUSED,
        [
            f"{links}: No space left on device",
            "2 checks are in, and stay. The same command brings in the rest.",
        ],
    )
    assert wandelkompass(*words).lines[0] == "      1  are new"
    assert "holds no links of this service" in wandelkompass(*words[:-1], str(table)).err
