"""Where measures are found: one folder for each questionnaire, in it one file for each area."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from questionnaires.library.source import ContentError, Document, Place, Problem, Step, read
from questionnaires.measures.measure import Measure, Measures
from questionnaires.text import Frozen

CONTENT = Path(__file__).parent / "content"
REVISION_LENGTH = 12


class MeasuresFile(Frozen):
    """One file: the measures of an area, those for a company at the very beginning first."""

    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]


@dataclass(frozen=True, eq=False)
class Library:
    """The measures of a folder, and where each of them is written down."""

    folder: Path
    measures: Measures
    written: Mapping[str, tuple[Document, int]]

    def place(self, measure: str, *path: Step) -> Place:
        """Where a measure, or a part of it, stands; the folder for what is in no file."""
        if measure not in self.written:
            return Place(self.folder, 1)
        document, number = self.written[measure]
        return document.place(("measures", number, *path))


@cache
def released(questionnaire: str) -> Measures:
    """The measures of this package for a questionnaire, read once per process; none where it has none.

    Raises ContentError with every problem that was found.
    """
    return load(CONTENT / questionnaire).measures


def load(folder: Path) -> Library:
    """The measures that a folder holds for the questionnaire of its name. Raises ContentError."""
    problems: list[Problem] = []
    read_so_far = [_read(file, problems) for file in _files(folder)]
    found = [(document, page) for document, page in read_so_far if document and page]
    problems += _repeated(found)
    if problems:
        raise ContentError(problems)
    written = {one.id: (document, n) for document, page in found for n, one in enumerate(page.measures)}
    measures = tuple(one for _, page in found for one in page.measures)
    return Library(
        folder, Measures(questionnaire=folder.name, revision=_revision(folder), measures=measures), written
    )


def _files(folder: Path) -> list[Path]:
    """Files in the order of their names, so that neither disk nor locale changes what comes first."""
    return sorted(folder.glob("*.yaml"), key=lambda file: file.name)


def _read(file: Path, problems: list[Problem]) -> tuple[Document | None, MeasuresFile | None]:
    document = None
    try:
        document = read(file)
        return document, document.as_(MeasuresFile)
    except ContentError as error:
        problems += error.problems
        return document, None


def _repeated(found: list[tuple[Document, MeasuresFile]]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for document, page in found:
        for number, one in enumerate(page.measures):
            if one.id in first:
                said = f"expected an id of its own, found {one.id} again, which is in {first[one.id].name}"
                yield Problem(document.place(("measures", number, "id")), said)
            first.setdefault(one.id, document.file)


def _revision(folder: Path) -> str:
    """A short SHA-256 over names and contents: the same for the same files, wherever they lie."""
    digest = hashlib.sha256()
    for file in _files(folder):
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:REVISION_LENGTH]
