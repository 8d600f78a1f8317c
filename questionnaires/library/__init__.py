"""Where questionnaires are found: read from a folder, or one of the released ones of this package."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from questionnaires import lint
from questionnaires.definition import Head, Need, Questionnaire, Section
from questionnaires.library import locking as releases
from questionnaires.library.source import ContentError, Document, Model, Place, Problem, read
from questionnaires.text import Frozen

CONTENT = Path(__file__).parent.parent / "content"
HEAD = "questionnaire.yaml"
NEEDS = CONTENT / "needs.yaml"


class SectionFile(Frozen):
    sections: tuple[Section, ...]


class NeedsFile(Frozen):
    needs: tuple[Need, ...]


class UnknownQuestionnaire(LookupError):
    """No such questionnaire, or no such version of it. `newer`: it comes after all that are known here."""

    def __init__(self, words: str, *, newer: bool = False) -> None:
        super().__init__(words)
        self.newer = newer


def released(id_: str, version: str | None = None) -> Questionnaire:
    """A questionnaire of this package; without a version, the newest.

    Raises UnknownQuestionnaire for what was never released, ContentError for what has changed since.
    """
    known = versions(id_)
    if not known or (version is not None and version not in known):
        words = f"no questionnaire {id_!r}" + (f" in version {version!r}" if version else "")
        raise UnknownQuestionnaire(words, newer=bool(known and version) and _is_newer(version, known[-1]))
    return _unchanged(CONTENT, id_, version or known[-1])


def _is_newer(version: str | None, known: str) -> bool:
    """What is no version is none; it may come from a form."""
    try:
        return releases.number(version or "") > releases.number(known)
    except ValueError:
        return False


@cache
def needs() -> dict[str, Need]:
    """The vocabulary that questions and offers share, by id."""
    return {need.id: need for need in read(NEEDS).as_(NeedsFile).needs}


def versions(id_: str) -> tuple[str, ...]:
    """The released versions of a questionnaire, the newest last. A draft is loaded by its folder."""
    return _lock(CONTENT).versions(id_)


def lineage(id_: str, first: str, last: str) -> tuple[Questionnaire, ...]:
    """The released versions from one to another one, both included, for answers to be carried along."""
    number = releases.number
    known = [v for v in versions(id_) if number(first) <= number(v) <= number(last)]
    return tuple(released(id_, version) for version in dict.fromkeys((first, *known, last)))


def forget() -> None:
    """Read the lock anew when it is next asked for: something was released."""
    _lock.cache_clear()


@cache
def _lock(content: Path) -> releases.Lock:
    return releases.lock(content)


@cache
def _unchanged(content: Path, id_: str, version: str) -> Questionnaire:
    """Read once in the life of a process, and compared with the lock then."""
    _lock(content).check(id_, version)
    return load(content / id_ / version)


LISTS = ("checks", "needs", "actions", "profiles", "sections", "tree", "children", "rows", "questions")
"""Where the parts stand that a finding can be about; a question comes before a need of the same id."""


def load(folder: Path, needs: Path = NEEDS) -> Questionnaire:
    """The questionnaire that a folder holds. Raises ContentError with every problem that was found."""
    files = _Files()
    head = files.read(folder / HEAD, Head)
    vocabulary = files.read(needs, NeedsFile)
    lists = {"lists": head.lists if head else {}}
    pages = [files.read(folder / name, SectionFile, lists) for name in (head.files if head else ())]
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

    def read(self, file: Path, model: type[Model], context: Mapping[str, Any] | None = None) -> Model | None:
        try:
            document = read(file)
            self.read_so_far.append(document)
            return document.as_(model, context)
        except ContentError as error:
            self.problems += error.problems
            return None
