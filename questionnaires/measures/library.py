"""Where measures are found: one folder for each questionnaire, in it one file for each area."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from questionnaires.library.source import ContentError, Document, Place, Problem, Step, read_as, revision
from questionnaires.measures.measure import Measure, Measures
from questionnaires.text import Frozen

CONTENT = Path(__file__).parent / "content"


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
    read_so_far = [read_as(file, MeasuresFile, problems) for file in _files(folder)]
    found = [(document, page) for document, page in read_so_far if document and page]
    problems += _repeated(found)
    if problems:
        raise ContentError(problems)
    written = {one.id: (document, n) for document, page in found for n, one in enumerate(page.measures)}
    measures = tuple(one for _, page in found for one in page.measures)
    return Library(
        folder, Measures(questionnaire=folder.name, revision=revision(folder), measures=measures), written
    )


def _files(folder: Path) -> list[Path]:
    """Files in the order of their names, so that neither disk nor locale changes what comes first."""
    return sorted(folder.glob("*.yaml"), key=lambda file: file.name)


def _repeated(found: list[tuple[Document, MeasuresFile]]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for document, page in found:
        for number, one in enumerate(page.measures):
            if one.id in first:
                said = f"expected an id of its own, found {one.id} again, which is in {first[one.id].name}"
                yield Problem(document.place(("measures", number, "id")), said)
            first.setdefault(one.id, document.file)
