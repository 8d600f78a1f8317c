"""Two questionnaires as files, to be spoilt in one place at a time: a tiny one, and one with everything."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from questionnaires import library
from questionnaires.definition import Questionnaire
from questionnaires.library.source import ContentError, Problem

TINY = Path(__file__).parent / "tiny"
RICH = Path(__file__).parent / "rich"


@dataclass(frozen=True)
class Folder:
    path: Path

    def __truediv__(self, file: str) -> Path:
        return self.path / file

    def replace(self, file: str, old: str, new: str) -> None:
        text = (self / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (self / file).write_text(text.replace(old, new), encoding="utf-8")

    def load(self) -> Questionnaire:
        return library.load(self.path, self / "needs.yaml")

    def problems(self) -> list[Problem]:
        """What is wrong, by the one error that loading may raise."""
        try:
            self.load()
        except ContentError as error:
            return list(error.problems)
        return []

    def line_of(self, file: str, words: str) -> int:
        lines = (self / file).read_text(encoding="utf-8").splitlines()
        (found,) = [number for number, line in enumerate(lines, 1) if words in line]
        return found


@dataclass(frozen=True)
class Mistake:
    """What replaces what in which file, and where and how it must be told."""

    file: str
    old: str
    new: str
    at: str
    told: str
    where: str = ""

    @classmethod
    def all_of(cls, file: str) -> list["Mistake"]:
        written = yaml.safe_load((TINY.parent / file).read_text(encoding="utf-8"))
        return [cls(**mistake) for mistake in written]

    def __str__(self) -> str:
        return f"{self.new or 'nothing'} for {self.old} in {self.file}"

    def places(self, folder: Folder) -> tuple[list[tuple[str, int]], tuple[str, int]]:
        """Where it is told, once it was made, and where it should be."""
        folder.replace(self.file, self.old, self.new)
        told = [problem.place for problem in folder.problems() if problem.message.endswith(self.told)]
        file = self.where or self.file
        return [(place.file.name, place.line) for place in told], (file, folder.line_of(file, self.at))


def tiny(folder: Path) -> Folder:
    """A fresh copy."""
    return Folder(Path(shutil.copytree(TINY, folder / "tiny")))


def rich(folder: Path) -> Folder:
    """A fresh copy of the one in which there is one of everything that may be written."""
    return Folder(Path(shutil.copytree(RICH, folder / "rich")))
