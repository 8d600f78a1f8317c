"""What `check` says of measures."""

import shutil
from argparse import Namespace
from pathlib import Path

import pytest

from questionnaires import library
from questionnaires.commands import check
from questionnaires.library.source import ContentError
from questionnaires.measures import library as measure_library

READINESS = library.CONTENT / "readiness" / "1.0"


def checked(questionnaire: object) -> str:
    return check.run(Namespace(questionnaire=str(questionnaire)))


def test_the_measures_for_a_questionnaire_are_counted() -> None:
    assert ", measures: " in checked("readiness")
    assert "measures" not in checked("samm")


@pytest.fixture
def without_technology(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(measure_library.CONTENT, tmp_path / "content"))
    (copy / "readiness" / "technology.yaml").unlink()
    monkeypatch.setattr(measure_library, "CONTENT", copy)


@pytest.mark.usefixtures("without_technology")
def test_a_draft_that_asks_more_than_there_are_measures_for_is_refused(tmp_path: Path) -> None:
    draft = Path(shutil.copytree(READINESS, tmp_path / "9.0"))
    head = draft / "questionnaire.yaml"
    text = head.read_text(encoding="utf-8").replace('version: "1.0"', 'version: "9.0"')
    head.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="T01: expected a measure that leads on from levels 0, 1, 2, 3"):
        checked(draft)


@pytest.mark.usefixtures("without_technology")
def test_an_older_version_may_ask_what_has_no_measures_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "versions", lambda _: ("1.0", "1.1"))
    assert "nothing to object to" in checked(READINESS)
