"""The operator's line: a command run in this process, on a database of the test's own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessment.__main__ import main
from assessment.store import migrate


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Line = Callable[..., Ended]


@pytest.fixture
def wandelkompass(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Line:
    monkeypatch.setattr(migrate, "upgrade", lambda _url: None)  # it is up to date; looking takes time
    monkeypatch.setenv("WANDELKOMPASS_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("WANDELKOMPASS_INSTANCE_FOLDER", str(tmp_path / "instance"))

    def line(*words: str) -> Ended:
        try:
            code = main(words)
        except SystemExit as ended:  # by the parser, for wrong usage
            code = int(str(ended.code))
        return Ended(code, *capsys.readouterr())

    return line
