"""Where questionnaires are found: read from a folder, or one of the released ones of this package."""

from functools import cache
from pathlib import Path

from questionnaires import lint
from questionnaires.definition import Head, Need, Questionnaire, Section
from questionnaires.source import ContentError, Document, Model, Place, Problem, read
from questionnaires.text import Frozen

CONTENT = Path(__file__).parent / "content"
HEAD = "questionnaire.yaml"
NEEDS = CONTENT / "needs.yaml"


class SectionFile(Frozen):
    sections: tuple[Section, ...]


class NeedsFile(Frozen):
    needs: tuple[Need, ...]


class UnknownQuestionnaire(LookupError):
    """No such questionnaire, or no such version of it."""


def released(id_: str, version: str | None = None) -> Questionnaire:
    """A questionnaire of this package; without a version, the newest. Raises UnknownQuestionnaire."""
    known = versions(id_)
    if not known or (version is not None and version not in known):
        raise UnknownQuestionnaire(
            f"no questionnaire {id_!r}" + (f" in version {version!r}" if version else "")
        )
    return _read(id_, version or known[-1])


@cache
def needs() -> dict[str, Need]:
    """The vocabulary that questions and offers share, by id."""
    return {need.id: need for need in read(NEEDS).as_(NeedsFile).needs}


@cache
def versions(id_: str) -> tuple[str, ...]:
    """The released versions of a questionnaire, the newest last."""
    folders = (path.name for path in (CONTENT / id_).glob("*.*") if path.is_dir())
    return tuple(sorted(folders, key=_by_number))


@cache
def _read(id_: str, version: str) -> Questionnaire:
    return load(CONTENT / id_ / version)


def _by_number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


LISTS = ("checks", "needs", "sections", "tree", "children", "questions")
"""Where the parts stand that a finding can be about; a question comes before a need of the same id."""


def load(folder: Path, needs: Path = NEEDS) -> Questionnaire:
    """The questionnaire that a folder holds. Raises ContentError with every problem that was found."""
    files = _Files()
    head = files.read(folder / HEAD, Head)
    vocabulary = files.read(needs, NeedsFile)
    pages = [files.read(folder / name, SectionFile) for name in (head.files if head else ())]
    if files.problems or head is None or vocabulary is None:
        raise ContentError(files.problems)
    sections = tuple(section for page in pages if page for section in page.sections)
    questionnaire = Questionnaire.model_construct(**dict(head), sections=sections, needs=vocabulary.needs)
    places = {
        id_: place for name in LISTS for file in files.read_so_far for id_, place in file.ids(name).items()
    }
    found = lint.findings(questionnaire)
    if found:
        raise ContentError(Problem(places.get(f.subject, Place(folder / HEAD, 1)), f.message) for f in found)
    return questionnaire


class _Files:
    """Reads one file after the other and keeps what is wrong in any of them."""

    def __init__(self) -> None:
        self.read_so_far: list[Document] = []
        self.problems: list[Problem] = []

    def read(self, file: Path, model: type[Model]) -> Model | None:
        try:
            document = read(file)
            self.read_so_far.append(document)
            return document.as_(model)
        except ContentError as error:
            self.problems += error.problems
            return None
